"""Spools are chosen by material and color, as a person would."""

import pytest

from custom_components.bambu_cloud.model import (
    Ams,
    AmsUnit,
    ExternalSpools,
    PrinterState,
    Tray,
    TrayLocation,
)
from custom_components.bambu_cloud.model.spool_match import (
    Spool,
    Wanted,
    match,
    match_all,
    spools_of,
)
from tests.helpers.printer_reports import SERIAL


def spool(slot: int, material: str, *colors: str) -> Spool:
    """Return a spool in the first AMS."""
    tray = Tray(id=slot, material=material, colors=colors)
    return Spool(TrayLocation(0, slot), tray)


RED = spool(0, "PLA", "#C12E1F")
WHITE = spool(1, "PLA", "#FFFFFF")
BLACK = spool(2, "PETG", "#161616")
RAINBOW = spool(3, "PLA", "#00AE42", "#0086D6")
CLEAR = spool(4, "PETG")
ALL = (RED, WHITE, BLACK, RAINBOW, CLEAR)


@pytest.mark.parametrize(
    ("material", "color", "chosen"),
    [
        ("PLA", "#C83020", RED),
        ("pla", "c83020ff", RED),
        (None, "#101010", BLACK),
        ("PLA", "#101010", None),
        ("PLA", "#0080D0", RAINBOW),
        ("PLA", None, RED),
        ("PETG", None, BLACK),
        ("ABS", None, None),
        (None, "#FF00FF", None),
        ("PETG", "no color", None),
        (None, None, RED),
    ],
)
def test_match(material: str | None, color: str | None, chosen: Spool | None) -> None:
    """The closest spool wins, of two alike the first, and far away is nothing."""
    assert match(Wanted(material, color), ALL) == chosen


def test_transparent_spool() -> None:
    """It is like no color, but has a material."""
    assert match(Wanted("PETG", "#FFFFFF"), [CLEAR]) is None
    assert match(Wanted("PETG", None), [CLEAR]) == CLEAR


def test_odd_color_of_a_spool() -> None:
    """What cannot be read counts as black."""
    odd = spool(0, "PLA", "odd")
    assert match(Wanted("PLA", "#050505"), [odd]) == odd
    assert match(Wanted("PLA", "#FFFFFF"), [odd]) is None


def test_all() -> None:
    """Each filament gets a spool; two may share one."""
    wanted = [Wanted("PLA", "#C83020"), Wanted("ABS", None), Wanted("PLA", "#C0301F")]
    assert match_all(wanted, ALL) == (RED, None, RED)


def test_spools_of_a_printer() -> None:
    """Identified spools count, those in connected units first."""
    unknown = Tray(id=1)
    units = (
        AmsUnit(id=0, trays=(RED.tray, unknown)),
        AmsUnit(id=1, connected=False, trays=(WHITE.tray,)),
    )
    outside = Tray(id=255, material="PLA")
    printer = PrinterState(
        serial=SERIAL,
        ams=Ams(units=units),
        external_spools=ExternalSpools(trays=(outside,)),
    )
    assert spools_of(printer) == (RED, Spool(TrayLocation(255, 0), outside))
