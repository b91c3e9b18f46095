"""A Home Assistant with a simulated cloud in the place of Bambu Lab's."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Generator, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
import time
from typing import Any
from unittest.mock import NonCallableMock, PropertyMock, patch

from homeassistant.config_entries import ConfigEntryState
from homeassistant.const import CONF_ACCESS_TOKEN, CONF_EMAIL
from homeassistant.core import HomeAssistant, State
from homeassistant.helpers import (
    aiohttp_client,
    device_registry as dr,
    entity_registry as er,
    translation,
)
from homeassistant.helpers.entity import Entity
from homeassistant.util import dt as dt_util
import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_fire_time_changed,
)
from pytest_socket import socket_allow_hosts
from yarl import URL

from custom_components.bambu_cloud.api import (
    ENDPOINTS,
    BambuCloud,
    Clock,
    Endpoints,
    Region,
    ReportStream,
)
from custom_components.bambu_cloud.api.rest.rate_limit import RATE_LIMITER
from custom_components.bambu_cloud.const import (
    CONF_EXPIRES_IN,
    CONF_OBTAINED_AT,
    CONF_REGION,
    CONF_UID,
    DOMAIN,
)
from custom_components.bambu_cloud.flows.login_errors import SentCodes
from custom_components.bambu_cloud.liveview.manager import CameraManager
from custom_components.bambu_cloud.prints.events import PrintEvents
from tests.helpers.wait import PATIENCE, until
from tests.simulator import Region as SimulatedRegion, SimulatedCloud

from .helpers.flow_driver import Person

OWNER = "owner@example.com"
_LATELY = timedelta(seconds=30)
_KEPT_BY_MOCKS = (
    (aiohttp_client, "_async_make_resolver"),
    (translation, "_async_get_component_strings"),
)
X1C, P1S = "00M00A000000001", "01P00A000000001"
A1_MINI, H2D = "03000A000000001", "09400A000000001"


@pytest.fixture(autouse=True)
def _custom_integrations(request: pytest.FixtureRequest) -> None:
    """Let a test's Home Assistant find the integration."""
    if "hass" in request.fixturenames:
        request.getfixturevalue("enable_custom_integrations")


@pytest.fixture
def lan_enabled(socket_enabled: None) -> None:
    """Let a test reach simulated printers, each at an address of this machine."""
    socket_allow_hosts(["127.0.0.0/8"], allow_unix_socket=True)


@pytest.fixture(autouse=True)
def _rested(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no test wait for what another one asked of a host with the same port."""
    monkeypatch.setattr(RATE_LIMITER, "_hosts", {})


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[
    None, pytest.TestReport, pytest.TestReport
]:
    """Keep no log of what passed: all of them are more than a GB at the end."""
    report = yield
    if report.passed:
        report.sections.clear()
    return report


@pytest.fixture(autouse=True)
def _forgetful() -> Iterator[None]:
    """Let no mock of the whole session keep the Home Assistant of each test alive."""
    yield
    for module, name in _KEPT_BY_MOCKS:
        if isinstance(mock := getattr(module, name), NonCallableMock):
            mock.reset_mock()


class Wall:
    """A clock on the wall that runs ahead as far as a test wants."""

    def __init__(self) -> None:
        """Start with the right time."""
        self.ahead = timedelta()

    def __call__(self) -> datetime:
        """Return the time."""
        return dt_util.utcnow() + self.ahead

    def steady(self) -> float:
        """Return seconds that pass as the time does."""
        return time.monotonic() + self.ahead.total_seconds()

    @property
    def clock(self) -> Clock:
        """Return the clock of the integration."""
        return Clock(now=self, monotonic=self.steady, sleep=nap, random=lambda: 0.1)


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
        monkeypatch.setitem(ENDPOINTS, Region.GLOBAL, endpoints_of(simulated))
        monkeypatch.setattr(
            "custom_components.bambu_cloud.client_context", simulated.tls_context
        )
        monkeypatch.setattr(
            "custom_components.bambu_cloud.ReportStream",
            partial(
                ReportStream,
                now=wall,
                clock=wall.steady,
                sleep=nap,
                random=lambda: 0.1,
            ),
        )
        monkeypatch.setattr(
            "custom_components.bambu_cloud.BambuCloud",
            partial(BambuCloud, clock=wall.clock),
        )
        monkeypatch.setattr(RATE_LIMITER, "clock", wall.clock)
        monkeypatch.setattr(
            "custom_components.bambu_cloud.PrintEvents", partial(PrintEvents, now=wall)
        )
        monkeypatch.setattr(
            "custom_components.bambu_cloud.CameraManager",
            partial(CameraManager, now=wall),
        )
        monkeypatch.setattr(
            "custom_components.bambu_cloud.flows.login_dialog.SentCodes",
            partial(SentCodes, wall.steady),
        )
        yield simulated


@pytest.fixture
async def china(
    cloud: SimulatedCloud, monkeypatch: pytest.MonkeyPatch
) -> AsyncGenerator[SimulatedCloud]:
    """Run the cloud of the other region, without printers."""
    async with SimulatedCloud(region=SimulatedRegion.CHINA, printers=()) as simulated:
        monkeypatch.setitem(ENDPOINTS, Region.CHINA, endpoints_of(simulated))
        yield simulated


def endpoints_of(cloud: SimulatedCloud) -> Endpoints:
    """Return the addresses of a simulated cloud."""
    return Endpoints(
        api=URL(cloud.api_url),
        site=URL(cloud.site_url),
        texts=URL(cloud.api_url),
        broker_host=cloud.broker_host,
        broker_port=cloud.broker_port,
    )


async def nap(seconds: float) -> None:
    """Wait as the stream does between rounds and attempts, but not as long."""
    await asyncio.sleep(min(seconds / 100, 0.1))


@pytest.fixture
async def config_entry(
    hass: HomeAssistant, cloud: SimulatedCloud
) -> AsyncGenerator[MockConfigEntry]:
    """Return the owner's entry, with a live token, not yet set up."""
    uid = cloud.accounts[OWNER].uid
    entry = MockConfigEntry(
        domain=DOMAIN,
        title=cloud.accounts[OWNER].name,
        unique_id=str(uid),
        data={
            CONF_REGION: Region.GLOBAL.value,
            CONF_EMAIL: OWNER,
            CONF_ACCESS_TOKEN: cloud.issue_token(OWNER),
            CONF_UID: uid,
            CONF_OBTAINED_AT: dt_util.utcnow().isoformat(),
            CONF_EXPIRES_IN: 7776000,
        },
    )
    entry.add_to_hass(hass)
    yield entry
    await hass.async_block_till_done()
    if entry.state is ConfigEntryState.LOADED:
        assert await hass.config_entries.async_unload(entry.entry_id)


@dataclass
class Home:
    """A Home Assistant with the owner's account, and what it shows."""

    hass: HomeAssistant
    cloud: SimulatedCloud
    entry: MockConfigEntry

    def entity_id(self, serial: str, key: str) -> str | None:
        """Return the entity that shows this of a printer, if there is one."""
        registry = er.async_get(self.hass)
        for platform in ("sensor", "binary_sensor", "event"):
            if found := registry.async_get_entity_id(
                platform, DOMAIN, f"{serial}_{key}"
            ):
                return found
        return None

    def state(self, serial: str, key: str) -> State | None:
        """Return what an entity of a printer shows."""
        entity_id = self.entity_id(serial, key)
        return self.hass.states.get(entity_id) if entity_id else None

    def shows(self, serial: str, key: str) -> str | None:
        """Return the state of an entity as text, None if there is no entity."""
        state = self.state(serial, key)
        return state.state if state else None

    def binary(self, serial: str, key: str) -> str | None:
        """Return the state of a binary sensor, None if there is none."""
        registry = er.async_get(self.hass)
        entity_id = registry.async_get_entity_id(
            "binary_sensor", DOMAIN, f"{serial}_{key}"
        )
        state = self.hass.states.get(entity_id) if entity_id else None
        return state.state if state else None

    def attributes(
        self, serial: str, key: str, platform: str = "sensor"
    ) -> Mapping[str, Any]:
        """Return the attributes of an entity, none if there is no entity."""
        registry = er.async_get(self.hass)
        entity_id = registry.async_get_entity_id(platform, DOMAIN, f"{serial}_{key}")
        state = self.hass.states.get(entity_id) if entity_id else None
        return state.attributes if state else {}

    async def until(self, condition: Callable[[], object]) -> None:
        """Wait until something is true that sockets have to bring about."""
        await until(condition)

    async def until_shown(self, serial: str, key: str, value: str) -> None:
        """Wait until an entity shows this."""
        try:
            await self.until(lambda: self.shows(serial, key) == value)
        except TimeoutError:
            shown = self.shows(serial, key)
            pytest.fail(f"{key} shows {shown}, not {value}")

    async def until_heard(self) -> None:
        """Wait until every printer has told everything, in its own time."""
        await self.until_happened(self._all_heard)

    async def until_happened(self, condition: Callable[[], object]) -> None:
        """Let the cloud's time pass until something is true."""
        async with asyncio.timeout(PATIENCE):
            while not condition():
                await self.cloud.advance(1)
                await asyncio.sleep(0.001)

    async def tell_all(self, serial: str) -> None:
        """Let a printer tell everything, unasked."""
        self.cloud.send_report(serial, self.cloud.simulated(serial).full())
        await self.cloud.advance(1)

    def _all_heard(self) -> bool:
        """Tell whether every printer that is on has told its state and its firmware."""
        return all(
            self.shows(serial, "nozzle_temperature") not in {None, "unavailable"}
            and (device := self.device(serial))
            and device.sw_version
            for serial in self.cloud.printers
            if self.cloud.listed_online(serial)
        )

    def device(self, serial: str) -> dr.DeviceEntry | None:
        """Return the device of a printer, if there is one."""
        return dr.async_get(self.hass).async_get_device_by_identifier(
            (DOMAIN, serial), self.entry.entry_id
        )

    async def pass_time(self, seconds: float) -> None:
        """Run what Home Assistant planned for the next so many seconds."""
        async_fire_time_changed(
            self.hass, dt_util.utcnow() + timedelta(seconds=seconds)
        )
        await self.hass.async_block_till_done()

    async def poll(self, seconds: float = 310) -> None:
        """Let enough time pass for the next poll, and wait for its end."""
        counters = self.entry.runtime_data.account.counters
        before = counters.polls
        await self.pass_time(seconds)
        await self.until(lambda: counters.polls > before)


@pytest.fixture
async def home(
    hass: HomeAssistant,
    cloud: SimulatedCloud,
    config_entry: MockConfigEntry,
    wall: Wall,
) -> Home:
    """Set up the account and wait until all four printers have been heard."""
    # What a printer says first may be outdated: all were heard a while ago.
    wall.ahead -= _LATELY
    assert await hass.config_entries.async_setup(config_entry.entry_id)
    await hass.async_block_till_done()
    home = Home(hass, cloud, config_entry)
    await home.until_heard()
    wall.ahead += _LATELY
    return home


@pytest.fixture
def entity_registry_enabled_by_default() -> Generator[None]:
    """Enable the entities that are disabled by default."""
    with patch.object(
        Entity,
        "entity_registry_enabled_default",
        new_callable=PropertyMock,
        return_value=True,
    ):
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
