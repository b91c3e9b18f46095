"""What is stored of printers over a restart."""

from datetime import UTC, datetime, timedelta
from typing import Any

from homeassistant.const import EVENT_HOMEASSISTANT_FINAL_WRITE
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr
from homeassistant.util import dt as dt_util
import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_fire_time_changed,
)

from custom_components.bambu_cloud.const import DOMAIN
from custom_components.bambu_cloud.devices.state_store import PrinterStore
from custom_components.bambu_cloud.model import PrinterState, Report, changed, fold
from tests.helpers.clock import Wall
from tests.helpers.home import H2D, P1S, X1C, Home
from tests.simulator import SimulatedCloud, SimulatedPrinter, make_default_printers

NOON = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
KEYS = ("chamber_temperature", "door", "print_status", "speed_level")


async def restart(home: Home) -> None:
    """Set the account up anew, without waiting for any printer."""
    assert await home.hass.config_entries.async_reload(home.entry.entry_id)
    await home.hass.async_block_till_done()


def stored_printers(home: Home, hass_storage: dict[str, Any]) -> dict[str, Any]:
    """Return what is stored of the printers."""
    content: dict[str, Any] = hass_storage[f"{DOMAIN}.{home.entry.entry_id}.printers"][
        "data"
    ]
    return content


async def test_printer_that_is_off_has_its_entities(
    home: Home, hass_storage: dict[str, Any]
) -> None:
    """After a restart, all that a printer had is there, waiting for it to return."""
    assert await home.hass.config_entries.async_unload(home.entry.entry_id)
    home.cloud.disconnect(X1C)
    await home.cloud.advance(60)
    assert await home.hass.config_entries.async_setup(home.entry.entry_id)
    await home.hass.async_block_till_done()
    await home.until_shown(P1S, "online", "on")
    assert {home.shows(X1C, key) for key in KEYS} == {"unavailable"}
    assert home.shows(X1C, "online") == "off"
    device = dr.async_get(home.hass).async_get_device_by_identifier(
        (DOMAIN, X1C), home.entry.entry_id
    )
    assert device
    assert device.sw_version == home.cloud.printers[X1C].firmware

    home.cloud.connect(X1C)
    await home.cloud.advance(10)
    await home.until_shown(X1C, "print_status", "idle")
    await home.until_shown(X1C, "door", "off")


async def test_old_values_are_not_shown_as_new(
    home: Home, hass_storage: dict[str, Any], wall: Wall
) -> None:
    """What was stored is no news: it is shown when the printer has sent it again."""
    assert await home.hass.config_entries.async_unload(home.entry.entry_id)
    stored_printers(home, hass_storage)[P1S]["raw"]["nozzle_temper"] = 250
    wall.ahead += timedelta(minutes=1)
    home.cloud.broker.mute = True
    assert await home.hass.config_entries.async_setup(home.entry.entry_id)
    await home.hass.async_block_till_done()
    assert home.shows(P1S, "nozzle_temperature") == "unavailable"
    home.cloud.broker.mute = False


async def test_printer_that_left_meanwhile_is_gone(home: Home) -> None:
    """A printer removed from the account during a restart leaves no device."""
    assert await home.hass.config_entries.async_unload(home.entry.entry_id)
    home.cloud.remove_printer(H2D)
    assert await home.hass.config_entries.async_setup(home.entry.entry_id)
    await home.hass.async_block_till_done()
    registry = dr.async_get(home.hass)
    device = (DOMAIN, H2D)
    assert not registry.async_get_device_by_identifier(device, home.entry.entry_id)


async def test_stored_when_home_assistant_stops(
    home: Home, hass_storage: dict[str, Any]
) -> None:
    """Stopping is enough, without waiting for the next regular time."""
    home.hass.bus.async_fire(EVENT_HOMEASSISTANT_FINAL_WRITE)
    await home.hass.async_block_till_done()
    assert stored_printers(home, hass_storage).keys() == home.cloud.printers.keys()


async def test_stored_in_a_while_although_reports_never_end(
    home: Home, hass_storage: dict[str, Any]
) -> None:
    """A crash costs little: what is pushed does not put off the writing."""
    await home.cloud.advance(10)
    await home.pass_time(1000)
    assert stored_printers(home, hass_storage)[P1S]["model"] == "P1S"


async def test_failed_start_forgets_nothing(
    home: Home, hass_storage: dict[str, Any]
) -> None:
    """When the cloud is away at the start, what was stored stays stored."""
    assert await home.hass.config_entries.async_unload(home.entry.entry_id)
    before = dict(stored_printers(home, hass_storage))
    home.cloud.revoke_tokens()
    assert not await home.hass.config_entries.async_setup(home.entry.entry_id)
    assert stored_printers(home, hass_storage) == before


def stored(entry_id: str, data: Any, version: int = 1) -> dict[str, Any]:
    """Return a file of printers."""
    return {"version": version, "key": f"{DOMAIN}.{entry_id}.printers", "data": data}


@pytest.mark.parametrize(
    "content",
    [
        stored("x", {P1S: {"raw": 1, "version": []}}),
        stored("x", {P1S: None, X1C: "junk"}),
        stored("x", ["junk"]),
        stored("x", {}, version=99),
    ],
    ids=["fields", "printers", "list", "future"],
)
async def test_what_makes_no_sense_is_ignored(
    hass: HomeAssistant,
    cloud: SimulatedCloud,
    config_entry: MockConfigEntry,
    hass_storage: dict[str, Any],
    caplog: pytest.LogCaptureFixture,
    content: dict[str, Any],
) -> None:
    """Whatever is in the file, the printers are set up, and its loss is logged."""
    hass_storage[f"{DOMAIN}.{config_entry.entry_id}.printers"] = content
    assert await hass.config_entries.async_setup(config_entry.entry_id)
    await hass.async_block_till_done()
    assert f"{DOMAIN}.{config_entry.entry_id}.printers makes no sense" in caplog.text
    home = Home(hass, cloud, config_entry)
    await home.until_reported()
    assert home.shows(P1S, "print_status") == "idle"


@pytest.mark.parametrize(
    "damage",
    [
        {"raw": None},
        {"raw": "{}"},
        {"version": [1]},
        {"name": None},
        {"model": 7},
    ],
    ids=str,
)
async def test_damaged_printer_costs_only_itself(
    hass: HomeAssistant, hass_storage: dict[str, Any], damage: dict[str, Any]
) -> None:
    """The other printers of the file are there."""
    good = {"name": "Mine", "model": "P1S", "raw": {"mc_percent": 7}, "version": {}}
    hass_storage[f"{DOMAIN}.x.printers"] = stored("x", {P1S: good, X1C: good | damage})
    printers = await PrinterStore(hass, "x").async_load()
    assert printers.keys() == {P1S}
    assert (printers[P1S].name, printers[P1S].model.key) == ("Mine", "P1S")
    assert printers[P1S].raw == {"mc_percent": 7}


async def after_restart(
    hass: HomeAssistant, *states: PrinterState
) -> dict[str, PrinterState]:
    """Return printers as they come back from the file."""
    store = PrinterStore(hass, "x")
    store.async_save_later(lambda: {state.serial: state for state in states})
    await store.async_save_now()
    return await PrinterStore(hass, "x").async_load()


def after_full_report(printer: SimulatedPrinter) -> PrinterState:
    """Return the state of a printer after its full report."""
    state = PrinterState(serial=printer.identity.serial, name=printer.identity.name)
    for payload in (printer.answer_version("1"), printer.full()):
        report = Report(serial=state.serial, payload=payload, received_at=NOON)
        state = fold(state, report)
    return state


async def test_everything_about_a_printer_is_rebuilt(hass: HomeAssistant) -> None:
    """All that was read of a printer is read again, its AMS units and trays too."""
    printers = {printer.identity.serial: printer for printer in make_default_printers()}
    before = {
        serial: after_full_report(printer) for serial, printer in printers.items()
    }
    after = await after_restart(hass, *before.values())
    assert after.keys() == before.keys()
    assert after[P1S].ams.units
    for serial, state in before.items():
        assert changed(state, after[serial]) == {"presence"}
        assert after[serial].complete
        assert (after[serial].name, after[serial].model) == (state.name, state.model)


def nested(depth: int) -> dict[str, Any]:
    """Return an object in an object, many times."""
    inner: dict[str, Any] = {}
    for _ in range(depth):
        inner = {"a": inner}
    return inner


@pytest.mark.parametrize(
    "raw",
    [{"a": "x" * 300_000}, {"a": [0] * 200_000}, nested(300), nested(251)],
    ids=["text", "list", "deep", "barely"],
)
async def test_report_out_of_proportion_is_not_stored(
    hass: HomeAssistant, raw: dict[str, Any]
) -> None:
    """A printer that reports nonsense costs no disk, and no other printer."""
    odd = PrinterState(serial=X1C, name="Odd", raw=raw)
    fine = PrinterState(serial=P1S, name="Fine", raw={"mc_percent": 7})
    printers = await after_restart(hass, odd, fine)
    assert printers[X1C].name == "Odd"
    assert printers[X1C].raw == {}
    assert printers[P1S].raw == {"mc_percent": 7}


async def test_stored_once_for_many_reports(
    hass: HomeAssistant, hass_storage: dict[str, Any]
) -> None:
    """What is scheduled is done once, with the state of then; then scheduled anew."""
    name = "first"
    store = PrinterStore(hass, "x")

    def states() -> dict[str, PrinterState]:
        return {P1S: PrinterState(serial=P1S, name=name)}

    async def pass_by(seconds: float) -> None:
        async_fire_time_changed(hass, dt_util.utcnow() + timedelta(seconds=seconds))
        await hass.async_block_till_done()

    for name in ("second", "third"):  # noqa: B007  read by the function above
        store.async_save_later(states)
        await pass_by(600)
    assert f"{DOMAIN}.x.printers" not in hass_storage
    await pass_by(1000)
    assert hass_storage.pop(f"{DOMAIN}.x.printers")["data"][P1S]["name"] == "third"
    await store.async_save_now()
    await pass_by(10_000)
    assert f"{DOMAIN}.x.printers" not in hass_storage
    store.async_save_later(states)
    await pass_by(1000)
    assert f"{DOMAIN}.x.printers" in hass_storage
    await store.async_remove()
    assert f"{DOMAIN}.x.printers" not in hass_storage
