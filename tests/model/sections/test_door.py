"""The door is read from where each model reports it."""

from typing import Any

import pytest

from tests.helpers.printer_reports import after, delta, full, printer

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


@pytest.mark.parametrize(
    ("model", "version", "is_open"),
    [
        ("X1C", "01.06.99.99", None),
        ("X1C", "01.07.00.00", True),
        ("X1C", "01.09.00.01", True),
        ("X1C", "99.00.00.00", True),
        ("X1C", None, True),
        ("X1C", "beta", True),
        ("X1E", "01.01.01.00", None),
        ("X1E", "01.01.02.00", True),
    ],
)
def test_firmware_that_ignores_the_door(
    model: str,
    version: str | None,
    is_open: bool | None,  # noqa: FBT001  # a table
) -> None:
    """Old firmware of an X1 says "closed" of every door, so it is not believed."""
    module = {"name": "ota", "sw_ver": version}
    info = {"info": {"command": "get_version", "module": [module]}}

    state = after(printer(model), info, full(home_flag=HOME_OPEN))

    assert state.door.open is is_open
    assert after(state, delta(home_flag=0)).door.open is (False if is_open else None)


def test_firmware_that_is_listed_late() -> None:
    """The door vanishes when its printer turns out to be too old."""
    module = {"name": "ota", "sw_ver": "01.05.00.00"}
    early = after(printer("X1C"), full(home_flag=HOME_CLOSED))
    state = after(early, {"info": {"command": "get_version", "module": [module]}})

    assert early.door.open is False
    assert state.door.open is None
