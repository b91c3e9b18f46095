"""Slots in rows of the history are found by evidence, whatever they are called."""

from typing import Any

import pytest

from custom_components.bambu_cloud.model import (
    Ams,
    AmsUnit,
    ExternalSpools,
    PrinterState,
    TaskFilament,
    Tray,
    TrayLocation,
    TrayStatus,
)
from custom_components.bambu_cloud.model.spool_match import place_used
from custom_components.bambu_cloud.model.task import read_task
from tests.helpers.printer_reports import SERIAL

type Found = tuple[int | None, int | None]


def places(*details: tuple[Any, Any, Any], **row: Any) -> list[Found]:
    """Return where the filaments of a row came from."""
    names = ("ams", "amsId", "slotId")
    listed = [dict(zip(names, detail, strict=True)) for detail in details]
    task = read_task({"id": 1, "amsDetailMapping": listed, **row})
    assert task is not None
    return [item.places[0] if item.places else (None, None) for item in task.filaments]


@pytest.mark.parametrize(
    ("ams", "unit", "slot", "place"),
    [
        (1, 0, 1, (0, 1)),
        (99, 1, "3", (1, 3)),
        (0, 128, 0, (128, 0)),
        (16, 128, 0, (128, 0)),
        (0, 17, 0, (129, 0)),
        (0, 16, 2, (16, 2)),
        (0, 255, 0, (255, 0)),
        (0, 255, 254, (255, 0)),
        (0, 254, 0, (254, 0)),
        (0, 0, 4, (None, None)),
        (0, 300, 0, (None, None)),
        (0, 0, 0, (0, 0)),
        (None, 0, 0, (0, 0)),
        (6, None, None, (1, 2)),
        (6, "", None, (1, 2)),
        (15, None, None, (3, 3)),
        (16, None, None, (128, 0)),
        (23, None, None, (135, 0)),
        (26, None, None, (16, 2)),
        (66, None, None, (16, 2)),
        (129, None, None, (129, 0)),
        (254, None, None, (255, 0)),
        (255, None, None, (255, 0)),
        (70, None, None, (None, None)),
        (300, None, None, (None, None)),
        (-1, None, None, (None, None)),
        (None, None, None, (None, None)),
    ],
)
def test_one_filament(ams: Any, unit: Any, slot: Any, place: Found) -> None:
    """Newer rows name unit and slot, older ones number all trays in one go."""
    assert places((ams, unit, slot)) == [place]


def test_unit_and_slot_that_nothing_filled_in() -> None:
    """Rows were seen that have 0 and 0 for all colors of a plate."""
    assert places((3, 0, 0)) == [(0, 3)]
    assert places((0, 0, 0), (2, 0, 0), (5, 0, 0)) == [(0, 0), (0, 2), (1, 1)]
    assert places((0, 0, 0), (3, 0, 2)) == [(0, 0), (0, 2)]


def test_numbers_from_one() -> None:
    """Where unit and slot say something, they are right; numbers may be one more."""
    assert places((1, 0, 0), (4, 0, 3)) == [(0, 0), (0, 3)]
    assert places((1, 0, 0), (8, 1, 3)) == [(0, 0), (1, 3)]
    assert places((4, 0, 3), (None, 0, 1)) == [(0, 3), (0, 1)]


@pytest.mark.parametrize(
    "row",
    [
        {"amsMapping2": [{"amsId": 0, "slotId": 3}, {"amsId": 128, "slotId": 0}]},
        {
            "amsMapping2": [
                {"amsId": 255, "slotId": 255},
                {"amsId": 0, "slotId": 3},
                {"amsId": 128, "slotId": 0},
            ]
        },
        {"amsMapping": [3, -1, 128]},
        {"amsMapping2": [], "amsMapping": ["3", "16"]},
        {"amsMapping2": [{"amsId": 0, "slotId": 1}], "amsMapping": [3, 128]},
    ],
)
def test_what_the_print_was_sent_with_comes_first(row: dict[str, Any]) -> None:
    """The mapping of the file is surer than what is said of each filament."""
    assert places((1, 0, 0), (2, 0, 0), **row) == [(0, 3), (128, 0)]


@pytest.mark.parametrize("mapping", [None, "x", [7], [{"amsId": 0}], {"amsId": 0}])
def test_a_mapping_that_does_not_fit(mapping: Any) -> None:
    """One for another number of filaments says nothing."""
    rows = {"amsMapping": mapping, "amsMapping2": mapping}

    assert places((1, 0, 0), (2, 0, 0), **rows) == [(0, 1), (0, 2)]


def tray(slot: int, filament_id: str | None, color: str, material: str = "PLA") -> Tray:
    """Return a tray with a spool."""
    return Tray(
        id=slot,
        status=TrayStatus.IDENTIFIED,
        material=material,
        filament_id=filament_id,
        colors=(color,),
    )


def printer(*trays: Tray, external: Tray | None = None) -> PrinterState:
    """Return a printer with these spools in its first AMS."""
    return PrinterState(
        serial=SERIAL,
        ams=Ams(units=(AmsUnit(id=0, trays=trays),)),
        external_spools=ExternalSpools(trays=(external,) if external else ()),
    )


RED, WHITE, BLUE = "#FF0000", "#FFFFFF", "#0000FF"


@pytest.mark.parametrize(
    ("trays", "slot"),
    [
        ((tray(0, "GFA00", WHITE), tray(1, "GFA00", RED)), 1),
        ((tray(0, "GFA00", RED), tray(1, "GFA00", WHITE)), 0),
        ((tray(0, "GFA00", WHITE), tray(1, "GFA00", BLUE)), 1),
        ((tray(0, "GFA00", WHITE), tray(1, "GFL99", BLUE)), 1),
        ((tray(1, "GFG99", RED, "PETG"), tray(3, "GFA00", RED)), 3),
        ((tray(0, "GFA00", WHITE), tray(1, "GFG99", RED, "PETG")), None),
        ((tray(2, "GFA00", RED), tray(3, "GFA00", RED)), None),
        ((Tray(id=1, status=TrayStatus.EMPTY),), None),
        ((), None),
    ],
)
def test_place_that_agrees(trays: tuple[Tray, ...], slot: int | None) -> None:
    """A place counts only if its filament is the one that was used, more or less."""
    filament = TaskFilament(
        material="PLA",
        filament_id="GFA00",
        color=RED,
        places=(TrayLocation(0, 1), TrayLocation(0, 0)),
    )
    found = place_used(filament, printer(*trays))

    assert found == (None if slot is None else TrayLocation(0, slot))


def test_external_spool() -> None:
    """A row without a product is compared by material."""
    filament = TaskFilament(material="PLA", places=(TrayLocation(255, 0),))

    assert place_used(filament, printer(external=tray(255, None, RED))) == (255, 0)
    assert place_used(TaskFilament(), printer(tray(0, "GFA00", RED))) is None
