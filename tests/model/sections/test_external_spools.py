"""Spools outside of any AMS have the same ids for all printers."""

from typing import Any

import pytest

from custom_components.bambu_cloud.model import (
    EXTERNAL_DEPUTY,
    EXTERNAL_MAIN,
    ExternalSpools,
    PrinterState,
    TrayStatus,
)
from tests.helpers.ams_reports import BLANK, TAGGED, UNTAGGED
from tests.helpers.printer_reports import after, delta, full, printer


def section(**fields: Any) -> PrinterState:
    """Return a printer that sent one full report."""
    return after(printer(), full(**fields))


def ids(state: PrinterState) -> list[int]:
    """Return the ids of the external spools."""
    return [tray.id for tray in state.external_spools.trays]


@pytest.mark.parametrize(
    "fields",
    [
        {"vt_tray": {"id": "254", **UNTAGGED}},
        {"vt_tray": {"id": "255", **UNTAGGED}},
        {"vir_slot": [{"id": "255", **UNTAGGED}]},
        {"vir_slot": [{"id": 254, **UNTAGGED}]},
        {"vir_slot": [{**UNTAGGED}]},
        {"vir_slot": [], "vt_tray": {"id": "254", **UNTAGGED}},
    ],
)
def test_the_only_spool_is_the_main_one(fields: dict[str, Any]) -> None:
    """Old firmware numbers it 254, new firmware 255; here it is always 255."""
    (tray,) = section(**fields).external_spools.trays

    assert tray.id == EXTERNAL_MAIN
    assert (tray.status, tray.material) == (TrayStatus.IDENTIFIED, "PETG")


def test_two_spools() -> None:
    """Beside a printer with two nozzles 255 is on the right, 254 on the left."""
    holders = [{"id": "254", **BLANK}, {"id": "255", **UNTAGGED}]
    spools = section(vir_slot=holders).external_spools

    assert [tray.id for tray in spools.trays] == [EXTERNAL_MAIN, EXTERNAL_DEPUTY]
    assert spools.tray(EXTERNAL_MAIN) is spools.trays[0]
    assert [tray.status for tray in spools.trays] == [
        TrayStatus.IDENTIFIED,
        TrayStatus.UNKNOWN,
    ]
    assert spools.tray(0) is None


def test_the_new_list_counts() -> None:
    """A printer that has the new list repeats less in the old place."""
    state = section(
        vir_slot=[{"id": "255", **UNTAGGED}], vt_tray={"id": "255", **BLANK}
    )

    assert state.external_spools.trays[0].material == "PETG"


def test_nothing_estimates_what_is_left_outside() -> None:
    """No spool holder reads a tag."""
    state = section(vt_tray={"id": "254", **TAGGED}, home_flag=1 << 7)

    assert state.external_spools.trays[0].remaining is None


def test_a_delta_of_one_spool() -> None:
    """A delta that lists one spool leaves the other."""
    holders = [{"id": "254", **UNTAGGED}, {"id": "255", **UNTAGGED}]
    state = after(
        section(vir_slot=holders),
        delta(vir_slot=[{"id": "254", "tray_type": "TPU"}]),
    )

    assert [tray.material for tray in state.external_spools.trays] == ["PETG", "TPU"]


def test_a_delta_of_the_only_spool() -> None:
    """An old printer sends only what has changed."""
    state = after(
        section(vt_tray={"id": "254", **UNTAGGED}), delta(vt_tray={"tray_type": ""})
    )

    assert state.external_spools.trays[0].status is TrayStatus.UNKNOWN


TWO = [{"id": "254", **UNTAGGED}, {"id": "255", **UNTAGGED}]


@pytest.mark.parametrize(
    "fields",
    [
        {"vir_slot": None},
        {"vir_slot": None, "vt_tray": {"id": "255", **UNTAGGED}},
        {"vir_slot": {}},
        {"vir_slot": "text"},
        {"vir_slot": [None]},
        {"vir_slot": [TWO[0], None]},
        {"vir_slot": [TWO[0], {**TWO[1], "id": 7}]},
        {"vir_slot": [TWO[0], TWO[0]]},
        {"vt_tray": None},
        {},
    ],
)
def test_a_broken_report_hides_no_spool(fields: dict[str, Any]) -> None:
    """What cannot be read stays what it was."""
    before = section(vir_slot=TWO)
    state = after(before, full(**fields))

    assert state.external_spools == before.external_spools


def test_a_full_report_without_the_second_spool() -> None:
    """A report that can be read replaces the state before."""
    assert ids(after(section(vir_slot=TWO), full(vir_slot=TWO[1:]))) == [EXTERNAL_MAIN]


def test_nothing_before_the_first_report() -> None:
    """A printer that says nothing of external spools has none."""
    assert section().external_spools == ExternalSpools()
