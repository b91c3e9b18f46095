"""Tests of complaints, other nozzles and external spools: no sockets, no waiting."""

import pytest

from tests.simulator import (
    A1_MINI_SERIAL,
    H2D_SERIAL,
    P1S_SERIAL,
    X1C_SERIAL,
    BusyError,
)

from .audience import Audience
from .views import course

SERIALS = [X1C_SERIAL, P1S_SERIAL, A1_MINI_SERIAL, H2D_SERIAL]


@pytest.mark.parametrize("serial", SERIALS)
def test_message(audience: Audience, serial: str) -> None:
    """A message comes, and goes after a while."""
    audience.play(serial, "hms_raised", 60, 70)
    messages = course(audience.views(serial), "hms")
    assert messages == [[], [{"attr": 201327360, "code": 196615}], []]


def test_one_complaint_at_a_time(audience: Audience) -> None:
    """What is complained about already cannot be raised again."""
    for name in ("hms_raised", "print_error_shown"):
        audience.play(P1S_SERIAL, name, 60, 0)
        with pytest.raises(BusyError):
            audience.play(P1S_SERIAL, name, 60, 0)


@pytest.mark.parametrize(
    ("serial", "error"), [(P1S_SERIAL, 0x07008011), (A1_MINI_SERIAL, 0x12008011)]
)
def test_error(audience: Audience, serial: str, error: int) -> None:
    """An error is shown, and closed after a while."""
    audience.play(serial, "print_error_shown", 30, 40)
    assert course(audience.views(serial), "print_error") == [0, error, 0]


def test_error_that_was_closed(audience: Audience) -> None:
    """Another error is not closed with the one that was shown."""
    audience.play(P1S_SERIAL, "print_error_shown", 30, 5)
    audience.world.simulated(P1S_SERIAL).state["print_error"] = 0x0300_8004
    for _ in range(30):
        audience.world.pass_time(1)
    assert audience.last(P1S_SERIAL).get("print_error") is None
    assert audience.views(P1S_SERIAL)[-1]["print_error"] == 0x0300_8004


@pytest.mark.parametrize("serial", SERIALS)
def test_power_cycle_ends_complaints(audience: Audience, serial: str) -> None:
    """A printer that was switched off and on has forgotten its complaints."""
    audience.play(serial, "hms_raised", 600, 1)
    audience.play(serial, "print_error_shown", 600, 1)
    audience.world.power_off(serial)
    audience.world.connect(serial)
    told = audience.last(serial)
    assert (told["hms"], told["print_error"]) == ([], 0)


@pytest.mark.parametrize("serial", SERIALS)
def test_nozzle(audience: Audience, serial: str) -> None:
    """Another nozzle is told with diameter and material, by both kinds of fields."""
    audience.play(serial, "nozzle_changed", 0, 0)
    told = audience.views(serial)[-1]
    assert (told["nozzle_diameter"], told["nozzle_type"]) == ("0.6", "hardened_steel")
    if "device" in told:
        (right, *_) = told["device"]["nozzle"]["info"]
        assert (right["diameter"], right["type"]) == (0.6, "HH01")
    assert audience.world.printers[serial].identity.nozzle_diameter == 0.6
    audience.play(serial, "nozzle_changed", 0, 0)
    assert audience.views(serial)[-1]["nozzle_diameter"] == "0.4"


@pytest.mark.parametrize("serial", SERIALS)
def test_external_spool(audience: Audience, serial: str) -> None:
    """An external spool gets a filament and is loaded (protocol C.5.5)."""
    audience.play(serial, "filament_external", 20, 30)
    told = audience.views(serial)[-1]
    assert told["vt_tray"]["tray_type"] == "PETG"
    assert told["ams"]["tray_now"] == "254"
    if "vir_slot" in told:
        *left, right = told["vir_slot"]
        assert (right["id"], right["tray_color"]) == ("255", "00B1B7FF")
        assert [each["tray_type"] for each in left] == [""] * len(left)
        assert told["device"]["extruder"]["info"][0]["snow"] == 0xFF00


@pytest.mark.parametrize("request_", [b"{", b"[]", b'"pushall"', b'{"print":1}'])
def test_nonsense_is_ignored(audience: Audience, request_: bytes) -> None:
    """A printer does not answer what it cannot read."""
    said = len(audience.heard[P1S_SERIAL])
    audience.world.receive(P1S_SERIAL, request_)
    assert len(audience.heard[P1S_SERIAL]) == said


@pytest.mark.parametrize("name", ["nozzle_changed", "filament_external"])
def test_not_while_printing(audience: Audience, name: str) -> None:
    """What needs a cold or empty toolhead does not happen during a print."""
    audience.play(P1S_SERIAL, "filament_external", 20, 0)
    audience.play(P1S_SERIAL, "print_uninterrupted", 600, 30)
    assert audience.views(P1S_SERIAL)[-1]["ams"]["tray_now"] == "255"
    with pytest.raises(BusyError):
        audience.play(P1S_SERIAL, name, 0, 0)
