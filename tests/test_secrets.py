"""No secret is in any line of the log or in diagnostics."""

import json
import logging
from typing import Any

from homeassistant.const import CONF_ACCESS_TOKEN, EVENT_LOGGING_CHANGED
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr, entity_registry as er
from homeassistant.setup import async_setup_component
from homeassistant.util import slugify
import pytest
from pytest_homeassistant_custom_component.common import get_system_health_info
from pytest_homeassistant_custom_component.components.diagnostics import (
    get_diagnostics_for_config_entry,
)
from pytest_homeassistant_custom_component.components.recorder.common import (
    async_wait_recording_done,
)
from pytest_homeassistant_custom_component.typing import (
    ClientSessionGenerator,
    WebSocketGenerator,
)

from custom_components.bambu_cloud.const import DOMAIN
from tests.helpers.frame_camera import shorten_waits
from tests.simulator import SimulatedCloud, another

from .helpers import secrets_journey
from .helpers.clock import Wall
from .helpers.home import P1S, Home
from .helpers.secrets import FRIEND, Vault, leaks, leaks_of_log

# Stands in for Home Assistant's storage in tests, and prints what it would write.
STAND_IN = "pytest_homeassistant_custom_component.common"
# What was removed is part of an event: nothing that an integration can help.
DEVICE_IS_GONE = (
    "device_registry_updated[L]: action=remove",
    '{"action":"remove","device_id":',
)
COMPONENTS = ("config", "diagnostics", "repairs", "system_health", "websocket_api")
# Who has to be heard, or the test proves nothing.
TALKATIVE = {
    "aiohttp.access",
    "custom_components.bambu_cloud.api.mqtt.client.library",
    "homeassistant.components.recorder.core",
    "homeassistant.core",
    "homeassistant.helpers.entity_registry",
    "homeassistant.components.websocket_api.http.connection",
    "sqlalchemy.engine.Engine",
}


@pytest.fixture
def mock_recorder_before_hass(async_test_recorder: Any) -> None:
    """Have a recorder's database before Home Assistant."""


@pytest.fixture
def vault(cloud: SimulatedCloud, china: SimulatedCloud) -> Vault:
    """Return the secrets of both regions."""
    cloud.add_printer(another("P2S", cloud.printers, "Friend"), FRIEND)
    return Vault(cloud, china)


@pytest.fixture
def _in_a_hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no camera stay open for long."""
    shorten_waits(monkeypatch)


@pytest.mark.timeout(240)  # goes through everything, on a busy machine as well
@pytest.mark.usefixtures("recorder_mock", "_in_a_hurry", "lan_enabled")
async def test_no_secret_in_logs_and_diagnostics(
    hass: HomeAssistant,
    vault: Vault,
    cloud: SimulatedCloud,
    china: SimulatedCloud,
    wall: Wall,
    hass_client: ClientSessionGenerator,
    hass_ws_client: WebSocketGenerator,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Run everything with every log at its most talkative, and search all of it."""
    caplog.set_level(logging.DEBUG)
    hass.bus.async_fire(EVENT_LOGGING_CHANGED)  # then events are logged, too
    for component in COMPONENTS:
        assert await async_setup_component(hass, component, {})
    home = await secrets_journey.add_everybody(hass, cloud, china, wall)
    await home.until_happened(lambda: home.shows(P1S, "nozzle_temperature"))
    vault.collect()
    await secrets_journey.live_through_everything(home, wall)
    await secrets_journey.act(home)
    await secrets_journey.view(home, vault, hass_client)
    await secrets_journey.log_in_again(home)
    await secrets_journey.browse(home, await hass_ws_client())
    vault.collect()
    files = await downloads(home, vault, hass_client)
    await secrets_journey.leave(home)
    await async_wait_recording_done(hass)
    vault.collect()
    assert len(vault.everything) > 30

    for where, text in files.items():
        assert not list(leaks(text, vault.everything)), where
    received = records(caplog)
    assert {record.name for record in received} >= TALKATIVE
    assert not leaks_of_log(received, vault.everything)


async def downloads(
    home: Home, vault: Vault, hass_client: ClientSessionGenerator
) -> dict[str, str]:
    """Return what a person may send to others: diagnostics, and the system's health."""
    found = {"health": json.dumps(await health(home.hass))}
    for entry in home.hass.config_entries.async_entries(DOMAIN):
        assert entry.data[CONF_ACCESS_TOKEN] in vault.proofs
        downloaded = await get_diagnostics_for_config_entry(
            home.hass, hass_client, entry
        )
        found[entry.title] = json.dumps(downloaded)
    assert len(found) > 4
    return found


def records(caplog: pytest.LogCaptureFixture) -> list[logging.LogRecord]:
    """Return what was logged, but for what no integration can help."""
    return [
        record
        for record in caplog.records
        if record.name != STAND_IN
        and not any(gone in record.getMessage() for gone in DEVICE_IS_GONE)
    ]


async def test_no_secret_in_what_is_stored(home: Home) -> None:
    """The text of a state in a log or a traceback names no device."""
    vault = Vault(home.cloud)
    vault.collect()
    account, history = home.entry.runtime_data.account, home.entry.runtime_data.history
    await history.async_refresh(P1S)
    stored = [
        *(printer.data for printer in account.printers.values()),
        *(ams.data for ams in account.ams.units.values()),
        *history.tasks(P1S),
    ]
    assert len(stored) > 8
    shown = "\n".join(map(repr, stored))
    assert not list(leaks(shown, vault.everything))
    assert "Expires=" not in shown


async def test_no_secret_names_anything(home: Home) -> None:
    """What is chosen by name shows none, however often it is photographed."""
    vault = Vault(home.cloud)
    vault.collect()
    registry = er.async_get(home.hass)
    entry_id = home.entry.entry_id
    entities = er.async_entries_for_config_entry(registry, entry_id)
    devices = dr.async_entries_for_config_entry(dr.async_get(home.hass), entry_id)
    names = [
        home.entry.title,
        *(f"{device.name} {device.model}" for device in devices),
        *(f"{entity.entity_id} {entity.original_name}" for entity in entities),
        *(state.name for state in home.hass.states.async_all()),
    ]
    assert len(names) > 300
    as_ids = {slugify(secret) for secret in vault.everything}
    assert not list(leaks("\n".join(names), vault.everything | as_ids))


async def health(hass: HomeAssistant) -> dict[str, Any]:
    """Open the page about the system's health."""
    info: dict[str, Any] = await get_system_health_info(hass, DOMAIN)
    return {
        key: await value if hasattr(value, "__await__") else value
        for key, value in info.items()
    }
