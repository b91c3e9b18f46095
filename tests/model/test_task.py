"""A row of the print history is read, however absurd it is."""

from datetime import UTC, datetime, timedelta
import math
from typing import Any

from hypothesis import given, strategies as st
import pytest

from custom_components.bambu_cloud.model import TrayLocation
from custom_components.bambu_cloud.model.task import (
    PrintTask,
    TaskFilament,
    TaskStatus,
    read_task,
)

SERIAL = "00M00A000000001"
START, END = "2026-01-01T10:00:00Z", "2026-01-01T12:52:26Z"
FILAMENT: dict[str, Any] = {
    "ams": 1,
    "sourceColor": "FFFFFFFF",
    "targetColor": "0A2CA5FF",
    "filamentId": "GFG99",
    "filamentType": "PETG",
    "targetFilamentType": "",
    "weight": 34.62,
    "nozzleId": 0,
    "amsId": 0,
    "slotId": 1,
}
ROW: dict[str, Any] = {
    "id": 702383065,
    "designTitle": "",
    "modelId": "US56eb96a1a2b948",
    "title": "Benchy",
    "cover": "https://cover.example/1.png?sign=1",
    "status": 2,
    "startTime": START,
    "endTime": END,
    "weight": 34.62,
    "length": 1161,
    "costTime": 10346,
    "profileId": 35276233,
    "plateIndex": 1,
    "plateName": "",
    "deviceId": SERIAL,
    "amsDetailMapping": [FILAMENT],
    "mode": "cloud_file",
    "bedType": "textured_plate",
}


def task(**changes: Any) -> PrintTask:
    """Return a task with some fields changed on the wire."""
    read = read_task(ROW | changes)
    assert read is not None
    return read


def filament(**changes: Any) -> TaskFilament:
    """Return the filament of a task with some of its fields changed on the wire."""
    (read,) = task(amsDetailMapping=[FILAMENT | changes]).filaments
    return read


def test_a_finished_task() -> None:
    """Everything in the history of a print is read, in g, m and s."""
    assert task() == PrintTask(
        id="702383065",
        serial=SERIAL,
        title="Benchy",
        status=TaskStatus.FINISHED,
        started_at=datetime(2026, 1, 1, 10, tzinfo=UTC),
        ended_at=datetime(2026, 1, 1, 12, 52, 26, tzinfo=UTC),
        weight=34.62,
        length=11.61,
        estimate=10346,
        plate=1,
        bed_type="textured_plate",
        cover_url="https://cover.example/1.png?sign=1",
        mode="cloud_file",
        model_id="US56eb96a1a2b948",
        profile_id="35276233",
        filaments=(
            TaskFilament(
                material="PETG",
                filament_id="GFG99",
                color="#0A2CA5",
                weight=34.62,
                places=(TrayLocation(0, 1), TrayLocation(0, 0)),
            ),
        ),
    )
    assert task().duration == timedelta(hours=2, minutes=52, seconds=26)


@pytest.mark.parametrize(
    ("number", "status", "is_over"),
    [
        (1, TaskStatus.PRINTING, False),
        (2, TaskStatus.FINISHED, True),
        ("2", TaskStatus.FINISHED, True),
        (3, TaskStatus.FAILED, True),
        (4, TaskStatus.PRINTING, False),
        (5, TaskStatus.UNKNOWN, False),
        (None, TaskStatus.UNKNOWN, False),
        ("done", TaskStatus.UNKNOWN, False),
        ([2], TaskStatus.UNKNOWN, False),
    ],
)
def test_status(
    number: Any,
    status: TaskStatus,
    is_over: bool,  # noqa: FBT001  # a table
) -> None:
    """Only what is over has an end: the cloud makes one up for what still prints."""
    read = task(status=number)

    assert read.status is status
    assert read.is_over is is_over
    assert (read.ended_at is not None) is is_over
    assert (read.duration is not None) is is_over


@pytest.mark.parametrize(
    ("start", "end", "started", "ended"),
    [
        ("2026-01-01T11:00:00+01:00", END, True, True),
        ("2026-01-01T10:00:00", END, True, True),
        (None, END, False, True),
        ("", END, False, True),
        (1767261600, END, False, True),
        ("yesterday", END, False, True),
        ("0001-01-01T00:00:00Z", END, False, True),
        ("9999-12-31T23:59:59-12:00", END, False, True),
        (START, "0001-01-01T00:00:00Z", True, False),
        (START, None, True, False),
        (START, "2025-12-31T10:00:00Z", True, False),
        (START, "2028-01-01T10:00:00Z", True, False),
        (START, START, True, True),
    ],
)
def test_times(
    start: Any,
    end: Any,
    started: bool,  # noqa: FBT001  # a table
    ended: bool,  # noqa: FBT001  # a table
) -> None:
    """A time that cannot be is none; a print ends after its start, within a year."""
    read = task(startTime=start, endTime=end)

    assert read.started_at == (
        datetime(2026, 1, 1, 10, tzinfo=UTC) if started else None
    )
    assert (read.ended_at is not None) is ended
    assert (read.duration is not None) is (started and ended)


@pytest.mark.parametrize(
    ("value", "weight"),
    [
        ("34.62", 34.62),
        (35, 35.0),
        (0, None),
        (-1, None),
        ("heavy", None),
        (math.nan, None),
        (10**400, None),
        (100_001, None),
        ([34], None),
        (None, None),
    ],
)
def test_weight(value: Any, weight: float | None) -> None:
    """A weight may be text; zero, less and the absurd are unknown."""
    assert task(weight=value).weight == weight
    assert filament(weight=value).weight == weight


@pytest.mark.parametrize(
    ("value", "length"),
    [(1161, 11.61), ("1161", 11.61), (0, None), (-5, None), (10**8, None), ("", None)],
)
def test_length(value: Any, length: float | None) -> None:
    """A length comes in centimeters."""
    assert task(length=value).length == length


@pytest.mark.parametrize(
    ("value", "estimate"),
    [(10346, 10346), ("60", 60), (0, None), (-1, None), (10**9, None), ({}, None)],
)
def test_estimate(value: Any, estimate: int | None) -> None:
    """An estimate beyond a year is none."""
    assert task(costTime=value).estimate == estimate


def test_what_was_loaded_counts() -> None:
    """What was loaded counts, else what was sliced for."""
    loaded = filament(targetFilamentType="PLA", targetColor="00000000")

    assert (loaded.material, loaded.color) == ("PLA", "#FFFFFF")
    assert filament(targetColor="red", sourceColor=None).color is None
    assert filament(filamentType=None).material is None
    assert filament(filamentId="0").filament_id is None


def test_title() -> None:
    """A task without a title is called as its design."""
    assert task(title=" ", designTitle="Boat").title == "Boat"
    assert task(title=None).title is None


@pytest.mark.parametrize("row", [None, [], "task", {}, {"id": None}, {"id": 0}])
def test_no_task(row: Any) -> None:
    """What has no number is no task."""
    assert read_task(row) is None


def test_bare_task() -> None:
    """A row with nothing but its id is a task without data."""
    assert read_task({"id": "7"}) == PrintTask(id="7", serial="")


@pytest.mark.parametrize("mapping", [None, {}, "PLA", [None, 3]])
def test_no_filaments(mapping: Any) -> None:
    """A list of filaments that is none has none."""
    assert task(amsDetailMapping=mapping).filaments == ()


def test_weights() -> None:
    """Weights are summed by material; the whole weight stands in for them."""
    pla, petg = FILAMENT | {"filamentType": "PLA", "weight": 2}, FILAMENT
    unnamed = FILAMENT | {"filamentType": "", "weight": 1}
    empty = FILAMENT | {"weight": None}

    read = task(amsDetailMapping=[pla, petg, pla, unnamed, empty])

    assert read.weights == {"PLA": 4, "PETG": 34.62, "": 1}
    assert task(amsDetailMapping=[]).weights == {"": 34.62}
    assert task(amsDetailMapping=[empty], weight=None).weights == {}


@given(
    st.dictionaries(
        st.sampled_from([*ROW, *FILAMENT]),
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
            lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
            max_leaves=5,
        ),
    )
)
def test_any_row(changes: dict[str, Any]) -> None:
    """No row is an error, and no print lasts less than no time."""
    read = read_task({**ROW, **changes, "amsDetailMapping": [{**FILAMENT, **changes}]})

    assert read is None or read.duration is None or read.duration >= timedelta()
