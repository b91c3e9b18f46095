"""What printers are asked."""

from custom_components.bambu_cloud.api.commands import (
    full_report,
    get_version,
    start_push,
)
from custom_components.bambu_cloud.api.requests import Requests


def test_requests_follow_the_wire() -> None:
    """The three questions look as protocol B.4 shows them, numbered as text."""
    requests = Requests()
    assert requests.of(get_version()) == {
        "info": {"sequence_id": "20000", "command": "get_version"}
    }
    assert requests.of(full_report()) == {
        "pushing": {
            "sequence_id": "20001",
            "command": "pushall",
            "version": 1,
            "push_target": 1,
        }
    }
    assert requests.of(start_push()) == {
        "pushing": {"sequence_id": "20002", "command": "start"}
    }


def test_numbers_wrap() -> None:
    """After 29999 comes 20000 again."""
    requests = Requests()
    numbers = [
        requests.build("system", "ledctrl")["system"]["sequence_id"]
        for _ in range(10_001)
    ]
    assert numbers[9_999:] == ["29999", "20000"]
