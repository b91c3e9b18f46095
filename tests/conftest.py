"""A Home Assistant with a simulated cloud in the place of Bambu Lab's."""

import asyncio
from collections.abc import AsyncGenerator, Generator, Iterator
from contextlib import ExitStack
from datetime import timedelta
from unittest.mock import PropertyMock, patch

from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity import Entity
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from pytest_socket import socket_allow_hosts

from custom_components.bambu_cloud.api import ENDPOINTS, Region
from custom_components.bambu_cloud.api.rest.rate_limit import RATE_LIMITER
from custom_components.bambu_cloud.const import DOMAIN
from custom_components.bambu_cloud.entity.base import BambuValueEntity
from tests.simulator import Region as SimulatedRegion, SimulatedCloud

from .helpers.clock import Wall
from .helpers.cloud import endpoints_of, replace_cloud
from .helpers.flow_driver import Person
from .helpers.home import Home, owner_entry
from .helpers.memory import collect_garbage, release_last_test

_LATELY = timedelta(seconds=30)


@pytest.fixture(autouse=True)
def _custom_integrations(request: pytest.FixtureRequest) -> None:
    """Let the Home Assistant of a test find the integration."""
    if "hass" in request.fixturenames:
        request.getfixturevalue("enable_custom_integrations")


@pytest.fixture
def lan_enabled(socket_enabled: None) -> None:
    """Let a test reach simulated printers, each at an address of this machine."""
    socket_allow_hosts(["127.0.0.0/8"], allow_unix_socket=True)


@pytest.fixture(autouse=True)
def _fresh_rate_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Forget the rate limits of other tests."""
    monkeypatch.setattr(RATE_LIMITER, "_hosts", {})


@pytest.fixture(autouse=True)
def _released() -> Iterator[None]:
    """Release the Home Assistant and the cloud of a test."""
    yield
    release_last_test()


@pytest.fixture(autouse=True, scope="module")
def garbage_collection() -> None:
    """Collect garbage in place of the harness, which freezes it for ever."""
    collect_garbage()


@pytest.fixture(autouse=True)
async def enable_event_loop_debug(request: pytest.FixtureRequest) -> None:
    """Debug the loop where no Home Assistant runs: it doubles what a test costs."""
    asyncio.get_running_loop().set_debug("hass" not in request.fixturenames)


@pytest.fixture
def wall() -> Wall:
    """Return the clock that the integration reads."""
    return Wall()


@pytest.fixture
async def cloud(
    socket_enabled: None, monkeypatch: pytest.MonkeyPatch, wall: Wall
) -> AsyncGenerator[SimulatedCloud]:
    """Run a cloud with four printers where the integration expects Bambu Lab's."""
    async with SimulatedCloud() as simulated:
        replace_cloud(monkeypatch, simulated, wall)
        yield simulated


@pytest.fixture
async def china(
    cloud: SimulatedCloud, monkeypatch: pytest.MonkeyPatch
) -> AsyncGenerator[SimulatedCloud]:
    """Run the cloud of the other region, without printers."""
    async with SimulatedCloud(region=SimulatedRegion.CHINA, printers=()) as simulated:
        monkeypatch.setitem(ENDPOINTS, Region.CHINA, endpoints_of(simulated))
        yield simulated


@pytest.fixture
async def config_entry(
    hass: HomeAssistant, cloud: SimulatedCloud
) -> AsyncGenerator[MockConfigEntry]:
    """Return the owner's entry, with a live token, not yet set up."""
    entry = owner_entry(cloud)
    entry.add_to_hass(hass)
    yield entry
    await hass.async_block_till_done()
    if entry.state is ConfigEntryState.LOADED:
        assert await hass.config_entries.async_unload(entry.entry_id)


@pytest.fixture
async def home(
    hass: HomeAssistant,
    cloud: SimulatedCloud,
    config_entry: MockConfigEntry,
    wall: Wall,
) -> Home:
    """Set up the account and wait until all four printers have reported."""
    # What a printer says first may be outdated: all were heard a while ago.
    wall.ahead -= _LATELY
    assert await hass.config_entries.async_setup(config_entry.entry_id)
    await hass.async_block_till_done()
    home = Home(hass, cloud, config_entry)
    await home.until_reported()
    wall.ahead += _LATELY
    return home


@pytest.fixture
def entity_registry_enabled_by_default() -> Generator[None]:
    """Enable the entities that are disabled by default."""
    with ExitStack() as patches:
        for kind in (Entity, BambuValueEntity):
            enabled = PropertyMock(return_value=True)
            name = "entity_registry_enabled_default"
            patches.enter_context(patch.object(kind, name, enabled))
        yield


@pytest.fixture
async def person(hass: HomeAssistant, cloud: SimulatedCloud) -> AsyncGenerator[Person]:
    """Open the dialog for a new account; what comes of it is unloaded at the end."""
    person = Person(hass, cloud)
    step = await person.start()
    assert step["step_id"] == "user"
    yield person
    await hass.async_block_till_done()
    for entry in hass.config_entries.async_loaded_entries(DOMAIN):
        await hass.config_entries.async_unload(entry.entry_id)
