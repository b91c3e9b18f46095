"""Which spool a print used is decided by evidence, and left open without any."""

from dataclasses import replace
from typing import Any

import pytest

from custom_components.bambu_cloud.model import (
    Ams,
    AmsUnit,
    PrinterState,
    PrintTask,
    TaskFilament,
    TaskStatus,
    Tray,
    TrayLocation,
)
from custom_components.bambu_cloud.model.seen_trays import RunTrays, SeenTray
from custom_components.bambu_cloud.model.spool_use import (
    Use,
    unassigned,
    uses_of,
    with_uses,
)
from custom_components.bambu_cloud.model.stored_spool_use import (
    read_run,
    read_uses,
    write_run,
    write_uses,
)

A, B, C = TrayLocation(0, 0), TrayLocation(0, 1), TrayLocation(0, 2)
WHITE = TaskFilament(
    material="PLA", filament_id="GFA00", color="#FFFFFF", weight=10.0, places=(A,)
)
BLACK = replace(WHITE, color="#000000", weight=5.0, places=(B,))
SEEN = SeenTray(
    location=A,
    material="PLA",
    filament_id="GFA00",
    color="#FFFFFF",
    tray_uuid="U1",
    spool_id="1",
    used=1.0,
)
RUN = RunTrays(ids=("7",), trays=(SEEN,), done=1.0, is_over=True)
EMPTY = PrinterState(serial="P")


def task(*filaments: TaskFilament, finished: bool = True) -> PrintTask:
    """Return a print that is over."""
    status = TaskStatus.FINISHED if finished else TaskStatus.FAILED
    return PrintTask(id="7", serial="P", status=status, filaments=filaments)


def slots(
    *filaments: TaskFilament, run: RunTrays | None = RUN, **rest: Any
) -> list[Any]:
    """Return slot and g of each use."""
    uses = uses_of(task(*filaments, **rest), run, EMPTY)
    assert uses is not None
    return [(use.location and use.location.slot, round(use.grams, 2)) for use in uses]


def trays(*seen: SeenTray, **rest: Any) -> RunTrays:
    """Return a print during which these were at work."""
    return replace(RUN, trays=seen, **rest)


def test_seen() -> None:
    """The tray that was seen wins, also where the history names another."""
    assert slots(replace(WHITE, places=(C,))) == [(0, 10.0)]
    (use,) = uses_of(task(WHITE), RUN, EMPTY) or ()
    assert use == Use(0, 10.0, A, "U1", "1")


def test_nothing_yet() -> None:
    """Without weights, or how far a failed print came, nothing is said."""
    assert uses_of(task(), RUN, EMPTY) is None
    assert uses_of(task(replace(WHITE, weight=None)), RUN, EMPTY) is None
    printing = replace(task(WHITE), status=TaskStatus.PRINTING)
    assert uses_of(printing, replace(RUN, is_over=False), EMPTY) is None
    assert uses_of(printing, RUN, EMPTY) == uses_of(task(WHITE), RUN, EMPTY)
    assert uses_of(task(WHITE, finished=False), None, EMPTY) is None
    assert (
        uses_of(task(WHITE, finished=False), replace(RUN, is_over=False), EMPTY) is None
    )


def test_failed() -> None:
    """Of a print that failed, as much counts as was seen."""
    assert slots(WHITE, run=replace(RUN, done=0.3), finished=False) == [(0, 3.0)]


def test_disagreement() -> None:
    """A tray with another filament gave nothing."""
    other = replace(SEEN, material="ABS", filament_id="GFB00")
    assert slots(WHITE, run=trays(other)) == [(None, 10.0)]
    nameless = replace(WHITE, material=None, filament_id=None)
    assert slots(nameless, run=trays(other)) == [(None, 10.0)]


def test_best_agreement() -> None:
    """Product and color decide before color, and color before material."""
    black = replace(SEEN, location=B, color="#000000")
    generic = replace(SEEN, location=C, filament_id="GFL99")
    assert slots(WHITE, BLACK, run=trays(SEEN, black, generic)) == [(0, 10.0), (1, 5.0)]
    assert slots(WHITE, run=trays(black, generic)) == [(2, 10.0)]
    assert slots(WHITE, run=trays(black)) == [(1, 10.0)]


def test_idle_tray() -> None:
    """What was loaded and did nothing gave nothing, unless it is all there was."""
    backup = replace(SEEN, location=B, used=0.0)
    assert slots(WHITE, run=trays(backup, SEEN)) == [(0, 10.0)]
    assert slots(WHITE, run=trays(backup)) == [(1, 10.0)]
    two = trays(backup, replace(backup, location=C))
    assert slots(WHITE, run=two) == [(None, 10.0)]


def test_backup() -> None:
    """A filament of two spools is shared by how long each was at work."""
    first, second = replace(SEEN, used=0.4), replace(SEEN, location=B, used=0.6)
    assert slots(WHITE, run=trays(first, second)) == [(0, 4.0), (1, 6.0)]
    assert slots(WHITE, run=trays(first, second, unseen=0.2)) == [(None, 10.0)]


def test_gap() -> None:
    """After a gap, the tray counts only where it was meant to be used."""
    gap = replace(RUN, unseen=0.5)
    assert slots(WHITE, run=gap) == [(0, 10.0)]
    assert slots(replace(WHITE, places=(C,)), run=gap) == [(None, 10.0)]
    assert slots(replace(WHITE, places=(C,)), run=replace(RUN, done=0.5)) == [
        (None, 10.0)
    ]
    assert slots(replace(WHITE, places=(C,)), run=replace(gap, mapping=(A,))) == [
        (0, 10.0)
    ]
    assert slots(WHITE, run=replace(gap, mapping=(C, B))) == [(0, 10.0)]


def test_equal_filaments() -> None:
    """Two equal filaments are distinguished by their plan."""
    twin = replace(WHITE, places=(B,), weight=4.0)
    both = trays(SEEN, replace(SEEN, location=B))
    assert slots(WHITE, twin, run=both) == [(0, 10.0), (1, 4.0)]
    assert slots(WHITE, replace(twin, places=()), run=both) == [(0, 10.0), (None, 4.0)]


def test_not_seen_at_all() -> None:
    """Without a witness, the place counts while its filament agrees."""
    tray = Tray(
        id=0, material="PLA", filament_id="GFA00", colors=("#FFFFFF",), tray_uuid="U9"
    )
    unit = AmsUnit(id=0, serial="AMS", trays=(tray,))
    printer = PrinterState(serial="P", ams=Ams(units=(unit,)))
    assert uses_of(task(WHITE), None, printer) == (Use(0, 10.0, A, "U9"),)
    nowhere = replace(WHITE, places=())
    assert uses_of(task(nowhere), None, printer) == (Use(0, 10.0, A, "U9"),)
    uses = uses_of(task(replace(WHITE, material="ABS", filament_id="X")), None, printer)
    assert uses == (Use(0, 10.0),)
    assert unassigned(uses) == 10.0


def test_task_with_uses() -> None:
    """Each filament says its spool; one from two spools is there twice."""
    uses = (Use(0, 4.0, A, "U1", "1"), Use(0, 1.0, B), Use(1, 5.0))
    found = with_uses(task(WHITE, BLACK), uses, {"1": "White"})
    assert found.filaments == (
        replace(WHITE, weight=8.0, used=4.0, tray_uuid="U1", spool="White"),
        replace(WHITE, weight=2.0, used=1.0, places=(B,)),
        BLACK,
    )
    assert with_uses(task(WHITE), (), {}) == task(WHITE)
    assert with_uses(task(WHITE), uses, {}) == task(WHITE)
    (empty,) = with_uses(task(WHITE), [Use(0, 0.0, A)], {}).filaments
    assert empty.weight == 0


def test_run_of_a_task() -> None:
    """A run is found by the ids of its job."""
    assert RUN.is_of(task(WHITE))
    assert not replace(RUN, ids=("8",)).is_of(task(WHITE))


def test_stored() -> None:
    """What was seen and used outlasts a restart."""
    run = replace(RUN, mapping=(A, B), unseen=0.25)
    assert read_run(write_run(run)) == run
    uses = (Use(0, 4.0, A, "U1", "1"), Use(1, 5.5))
    assert read_uses(write_uses(uses)) == uses


@pytest.mark.parametrize("bad", [None, 5, "x", [], {}, [None, 1, "x", [1], {"a": 1}]])
def test_damaged(bad: Any) -> None:
    """A damaged value costs only itself."""
    stored = write_run(RUN)
    for key in stored:
        assert isinstance(read_run(stored | {key: bad}), RunTrays)
    assert read_run({"trays": [{"location": bad}]}).trays == ()
    assert read_uses(bad) == ()
    assert read_uses([{"filament": bad, "grams": "heavy"}]) == ()
