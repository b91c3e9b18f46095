"""A consumer of a stream, and the time that it lives in."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping
from contextlib import aclosing, asynccontextmanager, suppress
import json
import ssl
from typing import Any

import pytest

from custom_components.bambu_cloud.api import (
    ENDPOINTS,
    BambuError,
    Credentials,
    LinkDown,
    LinkUp,
    Region,
    ReportStream,
    StreamEvent,
)
from custom_components.bambu_cloud.model import Report
from custom_components.bambu_cloud.model.report import is_full
from tests.helpers.wait import until
from tests.simulator import SimulatedCloud
from tests.simulator.serving import Handler

from .servers import listening

type MakeStream = Callable[..., Awaitable[ReportStream]]

OWNER = "owner@example.com"
X1C = "00M00A000000001"
P1S = "01P00A000000001"
DELTA = {"print": {"command": "push_status", "msg": 1, "mc_percent": 45}}


class Source:
    """Credentials as a test wants them."""

    def __init__(self, username: str, token: str) -> None:
        """Have a token that can be replaced."""
        self.username = username
        self.token = token
        self.fetched: list[str] = []
        self.verified = 0
        self.trouble: BambuError | None = None
        self.verdict: BambuError | None = None
        self.hold: asyncio.Event | None = None

    async def credentials(self) -> Credentials:
        """Return what is right at the moment."""
        self.fetched.append(self.token)
        await self._answer(self.trouble)
        return Credentials(username=self.username, password=self.token)

    async def verify(self) -> None:
        """Give the verdict."""
        self.verified += 1
        await self._answer(self.verdict)

    async def _answer(self, error: BambuError | None) -> None:
        """Answer when the test lets us, as it wants."""
        if self.hold is not None:
            await self.hold.wait()
        if error is not None:
            raise error


class Listener:
    """Consume a stream as the integration does, and remember what came."""

    def __init__(self, stream: ReportStream) -> None:
        """Remember nothing yet."""
        self.stream = stream
        self.events: list[StreamEvent] = []
        self.error: BaseException | None = None
        self.open = asyncio.Event()
        self.open.set()

    async def run(self) -> None:
        """Consume one event after the other, when `open`."""
        try:
            async with aclosing(self.stream.events()) as events:
                async for event in events:
                    self.events.append(event)
                    await self.open.wait()
        except Exception as err:  # noqa: BLE001  the test looks at what it was
            self.error = err

    @property
    def reports(self) -> list[Report]:
        """Return the reports that came."""
        return [event for event in self.events if isinstance(event, Report)]

    def payloads(self, serial: str) -> list[Mapping[str, Any]]:
        """Return what one printer reported."""
        return [report.payload for report in self.reports if report.serial == serial]

    async def receives(self, serial: str, payload: Mapping[str, Any]) -> None:
        """Wait until one printer's report has come."""
        await until(lambda: payload in self.payloads(serial))

    async def receives_full(self, serial: str) -> None:
        """Wait until a full report of one printer has come."""
        await until(
            lambda: any(is_full(p.get("print", {})) for p in self.payloads(serial))
        )

    async def is_up(self, times: int = 1) -> None:
        """Wait until the link came up so many times."""
        await until(lambda: sum(isinstance(e, LinkUp) for e in self.events) >= times)

    async def is_down(self, times: int = 1) -> None:
        """Wait until the link went down so many times."""
        await until(lambda: sum(isinstance(e, LinkDown) for e in self.events) >= times)


@asynccontextmanager
async def listener(stream: ReportStream) -> AsyncGenerator[Listener]:
    """Consume a stream until the end of the block."""
    consumer = Listener(stream)
    task = asyncio.create_task(consumer.run())
    try:
        yield consumer
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


def asked(simulated: SimulatedCloud, serial: str) -> list[str]:
    """Return what a printer was asked, in order."""
    return [
        body["command"]
        for to, payload in simulated.commands
        if to == serial
        for body in payload.values()
    ]


async def publish(simulated: SimulatedCloud, serial: str, payload: object) -> None:
    """Let something appear on a printer's topic."""
    message = payload if isinstance(payload, bytes) else json.dumps(payload).encode()
    await simulated.broker.publish(f"device/{serial}/report", message)


@asynccontextmanager
async def leading_to(peer: Handler, tls: ssl.SSLContext | None) -> AsyncGenerator[None]:
    """Lead the global region to a broker of our own."""
    async with listening(peer, tls) as endpoints:
        with pytest.MonkeyPatch.context() as patch:
            patch.setitem(ENDPOINTS, Region.GLOBAL, endpoints)
            yield
