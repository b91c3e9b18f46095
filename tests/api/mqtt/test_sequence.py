"""Numbers of requests."""

import pytest

from custom_components.bambu_cloud.api import Clock
from custom_components.bambu_cloud.api.commands import (
    full_report,
    get_version,
    start_push,
)
from custom_components.bambu_cloud.api.mqtt.sequence import RequestSequence


def test_queries_are_as_in_the_protocol() -> None:
    """The three queries are as protocol B.4 shows them, numbered as text."""
    requests = RequestSequence(Clock(random=lambda: 0.0))
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


@pytest.mark.parametrize(
    ("drawn", "numbers"),
    [
        (0.0, ["20000", "20001"]),
        (0.1234, ["21234", "21235"]),
        (0.99999, ["29999", "20000"]),
        (1.0, ["20000", "20001"]),
    ],
)
def test_numbers_begin_anywhere_and_wrap(drawn: float, numbers: list[str]) -> None:
    """After 29999 comes 20000; two clients rarely count alike."""
    requests = RequestSequence(Clock(random=lambda: drawn))
    bodies = [requests.build("system", "ledctrl")["system"] for _ in numbers]
    assert [body["sequence_id"] for body in bodies] == numbers
