"""Tests of AMS units that are carried about: no sockets, no waiting."""

import pytest

from tests.simulator import (
    A1_MINI_SERIAL,
    AMS,
    AMS_2_PRO,
    AMS_HT,
    AMS_NEW,
    H2D_SERIAL,
    P1S_SERIAL,
    X1C,
    X1C_SERIAL,
    AmsUnit,
    BusyError,
    Model,
    SimulatedPrinter,
    Spool,
    another,
    make_default_printers,
)
from tests.simulator.printer.models import profile

from .client_view import MODELS, PUSHALL, idle_printer
from .report_recorder import ReportRecorder, reported_unit

VERSION = {"info": {"sequence_id": "1", "command": "get_version"}}


def modules(printer: SimulatedPrinter) -> dict[str, str]:
    """Return the serials of a printer's AMS units by the names of their modules."""
    (answer,) = printer.handle(VERSION)
    listed = answer["info"]["module"]
    return {each["name"]: each["sn"] for each in listed if "/" in each["name"]}


def spools(count: int) -> list[Spool]:
    """Return spools that differ."""
    return [Spool.of(number) for number in range(count)]


@pytest.mark.parametrize("model", MODELS.values(), ids=MODELS)
def test_units_of_a_profile(model: Model) -> None:
    """A printer reports its units exactly as its profile does."""
    printer = idle_printer(model)
    (report,) = printer.handle(PUSHALL)
    assert report["print"]["ams"] == profile(model)[1]["print"]["ams"]


def test_layout_of_the_masks() -> None:
    """The masks of four units are those that were recorded (protocol C.5.2)."""
    printer = idle_printer(X1C)
    hub = printer.ams
    hub.unplug("0")
    hub.plug(AmsUnit.new(AMS, 1, *spools(4)))
    hub.plug(AmsUnit.new(AMS, 2, *spools(4)))
    hub.plug(AmsUnit.new(AMS_2_PRO, 3, None, *spools(3)))
    hub.plug(AmsUnit.new(AMS_HT, 4, *spools(1)))
    report = printer.full()["print"]["ams"]
    assert [unit["id"] for unit in report["ams"]] == ["0", "1", "2", "128"]
    assert (report["ams_exist_bits"], report["tray_exist_bits"]) == ("17", "10eff")


@pytest.mark.parametrize("name", MODELS)
def test_unplugging(name: str) -> None:
    """A unit that is gone is out of the masks at once, of the next full report too."""
    printer = idle_printer(MODELS[name])
    serial = printer.identity.serial
    recorder = ReportRecorder(printer)
    online = printer.state["online"]["version"]
    unit = recorder.world.unplug_ams(serial, "0")
    report = recorder.last(serial)
    assert int(report["ams"]["ams_exist_bits"], 16) & 1 == 0
    assert int(report["ams"]["tray_exist_bits"], 16) & 0xF == 0
    assert report["online"]["version"] == online + 1
    assert report["msg"] == 0 or "ams" not in report["ams"]
    assert unit.serial not in modules(printer).values()
    assert "0" not in {each["id"] for each in printer.full()["print"]["ams"]["ams"]}


@pytest.mark.parametrize("name", MODELS)
def test_plugging(name: str) -> None:
    """A plugged in unit is reported with all its spools, in the model's dialect."""
    printer = idle_printer(MODELS[name])
    serial = printer.identity.serial
    recorder = ReportRecorder(printer)
    for unit_id in list(printer.ams.units):
        recorder.world.unplug_ams(serial, unit_id)
    kind = printer.model.ams_kinds[0]
    unit = AmsUnit.new(kind, 7, *spools(2))
    assert recorder.world.plug_ams(serial, unit) == str(kind.first_id)
    report = recorder.last(serial)
    (shown,) = report["ams"]["ams"]
    assert shown["tray"][1]["tray_uuid"] == spools(2)[1].data["tray_uuid"]
    assert (report["ams"]["ams_exist_bits"], report["ams"]["tray_exist_bits"]) == (
        "1",
        "3",
    )
    assert modules(printer) == {f"{kind.module}/0": unit.serial}


def test_power_up(recorder: ReportRecorder) -> None:
    """A unit that was just switched on does not measure yet (protocol C.5.3)."""
    world = recorder.world
    ht = AmsUnit.new(AMS_HT, 1)
    world.plug_ams(H2D_SERIAL, ht)
    seen = []
    for _ in range(20):
        world.pass_time(1)
        unit = reported_unit(recorder.views(H2D_SERIAL)[-1], ht.id)
        seen.append((unit["temp"], unit["humidity_raw"]))
    assert seen[0] == ("0", "0")
    assert seen[-1] == ("25.0", "24")


def test_moving(recorder: ReportRecorder) -> None:
    """A unit has the same serial and spools in each printer's dialect."""
    unit = recorder.world.simulated(X1C_SERIAL).ams.units["0"]
    before = recorder.last(X1C_SERIAL)["ams"]["ams"][0]["tray"]
    assert recorder.world.move_ams(X1C_SERIAL, "0", P1S_SERIAL) == "1"
    after = recorder.last(P1S_SERIAL)["ams"]["ams"][0]["tray"]
    assert after[0]["tray_uuid"] == before[0]["tray_uuid"]
    assert (before[0]["drying_temp"], before[0]["state"]) == ("55", 11)
    assert (after[0]["tray_temp"], after[0]["k"]) == ("55", 0.02)
    assert "state" not in after[0]
    assert after[2:] == [{"id": "2"}, {"id": "3"}]
    assert modules(recorder.world.simulated(P1S_SERIAL))["ams/1"] == unit.serial
    recorder.world.move_ams(P1S_SERIAL, "1", X1C_SERIAL)
    again = recorder.last(X1C_SERIAL)["ams"]["ams"][0]["tray"]
    assert again == before
    assert modules(recorder.world.simulated(X1C_SERIAL)) == {"ams/0": unit.serial}


def test_no_room(recorder: ReportRecorder) -> None:
    """What does not fit, or is plugged in already, stays where it is."""
    world = recorder.world
    lite = world.simulated(A1_MINI_SERIAL).ams.units["0"]
    with pytest.raises(BusyError):
        world.move_ams(A1_MINI_SERIAL, "0", P1S_SERIAL)
    assert world.simulated(A1_MINI_SERIAL).ams.units == {"0": lite}
    with pytest.raises(BusyError):
        world.plug_ams(H2D_SERIAL, lite)
    with pytest.raises(BusyError):
        world.plug_ams(A1_MINI_SERIAL, AmsUnit.new(AMS, 1))
    with pytest.raises(KeyError):
        world.unplug_ams(P1S_SERIAL, "3")
    for number in range(7):
        world.plug_ams(H2D_SERIAL, AmsUnit.new(AMS_HT, number))
    with pytest.raises(BusyError):
        world.plug_ams(H2D_SERIAL, AmsUnit.new(AMS_HT, 9))


def test_printer_that_is_off(recorder: ReportRecorder) -> None:
    """A unit that comes while the printer is off is in its first report."""
    recorder.world.power_off(P1S_SERIAL)
    said = len(recorder.reports[P1S_SERIAL])
    recorder.world.plug_ams(P1S_SERIAL, AmsUnit.new(AMS, 5, *spools(1)))
    assert len(recorder.reports[P1S_SERIAL]) == said
    recorder.world.connect(P1S_SERIAL)
    assert recorder.last(P1S_SERIAL)["ams"]["ams_exist_bits"] == "3"


def test_left_and_right(recorder: ReportRecorder) -> None:
    """A unit reports its extruder, and a new kind its new number."""
    unit = AmsUnit.new(AMS_2_PRO, 4)
    place = recorder.world.plug_ams(H2D_SERIAL, unit, extruder=1)
    (report,) = recorder.last(H2D_SERIAL)["ams"]["ams"]
    assert (place, report["id"], report["info"]) == ("2", "2", "2103")
    printer = another("N99", recorder.world.printers)
    assert printer.ams.plug(AmsUnit.new(AMS_NEW, 1)) == "1"
    assert printer.full()["print"]["ams"]["ams"][1]["info"] == "2009"


def test_serials_of_units() -> None:
    """No two printers have the same AMS."""
    printers: dict[str, SimulatedPrinter] = {
        printer.identity.serial: printer for printer in make_default_printers()
    }
    for model in ("P1S", "P1S", "H2D", "P2S", "N99", "X1C", "A1 mini"):
        printer = another(model, printers)
        printers[printer.identity.serial] = printer
    serials = [
        serial for each in printers.values() for serial in modules(each).values()
    ]
    assert len(set(serials)) == len(serials) == 15


def test_carried_by_scenarios(recorder: ReportRecorder) -> None:
    """A unit moves to the shelf and back, or to the next printer that it fits."""
    world = recorder.world
    hubs = {serial: world.simulated(serial).ams for serial in world.printers}
    ht = hubs[H2D_SERIAL].units["128"]
    recorder.play(H2D_SERIAL, "ams_unplugged", 0, 0)
    assert world.shelf == [ht]
    recorder.play(P1S_SERIAL, "ams_plugged_in", 0, 0)
    assert (hubs[P1S_SERIAL].units["128"], world.shelf) == (ht, [])
    recorder.play(P1S_SERIAL, "ams_moved", 20, 15)
    assert world.shelf == [ht]
    assert "128" not in hubs[P1S_SERIAL].units
    world.pass_time(6)
    assert hubs[H2D_SERIAL].units["128"] is ht
    recorder.play(X1C_SERIAL, "ams_plugged_in", 0, 0)
    assert list(hubs[X1C_SERIAL].units) == ["0", "1"]


def test_carried_to_nowhere(recorder: ReportRecorder) -> None:
    """A unit whose new printer is gone stays on the shelf."""
    world = recorder.world
    ht = world.simulated(H2D_SERIAL).ams.units["128"]
    recorder.play(H2D_SERIAL, "ams_moved", 20, 5)
    world.remove_printer(X1C_SERIAL)
    for _ in range(30):
        world.pass_time(1)
    assert world.shelf == [ht]
    for serial in (P1S_SERIAL, A1_MINI_SERIAL):
        world.remove_printer(serial)
    with pytest.raises(BusyError):
        recorder.play(H2D_SERIAL, "ams_moved", 20, 0)
    for _ in range(2):
        recorder.play(H2D_SERIAL, "ams_unplugged", 0, 0)
    with pytest.raises(BusyError):
        recorder.play(H2D_SERIAL, "ams_unplugged", 0, 0)
