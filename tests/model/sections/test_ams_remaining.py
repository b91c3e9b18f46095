"""What is left of a spool is shown where an AMS measures it."""

from typing import Any

import pytest

from tests.helpers.ams_reports import TAGGED, ams, modules, unit
from tests.helpers.printer_reports import after, delta, full, printer


def ams_firmware(number: Any) -> dict[str, Any]:
    """Return what an A1 reports of its firmware for AMS units."""
    return {"mc_for_ams_firmware": {"current_run_firmware_id": number}}


@pytest.mark.parametrize(
    ("info", "upgrade_state", "remaining"),
    [
        ("1001", {}, 93),
        ("1002", {}, None),
        ("30001005", {}, None),
        ("1002", ams_firmware(0), None),
        ("1002", ams_firmware("1"), 93),
        ("2003", ams_firmware(1), 93),
        ("1002", {"mc_for_ams_firmware": None}, None),
    ],
)
def test_a_lite_does_not_measure_what_is_left(
    info: str, upgrade_state: dict[str, Any], remaining: int | None
) -> None:
    """Its 0 and 100 % are no measurements, unless its printer can estimate."""
    units = ams(unit({"id": "0", **TAGGED}, info=info))
    state = after(printer(), full(**units, upgrade_state=upgrade_state))

    assert state.ams.units[0].trays[0].remaining == remaining


def test_what_is_left_turns_out_to_be_no_measurement() -> None:
    """Old firmware shows in its modules that a unit is an AMS lite."""
    state = after(printer(), full(**ams(unit({"id": "0", **TAGGED}))))
    named = after(state, modules(ams_f1_0="03C00A000000001"))
    reported = after(state, delta(**ams(unit(info="1002"))))
    other = after(named, delta(upgrade_state=ams_firmware(1)))

    assert state.ams.units[0].trays[0].remaining == 93
    assert named.ams.units[0].trays[0].remaining is None
    assert reported.ams.units[0].trays[0].remaining is None
    assert other.ams.units[0].trays[0].remaining == 93
