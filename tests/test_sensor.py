"""What the sensors of each printer show."""

from datetime import timedelta

from homeassistant.const import EntityCategory
from homeassistant.helpers import entity_registry as er
from homeassistant.util import dt as dt_util
import pytest
from syrupy.assertion import SnapshotAssertion

from tests.simulator import another

from .helpers.home import A1_MINI, H2D, P1S, X1C, Home
from .helpers.reports import delta, push


def described(home: Home, entry: er.RegistryEntry) -> str:
    """Say in one line what a person sees of an entity."""
    state = home.hass.states.get(entry.entity_id)
    assert state
    unit = state.attributes.get("unit_of_measurement")
    is_number = unit or "state_class" in state.attributes
    kind = entry.original_device_class or ("number" if is_number else "text")
    category = f" ({entry.entity_category})" if entry.entity_category else ""
    value = "…" if kind == "signal_strength" else state.state
    value = f"{value} {unit}" if unit else value
    return f"{entry.original_name}{category}, {kind}: {value}"


def everything(home: Home, serial: str) -> dict[str, str]:
    """Return what a device shows, by the keys of its entities."""
    registry = er.async_get(home.hass)
    entries = er.async_entries_for_config_entry(registry, home.entry.entry_id)
    shown = {
        f"{entry.domain}.{entry.unique_id.removeprefix(f'{serial}_')}": described(
            home, entry
        )
        for entry in entries
        if entry.unique_id.startswith(serial)
    }
    return dict(sorted(shown.items()))


@pytest.mark.usefixtures("entity_registry_enabled_by_default")
@pytest.mark.parametrize("serial", [X1C, P1S, A1_MINI, H2D])
async def test_everything_that_an_idle_printer_shows(
    home: Home,
    snapshot: SnapshotAssertion,
    serial: str,
) -> None:
    """Each model has just the entities that it can fill."""
    assert everything(home, serial) == snapshot


@pytest.mark.usefixtures("entity_registry_enabled_by_default")
@pytest.mark.parametrize(
    ("printer", "unit"), [(P1S, "0"), (A1_MINI, "0"), (H2D, "0"), (H2D, "128")]
)
async def test_everything_that_an_ams_shows(
    home: Home,
    snapshot: SnapshotAssertion,
    printer: str,
    unit: str,
) -> None:
    """Each kind of AMS has just the entities that it can fill."""
    serial = home.cloud.simulated(printer).ams.units[unit].serial
    await home.until(lambda: "Bambu" in (home.shows(serial, "slot_1_filament") or ""))
    assert everything(home, serial) == snapshot


@pytest.mark.usefixtures("entity_registry_enabled_by_default")
@pytest.mark.parametrize("model", ["P2S", "N99", "H2D 01.00"])
async def test_everything_that_a_further_printer_shows(
    home: Home, snapshot: SnapshotAssertion, model: str
) -> None:
    """An unknown model has an entity for whatever it reports."""
    printer = another(model, home.cloud.printers)
    home.cloud.add_printer(printer)
    await home.poll()
    await home.until_reported()
    await home.hass.async_block_till_done()
    assert everything(home, printer.identity.serial) == snapshot


@pytest.mark.usefixtures("entity_registry_enabled_by_default")
async def test_a_print_from_start_to_end(home: Home) -> None:
    """While a print runs, everything about it is shown; then it rests."""
    await home.cloud.scenario(P1S, "print_uninterrupted", 600)
    await home.cloud.advance(400)
    await home.until_shown(P1S, "print_status", "printing")
    assert home.shows(P1S, "task_name") == "Benchy"
    assert home.shows(P1S, "print_type") == "cloud"
    assert 0 < int(home.shows(P1S, "progress") or 0) < 100
    layer, total = home.shows(P1S, "current_layer"), home.shows(P1S, "total_layers")
    assert 0 < int(layer or 0) < int(total or 0)
    assert int(home.shows(P1S, "remaining_time") or 0) > 0
    finish = dt_util.parse_datetime(home.shows(P1S, "finish_time") or "")
    assert finish
    assert finish - dt_util.utcnow() < timedelta(minutes=20)
    assert float(home.shows(P1S, "nozzle_target_temperature") or 0) > 150

    await home.cloud.advance(400)
    await home.until_shown(P1S, "print_status", "finished")
    assert home.shows(P1S, "stage") == "idle"
    assert home.shows(P1S, "progress") == "100"
    assert home.shows(P1S, "remaining_time") == "unknown"
    assert home.shows(P1S, "finish_time") == "unknown"


async def test_finish_time_does_not_jitter(home: Home) -> None:
    """An estimate that moves by a minute moves nothing; one that moves more, does."""
    await push(
        home, P1S, delta(gcode_state="RUNNING", mc_percent=10, mc_remaining_time=60)
    )
    await home.until_shown(P1S, "remaining_time", "60")
    finish = home.shows(P1S, "finish_time")
    for minutes in (61, 60, 59, 61):
        await push(home, P1S, delta(mc_remaining_time=minutes))
        await home.until_shown(P1S, "remaining_time", str(minutes))
        assert home.shows(P1S, "finish_time") == finish
    await push(home, P1S, delta(mc_remaining_time=90))
    await home.until_shown(P1S, "remaining_time", "90")
    assert home.shows(P1S, "finish_time") != finish


@pytest.mark.usefixtures("entity_registry_enabled_by_default")
async def test_unknown_words(home: Home) -> None:
    """What new firmware may say is unknown, and breaks nothing."""
    words = {"print_type": "moon", "stg_cur": 4711, "spd_lvl": 9}
    await push(home, P1S, delta(gcode_state="RUNNING", **words))
    await home.until_shown(P1S, "print_status", "printing")
    for key in ("print_type", "stage", "speed_level"):
        assert home.shows(P1S, key) == "unknown"
    await push(home, P1S, delta(gcode_state="DANCING"))
    await home.until_shown(P1S, "print_status", "unknown")


async def test_endless_task_name(home: Home) -> None:
    """A name longer than a state can be is cut, not lost."""
    await push(home, P1S, delta(subtask_name="Benchy " * 100))
    await home.until_shown(P1S, "task_name", ("Benchy " * 100)[:255])


async def test_noise_is_off(home: Home) -> None:
    """Details are disabled or at least diagnostic."""
    registry = er.async_get(home.hass)
    entries = er.async_entries_for_config_entry(registry, home.entry.entry_id)
    disabled = {entry.translation_key for entry in entries if entry.disabled_by}
    assert disabled == {
        *{"heatbreak_fan_speed", "wifi_signal", "ip_address", "serial_number"},
        *{"gcode_file", "download_progress", "feeds_nozzle"},
        *{"left_filament_present", "right_filament_present"},
        *{"camera_recording", "wired_network", "camera_status"},
        *{"left_filament_present", "right_filament_present"},
        *{"work_light", "keep_files", "camera_resolution", "read_tag"},
        *{"test_cloud_camera", "refresh", "record_prints", "start_time", "print_type"},
        *{"print_length", "print_filaments", "bed_type", "prints_failed", "storage"},
        *{"success_rate", "print_weight", "build_plate_detection"},
        *{"chamber_target_temperature", "plate_clear"},
        *{"nozzle_diameter", "left_nozzle_diameter", "right_nozzle_diameter"},
        *{"nozzle_type", "left_nozzle_type", "right_nozzle_type", "tool_module"},
        *{
            "printable_objects",
            "skipped_objects",
            "object_mask",
            "hms",
            "print_error",
            "filament_present",
            "drying",
        },
        *{"ams_auto_refill", "step_loss_recovery", "ai_sensitivity", "door_check"},
        *{"air_duct_mode", "nozzle_temperature"},
        # Twins of controls.
        *{"nozzle_target_temperature", "bed_target_temperature", "speed_level"},
        *{"part_fan_speed", "auxiliary_fan_speed", "chamber_fan_speed"},
        *{"ams_read_on_insert", "ams_read_at_power_up", "ams_estimate_remaining"},
        "firmware",  # of AMS units
    }
    status = registry.async_get(home.entity_id(P1S, "print_status") or "")
    assert status
    assert status.entity_category is None
    online = registry.async_get(home.entity_id(P1S, "online") or "")
    assert online
    assert online.entity_category is EntityCategory.DIAGNOSTIC


@pytest.mark.usefixtures("entity_registry_enabled_by_default")
async def test_hotend_rack(home: Home) -> None:
    """A printer that reports a rack shows each of its places."""
    nozzles = {
        "exist": 0b11 << 16 | 1,
        "info": [
            {"id": 0, "diameter": 0.4, "type": "HS01"},
            {"id": 16, "diameter": 0.4, "type": "HH01", "wear": 3, "tm": 350}
            | {"stat": 0, "fila_id": "GFA00"},
            {"id": 17, "diameter": 0.6, "type": "HS05", "stat": 2},
        ],
    }
    holder = {"pos": 1, "stat": 1}
    await push(home, P1S, delta(device={"nozzle": nozzles, "holder": holder}))
    await home.until_shown(P1S, "hotend_2", "docked")
    assert home.shows(P1S, "hotend_3") in {"empty", "mounted"}
    second = home.attributes(P1S, "hotend_2")
    assert (second["type"], second["status"]) == ("tungsten_carbide", "abnormal")
    first = home.attributes(P1S, "hotend_1")
    assert (first["max_temperature"], first["status"]) == (350, "normal")
    assert (first["slot"], first["filament"]) == (1, "Bambu PLA Basic")
    assert home.attributes(P1S, "hotend_4")["slot"] == 4
    assert home.shows(P1S, "rack_position") == "a_top"
    assert home.shows(P1S, "rack_activity") == "idle"
