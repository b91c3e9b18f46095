"""How prints start and end by model, as recordings show it (protocol H.4.6)."""

import pytest

from tests.simulator import (
    A1_MINI,
    H2D,
    N99,
    P1S,
    P2S,
    X1C,
    Job,
    Model,
    SimulatedPrinter,
)

from .client_view import (
    distinct_values,
    idle_printer,
    merged_states,
    run,
    start_print,
)

CANCELED = 0x0300_400C


def ended(model: Model, name: str) -> SimulatedPrinter:
    """Return a printer that has just printed."""
    printer = idle_printer(model)
    start_print(printer, name)
    while printer.job is None or not printer.job.outcome:
        printer.tick(1)
    return printer


@pytest.mark.parametrize("name", ["print_fails", "print_canceled"])
@pytest.mark.parametrize(
    ("model", "retains_progress", "retains_layer"),
    [
        (X1C, False, True),
        (P1S, False, True),
        (A1_MINI, False, True),
        (P2S, False, False),
        (H2D, False, False),
        (N99, True, True),
    ],
)
def test_what_falls_to_0(
    model: Model, name: str, retains_progress: object, retains_layer: object
) -> None:
    """The percentage falls to 0 together with FAILED, the layer on some models."""
    printer = idle_printer(model)
    start_print(printer, name)
    before, after = distinct_values(
        merged_states(printer, 320), "gcode_state", "mc_percent", "layer_num"
    )[-2:]
    assert (before[0], after[0]) == ("RUNNING", "FAILED")
    assert before[1] > 0 < before[2]
    assert bool(after[1]) is retains_progress
    assert bool(after[2]) is retains_layer
    assert printer.state["mc_remaining_time"] > 0


def test_cancel_of_a_p2s() -> None:
    """A P2S fails without a code, and says 4.6 s later that it was canceled."""
    printer = ended(P2S, "print_canceled")
    fields = ("print_error", "mc_print_error_code", "fail_reason")
    views = [dict(printer.state)]
    while printer.state["print_error"] == 0 and len(views) < 100:
        printer.tick(0.1)
        views.append(dict(printer.state))
    assert len(views) == pytest.approx(47, abs=1)
    views += merged_states(printer, 20)
    assert distinct_values(views, *fields) == [
        (0, "0", "0"),
        (CANCELED, "16396", "0"),
        (0, "0", "0"),
    ]


def test_no_cancel_of_the_next_job() -> None:
    """The code does not come when another job has started before."""
    printer = ended(P2S, "print_canceled")
    printer.printing.start(Job(task_id=0, seconds=60), "print_uninterrupted")
    views = merged_states(printer, 20)
    assert distinct_values(views, "gcode_state") == ["RUNNING"]
    assert distinct_values(views, "print_error") == [0]


def test_cancel_of_an_h2d() -> None:
    """An H2D adds an internal health message, as long as its code shows."""
    printer = ended(H2D, "print_canceled")
    echo = {"attr": 0x0C00_0100, "code": 0x0002_001B}
    assert (printer.state["print_error"], printer.state["hms"]) == (CANCELED, [echo])
    run(printer, 10)
    assert (printer.state["print_error"], printer.state["hms"]) == (0, [])


def test_local_start_of_a_p2s() -> None:
    """The name comes early; then it prints at once, with the last job's layer."""
    printer = ended(P2S, "print_ok")
    last = printer.state["layer_num"]
    printer.printing.start(Job(task_id=0, title="Vase"), "print_ok")
    fields = ("gcode_state", "subtask_name", "layer_num", "total_layer_num", "stg_cur")
    views = distinct_values(merged_states(printer, 12), *fields, "print_type")
    assert views == [
        ("FINISH", "Vase", last, 160, -1, "cloud"),
        ("RUNNING", "Vase", last, 160, -1, "local"),
        ("RUNNING", "Vase", 0, 160, 2, "local"),
    ]


@pytest.mark.parametrize(
    ("model", "print_type", "retains_stages"),
    [
        (X1C, "", True),
        (H2D, "", True),
        (P2S, "cloud", True),
        (P1S, "idle", False),
        (A1_MINI, "idle", False),
    ],
)
def test_after_a_print(model: Model, print_type: str, retains_stages: object) -> None:
    """A P2S retains the type of the job; P1 and A1 drop the list of stages."""
    printer = ended(model, "print_ok")
    assert printer.state["print_type"] == print_type
    assert bool(printer.state["stg"]) is retains_stages


@pytest.mark.parametrize(("model", "total"), [(X1C, 240), (P1S, 0)])
def test_total_after_a_print(model: Model, total: int) -> None:
    """A P1S forgets the number of layers some time after a print."""
    printer = ended(model, "print_ok")
    layers = printer.state["total_layer_num"]
    assert printer.state["layer_num"] == layers > 0
    run(printer, 40)
    assert (printer.state["layer_num"], printer.state["total_layer_num"]) == (
        layers,
        total,
    )


@pytest.mark.parametrize("model", [P1S, A1_MINI])
def test_external_spool_runs_out(model: Model) -> None:
    """Only the code says that an external spool has run out."""
    printer = idle_printer(model)
    start_print(printer, "external_runout")
    views = merged_states(printer, 310)
    assert printer.state["ams"]["tray_now"] == "254"
    fields = ("gcode_state", "stg_cur", "hw_switch_state", "print_error")
    assert distinct_values(views, *fields)[-2:] == [
        ("RUNNING", 0, 1, 0),
        ("PAUSE", 0, 0, 0x0300_8015),
    ]
    assert printer.state["hms"] == []
    assert distinct_values(merged_states(printer, 300), "gcode_state")[-1] == "FINISH"
