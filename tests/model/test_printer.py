"""A printer is restored from its stored report."""

from datetime import timedelta

from custom_components.bambu_cloud.model import (
    SECTIONS,
    PrinterState,
    changed,
    identify,
    restored,
)
from tests.helpers.printer_reports import NOON, SERIAL, after, delta, full, printer

VERSION = {
    "info": {"command": "get_version", "module": [{"name": "ota", "sw_ver": "1"}]}
}


def rebuilt(state: PrinterState) -> PrinterState:
    """Return the printer as it is rebuilt after a restart."""
    return restored(
        serial=state.serial,
        name="Workshop",
        model=state.model,
        raw=state.raw,
        version=state.version,
    )


def test_sections_are_named_in_order() -> None:
    """Everything that a printer reports belongs to a section."""
    assert SECTIONS == (
        "job",
        "temperatures",
        "nozzles",
        "ams",
        "external_spools",
        "hms",
        "fans",
        "lights",
        "camera",
        "settings",
        "control",
        "door",
        "network",
        "address",
        "presence",
        "firmware",
        "storage",
    )


def test_restored_printer_has_all_but_presence() -> None:
    """After a restart everything is as last reported, without a presence."""
    live = after(
        printer("X1C"), VERSION, full(nozzle_temper=26.0, home_flag=-1058546177)
    )

    state = rebuilt(live)

    assert changed(live, state) == {"presence"}
    assert state.presence.online is None
    assert state.name == "Workshop"
    assert state.complete
    assert state.firmware.installed == "1"


def test_restored_printer_goes_on() -> None:
    """The first delta after a restart is merged with the stored report."""
    live = after(printer("P1S"), full(nozzle_temper=26.0, bed_temper=23.0))

    state = after(rebuilt(live), delta(nozzle_temper=30.0))

    assert state.temperatures.bed == 23.0


def test_restored_job_has_no_finish_until_reported_again() -> None:
    """A remaining time is worth nothing without its report's time."""
    report = full(gcode_state="RUNNING", mc_percent=1, mc_remaining_time=60)
    state = rebuilt(after(printer("P1S"), report))

    assert state.job.remaining_minutes == 60
    assert state.job.finish_at is None
    assert after(state, report).job.finish_at == NOON + timedelta(hours=1)


def test_printer_without_a_stored_report() -> None:
    """A printer that never said anything is rebuilt empty."""
    state = restored(
        serial=SERIAL, name="New", model=identify(code="A1"), raw={}, version={}
    )

    assert state == PrinterState(serial=SERIAL, name="New", model=identify(code="A1"))
    assert not state.complete
