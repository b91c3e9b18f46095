"""Tests of spools that come, go, run out and are dried: no sockets, no waiting."""

import pytest

from tests.simulator import (
    A1_MINI_SERIAL,
    AMS_HT,
    H2D_SERIAL,
    P1S_SERIAL,
    X1C,
    X1C_SERIAL,
    AmsUnit,
    BusyError,
    Spool,
)

from .client_view import (
    MODELS,
    distinct_values,
    idle_printer,
    merged_states,
    start_print,
    without_counters,
)
from .report_recorder import ReportRecorder, reported_unit


def test_what_is_left() -> None:
    """A print uses up its spool; an AMS lite does not notice (protocol C.5.4)."""
    left: dict[str, set[int]] = {}
    for name in ("P1S", "A1 mini"):
        printer = idle_printer(MODELS[name])
        start_print(printer)
        trays = [reported_unit(view)["tray"] for view in merged_states(printer, 640)]
        left[name] = {tray[0]["remain"] for tray in trays}
    assert len(left["P1S"]) > 2
    assert left["A1 mini"] == {100}


@pytest.mark.parametrize(
    ("serial", "slot", "states"),
    [
        (X1C_SERIAL, 0, [11, 10, 17, 21, 5, 11]),
        (H2D_SERIAL, 0, [11, 10, 17, 21, 5, 11]),
        (A1_MINI_SERIAL, 0, [3, None, 1, 2, 1, 3]),
        (P1S_SERIAL, 0, [None]),
    ],
)
def test_other_spool(
    recorder: ReportRecorder, serial: str, slot: int, states: list[int | None]
) -> None:
    """A new spool is detected and read before it is reported (protocol H.4.5)."""
    before = reported_unit(recorder.last(serial))["tray"][slot]["tray_uuid"]
    recorder.play(serial, "tray_changed", 30, 40)
    views = recorder.views(serial)
    trays = [reported_unit(view)["tray"][slot] for view in views]
    reported = [tray.get("state") for tray in trays]
    assert [
        state for n, state in enumerate(reported) if not n or reported[n - 1] != state
    ] == (states)
    colors = [tray.get("tray_uuid") for tray in trays]
    assert colors[0] == before
    assert None in colors
    assert colors[-1] not in {before, None}
    bits = distinct_values([view["ams"] for view in views], "tray_reading_bits")
    assert bits == ["0", "1", "0"]
    exists = distinct_values([view["ams"] for view in views], "tray_exist_bits")
    assert [int(mask, 16) & 1 for mask in exists] == [1, 0, 1]
    assert distinct_values(views, "ams_status") == [0, 0x0200, 0]


def test_spool_in_use_stays(recorder: ReportRecorder) -> None:
    """The spool that is being printed cannot be removed."""
    printer = recorder.world.simulated(P1S_SERIAL)
    recorder.play(P1S_SERIAL, "print_uninterrupted", 600, 100)
    assert printer.ams.in_use == {(0, 0)}
    recorder.play(P1S_SERIAL, "spool_taken_out", 0, 0)
    assert recorder.last(P1S_SERIAL)["ams"]["tray_exist_bits"] == "5"
    recorder.play(P1S_SERIAL, "spool_taken_out", 0, 0)
    with pytest.raises(BusyError):
        recorder.play(P1S_SERIAL, "spool_taken_out", 0, 0)


def test_drying(recorder: ReportRecorder) -> None:
    """A unit warms up, gets dryer by the minute and stops (protocol H.4.5)."""
    recorder.play(H2D_SERIAL, "ams_drying", 3600, 3700)
    units = [reported_unit(view) for view in recorder.views(H2D_SERIAL)]
    assert distinct_values(units, "dry_time") == [0, *range(60, -1, -1)]
    assert [int(info, 16) >> 4 & 0xF for info in distinct_values(units, "info")] == [
        0,
        2,
        2,
        0,
    ]
    temperatures = [float(unit["temp"]) for unit in units]
    assert max(temperatures) == 55
    assert temperatures[-1] < 55
    humidity = [int(unit["humidity_raw"]) for unit in units]
    assert humidity == sorted(humidity, reverse=True)
    setting = [unit.get("dry_setting", {}).get("dry_temperature") for unit in units]
    assert list(dict.fromkeys(setting)) == [None, 55, -1]


def test_drying_of_damp_spools() -> None:
    """Percent and level of humidity agree."""
    unit = AmsUnit.new(AMS_HT, 1, Spool.of(1))
    unit.humidity = 60
    unit.dry(8 * 3600, temperature=80, filament="PA-CF")
    levels = {}
    for _ in range(8 * 60):
        unit.step(60)
        reported = unit.report(X1C.dialect)
        levels[int(reported["humidity_raw"])] = reported["humidity"]
    assert sorted(levels) == list(range(5, 61))
    assert [levels[percent] for percent in (60, 50, 36, 28, 18, 5)] == list("123455")
    assert not unit.drying


def test_interrupted(recorder: ReportRecorder) -> None:
    """Without power a unit neither dries nor reads."""
    hub = recorder.world.simulated(H2D_SERIAL).ams
    recorder.play(H2D_SERIAL, "ams_drying", 3600, 5)
    recorder.play(H2D_SERIAL, "tray_changed", 30, 15)
    assert hub.units["0"].drying
    assert reported_unit(recorder.last(H2D_SERIAL))["tray"][0]["state"] == 17
    recorder.world.power_off(H2D_SERIAL)
    recorder.world.connect(H2D_SERIAL)
    reported = reported_unit(recorder.last(H2D_SERIAL))
    assert reported["dry_time"] == 0
    assert reported["tray"][0]["state"] == 11
    recorder.play(H2D_SERIAL, "ams_drying", 3600, 0)
    assert not recorder.world.unplug_ams(H2D_SERIAL, "0").drying


@pytest.mark.parametrize("name", MODELS)
def test_runout_and_refill(name: str) -> None:
    """A print that ran out of filament goes on with another spool."""
    printer = idle_printer(MODELS[name])
    start_print(printer, "filament_runout")
    views = merged_states(printer, 605)
    assert distinct_values(views, "gcode_state") == [
        "PREPARE",
        "RUNNING",
        "PAUSE",
        "RUNNING",
        "FINISH",
    ]
    paused = [view for view in views if view["gcode_state"] == "PAUSE"]
    assert {view["stg_cur"] for view in paused} == {6}
    assert {view["print_error"] & 0xFFFF for view in paused} == {0x8011}
    masks = distinct_values([view["ams"] for view in views], "tray_exist_bits")
    before, during, after = (int(mask, 16) for mask in masks)
    assert before == after
    assert (before & ~during).bit_count() == 1
    assert distinct_values(views, "mc_percent") == list(range(101))


HAPPENINGS = (
    ("tray_changed", 30, 40),
    ("spool_taken_out", 0, 120),
    ("ams_plugged_in", 0, 5),
    ("hms_raised", 10, 20),
    ("print_error_shown", 10, 20),
)


@pytest.mark.parametrize("name", MODELS)
@pytest.mark.parametrize("prints", [False, True])
def test_deltas_of_changes_lose_nothing(name: str, *, prints: bool) -> None:
    """Merging all reports of a printer yields the state of its spools."""
    printer = idle_printer(MODELS[name])
    serial = printer.identity.serial
    recorder = ReportRecorder(printer)
    if prints:
        recorder.play(serial, "print_uninterrupted", 600, 100)
    for scenario, seconds, wait in HAPPENINGS:
        if (name, scenario) == ("A1 mini", "ams_plugged_in"):
            continue
        recorder.play(serial, scenario, seconds, wait)
        recorder.world.speak_up(serial)
        assert without_counters(recorder.views(serial)[-1]) == without_counters(
            printer.state
        )
