"""Tests of the comparison behind `script/replay --check`, with planted faults."""

from collections.abc import AsyncGenerator
from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr, entity_registry as er
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.bambu_cloud.const import DOMAIN
from tests.demo.printers import Printer, printers_of
from tests.demo.recorded_check import Comparison, compare
from tests.demo.state_recorder import StateRecorder
from tests.helpers.clock import Wall
from tests.helpers.cloud import replace_cloud
from tests.helpers.home import Home
from tests.simulator import (
    A1_MINI,
    H2D,
    P1S,
    P2S,
    X1C,
    RecordedPrinter,
    SimulatedCloud,
)
from tests.simulator.printer.models import profile

LEAST_VALUES = 35
"""Of each printer, whatever its model."""
_DOOR = {"print": {"stat": "46A58008"}}


def recorded(model: Any, **changes: Any) -> RecordedPrinter:
    """Return a printer that repeats a simulated one, with a door that opens."""
    version, full = profile(model)
    full["print"] |= changes
    recording = {"version": version, "full": full, "deltas": {"open": _DOOR}}
    printer = RecordedPrinter(recording, name=f"Recorded {model.code}")
    printer.hold()
    return printer


@pytest.fixture
def printers() -> list[RecordedPrinter]:
    """Return recorded printers of several models."""
    printing = {"gcode_state": "RUNNING", "print_type": "cloud", "stg_cur": 0}
    course = {"mc_percent": 12, "layer_num": 3, "total_layer_num": 50}
    return [
        recorded(X1C),
        recorded(P1S, **printing, **course, nozzle_temper=219.2, wifi_signal="-61dBm"),
        recorded(A1_MINI),
        recorded(H2D, **printing, **course, hw_switch_state=0),
        recorded(P2S),
    ]


@pytest.fixture
async def cloud(
    socket_enabled: None,
    monkeypatch: pytest.MonkeyPatch,
    printers: list[RecordedPrinter],
    wall: Wall,
) -> AsyncGenerator[SimulatedCloud]:
    """Run a cloud with the recorded printers alone."""
    async with SimulatedCloud(printers=printers) as simulated:
        replace_cloud(monkeypatch, simulated, wall)
        yield simulated


@pytest.fixture
async def shown(
    hass: HomeAssistant,
    entity_registry_enabled_by_default: None,
    cloud: SimulatedCloud,
    config_entry: MockConfigEntry,
    printers: list[RecordedPrinter],
) -> Home:
    """Show the recorded printers in Home Assistant."""
    assert await hass.config_entries.async_setup(config_entry.entry_id)
    await hass.async_block_till_done()
    home = Home(hass, cloud, config_entry)
    try:
        await home.until_happened(lambda: not compared(home, printers).complaints)
    except TimeoutError:
        pytest.fail("\n".join(compared(home, printers).complaints))
    return home


def of(home: Home, printer: RecordedPrinter) -> tuple[Printer | None, StateRecorder]:
    """Return a printer as Home Assistant shows it, and all states."""
    recorder = StateRecorder()
    for state in home.hass.states.async_all():
        recorder.record(dict(state.as_dict()))
    entry_id = home.entry.entry_id
    devices = dr.async_entries_for_config_entry(dr.async_get(home.hass), entry_id)
    entities = er.async_entries_for_config_entry(er.async_get(home.hass), entry_id)
    found = printers_of(
        [device.dict_repr for device in devices],
        [entity.as_partial_dict for entity in entities],
    )
    serial = printer.identity.serial
    return next((item for item in found if item.serial == serial), None), recorder


def compared(home: Home, printers: list[RecordedPrinter]) -> Comparison:
    """Compare all printers."""
    return Comparison.of(compare(printer, *of(home, printer)) for printer in printers)


async def test_all_values_are_compared(
    shown: Home, printers: list[RecordedPrinter]
) -> None:
    """Whatever the model, dozens of values are compared, and none differs."""
    for printer in printers:
        found = compare(printer, *of(shown, printer))
        assert not found.complaints
        assert found.values > LEAST_VALUES, printer.identity.name


async def test_deltas_are_compared(
    shown: Home, printers: list[RecordedPrinter]
) -> None:
    """What a message changes is expected as soon as it was sent, not before."""
    h2d = printers[3]
    h2d.step()
    assert not h2d.has_sent
    h2d.tick(1)  # sent to nobody: Home Assistant still shows a closed door
    assert compare(h2d, *of(shown, h2d)).complaints == (
        "Recorded O1D: binary_sensor.door is 'off', reported was True",
    )


FAULTS: dict[str, tuple[str, dict[str, Any]]] = {
    "sensor.nozzle_temperature": ("27.5", {}),
    "sensor.bed_temperature": ("unknown", {}),
    "sensor.part_fan_speed": ("unavailable", {}),
    "sensor.print_status": ("idle", {}),
    "sensor.current_layer": ("2", {}),
    "sensor.progress": ("13", {}),
    "sensor.wifi_signal": ("-40", {}),
    "sensor.storage": ("abnormal", {}),
    "sensor.nozzle_type": ("tungsten_carbide", {}),
    "light.chamber_light": ("on", {}),
    "switch.timelapse": ("on", {}),
    "update.firmware": ("off", {"installed_version": None}),
}
"""What is not true of the P1S."""
AMS_FAULTS: dict[str, tuple[str, dict[str, Any]]] = {
    "sensor.humidity": ("99", {}),
    "sensor.temperature": ("unknown", {}),
    "sensor.slot_1_filament": ("Bambu ABS", {"type": "ABS", "color": "#00AE42"}),
    "sensor.slot_2_remaining_filament": ("unavailable", {}),
    "sensor.slot_4_filament": ("unidentified", {}),
    "binary_sensor.active": ("on", {}),
}
"""What is not true of the X1C's first AMS."""


async def test_planted_faults_are_found(
    shown: Home, printers: list[RecordedPrinter]
) -> None:
    """A state that is not what was reported is a complaint about that value."""
    x1c, p1s = printers[:2]
    of_p1s, of_x1c = of(shown, p1s)[0], of(shown, x1c)[0]
    assert of_p1s
    assert of_x1c
    unit = next(iter(of_x1c.units.values()))
    faults = [(p1s, of_p1s.entities, key, fault) for key, fault in FAULTS.items()]
    faults += [(x1c, unit, key, fault) for key, fault in AMS_FAULTS.items()]
    states = shown.hass.states
    for printer, entities, key, (state, attributes) in faults:
        entity = entities[key]
        was = states.get(entity)
        assert was
        states.async_set(entity, state, attributes)
        complaints = compare(printer, *of(shown, printer)).complaints
        assert complaints, key
        assert all(key in complaint for complaint in complaints)
        states.async_set(entity, was.state, was.attributes)
        assert not compare(printer, *of(shown, printer)).complaints


async def test_missing_ams_is_found(
    shown: Home, printers: list[RecordedPrinter]
) -> None:
    """Every unit in the report has to be a device."""
    h2d = printers[3]
    devices = dr.async_get(shown.hass)
    serial = h2d.units[0]["sn"]
    device = devices.async_get_device_by_identifier(
        (DOMAIN, serial), shown.entry.entry_id
    )
    assert device
    devices.async_remove_device(device.id)
    assert compare(h2d, *of(shown, h2d)).complaints == (
        "Recorded O1D: no device for AMS 0",
    )


async def test_missing_fields_are_not_expected(
    shown: Home, printers: list[RecordedPrinter]
) -> None:
    """A report that lacks fields, or all of them, expects less."""
    x1c = printers[0]
    values = [compare(x1c, *of(shown, x1c)).values]
    x1c.report.pop("ams")
    for _ in range(2):
        found = compare(x1c, *of(shown, x1c))
        assert not found.complaints
        values.append(found.values)
        x1c.report.clear()
    assert values == sorted(set(values), reverse=True)


async def test_missing_printer_is_found(
    shown: Home, printers: list[RecordedPrinter]
) -> None:
    """A printer that is not shown is a complaint, not nothing to compare."""
    _, recorder = of(shown, printers[0])
    assert compare(printers[0], None, recorder).complaints == (
        "Recorded BL-P001: no such printer",
    )
