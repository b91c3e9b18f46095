"""Which entities are enabled at first: those that show an owner something new."""

from homeassistant.helpers import device_registry as dr, entity_registry as er
import pytest

from tests.simulator import another

from .helpers.home import H2D, P1S, X1C, Home

TWINS = {
    "number.nozzle_target_temperature": "sensor.nozzle_target_temperature",
    "number.left_nozzle_target_temperature": "sensor.left_nozzle_target_temperature",
    "number.right_nozzle_target_temperature": "sensor.right_nozzle_target_temperature",
    "number.bed_target_temperature": "sensor.bed_target_temperature",
    "number.chamber_target_temperature": "sensor.chamber_target_temperature",
    "fan.part_fan": "sensor.part_fan_speed",
    "fan.auxiliary_fan": "sensor.auxiliary_fan_speed",
    "fan.chamber_fan": "sensor.chamber_fan_speed",
    "select.speed_level": "sensor.speed_level",
}
"""What only shows a value, by the control of the same value."""


def entities(home: Home, serial: str, *, enabled: bool) -> set[str]:
    """Return platform and key of the enabled or the disabled entities of a device."""
    found = dr.async_get(home.hass).async_get_device_by_identifier(
        ("bambu_cloud", serial), home.entry.entry_id
    )
    assert found
    entries = er.async_entries_for_device(
        er.async_get(home.hass), found.id, include_disabled_entities=True
    )
    return {
        f"{entry.domain}.{entry.unique_id.removeprefix(f'{serial}_')}"
        for entry in entries
        if (entry.disabled_by is None) is enabled
    }


async def add(home: Home, model: str, firmware: str | None = None) -> str:
    """Add one more printer, with a firmware, and return its serial number."""
    printer = another(model, home.cloud.printers)
    if firmware:
        printer.version["info"]["module"][0]["sw_ver"] = firmware
    home.cloud.add_printer(printer)
    await home.poll()
    serial = printer.identity.serial

    def is_full() -> bool:
        """Return whether the first full report is shown."""
        bed = home.shows(serial, "bed_temperature")
        return bed is not None and bed.isdigit()

    await home.until_happened(is_full)
    await home.hass.async_block_till_done()
    return serial


@pytest.mark.parametrize(
    ("model", "firmware", "most"),
    [
        pytest.param("P1S", None, 41, id="P1S that accepts commands"),
        pytest.param("P1S", "01.08.02.00", 38, id="P1S"),
        pytest.param("A1 mini", None, 36, id="A1 mini"),
        pytest.param("X1C", None, 42, id="X1C"),
        pytest.param("H2D", None, 45, id="H2D"),
        pytest.param("H2D 01.00", None, 50, id="H2D that accepts commands"),
    ],
)
async def test_a_device_page_can_be_read(
    home: Home, model: str, firmware: str | None, most: int
) -> None:
    """Few enough entities are enabled at first, AMS units apart."""
    serial = await add(home, model, firmware)
    assert len(entities(home, serial, enabled=True)) <= most


async def test_what_the_dashboard_shows_is_enabled(home: Home) -> None:
    """Cards leave out what is disabled."""
    assert entities(home, P1S, enabled=True) >= {
        *{"sensor.print_status", "sensor.stage", "sensor.progress", "sensor.task_name"},
        *{"sensor.remaining_time", "sensor.finish_time", "sensor.current_layer"},
        *{"sensor.total_layers", "sensor.hms", "sensor.print_error", "image.cover"},
        *{"camera.camera", "binary_sensor.attention", "binary_sensor.online"},
        *{"calendar.prints", "button.pause", "button.resume", "button.stop"},
        *{"sensor.nozzle_temperature", "sensor.bed_temperature", "update.firmware"},
        *{"sensor.external_spool", "light.chamber_light", "fan.part_fan"},
        *{"select.speed_level", "switch.timelapse", "sensor.print_time"},
        *{"sensor.prints_finished", "sensor.filament_used"},
    }


async def test_one_entity_for_errors_and_one_for_drying(home: Home) -> None:
    """Of several that show the same, the one that says most is enabled."""
    on = entities(home, P1S, enabled=True)
    assert {"sensor.hms", "sensor.print_error"} <= on
    assert not {"binary_sensor.hms", "binary_sensor.print_error"} & on
    unit = home.cloud.simulated(H2D).ams.units["0"]
    of_ams = entities(home, unit.serial, enabled=True)
    assert "sensor.drying_status" in of_ams
    assert "binary_sensor.drying" not in of_ams


async def test_twins_of_controls_are_disabled(home: Home) -> None:
    """Where a printer accepts commands, the control shows the value as well."""
    old_h2d = await add(home, "H2D 01.00")
    for serial in (P1S, old_h2d):
        on = entities(home, serial, enabled=True)
        off = entities(home, serial, enabled=False)
        twins = {twin for control, twin in TWINS.items() if control in on}
        assert len(twins) >= 6
        assert twins <= off


async def test_values_without_a_control_are_enabled(home: Home) -> None:
    """Where a printer accepts no commands, they are all that shows them."""
    for serial in (X1C, H2D):
        on = entities(home, serial, enabled=True)
        assert not TWINS.keys() & on
        assert {"sensor.bed_target_temperature", "sensor.part_fan_speed"} <= on
        assert "sensor.speed_level" in on


async def test_the_nozzle_in_use_of_two_is_disabled(home: Home) -> None:
    """Each of two nozzles has its own temperature and target."""
    on, off = (entities(home, H2D, enabled=enabled) for enabled in (True, False))
    assert {
        *{"sensor.left_nozzle_temperature", "sensor.right_nozzle_temperature"},
        *{"sensor.left_nozzle_target_temperature"},
    } <= on
    assert {"sensor.nozzle_temperature", "sensor.nozzle_target_temperature"} <= off
    assert "sensor.nozzle_temperature" in entities(home, X1C, enabled=True)
