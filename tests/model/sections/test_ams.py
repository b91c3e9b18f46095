"""The units of a printer come, go and change, and no broken report loses one."""

from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from operator import eq, is_
from typing import Any

import pytest

from custom_components.bambu_cloud.model import PrinterState, TrayStatus, changed
from tests.helpers.ams_reports import TAGGED, UNTAGGED, ams, modules, unit
from tests.helpers.printer_reports import after, delta, full, printer
from tests.helpers.profiles import PROFILES

SPOOLS = {"id": "0", **TAGGED}, {"id": "1", **UNTAGGED}, {"id": "2"}
FIRST = unit(*SPOOLS, id="0", info="1001")
SECOND = unit({"id": "0", **TAGGED}, id="1", info="2003", humidity="4")
HT = unit({"id": "0", **TAGGED}, id="128", info="2004")
BITS = {"ams_exist_bits": "13", "tray_exist_bits": "10013"}
REMOVED = object()
THREE = modules(ams_0="A", n3f_1="B", n3s_128="C")


def three_units() -> PrinterState:
    """Return a printer that has reported its three units."""
    report = ams(HT, FIRST, SECOND, **BITS, tray_now="255", version=1)
    return after(printer("X1C"), THREE, full(**report, home_flag=1 << 7))


def serials(state: PrinterState) -> list[str | None]:
    """Return the serials of a printer's units."""
    return [unit.serial for unit in state.ams.units]


def test_units_are_in_order() -> None:
    """Units are sorted by their ids, and found by their serials."""
    units = three_units().ams

    assert [unit.id for unit in units.units] == [0, 1, 128]
    assert serials(three_units()) == ["A", "B", "C"]
    assert units.unit("B") is units.units[1]
    assert units.unit("D") is None


def test_all_is_complete_with_the_modules() -> None:
    """Units are complete once the printer has listed their serials, too."""
    before = after(printer("X1C"), full(**ams(FIRST)))
    partly = after(before, modules(n3f_1="B"))

    assert not before.ams.complete
    assert not partly.ams.complete
    assert after(partly, modules(ams_0="A")).ams.complete
    assert three_units().ams.complete


def test_a_unit_without_a_serial() -> None:
    """An AMS lite that the list of modules omits may be there all the same."""
    state = after(printer("A1"), modules(ota="P", ams_f1_0=""), full(**ams(unit())))

    assert len(state.ams.units) == 1
    assert not state.ams.complete


@pytest.mark.parametrize("bits", [{}, {"ams_exist_bits": "0"}])
def test_no_units(bits: dict[str, str]) -> None:
    """A printer without AMS lists none, and is complete."""
    none = ams(**bits)

    assert after(printer("X1C"), full(**none)).ams.complete
    assert after(three_units(), full(**none)).ams.units == ()
    assert after(three_units(), full(**none)).ams.complete


def test_a_unit_is_unplugged() -> None:
    """A delta removes a unit, the next full report leaves it out."""
    unplugged = after(three_units(), delta(ams={"ams_exist_bits": "11"}))
    gone = after(unplugged, full(**ams(FIRST, HT, ams_exist_bits="11")))

    assert [unit.connected for unit in unplugged.ams.units] == [True, False, True]
    assert unplugged.ams.complete
    assert serials(gone) == ["A", "C"]
    assert gone.ams.complete


def test_a_unit_that_exists_but_is_not_listed() -> None:
    """The mask of units proves that a list has forgotten one."""
    forgot = full(**ams(FIRST, HT, ams_exist_bits="13"))
    state = after(three_units(), forgot)

    assert serials(state) == ["A", "B", "C"]
    assert not state.ams.complete
    assert not after(printer("X1C"), THREE, forgot).ams.complete


@pytest.mark.parametrize("junk", [None, 5, "text", {}, {"ams": None}, {"ams": {}}])
@pytest.mark.parametrize("kind", [full, delta])
def test_a_broken_list_loses_no_unit(junk: Any, kind: Any) -> None:
    """What cannot be read says nothing about which units there are."""
    before = three_units()
    state = after(before, kind(ams=junk))

    assert all(map(is_, state.ams.units, before.ams.units, strict=True))
    assert serials(state) == serials(before)
    assert state.ams.complete is (kind is delta and junk == {})


@pytest.mark.parametrize(
    "broken",
    [
        None,
        "unit",
        {},
        {"id": None},
        {"id": "x"},
        {"id": -1},
        {"id": 255},
        {"id": "0", "temp": "99"},
    ],
)
def test_a_broken_unit_hides_no_other(broken: Any) -> None:
    """What can be read is read, and what cannot stays what it was."""
    warmer = {**FIRST, "temp": "30.0"}
    before = three_units()
    state = after(before, full(**ams(warmer, broken, HT, tray_exist_bits="10013")))

    assert serials(state) == ["A", "B", "C"]
    assert state.ams.units[0].temperature == 30.0
    assert state.ams.units[1] is before.ams.units[1]
    assert not state.ams.complete


@pytest.mark.parametrize(
    "trays",
    [
        None,
        {},
        [None, {"id": "1", **UNTAGGED, "k": 0.03}],
        [{"id": "x"}, {"id": "1", **UNTAGGED, "k": 0.03}],
        [{"id": 4}, {"id": "1", **UNTAGGED, "k": 0.03}],
    ],
)
def test_a_broken_tray_hides_no_other(trays: Any) -> None:
    """A tray that cannot be read stays what it was."""
    before = three_units()
    broken = {**FIRST, "temp": "30.0", "tray": trays}
    first = after(before, full(**ams(broken, SECOND, HT, **BITS))).ams.units[0]

    assert first.temperature == 30.0
    assert [tray.id for tray in first.trays] == [0, 1, 2]
    assert first.trays[0] is before.ams.units[0].trays[0]
    assert first.trays[1].k == (0.03 if isinstance(trays, list) else 0.02)


def test_a_delta_of_the_tray_in_use_reads_no_unit_again() -> None:
    """A change of the filament in use leaves all units the same objects."""
    before = three_units()
    state = after(before, delta(ams={"tray_now": "1", "version": 2}))

    assert changed(before, state) == {"ams"}
    assert all(map(is_, state.ams.units, before.ams.units, strict=True))


@pytest.mark.parametrize("kind", [full, delta])
def test_only_what_changed_is_read_again(kind: Any) -> None:
    """Units, and trays of a unit, that were reported as before are the same objects."""
    before = three_units()
    report = deepcopy(ams(FIRST, SECOND, HT, **BITS, version=2))
    report["ams"]["ams"][0]["tray"][1]["remain"] = 5
    report["ams"]["ams"][1]["humidity"] = "3"
    state = after(before, kind(**report, home_flag=1 << 7))
    first, second, ht = state.ams.units

    assert second.humidity_index == 3
    assert ht is before.ams.units[2]
    trays = before.ams.units[0].trays
    assert list(map(is_, first.trays, trays, strict=True)) == [True, False, True]
    assert second.trays[0] is before.ams.units[1].trays[0]


@pytest.mark.parametrize(
    ("message", "touched"),
    [
        (delta(home_flag=0), [False, False, False]),
        (delta(cfg="0"), [False, False, False]),
        (delta(cfg="20000"), [True, True, True]),
        (delta(ams={"tray_exist_bits": "10003"}), [True, False, True]),
        (delta(ams={"tray_exist_bits": "10017"}), [False, True, True]),
        (delta(ams={"ams_exist_bits": "3"}), [True, True, False]),
        (modules(ams_0="A", n3f_1="B2", n3s_128="C"), [True, False, True]),
    ],
)
def test_whatever_a_unit_depends_on_is_noticed(
    message: dict[str, Any], touched: list[bool]
) -> None:
    """A unit is read again when something beside it changes what it means."""
    before = three_units()
    state = after(before, message)
    fresh = after(printer("X1C"), state_answer(state), {"print": dict(state.raw)})

    assert list(map(eq, state.ams.units, before.ams.units, strict=True)) == touched
    assert state.ams == fresh.ams


def test_a_printer_that_started_up_is_believed() -> None:
    """An empty mask counts once the printer has said that it is a real one."""
    starting = ams(FIRST, tray_exist_bits="0", power_on_flag=False)
    before = after(printer("X1C"), full(**starting))
    state = after(before, delta(ams={"power_on_flag": True}))

    assert before.ams.units[0].trays[0].status is TrayStatus.IDENTIFIED
    assert state.ams.units[0].trays[0].status is TrayStatus.EMPTY


def state_answer(state: PrinterState) -> dict[str, Any]:
    """Return the answer to `get_version` that a printer gave last."""
    return {"info": dict(state.version)}


def test_a_hidden_unit_is_read_again_once_it_is_listed() -> None:
    """A unit that a broken report hid is read from the next report."""
    hidden = after(three_units(), full(ams=None))
    warmer = {**FIRST, "temp": "30.0"}
    state = after(hidden, full(**ams(warmer, SECOND, HT, **BITS)))

    assert state.ams.units[0].temperature == 30.0
    assert state.ams.complete


def places(parent: Any, key: Any) -> Iterator[tuple[Any, Any]]:
    """Yield a place and all places inside: its parent, and its key or index."""
    yield parent, key
    value = parent[key]
    if isinstance(value, dict | list):
        for inner in list(value) if isinstance(value, dict) else range(len(value)):
            yield from places(value, inner)


@contextmanager
def broken(parent: Any, key: Any, junk: Any) -> Iterator[None]:
    """Put junk in a place for a while, or remove what is there."""
    value = parent[key]
    if junk is REMOVED:
        del parent[key]
    else:
        parent[key] = junk
    yield
    if junk is REMOVED and isinstance(parent, list):
        parent.insert(key, value)
    else:
        parent[key] = value


def slots(state: PrinterState) -> set[tuple[str | None, int]]:
    """Return all trays of all units, by the serial of their unit."""
    return {(each.serial, tray.id) for each in state.ams.units for tray in each.trays}


@pytest.mark.parametrize("name", PROFILES)
@pytest.mark.parametrize("junk", [None, "text", "0", 7, 2.5, True, [], {}, REMOVED])
def test_no_broken_field_loses_a_unit_or_a_tray(name: str, junk: Any) -> None:
    """Whatever any one field turns into, all units and all trays stay."""
    before = after(printer(), PROFILES[name]["version"], PROFILES[name]["full"])
    report = deepcopy(PROFILES[name]["full"])
    assert slots(before)

    for parent, key in places(report["print"], "ams"):
        with broken(parent, key, junk):
            assert slots(after(before, report)) >= slots(before), key
    assert report == PROFILES[name]["full"]
