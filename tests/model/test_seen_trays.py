"""What is seen of the trays of a print is noted once, and gaps are noted as gaps."""

from dataclasses import replace

import pytest

from custom_components.bambu_cloud.model import (
    Ams,
    AmsUnit,
    Job,
    PrinterState,
    PrintStatus,
    Tray,
    TrayLocation,
)
from custom_components.bambu_cloud.model.seen_trays import RunTrays, part_done, see

FIRST = Tray(id=0, material="PLA", filament_id="GFA00", colors=("#FFFFFF",))
SECOND = replace(FIRST, id=1, colors=())
UNIT = AmsUnit(id=0, serial="AMS", trays=(FIRST, SECOND))


def state(
    layer: int | None = 0,
    *,
    slot: int | None = 0,
    status: PrintStatus = PrintStatus.PRINTING,
    task: str | None = "1",
    mapping: tuple[TrayLocation | None, ...] = (),
    unit: AmsUnit = UNIT,
) -> PrinterState:
    """Return a printer in a print of 100 layers."""
    job = Job(
        status=status,
        layer=layer,
        total_layers=100,
        task_id=task,
        subtask_id="9",
        filament_mapping=mapping,
    )
    active = None if slot is None else TrayLocation(0, slot)
    ams = Ams(units=(unit,), active=active)
    return PrinterState(serial="P", job=job, ams=ams)


def seen(*states: PrinterState, spool: str | None = None) -> RunTrays:
    """Return what is seen of these moments."""
    run: RunTrays | None = None
    for moment in states:
        run = see(run, moment, spool)
    assert run is not None
    return run


@pytest.mark.parametrize(
    ("job", "part"),
    [
        (Job(layer=5, total_layers=20, progress=90), 0.25),
        (Job(layer=30, total_layers=20), 1.0),
        (Job(layer=5, progress=30), 0.3),
        (Job(total_layers=20, progress=30), 0.3),
        (Job(), None),
    ],
)
def test_part(job: Job, part: float | None) -> None:
    """Layers say how far a print is, else its percentage."""
    assert part_done(job) == part


def test_trays_in_turn() -> None:
    """Each tray has the part of the print during which it was at work."""
    run = seen(state(0), state(5), state(8, slot=1), state(10), state(9))
    assert run.ids == ("1", "9")
    assert [tray.location.slot for tray in run.trays] == [0, 1]
    assert [tray.used for tray in run.trays] == pytest.approx([0.07, 0.03])
    assert run.done == 0.10
    assert run.unseen == 0
    assert run.trays[1].color is None


def test_gap() -> None:
    """What was not seen is attributed to no tray."""
    run = seen(state(0), state(50), state(60, slot=None), state(65))
    assert run.unseen == pytest.approx(0.6)
    assert run.trays[0].used == pytest.approx(0.05)
    outside = replace(UNIT, trays=(Tray(id=0),))
    assert seen(state(3, unit=outside)).trays == ()


def test_end() -> None:
    """A print that is over stays as it was: its ids may go on in the next one."""
    run = seen(state(0), state(9), state(10, slot=None, status=PrintStatus.FAILED))
    assert run.is_over
    assert run.done == 0.10
    assert see(run, state(1), None) is run
    other = see(run, state(1, task="2"), None)
    assert other is run  # the subtask is the same
    assert see(None, state(10, status=PrintStatus.FAILED), None) is None


def test_no_identity() -> None:
    """A local job and an idle printer are no print of the account."""
    idle = PrinterState(serial="P")
    assert see(None, idle, None) is None
    run = seen(state(0))
    assert see(run, idle, None) is run
    assert see(run, state(0, status=PrintStatus.IDLE), None) is run


def test_preparation() -> None:
    """What is loaded while a print is prepared is of the print before."""
    run = seen(
        state(0, status=PrintStatus.PREPARING),
        state(None, mapping=(TrayLocation(0, 1), None)),
    )
    assert run.trays == ()
    assert run.mapping == (TrayLocation(0, 1),)
    assert seen(state(0, mapping=(TrayLocation(0, 1),)), state(1)).mapping


@pytest.mark.parametrize("task", [None, "1", "9"])
def test_mapping_of_this_print(task: str | None) -> None:
    """One that was repeated when another print started is not of this one."""
    mapped = state(0, mapping=(TrayLocation(0, 1),))
    own = replace(mapped, job=replace(mapped.job, mapping_task=task))
    other = replace(mapped, job=replace(mapped.job, mapping_task="2"))
    assert seen(own).mapping == (TrayLocation(0, 1),)
    assert seen(other).mapping == ()


def test_spool_becomes_certain() -> None:
    """The list of spools may come later; another spool in the slot is another tray."""
    run = see(seen(state(0)), state(1), "7")
    assert run is not None
    assert [tray.spool_id for tray in run.trays] == ["7"]
    run = see(run, state(2), None)
    assert run is not None
    assert [tray.spool_id for tray in run.trays] == ["7"]
    run = see(run, state(3), "8")
    assert run is not None
    assert [tray.spool_id for tray in run.trays] == ["7", "8"]
