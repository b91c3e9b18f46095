"""An H2D with two AMS units that accepts commands."""

from dataclasses import replace
from typing import Any

from custom_components.bambu_cloud.model import (
    Ams,
    AmsKind,
    AmsUnit,
    Control,
    DryStatus,
    ExternalSpools,
    Job,
    Loaded,
    PrinterState,
    PrintStatus,
    Tray,
    TrayLocation,
    TrayStatus,
    identify,
)
from tests.helpers.printer_reports import SERIAL

PLA = Tray(id=0, status=TrayStatus.IDENTIFIED, material="PLA-CF")


ABS = Tray(id=1, status=TrayStatus.IDENTIFIED, material="ABS")


EMPTY = Tray(id=2, status=TrayStatus.EMPTY)


UNREAD = Tray(id=3, status=TrayStatus.UNKNOWN)


UNIT = AmsUnit(
    id=1,
    kind=AmsKind.PRO_2,
    serial="DRYER",
    drying=DryStatus.OFF,
    trays=(PLA, ABS, EMPTY, UNREAD),
)


OLD = AmsUnit(id=0, kind=AmsKind.AMS, serial="OLD")


SPOOL = Tray(id=255, status=TrayStatus.IDENTIFIED, material="PETG")


def printer(status: PrintStatus = PrintStatus.IDLE, **changes: Any) -> PrinterState:
    """Return an H2D that accepts commands."""
    state = PrinterState(
        serial=SERIAL,
        model=identify(code="O1D"),
        job=Job(status=status),
        control=Control(accepts_commands=True),
        ams=Ams(units=(OLD, UNIT)),
        external_spools=ExternalSpools(trays=(SPOOL,)),
    )
    return replace(state, **changes)


def with_loaded(*locations: tuple[int, int]) -> Ams:
    """Return the units with these spools loaded, right first."""
    loaded = (Loaded(n, TrayLocation(*at)) for n, at in enumerate(locations))
    return Ams(units=(OLD, UNIT), loaded=tuple(loaded))


def with_unit(**changes: Any) -> Ams:
    """Return the units, the one with a dryer changed."""
    return Ams(units=(OLD, replace(UNIT, **changes)))
