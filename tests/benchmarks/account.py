"""Run the integration in a Home Assistant, beside a floor that nothing can beat.

The simulated cloud answers what is asked over HTTP. What printers push is put in where
the connection to the broker delivers messages, so that no broker is measured.
"""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Iterable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
import time
from typing import Any, override
from unittest.mock import patch

from aiohttp import ThreadedResolver
from aiomqtt import Message
from homeassistant.const import CONF_ACCESS_TOKEN, CONF_EMAIL, EVENT_STATE_CHANGED
from homeassistant.core import Event, HomeAssistant, callback
from homeassistant.helpers.aiohttp_client import async_get_clientsession
from homeassistant.loader import DATA_CUSTOM_COMPONENTS
from homeassistant.setup import async_setup_component
from homeassistant.util import dt as dt_util
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_fire_time_changed,
    async_test_home_assistant,
)
from yarl import URL

from custom_components.bambu_cloud import PLATFORMS
from custom_components.bambu_cloud.api import (
    ENDPOINTS,
    Endpoints,
    LinkDown,
    LinkUp,
    Region,
    ReportStream,
    StreamEvent,
)
from custom_components.bambu_cloud.api.mqtt.inbox import Inbox
from custom_components.bambu_cloud.cadences import ALL_REGISTERED
from custom_components.bambu_cloud.const import (
    CONF_EXPIRES_IN,
    CONF_OBTAINED_AT,
    CONF_REGION,
    CONF_UID,
    DOMAIN,
)
from tests.simulator import OWNER, SimulatedCloud
from tests.simulator.cloud_side.past import past
from tests.simulator.cloud_side.rest import Rest
from tests.simulator.printer.printer import SimulatedPrinter

from .loop import leave_out
from .traffic import Sent

# Home Assistant's own wants another integration for names such as "printer.local".
_RESOLVER = "homeassistant.helpers.aiohttp_client._async_make_resolver"


_PRINTS = 3
"""That each printer has behind it."""


class _Resolver(ThreadedResolver):
    """Resolve names without another integration."""

    async def real_close(self) -> None:
        """Close, as Home Assistant does with its own."""
        await self.close()


class PushedStream(ReportStream):
    """A stream whose messages the benchmark pushes."""

    def __init__(self, *args: Any, **options: Any) -> None:
        """Wait for the first message."""
        super().__init__(*args, **options)
        self._news = asyncio.Event()
        self._inbox = Inbox(self._news.set)
        self._idle = asyncio.Event()
        self._broken = False

    @override
    async def events(self) -> AsyncGenerator[StreamEvent]:
        yield LinkUp()
        while True:
            for message in self._inbox.drain():
                if report := self._decode(message):
                    yield report
            if self._broken:
                self._broken = False
                yield LinkDown(reason="It was told to break")
            self._idle.set()
            await self._news.wait()
            self._news.clear()

    def push(self, messages: Iterable[Sent]) -> None:
        """Queue messages for the event loop."""
        self._idle.clear()
        for sent in messages:
            topic = f"device/{sent.serial}/report"
            self._inbox.put_nowait(
                Message(
                    topic, sent.payload, qos=0, retain=False, mid=0, properties=None
                )
            )

    async def break_link(self) -> None:
        """Report a broken link, and wait until all entities show it."""
        self._broken = True
        self.push([])
        self._news.set()
        await self.idle()

    async def idle(self) -> None:
        """Wait until everything that was delivered is applied."""
        await self._idle.wait()

    async def deliver(self, messages: Iterable[Sent]) -> None:
        """Deliver messages one at a time, each after the one before is applied."""
        for sent in messages:
            self.push([sent])
            await self.idle()


class Account:
    """A Home Assistant with an account, not yet set up."""

    def __init__(
        self, hass: HomeAssistant, entry: MockConfigEntry, cloud: SimulatedCloud
    ) -> None:
        """Count the states that are written from now on."""
        self.hass = hass
        self._cloud = cloud
        self.written = 0
        self._entry = entry
        hass.bus.async_listen(EVENT_STATE_CHANGED, self._count)

    @callback
    def _count(self, _: Event[Any]) -> None:
        """Count a state, as a database would."""
        self.written += 1

    @property
    def stream(self) -> PushedStream:
        """Return the stream that delivers messages."""
        stream = self._entry.runtime_data.account.stream
        assert isinstance(stream, PushedStream)
        return stream

    async def set_up(self, first_words: Iterable[Sent] = ()) -> None:
        """Set the account up, and deliver the first reports of its printers."""
        assert await self.hass.config_entries.async_setup(self._entry.entry_id)
        await self.hass.async_block_till_done()
        await self.stream.deliver(first_words)
        await self.hass.async_block_till_done()

    async def grow_old(self) -> None:
        """Let so much time pass that all entities count as registered."""
        await self.hass.async_block_till_done()
        async_fire_time_changed(self.hass, dt_util.utcnow() + ALL_REGISTERED)
        await self.hass.async_block_till_done()

    async def unload(self) -> None:
        """Unload the account; Home Assistant goes on, with all that is registered."""
        assert await self.hass.config_entries.async_unload(self._entry.entry_id)
        await self.hass.async_block_till_done()

    async def poll(self) -> float:
        """Poll the account once more; return the s until its answer."""
        begin = time.monotonic()
        await self._entry.runtime_data.account.async_refresh()
        return time.monotonic() - begin

    async def http_cost(self) -> float:
        """Return the ms that the same requests cost without the integration.

        The simulated cloud runs in this process, too.
        """
        session, requests = async_get_clientsession(self.hass), self._cloud.requests
        headers = {"Authorization": f"Bearer {self._entry.data[CONF_ACCESS_TOKEN]}"}
        made = tuple(requests)
        begin = time.process_time_ns()
        for request in made:
            async with session.request(
                request.method,
                URL(self._cloud.api_url).with_path(request.path),
                params=request.query,
                headers=headers,
            ) as response:
                await response.read()
        return (time.process_time_ns() - begin) / 1e6

    def forget_requests(self) -> None:
        """Forget the requests that the simulated cloud has recorded."""
        self._cloud.requests.clear()

    async def tear_down(self) -> None:
        """Unload the account, and stop Home Assistant."""
        await self.unload()
        await self.hass.async_stop(force=True)


@asynccontextmanager
async def account_of(
    printers: list[SimulatedPrinter], folder: str
) -> AsyncIterator[Account]:
    """Run a Home Assistant in a folder, with an account of these printers."""
    async with (
        SimulatedCloud(printers=printers) as cloud,
        async_test_home_assistant(config_dir=folder) as hass,
    ):
        serials = [printer.identity.serial for printer in printers]
        rows = past(serials, _PRINTS * len(printers), last_id=4000, until=cloud.now)
        cloud.history.remember(rows)
        hass.data.pop(DATA_CUSTOM_COMPONENTS)
        for platform in PLATFORMS:  # other integrations use them, too
            assert await async_setup_component(hass, platform, {})
        entry = _entry(cloud)
        entry.add_to_hass(hass)
        api = URL(cloud.api_url)
        endpoints = Endpoints(
            api=api, site=api, texts=api, broker_host="", broker_port=0
        )
        with (
            patch.dict(ENDPOINTS, {Region.GLOBAL: endpoints}),
            patch(_RESOLVER, return_value=_Resolver()),
            patch.object(Rest, "_answer", leave_out(Rest._answer)),
            patch("custom_components.bambu_cloud.ReportStream", PushedStream),
        ):
            account = Account(hass, entry, cloud)
            yield account
            await account.tear_down()


def _entry(cloud: SimulatedCloud) -> MockConfigEntry:
    """Return the owner's entry."""
    uid = cloud.accounts[OWNER].uid
    return MockConfigEntry(
        domain=DOMAIN,
        entry_id="bench",
        title="Owner",
        unique_id=str(uid),
        data={
            CONF_REGION: Region.GLOBAL.value,
            CONF_EMAIL: OWNER,
            CONF_ACCESS_TOKEN: cloud.issue_token(OWNER),
            CONF_UID: uid,
            CONF_OBTAINED_AT: datetime(2026, 1, 1, tzinfo=UTC).isoformat(),
            CONF_EXPIRES_IN: 7776000,
        },
    )
