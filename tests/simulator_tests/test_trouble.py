"""Tests of complaints, other nozzles and external spools: no sockets, no waiting."""

import pytest

from tests.simulator import (
    A1_MINI_SERIAL,
    H2D_SERIAL,
    P1S_SERIAL,
    X1C_SERIAL,
    BusyError,
)

from .client_view import distinct_values
from .report_recorder import ReportRecorder

SERIALS = [X1C_SERIAL, P1S_SERIAL, A1_MINI_SERIAL, H2D_SERIAL]


@pytest.mark.parametrize("serial", SERIALS)
def test_message(recorder: ReportRecorder, serial: str) -> None:
    """A message comes, and goes after a while."""
    recorder.play(serial, "hms_raised", 60, 70)
    messages = distinct_values(recorder.views(serial), "hms")
    assert messages == [[], [{"attr": 201327360, "code": 196615}], []]


def test_one_complaint_at_a_time(recorder: ReportRecorder) -> None:
    """What is complained about already cannot be raised again."""
    for name in ("hms_raised", "print_error_shown"):
        recorder.play(P1S_SERIAL, name, 60, 0)
        with pytest.raises(BusyError):
            recorder.play(P1S_SERIAL, name, 60, 0)


@pytest.mark.parametrize(
    ("serial", "error"), [(P1S_SERIAL, 0x07008011), (A1_MINI_SERIAL, 0x12008011)]
)
def test_error(recorder: ReportRecorder, serial: str, error: int) -> None:
    """An error is shown, and closed after a while."""
    recorder.play(serial, "print_error_shown", 30, 40)
    assert distinct_values(recorder.views(serial), "print_error") == [0, error, 0]


def test_error_that_was_closed(recorder: ReportRecorder) -> None:
    """Another error is not closed with the one that was shown."""
    recorder.play(P1S_SERIAL, "print_error_shown", 30, 5)
    recorder.world.simulated(P1S_SERIAL).state["print_error"] = 0x0300_8004
    for _ in range(30):
        recorder.world.pass_time(1)
    assert recorder.last(P1S_SERIAL).get("print_error") is None
    assert recorder.views(P1S_SERIAL)[-1]["print_error"] == 0x0300_8004


@pytest.mark.parametrize("serial", SERIALS)
def test_power_cycle_ends_complaints(recorder: ReportRecorder, serial: str) -> None:
    """A printer that was switched off and on has forgotten its complaints."""
    recorder.play(serial, "hms_raised", 600, 1)
    recorder.play(serial, "print_error_shown", 600, 1)
    recorder.world.power_off(serial)
    recorder.world.connect(serial)
    report = recorder.last(serial)
    assert (report["hms"], report["print_error"]) == ([], 0)


@pytest.mark.parametrize("serial", SERIALS)
def test_nozzle(recorder: ReportRecorder, serial: str) -> None:
    """Another nozzle is reported with diameter and material, in old and new fields."""
    recorder.play(serial, "nozzle_changed", 0, 0)
    report = recorder.views(serial)[-1]
    assert (report["nozzle_diameter"], report["nozzle_type"]) == (
        "0.6",
        "hardened_steel",
    )
    if "device" in report:
        (right, *_) = report["device"]["nozzle"]["info"]
        assert (right["diameter"], right["type"]) == (0.6, "HH01")
    assert recorder.world.printers[serial].identity.nozzle_diameter == 0.6
    recorder.play(serial, "nozzle_changed", 0, 0)
    assert recorder.views(serial)[-1]["nozzle_diameter"] == "0.4"


@pytest.mark.parametrize("serial", SERIALS)
def test_external_spool(recorder: ReportRecorder, serial: str) -> None:
    """An external spool gets a filament and is loaded (protocol C.5.5)."""
    recorder.play(serial, "filament_external", 20, 30)
    report = recorder.views(serial)[-1]
    assert report["vt_tray"]["tray_type"] == "PETG"
    assert report["ams"]["tray_now"] == "254"
    if "vir_slot" in report:
        *left, right = report["vir_slot"]
        assert (right["id"], right["tray_color"]) == ("255", "00B1B7FF")
        assert [each["tray_type"] for each in left] == [""] * len(left)
        assert report["device"]["extruder"]["info"][0]["snow"] == 0xFF00


@pytest.mark.parametrize("request_", [b"{", b"[]", b'"pushall"', b'{"print":1}'])
def test_nonsense_is_ignored(recorder: ReportRecorder, request_: bytes) -> None:
    """A printer does not answer what it cannot read."""
    said = len(recorder.reports[P1S_SERIAL])
    recorder.world.receive(P1S_SERIAL, request_)
    assert len(recorder.reports[P1S_SERIAL]) == said


@pytest.mark.parametrize("name", ["nozzle_changed", "filament_external"])
def test_not_while_printing(recorder: ReportRecorder, name: str) -> None:
    """What needs a cold or empty toolhead does not happen during a print."""
    recorder.play(P1S_SERIAL, "filament_external", 20, 0)
    recorder.play(P1S_SERIAL, "print_uninterrupted", 600, 30)
    assert recorder.views(P1S_SERIAL)[-1]["ams"]["tray_now"] == "255"
    with pytest.raises(BusyError):
        recorder.play(P1S_SERIAL, name, 0, 0)
