"""Commands for the print in work, word for word as in protocol D.2."""

from typing import Any

import pytest

from custom_components.bambu_cloud.api import Command
from custom_components.bambu_cloud.api.commands import pause, resume, set_speed, stop
from custom_components.bambu_cloud.model import SpeedLevel

CASES: dict[str, tuple[Command, dict[str, Any]]] = {
    "pause": (pause(), {"command": "pause", "param": ""}),
    "resume": (resume(), {"command": "resume", "param": ""}),
    "stop": (stop(), {"command": "stop", "param": ""}),
    "silent": (
        set_speed(SpeedLevel.SILENT),
        {"command": "print_speed", "param": "1"},
    ),
    "standard": (
        set_speed(SpeedLevel.STANDARD),
        {"command": "print_speed", "param": "2"},
    ),
    "sport": (set_speed(SpeedLevel.SPORT), {"command": "print_speed", "param": "3"}),
    "ludicrous": (
        set_speed(SpeedLevel.LUDICROUS),
        {"command": "print_speed", "param": "4"},
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_json(case: str) -> None:
    """Each command is what the dossier says."""
    command, told = CASES[case]
    assert command.root == "print"
    assert {"command": command.name, **command.fields} == told
