"""Tests of the simulated printers by themselves: no sockets, no waiting."""

from typing import Any

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
from tests.simulator.printer.state import Payload

from .client_view import (
    MODELS,
    PUSHALL,
    distinct_values,
    idle_printer,
    merged_states,
    run,
    start_print,
    without_counters,
)
from .fold import fold


def message_codes(report: Payload) -> list[tuple[int, int]]:
    """Return the codes of all active messages."""
    return [(each["attr"], each["code"]) for each in report["print"]["hms"]]


@pytest.fixture(params=MODELS)
def printer(request: pytest.FixtureRequest) -> SimulatedPrinter:
    """Return an idle printer, of each model in turn."""
    return idle_printer(MODELS[request.param])


def test_cadence(printer: SimulatedPrinter) -> None:
    """A printer reports every 5 seconds when idle, every 2 when printing."""
    assert len(run(printer, 60)) == 12
    start_print(printer)
    run(printer, 130)
    assert len(run(printer, 60)) == 30


def test_deltas_lose_nothing(printer: SimulatedPrinter) -> None:
    """Merging all reports of a printer yields its whole state."""
    (state,) = (report["print"] for report in printer.handle(PUSHALL))
    start_print(printer, "filament_runout")
    for _ in range(700):
        for report in printer.tick(1):
            state = fold(state, report)
    state = fold(state, printer.push())
    assert without_counters(state) == without_counters(printer.state)


def test_styles() -> None:
    """An X1C reports in full, small ones changed keys, P2S and H2D nested changes."""
    for model in (X1C, P1S, A1_MINI, H2D, P2S):
        printer = idle_printer(model)
        start_print(printer)
        reports = [report["print"] for report in run(printer, 100)]
        assert {report["msg"] for report in reports} <= {0, 1}
        deltas = [report for report in reports if report["msg"] == 1]
        if model is X1C:
            assert not deltas
            continue
        assert deltas
        assert all(len(delta) < 40 for delta in deltas)
        for delta in deltas:
            extruder = delta.get("device", {}).get("extruder", {})
            assert "nozzle" not in delta.get("device", {})
            assert "info" in extruder or not extruder


def test_numbering(printer: SimulatedPrinter) -> None:
    """Reports carry the printer's own rising number, as text."""
    numbers = [int(report["print"]["sequence_id"]) for report in run(printer, 60)]
    assert numbers == list(range(numbers[0], numbers[0] + 12))


def test_good_print(printer: SimulatedPrinter) -> None:
    """A print prepares, runs, pauses once, goes on and finishes."""
    start_print(printer)
    views = merged_states(printer, 605)
    assert distinct_values(views, "gcode_state") == [
        "PREPARE",
        "RUNNING",
        "PAUSE",
        "RUNNING",
        "FINISH",
    ]
    assert distinct_values(views, "mc_percent") == list(range(101))
    layers = distinct_values(views, "layer_num")
    assert layers == sorted(layers)
    assert layers[-1] == views[-1]["total_layer_num"]
    remaining = distinct_values(views, "mc_remaining_time")
    assert remaining[0] == 0
    assert remaining[1:] == sorted(remaining[1:], reverse=True)
    assert remaining[1] == 10
    assert views[-1]["subtask_name"] == "Benchy"
    assert views[-1]["nozzle_target_temper"] == 0
    assert printer.job is not None
    assert printer.job.outcome == "FINISH"
    assert printer.job.progress == 100


@pytest.mark.parametrize(
    ("model", "stages"),
    [
        (X1C, [0, 2, 13, 4, 14, 1, 3, 8, 0, 10, 0, 16, 0, 22, -1]),
        (P1S, [0, 2, 4, 14, 1, 0, 4, 0, 16, 0, 4, 0, 255]),
        (A1_MINI, [0, 2, 13, 14, 1, 4, 8, 19, 0, 16, 0, 255]),
        (H2D, [0, 49, 13, 39, 4, 8, 14, 1, 3, 0, 4, 0, 16, 0, 4, 0, 22, -1]),
        (P2S, [0, 2, 13, 4, 14, 1, 8, 0, 16, 0, 22, -1]),
        (N99, [0, 2, 91, 4, 1, 0, 16, 0, -1]),
    ],
    ids=MODELS,
)
@pytest.mark.parametrize("seconds", [600.0, 60.0])
def test_stages(model: Model, stages: list[int], seconds: float) -> None:
    """Each stage of protocol H.4 is reported, however fast the print is."""
    printer = idle_printer(model)
    printer.printing.start(Job(task_id=1, seconds=seconds))
    assert distinct_values(merged_states(printer, int(seconds)), "stg_cur") == stages


def test_failed_print(printer: SimulatedPrinter) -> None:
    """A failed print reports its error and its reason."""
    start_print(printer, "print_fails")
    last = merged_states(printer, 400)[-1]
    assert last["gcode_state"] == "FAILED"
    assert last["print_error"] == 0x0300_4000
    reason = None if printer.model is P1S else str(0x0300_4000)
    assert last.get("fail_reason") == reason
    assert {"attr": 50331904, "code": 65543} in [
        {"attr": each["attr"], "code": each["code"]} for each in last["hms"]
    ]
    assert last["mc_remaining_time"] > 0


def test_messages_that_last() -> None:
    """A P2S has messages for months, and adds one after a job (protocol H.2)."""
    printer = idle_printer(P2S)
    lasting = [(83887616, 131184), (83952640, 196610)]
    assert message_codes(printer.full()) == lasting
    start_print(printer)
    run(printer, 300)
    assert message_codes(printer.full()) == lasting
    run(printer, 400)
    assert message_codes(printer.full()) == [*lasting, (83887104, 196695)]
    times = [message["ts_unix"] for message in printer.full()["print"]["hms"]]
    assert times == sorted(times)
    assert {len(moment) for moment in times} == {14}
    boots = [message["ts_boot"] for message in printer.full()["print"]["hms"]]
    assert boots == sorted(boots)

    start_print(printer)
    run(printer, 10)
    assert message_codes(printer.full()) == lasting
    printer.power_off()
    assert message_codes(printer.full()) == lasting


def test_canceled_print(printer: SimulatedPrinter) -> None:
    """A cancel shows its error only for a moment."""
    start_print(printer, "print_canceled")
    views = merged_states(printer, 400)
    assert distinct_values(views, "print_error") == [0, 50348044, 0]
    assert views[-1]["gcode_state"] == "FAILED"
    assert views[-1]["mc_remaining_time"] > 0


def test_runout_of_an_ams_lite() -> None:
    """A spool that ends pauses the print and empties its slot (protocol H.4.3)."""
    printer = idle_printer(A1_MINI)
    start_print(printer, "filament_runout_canceled")
    views = merged_states(printer, 320)
    last = views[-1]
    assert (last["gcode_state"], last["stg_cur"]) == ("PAUSE", 6)
    assert last["print_error"] == 302022673
    assert last["hms"] == [{"attr": 301998080, "code": 131073}]
    assert last["ams"]["tray_exist_bits"] == "6"
    assert last["ams"]["ams"][0]["tray"][0] == {"id": "0"}
    assert merged_states(printer, 60)[-1]["gcode_state"] == "FAILED"


def test_two_nozzles() -> None:
    """An H2D switches to its left nozzle and back (protocol H.4.4)."""
    printer = idle_printer(H2D)
    start_print(printer)
    views = merged_states(printer, 605)
    assert [
        view["device"]["extruder"]["state"]
        for view, before in zip(views[1:], views, strict=False)
        if view["device"]["extruder"]["state"] != before["device"]["extruder"]["state"]
    ] == [8450, 274, 8210, 2]
    left = next(view for view in views if view["device"]["extruder"]["state"] == 274)
    packed = left["device"]["extruder"]["info"][1]["temp"]
    assert packed & 0xFFFF == left["nozzle_temper"]
    assert packed >> 16 == left["nozzle_target_temper"] == 245
    chambers = [view["device"]["ctc"]["info"]["temp"] for view in views]
    assert max(chambers) == 65 << 16 | 65
    assert {view["3D"]["layer_num"] - view["layer_num"] for view in views} == {0}


@pytest.mark.parametrize(
    ("model", "field", "closed", "opened"),
    [
        (X1C, "home_flag", -1067070064, -1058681456),
        (H2D, "stat", "46258008", "46A58008"),
        (P2S, "stat", "42048008", "42848008"),
        (P1S, "home_flag", 224478592, 224478592),
    ],
)
def test_door(model: Model, field: str, closed: Any, opened: Any) -> None:
    """A door is reported in bit 23, where there is a sensor (protocol C.4)."""
    printer = idle_printer(model)
    assert printer.full()["print"][field] == closed
    printer.set_door(is_open=True)
    assert printer.full()["print"][field] == opened
    printer.set_door(is_open=False)
    assert printer.full()["print"][field] == closed


def test_power_loss_loses_the_job(printer: SimulatedPrinter) -> None:
    """A printer that was switched off is silent, then idle."""
    start_print(printer)
    run(printer, 200)
    printer.power_off()
    assert run(printer, 60) == []
    assert printer.handle(PUSHALL) == []
    (report,) = printer.connect()
    assert report["print"]["msg"] == 0
    assert report["print"]["gcode_state"] == "IDLE"
    assert printer.job is not None
    assert printer.job.outcome == "FAILED"
