"""AMS units are devices that come, go and move."""

from datetime import timedelta
from typing import Any
from unittest.mock import AsyncMock, patch

from homeassistant.helpers import device_registry as dr, entity_registry as er
from homeassistant.setup import async_setup_component
import orjson
import pytest

from custom_components.bambu_cloud.const import DOMAIN
from tests.helpers.clock import Wall
from tests.helpers.home import A1_MINI, H2D, P1S, X1C, Home
from tests.helpers.reports import delta, full, push


def serial_of(home: Home, printer: str, unit: str = "0") -> str:
    """Return the serial of an AMS at a printer."""
    return home.cloud.simulated(printer).ams.units[unit].serial


def owner(home: Home, serial: str) -> str | None:
    """Return the serial of the printer that an AMS device belongs to."""
    device = home.device(serial)
    if device is None or device.via_device_id is None:
        return None
    via = dr.async_get(home.hass).async_get(device.via_device_id)
    return via.serial_number if isinstance(via, dr.DeviceEntry) else None


async def test_ams_is_a_device_of_its_own(home: Home) -> None:
    """It is named after its printer, and says what it is."""
    serial = serial_of(home, P1S)
    device = home.device(serial)
    assert device
    assert device.name == "Workshop P1S AMS 1"
    assert (device.model, device.serial_number) == ("AMS", serial)
    assert (device.sw_version, device.hw_version) == ("00.00.06.49", "AMS08")
    assert owner(home, serial) == P1S


@pytest.mark.parametrize(
    ("printer", "unit", "name", "model"),
    [
        (A1_MINI, "0", "Desk A1 mini AMS lite", "AMS lite"),
        (H2D, "0", "Studio H2D AMS 2 Pro 1", "AMS 2 Pro"),
        (H2D, "128", "Studio H2D AMS HT 1", "AMS HT"),
    ],
)
async def test_each_kind_has_its_name(
    home: Home, printer: str, unit: str, name: str, model: str
) -> None:
    """Units are numbered per kind, as Bambu Lab does."""
    device = home.device(serial_of(home, printer, unit))
    assert device
    assert (device.name, device.model) == (name, model)


async def test_what_an_ams_shows(home: Home) -> None:
    """Its climate, and per slot the filament and what is left of it."""
    serial = serial_of(home, P1S)
    assert home.shows(serial, "humidity") == "34"
    assert home.shows(serial, "dryness_level") == "3"
    assert home.shows(serial, "temperature") == "25"
    await home.until_shown(serial, "slot_1_filament", "Bambu PLA Basic")
    assert home.shows(serial, "slot_1_remaining_filament") == "64"
    spool = home.attributes(serial, "slot_1_filament")
    assert (spool["type"], spool["color"], spool["active"]) == ("PLA", "#FFFFFF", False)
    assert home.shows(serial, "slot_2_filament") == "Generic PLA"
    assert home.entity_id(serial, "slot_2_remaining_filament") is None
    assert home.shows(serial, "slot_4_filament") == "empty"
    assert home.entity_id(serial, "drying_status") is None


async def test_lite_does_not_measure(home: Home) -> None:
    """An AMS lite is open and weighs nothing: its numbers are placeholders."""
    serial = serial_of(home, A1_MINI)
    await home.until_shown(serial, "slot_2_filament", "Bambu PLA Basic")
    for key in ("humidity", "temperature", "drying_status"):
        assert home.entity_id(serial, key) is None
    for slot in range(1, 5):
        assert home.entity_id(serial, f"slot_{slot}_remaining_filament") is None


async def test_sensors_that_never_measured_are_removed(home: Home) -> None:
    """What an earlier version showed of an AMS lite is not left behind."""
    serial = serial_of(home, A1_MINI)
    unique_id = f"{serial}_slot_2_remaining_filament"
    registry = er.async_get(home.hass)
    registry.async_get_or_create("sensor", DOMAIN, unique_id, config_entry=home.entry)
    assert await home.hass.config_entries.async_reload(home.entry.entry_id)
    await home.until_reported()
    assert registry.async_get_entity_id("sensor", DOMAIN, unique_id) is None


async def test_own_filament_has_the_name_its_owner_gave_it(home: Home) -> None:
    """Private presets of the account name spools, outside of the AMS, too."""
    await home.until_shown(P1S, "external_spool", "Nordlicht PLA Tough")


async def test_spool_in_use(home: Home) -> None:
    """The printer says what it prints from, and the AMS that it is in use."""
    serial = serial_of(home, P1S)
    assert home.shows(P1S, "active_filament") == "nothing"
    assert home.binary(serial, "active") == "off"
    await push(home, P1S, delta(ams={"tray_now": "0"}))
    await home.until_shown(P1S, "active_filament", "Bambu PLA Basic")
    assert home.attributes(P1S, "active_filament")["slot"] == 1
    assert home.binary(serial, "active") == "on"
    assert home.attributes(serial, "slot_1_filament")["active"] is True
    assert home.attributes(serial, "slot_2_filament")["active"] is False


@pytest.mark.usefixtures("entity_registry_enabled_by_default")
async def test_drying_counts_down(home: Home) -> None:
    """A unit with a dryer shows how long it will go on."""
    await home.cloud.scenario(H2D, "ams_drying")
    serial = serial_of(home, H2D)
    await home.until_happened(lambda: home.binary(serial, "drying") == "on")
    assert home.shows(serial, "drying_status") == "drying"
    assert int(home.shows(serial, "drying_remaining_time") or 0) > 0


@pytest.mark.usefixtures("entity_registry_enabled_by_default")
async def test_nozzle_that_an_ams_feeds(home: Home) -> None:
    """Only a printer with two nozzles has a side to name."""
    for unit, side in (("0", "left"), ("1", "right"), ("128", "right")):
        assert home.shows(serial_of(home, H2D, unit), "feeds_nozzle") == side
    assert home.entity_id(serial_of(home, P1S), "feeds_nozzle") is None


async def test_ams_is_plugged_in(home: Home, wall: Wall) -> None:
    """A unit that is plugged in appears without a reload."""
    wall.ahead += timedelta(seconds=20)
    await home.cloud.scenario(P1S, "ams_plugged_in")
    serial = serial_of(home, P1S, "1")
    await home.until_happened(lambda: owner(home, serial) == P1S)
    await home.until(lambda: home.shows(serial, "slot_1_filament"))
    assert home.shows(serial, "slot_1_filament") != "unavailable"
    device = home.device(serial)
    assert device
    assert device.name == "Workshop P1S AMS 2"


async def test_ams_is_unplugged(home: Home) -> None:
    """A unit that is gone is unavailable, and removed once that is certain."""
    serial = serial_of(home, P1S)
    await home.cloud.scenario(P1S, "ams_unplugged")
    await home.until_happened(
        lambda: home.shows(serial, "slot_1_filament") == "unavailable"
    )
    assert home.device(serial)
    await home.send_full_report(P1S)
    await home.until(lambda: home.device(serial) is None)
    assert home.entity_id(serial, "slot_1_filament") is None
    assert home.shows(P1S, "print_status") == "idle"


async def test_unplugged_ams_is_asked_after(home: Home, wall: Wall) -> None:
    """The next poll asks for the full report that decides."""
    serial = serial_of(home, P1S)
    await home.cloud.scenario(P1S, "ams_unplugged")
    await home.until_happened(
        lambda: home.shows(serial, "slot_1_filament") == "unavailable"
    )
    wall.ahead += timedelta(seconds=310)
    await home.poll()
    await home.until_happened(lambda: home.device(serial) is None)


async def test_ams_moves_to_another_printer(home: Home, wall: Wall) -> None:
    """It stays the same device with the same entities, now at the other printer."""
    serial = serial_of(home, X1C)
    entity_id = home.entity_id(serial, "slot_1_filament")
    wall.ahead += timedelta(seconds=20)
    home.cloud.plug_ams(P1S, home.cloud.unplug_ams(X1C, "0"))
    await home.until_happened(lambda: owner(home, serial) == P1S)
    assert home.entity_id(serial, "slot_1_filament") == entity_id
    assert home.shows(serial, "slot_1_filament") not in {None, "unavailable"}
    await home.send_full_report(X1C)
    await home.send_full_report(P1S)
    assert owner(home, serial) == P1S
    assert home.shows(serial, "slot_1_filament") not in {None, "unavailable"}


async def test_nonsense_removes_nothing(home: Home) -> None:
    """A full report whose list of units makes no sense does not cost a device."""
    serial = serial_of(home, P1S)
    raw = home.entry.runtime_data.account.printers[P1S].data.raw
    everything: tuple[object, ...] = (None, "none", 7, [], {"ams": None})
    for nonsense in (*everything, {"ams": [None]}):
        await push(home, P1S, full(**{**raw, "ams": nonsense, "layer_num": 1}))
    await push(home, P1S, delta(nozzle_temper=77))
    await home.until_shown(P1S, "nozzle_temperature", "77")
    assert home.device(serial)
    assert home.entity_id(serial, "slot_1_filament")


async def test_ams_leaves_with_its_printer(home: Home) -> None:
    """What is plugged into a printer leaves the account with it."""
    serial = serial_of(home, P1S)
    home.cloud.remove_printer(P1S)
    await home.poll()
    assert home.device(P1S) is None
    assert home.device(serial) is None


async def test_ams_that_left_while_home_assistant_was_off(
    home: Home, hass_storage: dict[str, Any]
) -> None:
    """A device without a unit is removed after a full report of its printer."""
    serial = serial_of(home, P1S)
    assert await home.hass.config_entries.async_unload(home.entry.entry_id)
    await home.cloud.scenario(P1S, "ams_unplugged")
    hass_storage.pop(f"{DOMAIN}.{home.entry.entry_id}.printers")
    assert await home.hass.config_entries.async_setup(home.entry.entry_id)
    await home.hass.async_block_till_done()
    assert home.device(serial)
    await home.until_happened(lambda: home.device(serial) is None)


async def test_ams_that_moved_before_its_printer_said_so(home: Home) -> None:
    """A unit that two printers list goes to the one that still has it."""
    serial = serial_of(home, X1C)
    version = home.cloud.simulated(X1C).version
    (module,) = (m for m in version["info"]["module"] if m["name"] == "ams/0")
    unit = home.entry.runtime_data.account.printers[X1C].data.raw["ams"]["ams"][0]
    await push(home, P1S, orjson.dumps({"info": with_module(home, P1S, module)}))
    await push(home, P1S, delta(ams=both(home, unit)))
    await home.until(lambda: is_listed(home, P1S, serial))
    assert owner(home, serial) == X1C

    home.cloud.unplug_ams(X1C, "0")
    await home.send_full_report(X1C)
    await home.until(lambda: owner(home, serial) == P1S)
    assert home.shows(serial, "slot_1_filament") not in {None, "unavailable"}


def with_module(home: Home, printer: str, module: dict[str, Any]) -> dict[str, Any]:
    """Return a printer's version answer that lists another unit as its second."""
    info: dict[str, Any] = home.cloud.simulated(printer).version["info"]
    return info | {"module": [*info["module"], module | {"name": "ams/1"}]}


def both(home: Home, unit: dict[str, Any]) -> dict[str, Any]:
    """Return a delta in which a P1S has another unit beside its own."""
    return {"ams": [unit | {"id": "1"}], "ams_exist_bits": "3"}


def is_listed(home: Home, printer: str, serial: str) -> bool:
    """Return whether a printer lists a unit, as far as it was understood."""
    state = home.entry.runtime_data.account.printers[printer].data
    return state.ams.unit(serial) is not None


async def test_update_entity_action_asks_the_printer(home: Home, wall: Wall) -> None:
    """Updating an entity of an AMS by hand asks its printer for everything."""
    assert await async_setup_component(home.hass, "homeassistant", {})
    asked: list[str] = []
    stream = home.entry.runtime_data.account.stream
    ask = AsyncMock(side_effect=asked.append)
    entity_id = home.entity_id(serial_of(home, P1S), "humidity")
    with patch.object(stream, "request_full_report", ask):
        await home.hass.services.async_call(
            "homeassistant",
            "update_entity",
            {"entity_id": [entity_id]},
            blocking=True,
        )
    assert asked == [P1S]
    assert home.shows(serial_of(home, P1S), "humidity") == "34"


async def test_external_spool_in_use(home: Home) -> None:
    """The active filament may come from outside of any AMS."""
    await push(home, P1S, delta(ams={"tray_now": "254"}))
    await home.until_shown(P1S, "active_filament", "Nordlicht PLA Tough")
    active = home.attributes(P1S, "active_filament")
    assert (active["ams"], active["slot"]) == (None, None)


async def test_filament_without_a_name(home: Home) -> None:
    """What no preset names is called by type and color."""
    tray = {"tray_info_idx": "Pffffff0", "tray_type": "PC", "tray_color": "00FF00FF"}
    await push(home, P1S, delta(vt_tray=tray))
    await home.until_shown(P1S, "external_spool", "PC #00FF00")


async def test_ams_without_serial_is_left_alone(home: Home) -> None:
    """A printer that forgets to list a unit makes it unavailable, not disappear."""
    serial = serial_of(home, P1S)
    info = home.cloud.simulated(P1S).version["info"]
    printer_only = info | {"module": info["module"][:1]}
    await push(home, P1S, orjson.dumps({"info": printer_only}))
    await home.until_shown(serial, "slot_1_filament", "unavailable")
    assert home.device(serial)
    await push(home, P1S, orjson.dumps({"info": info}))
    await home.until_shown(serial, "slot_1_filament", "Bambu PLA Basic")
