"""What blocks drying, loading and unloading."""

from typing import Any

import pytest

from custom_components.bambu_cloud.model import (
    DryStatus,
    Hms,
    PrintStatus,
    TrayLocation,
    preconditions,
)
from custom_components.bambu_cloud.model.preconditions import (
    BlockedReason,
)
from custom_components.bambu_cloud.model.sections.hms import read_error
from tests.helpers.h2d_state import printer, with_loaded, with_unit


@pytest.mark.parametrize(
    ("serial", "unit", "blocked"),
    [
        ("DRYER", {}, None),
        ("OLD", {}, BlockedReason.NO_DRYER),
        ("ELSEWHERE", {}, BlockedReason.AMS_UNPLUGGED),
        ("DRYER", {"connected": False}, BlockedReason.AMS_UNPLUGGED),
        (
            "DRYER",
            {"drying_obstacles": ("needs_plug",)},
            BlockedReason.DRYING_NEEDS_PLUG,
        ),
        (
            "DRYER",
            {"drying_obstacles": ("printing", "needs_plug")},
            BlockedReason.DRYING_PRINTING,
        ),
    ],
)
def test_dry(serial: str, unit: dict[str, Any], blocked: BlockedReason | None) -> None:
    """Some units cannot dry, and some cannot now."""
    assert preconditions.dry(serial)(printer(ams=with_unit(**unit))) is blocked


@pytest.mark.parametrize(
    ("serial", "unit", "blocked"),
    [
        ("DRYER", {}, BlockedReason.NOT_DRYING),
        ("DRYER", {"drying": None}, BlockedReason.NOT_DRYING),
        ("DRYER", {"drying": DryStatus.DRYING}, None),
        ("DRYER", {"drying_minutes": 5}, None),
        ("OLD", {}, BlockedReason.NO_DRYER),
    ],
)
def test_stop_drying(
    serial: str, unit: dict[str, Any], blocked: BlockedReason | None
) -> None:
    """Only what dries can stop."""
    assert preconditions.stop_drying(serial)(printer(ams=with_unit(**unit))) is blocked


@pytest.mark.parametrize(
    ("place", "blocked"),
    [
        ((1, 0), BlockedReason.ALREADY_LOADED),
        ((1, 1), None),
        ((1, 2), BlockedReason.SLOT_EMPTY),
        ((1, 3), None),
        ((1, 4), BlockedReason.SLOT_EMPTY),
        ((5, 0), BlockedReason.SLOT_EMPTY),
        ((255, 0), None),
    ],
)
def test_load(place: tuple[int, int], blocked: BlockedReason | None) -> None:
    """Only a spool that is there, and not loaded yet, can be loaded."""
    state = printer(ams=with_loaded((1, 0)))
    assert preconditions.load(TrayLocation(*place))(state) is blocked


def test_load_while_printing() -> None:
    """Not while printing, but in a pause."""
    precondition = preconditions.load(TrayLocation(1, 0))
    assert precondition(printer(PrintStatus.PRINTING)) is BlockedReason.BUSY
    assert precondition(printer(PrintStatus.PAUSED)) is None


def test_unload() -> None:
    """Only what is loaded comes back."""
    assert preconditions.unload(printer()) is BlockedReason.NOTHING_LOADED
    assert preconditions.unload(printer(ams=with_loaded((1, 0)))) is None


@pytest.mark.parametrize(
    ("place", "blocked"),
    [
        ((1, 3), None),
        ((1, 2), BlockedReason.SLOT_EMPTY),
        ((254, 0), BlockedReason.SLOT_EMPTY),
    ],
)
def test_set_filament(place: tuple[int, int], blocked: BlockedReason | None) -> None:
    """There has to be a spool whose filament can be set."""
    assert preconditions.set_filament(TrayLocation(*place))(printer()) is blocked


@pytest.mark.parametrize(
    ("place", "blocked"),
    [
        ((1, 3), None),
        ((1, 2), BlockedReason.SLOT_EMPTY),
        ((255, 0), BlockedReason.NO_TAG_READER),
        ((254, 0), BlockedReason.NO_TAG_READER),
    ],
)
def test_read_tag(place: tuple[int, int], blocked: BlockedReason | None) -> None:
    """Only an AMS reads tags, and only of a spool that is there."""
    assert preconditions.read_tag(TrayLocation(*place))(printer()) is blocked


@pytest.mark.parametrize(
    ("error", "blocked"),
    [
        (0x0700_8010, None),
        (0x07FF_8011, None),
        (0x1200_8011, None),
        (0x1800_8011, None),
        (0x0700_C010, BlockedReason.NO_STOPPED_CHANGE),
        (0x0700_4010, BlockedReason.NO_STOPPED_CHANGE),
        (0x0300_8004, BlockedReason.NO_STOPPED_CHANGE),
        (0, BlockedReason.NO_STOPPED_CHANGE),
    ],
)
def test_continue_change(error: int, blocked: BlockedReason | None) -> None:
    """Only a printer with an error of an AMS waits for a choice."""
    state = printer(hms=Hms(print_error=read_error(error)))
    assert preconditions.continue_change(state) is blocked
