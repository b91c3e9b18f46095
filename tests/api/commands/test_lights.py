"""Commands for lights, word for word as in protocol D.5."""

import pytest

from custom_components.bambu_cloud.api.commands import LightMode, LightNode, set_light

TIMES = {"led_on_time", "led_off_time", "loop_times", "interval_time"}


def test_json() -> None:
    """The example of the dossier."""
    command = set_light(LightNode.CHAMBER, LightMode.ON)
    assert command.root == "system"
    assert {"command": command.name, **command.fields} == {
        "command": "ledctrl",
        "led_node": "chamber_light",
        "led_mode": "on",
        "led_on_time": 500,
        "led_off_time": 500,
        "loop_times": 0,
        "interval_time": 0,
    }


@pytest.mark.parametrize(
    ("node", "word"),
    [
        (LightNode.CHAMBER, "chamber_light"),
        (LightNode.SECOND_CHAMBER, "chamber_light2"),
        (LightNode.WORK, "work_light"),
        (LightNode.HEATBED, "heatbed_light"),
    ],
)
@pytest.mark.parametrize("mode", ["on", "off", "flashing"])
def test_lights_and_modes(node: LightNode, word: str, mode: str) -> None:
    """Each light does each; the times are there always."""
    fields = set_light(node, LightMode(mode)).fields
    assert (fields["led_node"], fields["led_mode"]) == (word, mode)
    assert fields.keys() >= TIMES
