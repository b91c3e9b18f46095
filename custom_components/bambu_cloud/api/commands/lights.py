"""Commands for lights (protocol D.5), which need no signature."""

from enum import StrEnum

from .command import Command


class LightNode(StrEnum):
    """A light, by its name in reports."""

    CHAMBER = "chamber_light"
    SECOND_CHAMBER = "chamber_light2"
    WORK = "work_light"
    HEATBED = "heatbed_light"


class LightMode(StrEnum):
    """A state of a light."""

    ON = "on"
    OFF = "off"
    FLASHING = "flashing"


def set_light(node: LightNode, mode: LightMode) -> Command:
    """Switch a light; flashing lasts until it is switched again.

    Source: protocol D.5. It flashes once per half second. The four times, in ms and
    rounds, must always be there.
    """
    flashing = mode is LightMode.FLASHING
    return Command(
        "system",
        "ledctrl",
        {
            "led_node": node.value,
            "led_mode": mode.value,
            "led_on_time": 500,
            "led_off_time": 500,
            "loop_times": 1 if flashing else 0,
            "interval_time": 1000 if flashing else 0,
        },
    )
