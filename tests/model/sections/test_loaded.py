"""A printer reports the spool of each nozzle, and what its AMS does."""

from typing import Any

from hypothesis import given, strategies as st
import pytest

from custom_components.bambu_cloud.model import (
    EXTERNAL_DEPUTY,
    EXTERNAL_MAIN,
    Ams,
    AmsActivity,
    Loaded,
    TrayLocation,
)
from tests.helpers.printer_reports import after, delta, full, printer

RIGHT, LEFT = 0, 1
RIGHT_IN_USE, LEFT_IN_USE = 2, 274
TURNING_LEFT, TURNING = 0x01F2, 0xFF2


def read(**fields: Any) -> Ams:
    """Return what a printer says after a full report."""
    return after(printer(), full(**fields)).ams


def extruders(*words: Any, state: Any = RIGHT_IN_USE, **fields: Any) -> dict[str, Any]:
    """Return what a report says about extruders with these words as `snow`."""
    info = [{"id": index, "snow": word, **fields} for index, word in enumerate(words)]
    return {"extruder": {"info": info, "state": state}}


@pytest.mark.parametrize(
    ("tray_now", "location"),
    [
        ("0", (0, 0)),
        ("3", (0, 3)),
        (6, (1, 2)),
        ("15", (3, 3)),
        ("16", None),
        ("79", None),
        ("80", (80, 0)),
        ("128", (128, 0)),
        ("135", (135, 0)),
        ("254", (EXTERNAL_MAIN, 0)),
        ("255", None),
        ("256", None),
        ("-1", None),
        ("", None),
        (None, None),
    ],
)
def test_tray_now(tray_now: Any, location: tuple[int, int] | None) -> None:
    """A printer with one nozzle reports one number."""
    section = read(ams={"tray_now": tray_now})

    assert section.active == location
    assert [item.location for item in section.loaded] == (
        [location] if location else []
    )


@pytest.mark.parametrize(
    ("snow", "location"),
    [
        (0, (0, 0)),
        (259, (1, 3)),
        (32768, (128, 0)),
        (16 << 8 | 1, (16, 1)),
        (65280, (EXTERNAL_MAIN, 0)),
        (65024, (EXTERNAL_DEPUTY, 0)),
        (65535, None),
        (65279, None),
        (255, None),
        (1 << 16, None),
        (-1, None),
        (4, None),
    ],
)
def test_snow(snow: int, location: tuple[int, int] | None) -> None:
    """A newer printer packs unit and slot into one word for each nozzle."""
    section = read(device=extruders(snow, state=1))

    assert section.active == location
    assert section.loaded == (
        (Loaded(RIGHT, TrayLocation(*location)),) if location else ()
    )


@pytest.mark.parametrize(
    ("state", "active"),
    [
        (RIGHT_IN_USE, (128, 0)),
        (LEFT_IN_USE, (1, 3)),
        (TURNING_LEFT, (1, 3)),
        (TURNING, None),
        (None, (128, 0)),
    ],
)
def test_each_nozzle_has_its_own_spool(
    state: int | None, active: tuple[int, int] | None
) -> None:
    """The nozzle in use, or else the next one, says which spool is in use."""
    section = read(device=extruders(128 << 8, 259, state=state))

    assert section.loaded == (
        Loaded(RIGHT, TrayLocation(128, 0)),
        Loaded(LEFT, TrayLocation(1, 3)),
    )
    assert section.active == active


def test_the_packed_places_come_first() -> None:
    """A printer with two nozzles may put only the slot into the old number."""
    section = read(ams={"tray_now": "3"}, device=extruders(259))
    empty = read(ams={"tray_now": "3"}, device=extruders(65535))

    assert section.active == (1, 3)
    assert empty.active is None
    assert empty.loaded == ()


def test_target_words_of_idle_tools_are_no_values() -> None:
    """What a nozzle will have, or had, is not what it has."""
    section = read(
        device=extruders(65535, 65279, star=259, spre=259, state=LEFT_IN_USE)
    )

    assert section.loaded == ()
    assert section.active is None


@pytest.mark.parametrize(
    "device",
    [
        None,
        {"extruder": None},
        {"extruder": {"info": {}}},
        {"extruder": {"info": ["x", {}, {"id": 0}, {"id": "x", "snow": 1}]}},
        {"extruder": {"info": [{"id": 0, "snow": None}]}},
    ],
)
def test_without_packed_words_the_old_number_counts(device: Any) -> None:
    """Firmware without places by nozzle reports its tray."""
    assert read(ams={"tray_now": "3"}, device=device).active == (0, 3)


def test_a_change_of_the_filament() -> None:
    """A delta of one nozzle leaves what the other has."""
    state = after(printer(), full(device=extruders(0, 259)))
    emptied = [{"id": 0, "snow": 65535}]
    state = after(state, delta(device={"extruder": {"info": emptied}}))

    assert state.ams.loaded == (Loaded(LEFT, TrayLocation(1, 3)),)
    assert state.ams.active is None


@given(word=st.integers() | st.text() | st.none())
def test_any_word_names_a_place_or_none(word: Any) -> None:
    """Whatever is packed into a word, a location is one that can exist."""
    for section in read(device=extruders(word)), read(ams={"tray_now": word}):
        for item in section.loaded:
            assert 0 <= item.location.unit <= EXTERNAL_MAIN
            assert 0 <= item.location.slot < 4


@pytest.mark.parametrize(
    ("status", "activity"),
    [
        (0, AmsActivity.IDLE),
        (0x0102, AmsActivity.FILAMENT_CHANGE),
        (0x0200, AmsActivity.RFID_IDENTIFICATION),
        ("768", AmsActivity.ASSIST),
        (0x0400, AmsActivity.CALIBRATION),
        (0x0700, AmsActivity.COLD_PULL),
        (0x1000, AmsActivity.SELF_CHECK),
        (0x2000, AmsActivity.DEBUG),
        (0xFF00, AmsActivity.UNKNOWN),
        (0x0500, AmsActivity.UNKNOWN),
        (-1, AmsActivity.UNKNOWN),
        ("", None),
        (None, None),
    ],
)
def test_activity(status: Any, activity: AmsActivity | None) -> None:
    """The upper part of a word says what all units are doing."""
    assert read(ams_status=status).activity is activity
