"""What is left of a spool is shown where an AMS measures it."""

from collections.abc import Mapping
from typing import Any

import pytest

from custom_components.bambu_cloud.model import Tray
from tests.helpers.ams_reports import TAGGED, UNTAGGED, ams, modules, unit
from tests.helpers.printer_reports import after, delta, full, printer

REMAINING_ON, REMAINING_OFF = 1 << 7, 0


def tray(spool: Mapping[str, Any], **report: Any) -> Tray:
    """Return the first tray of a printer that sent one full report."""
    units = ams(unit({"id": "0", **spool}), tray_exist_bits="1")
    return after(printer("X1C"), full(**units, **report)).ams.units[0].trays[0]


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


@pytest.mark.parametrize(
    ("switches", "remaining"),
    [
        ({}, 93),
        ({"home_flag": REMAINING_ON}, 93),
        ({"home_flag": REMAINING_OFF}, None),
        ({"home_flag": -1067070064}, 93),
        ({"cfg": "20000"}, 93),
        ({"cfg": "0"}, None),
        ({"cfg": "20000", "home_flag": REMAINING_OFF}, 93),
        ({"cfg": "0", "home_flag": REMAINING_ON}, None),
        ({"cfg": "", "home_flag": REMAINING_OFF}, None),
        ({"cfg": None, "home_flag": None}, 93),
    ],
)
def test_remaining_only_while_the_printer_estimates(
    switches: dict[str, Any], remaining: int | None
) -> None:
    """Who switches the estimate off sees no number that has stopped."""
    assert tray(TAGGED, **switches).remaining == remaining


@pytest.mark.parametrize(
    ("spool", "remaining"),
    [
        ({**TAGGED, "remain": 0}, 0),
        ({**TAGGED, "remain": "42"}, 42),
        ({**TAGGED, "remain": 100}, 100),
        ({**TAGGED, "remain": -1}, None),
        ({**TAGGED, "remain": 101}, None),
        ({**TAGGED, "tray_uuid": "0" * 32}, None),
        ({**TAGGED, "tray_uuid": ""}, None),
        ({**UNTAGGED, "remain": 100}, None),
    ],
)
def test_remaining_only_of_spools_with_a_tag(
    spool: dict[str, Any], remaining: int | None
) -> None:
    """Of other spools the printer just says zero or everything."""
    assert tray(spool).remaining == remaining


@pytest.mark.parametrize(
    ("fields", "weight"),
    [
        ({}, 930),
        ({"remain_g": 927}, 927),
        ({"remain_g": "927"}, 927),
        ({"remain_g": -1}, 930),
        ({"remain_g": 0}, 930),
        ({"remain_g": 4000}, 930),
        ({"remain": 0, "remain_g": 0}, 0),
        ({"remain": 0, "remain_g": 4}, 4),
        ({"remain": -1, "remain_g": 500}, None),
        ({"tray_weight": "0", "remain_g": 500}, None),
        ({"tray_uuid": "0" * 32, "remain_g": 500}, None),
    ],
)
def test_remaining_weight(fields: dict[str, Any], weight: int | None) -> None:
    """Newer firmware reports grams, which are more exact than a percentage."""
    assert tray({**TAGGED, **fields}).remaining_weight == weight
