"""Commands are built from the state of a printer or an AMS."""

from dataclasses import replace
from typing import Any

import pytest

from custom_components.bambu_cloud.api import BambuInputError
from custom_components.bambu_cloud.devices.commands import (
    addressed,
    drying_command,
    load_command,
    unload_command,
)
from custom_components.bambu_cloud.model import (
    EXTERNAL_DEPUTY,
    EXTERNAL_MAIN,
    AmsUnit,
    Loaded,
    PrinterState,
    Tray,
    TrayLocation,
    identify,
)

SLOT = TrayLocation(0, 2)
PETG = Tray(id=2, material="PETG", nozzle_min=230, nozzle_max=270)


@pytest.mark.parametrize(
    ("tray", "given", "sent"),
    [
        (PETG, None, PETG.nozzle_default),
        (PETG, 245, 245),
        (None, None, -1),
        (PETG, 0, -1),
    ],
)
def test_load(tray: Tray | None, given: float | None, sent: int) -> None:
    """The filament says how hot, unless the caller does."""
    command = load_command(SLOT, tray, extruder=None, temperature=given)
    assert (command.fields["target"], command.fields["tar_temp"]) == (2, sent)


@pytest.mark.parametrize(
    ("code", "raw", "unit"),
    [
        ("C12", {"vt_tray": {"id": "254"}}, EXTERNAL_DEPUTY),
        ("N7", {"vt_tray": {"id": "254"}, "vir_slot": [{"id": "255"}]}, EXTERNAL_MAIN),
        ("N7", {"vir_slot": [{"id": "255"}]}, EXTERNAL_MAIN),
        ("O1D", {"vt_tray": {"id": "254"}}, EXTERNAL_MAIN),
        ("C12", {}, EXTERNAL_MAIN),
    ],
)
def test_only_holder(code: str, raw: dict[str, Any], unit: int) -> None:
    """Old firmware has another number for its only spool holder."""
    printer = PrinterState(serial="", model=identify(code=code), raw=raw)
    outside = TrayLocation(EXTERNAL_MAIN, 0)
    command = load_command(addressed(printer, outside), PETG, extruder=None)
    assert (command.fields["ams_id"], command.fields["target"]) == (unit, 254)
    assert addressed(printer, SLOT) == SLOT


def test_load_at_an_impossible_temperature() -> None:
    """No nozzle gets that hot."""
    with pytest.raises(BambuInputError):
        load_command(SLOT, PETG, extruder=None, temperature=400)


@pytest.mark.parametrize(
    ("code", "loaded", "unit", "extruder"),
    [
        ("C12", (), EXTERNAL_MAIN, None),
        ("C12", (Loaded(0, TrayLocation(1, 2)),), 1, None),
        ("O1D", (Loaded(0, TrayLocation(1, 2)),), 1, 0),
    ],
)
def test_unload(
    code: str, loaded: tuple[Loaded, ...], unit: int, extruder: int | None
) -> None:
    """What is loaded comes from a unit, and only two nozzles have numbers."""
    printer = PrinterState(serial="P", model=identify(code=code))
    printer = replace(
        printer,
        ams=replace(printer.ams, loaded=loaded, active=_active(loaded)),
        nozzles=replace(printer.nozzles, active=0),
    )
    fields = unload_command(printer).fields
    assert (fields["ams_id"], fields.get("extruder_id")) == (unit, extruder)


def _active(loaded: tuple[Loaded, ...]) -> TrayLocation | None:
    """Return where the filament in use comes from."""
    return loaded[0].location if loaded else None


GIVEN: dict[str, Any] = {"temperature": 60, "hours": 3, "filament": "PA"}


def test_drying() -> None:
    """The most delicate spool decides, unless the caller does."""
    tray = replace(PETG, drying_temperature=55, drying_hours=9)
    unit = AmsUnit(id=0, trays=(tray,))
    fields = drying_command(unit).fields
    assert (fields["temp"], fields["duration"], fields["filament"]) == (55, 9, "PETG")
    assert fields["rotate_tray"] is False
    fields = drying_command(unit, **GIVEN, rotate=True).fields
    assert (fields["temp"], fields["duration"], fields["filament"]) == (60, 3, "PA")
    assert fields["rotate_tray"] is True
