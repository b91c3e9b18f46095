"""The simulated cloud: accounts, printers, API and broker on 127.0.0.1."""

import asyncio
from collections.abc import Iterable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
import ssl
from typing import Self, override

from aiohttp import web

from .broker import certificate_authority as authority
from .broker.broker import Broker
from .camera.cameras import Cameras
from .cloud_side import authenticator
from .cloud_side.accounts import Account, Accounts, CodeVerdict, Region
from .cloud_side.rest import Request, Rest
from .default_printers import make_default_printers
from .printer.printer import Printer, SimulatedPrinter
from .printer.state import Payload
from .scenarios import printer as scenarios
from .world import OWNER, World

HOST = "127.0.0.1"
START = datetime(2026, 1, 1, 10, 0, tzinfo=UTC)
STEP = 1.0


class SimulatedCloud(World):
    """A Bambu Lab cloud of one region, with printers.

    Attributes:
        region: Whose accounts it knows.
        site_is_gated: Cloudflare stands before all of the web site but its login form.
        speed: How much faster than real time its time moves by itself; otherwise
            only `advance` moves it.
        requests: Each API request that was answered.
        cameras: Those of the printers; they serve only if that was asked for.
        tickets: Each that lets somebody watch a camera through the cloud.
    """

    def __init__(
        self,
        *,
        region: Region = Region.GLOBAL,
        printers: Iterable[Printer] | None = None,
        start: datetime = START,
        http_port: int = 0,
        broker_port: int = 0,
        cameras: float = 0.0,
        streams: bool = True,
    ) -> None:
        """Prepare a cloud whose printers all belong to the owner.

        With `cameras`, the printers serve what their cameras see, so many seconds
        apart, and those of some as a stream, where GStreamer is installed.
        """
        self.region = region
        self.site_is_gated = True
        self.broker = Broker(self, broker_port)
        super().__init__(start, self.broker.send)
        self.speed = 0.0
        self.requests: list[Request] = []
        self.tickets: list[Payload] = []
        self.cameras = Cameras(self, cameras, with_streams=streams)
        self._accounts = Accounts(region)
        self._http_port = http_port
        self._site_port = 0
        self._runner: web.AppRunner | None = None
        self._running: asyncio.Task[None] | None = None
        for printer in make_default_printers() if printers is None else printers:
            self.add_printer(printer)

    async def __aenter__(self) -> Self:
        """Start API and broker."""
        self._runner = web.AppRunner(
            Rest(self).app, access_log=None, handle_signals=False, shutdown_timeout=0.1
        )
        await self._runner.setup()
        site = web.TCPSite(self._runner, HOST, self._http_port)
        await site.start()
        await web.TCPSite(self._runner, HOST, 0).start()
        (_, self._http_port), (_, self._site_port) = self._runner.addresses
        await self.broker.start()
        if self.cameras.period:
            await self.cameras.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        """Stop API and broker."""
        if self._running is not None:
            self._running.cancel()
            with suppress(asyncio.CancelledError):
                await self._running
        await self.cameras.stop()
        await self.broker.stop()
        if self._runner is not None:
            await self._runner.cleanup()

    @property
    def api_url(self) -> str:
        """Return the address of the API."""
        return f"http://{HOST}:{self._http_port}"

    @property
    def site_url(self) -> str:
        """Return the address of the web site, another host (protocol A.1)."""
        return f"http://{HOST}:{self._site_port}"

    def is_site(self, port: int) -> bool:
        """Return whether this is the web site's port."""
        return port == self._site_port

    @property
    def broker_host(self) -> str:
        """Return the broker's address."""
        return HOST

    @property
    def broker_port(self) -> int:
        """Return the broker's port."""
        return self.broker.port

    @property
    def ca_pem(self) -> bytes:
        """Return the certificate that clients of the broker trust."""
        return authority.ca_pem()

    def tls_context(self) -> ssl.SSLContext:
        """Return the TLS context of a client of the broker."""
        return authority.client_context()

    @property
    def accounts(self) -> dict[str, Account]:
        """Return the accounts by login name."""
        return self._accounts.by_login

    def mailbox(self, login: str) -> list[str]:
        """Return the codes that were sent to an account, the newest last."""
        return self.accounts[login].mailbox

    def send_code(self, login: str) -> None:
        """Send a code by e-mail or by SMS."""
        self._accounts.send_code(login, self.now)

    def check_code(self, login: str, code: str) -> CodeVerdict:
        """Check a code that was sent."""
        return self._accounts.check_code(login, code, self.now)

    def authenticator(self, login: str) -> str:
        """Return the current code of an account's authenticator app."""
        return authenticator.code_at(self.accounts[login].secret, self.now)

    def check_totp(self, login: str, code: str) -> bool:
        """Check a code of an authenticator."""
        return self._accounts.check_totp(login, code, self.now)

    def issue_token(self, login: str = OWNER) -> str:
        """Return a new token of an account."""
        return self._accounts.issue(login, self.now)

    def issue_jwt(self, login: str, lifetime: timedelta) -> str:
        """Return a new token of an account that contains its end."""
        return self._accounts.issue_jwt(login, self.now, lifetime)

    @property
    def tokens(self) -> list[str]:
        """Return all tokens that were issued and not revoked."""
        return self._accounts.issued

    def revoke_tokens(self, login: str = OWNER) -> None:
        """Revoke an account's tokens and cut its sessions."""
        self._accounts.revoke(login)
        self.broker.drop(self.admits)

    def expire_tokens(self, login: str = OWNER) -> None:
        """Let an account's tokens expire and cut its sessions."""
        self._accounts.expire(login, self.now)
        self.broker.drop(self.admits)

    def of_token(self, token: str) -> Account | None:
        """Return the account of a valid token."""
        return self._accounts.of_token(token, self.now)

    def printers_of(self, account: Account) -> dict[str, Printer]:
        """Return an account's printers by serial."""
        return self.printers_of_login(account.login)

    async def scenario(
        self, serial: str, name: str, seconds: float | None = None
    ) -> None:
        """Start a scenario; `advance` or `run` let it happen.

        Raises:
            KeyError: There is no such scenario or printer.
            BusyError: The printer cannot do that now.
        """
        scenarios.begin(self, serial, name, seconds)
        await self.broker.flush()

    @override
    def receive(self, serial: str, payload: bytes) -> None:
        """Pass a request on; install firmware if it says so."""
        super().receive(serial, payload)
        printer = self.printers[serial]
        if isinstance(printer, SimulatedPrinter) and printer.install_wanted:
            printer.install_wanted = False
            scenarios.begin(self, serial, "firmware_installs", None)

    @override
    def connect(self, serial: str) -> None:
        """Bring a printer back, with its camera."""
        super().connect(serial)
        self.cameras.sync(serial)

    @override
    def power_off(self, serial: str) -> None:
        """Switch a printer off, with its camera."""
        super().power_off(serial)
        self.cameras.sync(serial)

    def admits(self, username: str, password: str) -> bool:
        """Return whether a user name and a token belong together."""
        account = self.of_token(password)
        return account is not None and account.username == username

    def owns(self, username: str, serial: str) -> bool:
        """Return whether a printer belongs to the user's account."""
        account = self._accounts.of_username(username)
        return account is not None and serial in self.printers_of(account)

    async def advance(self, seconds: float) -> None:
        """Let simulated time pass, and publish everything that is due."""
        end = self.now + timedelta(seconds=seconds)
        while (left := (end - self.now).total_seconds()) > 0:
            self.pass_time(min(STEP, left))
            self.broker.drop(self.admits)
            await self.broker.flush()

    def run(self, speed: float = 1.0) -> None:
        """Let simulated time pass with real time, so many times faster."""
        self.speed = speed
        if self._running is None:
            self._running = asyncio.create_task(self._run())

    async def _run(self) -> None:
        """Advance by the real time that has passed, until the cloud stops."""
        clock = asyncio.get_running_loop().time
        before = clock()
        while True:
            await asyncio.sleep(0.1)
            before, elapsed = clock(), clock() - before
            await self.advance(elapsed * self.speed)
