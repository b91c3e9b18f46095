"""Recorded AMS units read as their owners saw them."""

from custom_components.bambu_cloud.model import (
    EXTERNAL_DEPUTY,
    EXTERNAL_MAIN,
    AmsActivity,
    AmsKind,
    DryStatus,
    Loaded,
    PrinterState,
    TrayLocation,
    TrayStatus,
)
from tests.helpers.printer_reports import after, delta
from tests.helpers.recordings import needs_recordings, recorded

pytestmark = needs_recordings

HT = TrayLocation(128, 0)


def external(state: PrinterState) -> list[tuple[int, TrayStatus | None]]:
    """Return the external spools and their status."""
    return [(tray.id, tray.status) for tray in state.external_spools.trays]


def test_four_units_of_an_x1c() -> None:
    """Two AMS, an AMS 2 Pro that is drying, and an AMS HT."""
    state = recorded("x1c-four-ams")
    first, second, pro, ht = state.ams.units

    assert [unit.id for unit in state.ams.units] == [0, 1, 2, 128]
    assert [unit.kind for unit in state.ams.units] == [
        AmsKind.AMS,
        AmsKind.AMS,
        AmsKind.PRO_2,
        AmsKind.HT,
    ]
    assert state.ams.complete
    assert all(unit.connected for unit in state.ams.units)
    assert (pro.drying, pro.drying_minutes, pro.temperature) == (
        DryStatus.DRYING,
        583,
        65.0,
    )
    assert (ht.drying, first.drying, second.drying) == (DryStatus.OFF, None, None)
    assert (pro.humidity_index, pro.humidity, pro.extruder) == (4, 9, 0)
    assert pro.firmware == "02.00.19.68"
    assert state.ams.activity is AmsActivity.IDLE


def test_spools_of_an_x1c() -> None:
    """All slots are full but the first one of the AMS 2 Pro."""
    state = recorded("x1c-four-ams")
    trays = [tray for unit in state.ams.units for tray in unit.trays]

    assert [len(unit.trays) for unit in state.ams.units] == [4, 4, 4, 1]
    assert [tray.status for tray in trays].count(TrayStatus.IDENTIFIED) == 12
    assert state.ams.units[2].trays[0].status is TrayStatus.EMPTY
    assert trays[0].product == "PLA Matte"
    assert (trays[0].remaining, trays[0].weight, trays[0].length) == (93, 1000, 330)
    assert (trays[-1].material, trays[-1].drying_temperature) == ("PA-CF", 80)
    assert (state.ams.loaded, state.ams.active) == ((), None)
    assert external(state) == [(EXTERNAL_MAIN, TrayStatus.UNKNOWN)]


def test_units_of_an_h2d() -> None:
    """An AMS feeds the left nozzle; the right one uses the AMS HT."""
    state = recorded("h2d")
    ams, ht = state.ams.units

    assert (ams.kind, ht.kind) == (AmsKind.AMS, AmsKind.HT)
    assert state.ams.complete
    assert (ams.extruder, ht.extruder) == (1, 0)
    assert (ams.humidity_index, ht.humidity_index, ht.humidity) == (4, None, 6)
    assert ht.trays[0].material == "PA-GF"
    assert state.ams.loaded == (Loaded(0, HT),)
    assert state.ams.active == HT
    assert state.ams.activity is AmsActivity.ASSIST
    assert external(state) == [
        (EXTERNAL_MAIN, TrayStatus.UNKNOWN),
        (EXTERNAL_DEPUTY, TrayStatus.UNKNOWN),
    ]


def test_the_idle_nozzle_of_an_h2d_is_in_use() -> None:
    """The left nozzle has nothing loaded, whatever its target word says."""
    state = recorded("h2d", "push_left_extruder")

    assert state.ams.active is None
    assert state.ams.loaded == (Loaded(0, HT),)


def test_the_lite_of_an_a1() -> None:
    """An AMS lite measures nothing, and its spools have no tags."""
    state = recorded("a1-ams-lite")
    (lite,) = state.ams.units

    assert (lite.kind, lite.serial) == (AmsKind.LITE, "MOCK-A1-AMS0")
    assert state.ams.complete
    assert (lite.temperature, lite.humidity, lite.humidity_index) == (None, None, None)
    assert lite.drying is None
    assert [tray.filament_id for tray in lite.trays] == ["P8d19ba6", "P3a4d8cf"] * 2
    assert [tray.remaining for tray in lite.trays] == [None] * 4
    assert lite.trays[0].k == 0.02
    assert external(state) == [(EXTERNAL_MAIN, TrayStatus.IDENTIFIED)]


def test_the_ams_of_a_p1p() -> None:
    """An AMS on old firmware has a humidity level and nothing else."""
    state = recorded("p1p-ams")
    (ams,) = state.ams.units

    assert ams.kind is AmsKind.AMS
    assert (ams.temperature, ams.humidity, ams.humidity_index) == (None, None, 3)
    assert ams.trays[3].colors == ("#D357FE",)
    assert state.ams.active == TrayLocation(0, 0)
    assert state.ams.activity is AmsActivity.ASSIST
    assert state.external_spools.trays[0].filament_id == "P9816594"


def test_one_spool_is_removed() -> None:
    """A slot that the mask clears is empty, and all others stay."""
    before = recorded("x1c-four-ams")
    state = after(before, delta(ams={"tray_exist_bits": "eff"}))

    assert state.ams.units[3].trays[0].status is TrayStatus.EMPTY
    assert state.ams.units[:3] == before.ams.units[:3]
