"""Health messages raise events, each exactly once."""

from copy import deepcopy
from datetime import timedelta
from typing import Any

from homeassistant.core import HomeAssistant, ServiceCall
import pytest
from pytest_homeassistant_custom_component.common import async_mock_service

from tests.helpers.automation import automate
from tests.helpers.clock import Wall
from tests.helpers.fired_events import FiredEvents
from tests.helpers.home import P1S, X1C, Home
from tests.simulator import another

PLATE = "0C00_0300_0003_0007"
KEY = "health_message"


@pytest.fixture
def fired(home: Home) -> FiredEvents:
    """Return the events of the P1S."""
    return FiredEvents(home, P1S, KEY)


async def pass_minute(home: Home) -> None:
    """Let a minute pass, with all that is planned for it."""
    await home.cloud.advance(60)
    await home.pass_time(61)


async def restart(home: Home, meanwhile: float = 0) -> None:
    """Stop the account, let time pass in the cloud, and start it again."""
    assert await home.hass.config_entries.async_unload(home.entry.entry_id)
    await home.hass.async_block_till_done()
    await home.cloud.advance(meanwhile)
    assert await home.hass.config_entries.async_setup(home.entry.entry_id)
    await home.until_reported()
    await pass_minute(home)


async def test_message_raised_and_cleared(home: Home, fired: FiredEvents) -> None:
    """An event has code, severity, text and page of its message."""
    await home.cloud.scenario(P1S, "hms_raised", 120)
    await home.until_happened(lambda: "cleared" in fired.types)
    await pass_minute(home)
    assert fired.types == ["raised", "cleared"]
    for event in fired.events:
        assert event["code"] == PLATE
        assert event["severity"] == "common"
        assert event["module"] == "xcam"
        assert event["text"].startswith("The camera sees something")
        assert event["url"].startswith("https://")


async def test_restarts_and_blips(home: Home, fired: FiredEvents) -> None:
    """Neither a restart nor a new connection raises or clears anything."""
    await home.cloud.scenario(P1S, "hms_raised", 1_000_000)
    await home.until_happened(lambda: fired.types == ["raised"])
    await restart(home)
    await home.cloud.broker.kick()
    await pass_minute(home)
    await home.until_reported()
    await home.lose_link()
    await home.cloud.broker.start()
    await home.until_reported()
    await pass_minute(home)
    assert home.shows(P1S, "hms") == "1"
    assert fired.types == ["raised"]


async def test_change_while_home_assistant_was_off(
    home: Home, fired: FiredEvents
) -> None:
    """What changed meanwhile fires once, as soon as the printer reports."""
    await home.cloud.scenario(P1S, "hms_raised", 300)
    await home.until_happened(lambda: fired.types == ["raised"])
    await restart(home, meanwhile=600)
    await home.until(lambda: fired.types == ["raised", "cleared"])
    await restart(home)
    assert fired.types == ["raised", "cleared"]


async def test_printer_met_with_a_message(home: Home) -> None:
    """What a new printer shows at first is no news; its end is."""
    new = another("P1S", home.cloud.printers)
    serial = new.identity.serial
    home.cloud.add_printer(new)
    await home.cloud.scenario(serial, "hms_raised", 300)
    await home.poll()
    await home.until_happened(lambda: home.shows(serial, "hms") == "1")
    fired = FiredEvents(home, serial, KEY)
    await pass_minute(home)
    assert fired.types == []
    await home.until_happened(lambda: fired.types)
    assert fired.types == ["cleared"]


async def test_printer_off(home: Home, fired: FiredEvents, wall: Wall) -> None:
    """A printer that is switched off clears nothing until it reports again."""
    await home.cloud.scenario(P1S, "hms_raised", 86_400)
    await home.until_happened(lambda: fired.types == ["raised"])
    home.cloud.power_off(P1S)
    wall.ahead += timedelta(minutes=10)
    await home.poll()
    await pass_minute(home)
    assert fired.types == ["raised"]
    home.cloud.connect(P1S)
    await home.until_happened(lambda: "cleared" in fired.types)


async def test_crash_before_an_event_fires(
    home: Home, fired: FiredEvents, hass_storage: dict[str, Any]
) -> None:
    """An event that was stored and did not fire does so at the next start, once."""
    key = f"bambu_cloud.{home.entry.entry_id}.print_events"
    files: list[dict[str, Any]] = []
    home.entry.runtime_data.print_events.async_add_health_listener(
        P1S, lambda _: files.append(deepcopy(hass_storage[key]))
    )
    await home.cloud.scenario(P1S, "hms_raised", 3600)
    await home.until_happened(lambda: fired.types == ["raised"])
    (file,) = files
    assert file["data"][P1S]["health"] == [PLATE]
    assert [item["code"] for item in file["data"][P1S]["unfired_health"]] == [PLATE]
    for _ in range(2):
        assert await home.hass.config_entries.async_unload(home.entry.entry_id)
        await home.hass.async_block_till_done()
        hass_storage[key] = file
        assert await home.hass.config_entries.async_setup(home.entry.entry_id)
        await home.until_reported()
        await pass_minute(home)
        assert fired.types == ["raised"] * 2
        file = deepcopy(hass_storage[key])


async def test_file_of_an_earlier_version(
    home: Home, fired: FiredEvents, hass_storage: dict[str, Any]
) -> None:
    """After an update, what is shown is no news."""
    key = f"bambu_cloud.{home.entry.entry_id}.print_events"
    assert await home.hass.config_entries.async_unload(home.entry.entry_id)
    await home.hass.async_block_till_done()
    for name in ("health", "unfired_health"):
        del hass_storage[key]["data"][P1S][name]
    await home.cloud.scenario(P1S, "hms_raised", 3600)
    assert await home.hass.config_entries.async_setup(home.entry.entry_id)
    await home.until_reported()
    await home.until_happened(lambda: home.shows(P1S, "hms") == "1")
    await pass_minute(home)
    assert fired.types == []


@pytest.mark.parametrize(
    ("severity", "count"), [(None, 2), (["fatal", "common"], 2), (["info"], 0)]
)
async def test_triggers(
    hass: HomeAssistant, home: Home, severity: list[str] | None, count: int
) -> None:
    """Both triggers may be limited to severities."""
    calls: list[ServiceCall] = async_mock_service(hass, "test", "act")
    device = home.device(P1S)
    assert device
    options = {"options": {"severity": severity}} if severity else {}
    await automate(
        hass,
        {
            "triggers": [
                {
                    "trigger": f"bambu_cloud.health_message_{change}",
                    "target": {"device_id": device.id},
                    **options,
                }
                for change in ("raised", "cleared")
            ],
            "actions": {"action": "test.act"},
        },
    )
    fired = FiredEvents(home, P1S, KEY)
    await home.cloud.scenario(P1S, "hms_raised", 60)
    await home.cloud.scenario(X1C, "hms_raised", 60)
    await home.until_happened(lambda: "cleared" in fired.types)
    await hass.async_block_till_done()
    assert len(calls) == count
