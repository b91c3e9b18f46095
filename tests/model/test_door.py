"""The door is read from where each model reports it."""

from typing import Any

import pytest

from .reports import after, full, printer

HOME_CLOSED, HOME_OPEN = -1066934785, -1058546177
STAT_CLOSED, STAT_OPEN = "46258008", "46A58008"


@pytest.mark.parametrize(
    ("model", "fields", "is_open"),
    [
        ("X1C", {"home_flag": HOME_OPEN, "stat": STAT_CLOSED}, True),
        ("X1C", {"home_flag": HOME_CLOSED, "stat": STAT_OPEN}, False),
        ("X1E", {"home_flag": str(HOME_OPEN)}, True),
        ("H2D", {"home_flag": HOME_OPEN, "stat": STAT_CLOSED}, False),
        ("P2S", {"home_flag": HOME_CLOSED, "stat": STAT_OPEN}, True),
        ("X2D", {"stat": STAT_OPEN}, True),
        ("X2D", {"home_flag": HOME_OPEN}, None),
        ("P1S", {"home_flag": HOME_OPEN, "stat": STAT_OPEN}, None),
        ("A1", {"home_flag": HOME_OPEN}, None),
        ("", {"home_flag": HOME_OPEN, "stat": STAT_OPEN}, None),
        ("X1C", {"home_flag": "open"}, None),
        ("H2S", {"stat": 46258008}, None),
    ],
)
def test_door(model: str, fields: dict[str, Any], is_open: bool | None) -> None:  # noqa: FBT001  # a table
    """A printer without a door sensor has no door, whatever its bits say."""
    assert after(printer(model), full(**fields)).door.open is is_open
