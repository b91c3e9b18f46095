"""Prints say which spool they used, in events, history and calendar."""

from datetime import timedelta
from typing import Any

from homeassistant.const import ATTR_ENTITY_ID
from homeassistant.util import dt as dt_util
import pytest

from custom_components.bambu_cloud.const import DOMAIN
from custom_components.bambu_cloud.model import Job, TrayLocation
from tests.helpers.actions import call, device_id
from tests.helpers.home import P1S, X1C, Home
from tests.helpers.reports import delta, push
from tests.helpers.spools import shelf_of, tag_of
from tests.helpers.wait import until
from tests.simulator import P2S_SERIAL, SimulatedCloud, another


async def end(home: Home, serial: str, scenario: str) -> dict[str, Any]:
    """Print to the end, and return the filaments of event and task."""
    await home.cloud.scenario(serial, scenario, 600)
    history = home.entry.runtime_data.history
    outcome = {"print_ok": "finished", "print_fails": "failed"}[scenario]

    def event() -> Any:
        return home.attributes(serial, "print_event", "event")

    await home.until_happened(lambda: home.shows(serial, "print_status") == outcome)
    await home.hass.async_block_till_done()
    await history.async_refresh(serial)
    await home.hass.async_block_till_done()
    print_filaments = home.entry.runtime_data.spool_use.with_uses(
        history.tasks(serial)[0]
    ).filaments
    return {"event": event().get("filaments"), "task": print_filaments}


@pytest.mark.usefixtures("entity_registry_enabled_by_default")
async def test_finished_print(cloud: SimulatedCloud, tagged: int, home: Home) -> None:
    """The slot that was seen at work is in the event, the history and the calendar."""
    await shelf_of(home)
    found = await end(home, X1C, "print_ok")
    tag = tag_of(cloud, X1C, 0, 0)
    (filament,) = found["task"]
    assert (filament.tray_uuid, filament.spool) == (tag, "Bambu Lab PLA Basic")
    assert filament.used == pytest.approx(filament.weight)
    (shown,) = found["event"]
    assert (shown["ams"], shown["slot"], shown["tray_uuid"]) == ("AMS 1", 1, tag)
    (newest, *_) = (
        await call(home, "get_print_history", device_id=device_id(home, X1C))
    )["prints"]
    assert newest["filaments"][0]["spool"] == "Bambu Lab PLA Basic"
    calendar = home.hass.states.async_entity_ids("calendar")
    now = dt_util.utcnow()
    span = {"start_date_time": now - timedelta(days=9e3), "end_date_time": now}
    result: Any = await home.hass.services.async_call(
        "calendar",
        "get_events",
        {ATTR_ENTITY_ID: calendar, **span},
        blocking=True,
        return_response=True,
    )
    texts = [
        each.get("description") for one in result.values() for each in one["events"]
    ]
    assert any("Bambu Lab PLA Basic" in (text or "") for text in texts)


async def test_spool_that_leaves_the_ams(
    cloud: SimulatedCloud, tagged: int, home: Home, hass_storage: dict[str, Any]
) -> None:
    """A reload forgets no spool of a print, wherever it is by then."""
    await shelf_of(home)
    await end(home, X1C, "print_ok")
    cloud.simulated(X1C).ams.remove_spool(0, 0)
    await home.send_full_report(X1C)
    assert await home.hass.config_entries.async_reload(home.entry.entry_id)
    await home.until_reported()
    await shelf_of(home)
    data = home.entry.runtime_data
    await data.history.async_refresh(X1C)
    (filament,) = data.spool_use.with_uses(data.history.tasks(X1C)[0]).filaments
    assert filament.spool == "Bambu Lab PLA Basic"
    key = f"{DOMAIN}.{home.entry.entry_id}.spool_use"
    assert key in hass_storage
    await home.hass.config_entries.async_remove(home.entry.entry_id)
    assert key not in hass_storage


async def test_stored_while_it_goes_on(
    home: Home, hass_storage: dict[str, Any]
) -> None:
    """What a crash would cost of a long print is stored again and again."""
    await home.cloud.scenario(X1C, "print_ok", 600)
    key = f"{DOMAIN}.{home.entry.entry_id}.spool_use"

    def stored() -> Any:
        return hass_storage.get(key, {}).get("data", {}).get("runs")

    async def go_on() -> None:
        await home.cloud.advance(5)
        await home.pass_time(11)

    await until(stored, meanwhile=go_on)
    before = stored()
    await until(lambda: stored() != before, meanwhile=go_on)


async def test_nothing_is_stored_while_nothing_changes(
    home: Home, hass_storage: dict[str, Any]
) -> None:
    """What a printer says of its AMS after a print is nothing new of its spools."""
    await shelf_of(home)
    await end(home, X1C, "print_ok")
    await home.pass_time(11)
    await home.hass.async_block_till_done()
    key = f"{DOMAIN}.{home.entry.entry_id}.spool_use"
    stored = hass_storage[key]
    for humidity in (20, 30):
        await push(
            home, X1C, delta(ams={"ams": [{"id": "0", "humidity_raw": humidity}]})
        )
        await home.pass_time(11)
        await home.hass.async_block_till_done()

    assert hass_storage[key] is stored


@pytest.fixture(params=[None, 403])
def refused(cloud: SimulatedCloud, request: pytest.FixtureRequest) -> None:
    """Let the account have a filament manager, or none."""
    cloud.policy.spools_refused = request.param


async def test_file_stays_small(
    refused: None, home: Home, hass_storage: dict[str, Any]
) -> None:
    """The oldest prints make room, with or without a filament manager."""
    await end(home, X1C, "print_ok")
    assert await home.hass.config_entries.async_unload(home.entry.entry_id)
    data = hass_storage[f"{DOMAIN}.{home.entry.entry_id}.spool_use"]["data"]
    (run,) = data["runs"][X1C]
    data["runs"][X1C] = [run | {"ids": [f"{number}"]} for number in range(20)]
    data["uses"] = {f"{number}": [] for number in range(500)}
    data["since"] = "2020-01-01T00:00:00+00:00"
    assert await home.hass.config_entries.async_setup(home.entry.entry_id)
    await home.until_reported()
    await end(home, X1C, "print_fails")
    assert await home.hass.config_entries.async_unload(home.entry.entry_id)
    data = hass_storage[f"{DOMAIN}.{home.entry.entry_id}.spool_use"]["data"]
    assert (len(data["runs"][X1C]), len(data["uses"])) == (20, 500)
    assert "0" not in data["uses"]


async def test_slot_of_an_unlisted_unit(
    home: Home, caplog: pytest.LogCaptureFixture
) -> None:
    """A slot may be at work before the report has its AMS."""
    await shelf_of(home)
    await push(home, P1S, delta(ams={"tray_now": "7"}))
    printers = home.entry.runtime_data.account.printers
    await home.until(lambda: printers[P1S].data.ams.active == TrayLocation(1, 3))
    assert "Unexpected error" not in caplog.text


async def test_failed_print(home: Home) -> None:
    """Of a print that failed, as much was used as it had come along."""
    found = await end(home, P1S, "print_fails")
    (filament,) = found["task"]
    assert filament.used is not None
    assert 0 < filament.used < filament.weight


async def test_new_printer(home: Home) -> None:
    """A printer that comes to the account is observed like the others."""
    home.cloud.add_printer(another("P2S", home.cloud.printers))
    await home.poll()
    await home.until_reported()
    found = await end(home, P2S_SERIAL, "print_fails")
    (filament,) = found["task"]
    assert 0 < filament.used < filament.weight


async def test_mapping_of_a_start(home: Home) -> None:
    """A P1S never reports where filaments come from: the start of a print says it."""
    await home.cloud.scenario(P1S, "print_ok", 600)
    printers = home.entry.runtime_data.account.printers

    def mapping() -> tuple[TrayLocation | None, ...]:
        job: Job = printers[P1S].data.job
        return job.filament_mapping

    await home.until_happened(mapping)
    assert mapping() == (TrayLocation(0, 0),)
