"""The simulated cloud: accounts, printers, API and broker on 127.0.0.1."""

import asyncio
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import count
import ssl
from typing import Self

from aiohttp import web
import orjson

from . import authority, scenarios
from .accounts import Account, Accounts, CodeVerdict
from .broker import Broker
from .faults import Faults
from .fleet import fleet
from .history import History
from .outbox import Outbox
from .printer import Printer, SimulatedPrinter
from .rest import Request, Rest
from .state import Payload

HOST = "127.0.0.1"
OWNER = "owner@example.com"
START = datetime(2026, 1, 1, 10, 0, tzinfo=UTC)
STEP = 1.0

# The device list learns late of a printer that left (protocol H.4.5).
_LEFT_AFTER = 30.0
_CAME_AFTER = 5.0


class SimulatedCloud:
    """A Bambu cloud with printers.

    Attributes:
        now: The cloud's own time; only `advance` and `run` move it.
        speed: How much faster than real time it moves by itself.
        faults: What the next requests and reports suffer.
        requests: Each API request that was answered.
        commands: Each request to a printer, with its serial.
        history: What was printed.
        task_numbers: What tells the tasks apart.
    """

    def __init__(
        self,
        *,
        printers: Iterable[Printer] | None = None,
        start: datetime = START,
        http_port: int = 0,
        broker_port: int = 0,
    ) -> None:
        """Prepare a cloud whose printers all belong to the owner."""
        self.now = start
        self.speed = 0.0
        self.faults = Faults()
        self.history = History()
        self.requests: list[Request] = []
        self.commands: list[tuple[str, Payload]] = []
        self.printers: dict[str, Printer] = {}
        self.task_numbers = count()
        self.broker = Broker(self, broker_port)
        self._outbox = Outbox(self.faults, self.broker.send)
        self._accounts = Accounts()
        self._owners: dict[str, str] = {}
        self._listed: dict[str, bool] = {}
        self._http_port = http_port
        self._runner: web.AppRunner | None = None
        self._running: asyncio.Task[None] | None = None
        self._agenda: list[tuple[datetime, Callable[[], None]]] = []
        for printer in fleet() if printers is None else printers:
            self.add_printer(printer)

    async def __aenter__(self) -> Self:
        """Start API and broker."""
        self._runner = web.AppRunner(
            Rest(self).app, access_log=None, handle_signals=False, shutdown_timeout=0.1
        )
        await self._runner.setup()
        site = web.TCPSite(self._runner, HOST, self._http_port)
        await site.start()
        self._http_port = self._runner.addresses[0][1]
        await self.broker.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        """Stop both and leave nothing behind."""
        if self._running is not None:
            self._running.cancel()
            with suppress(asyncio.CancelledError):
                await self._running
        await self.broker.stop()
        if self._runner is not None:
            await self._runner.cleanup()

    @property
    def api_url(self) -> str:
        """Return where the API answers."""
        return f"http://{HOST}:{self._http_port}"

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
        """Return what a client of the broker needs for TLS."""
        return authority.client_context()

    @property
    def accounts(self) -> dict[str, Account]:
        """Return the accounts by login name."""
        return self._accounts.by_login

    def mailbox(self, login: str) -> list[str]:
        """Return the codes that were e-mailed, the newest last."""
        return self.accounts[login].mailbox

    def send_code(self, login: str) -> None:
        """E-mail a code."""
        self._accounts.send_code(login, self.now)

    def check_code(self, login: str, code: str) -> CodeVerdict:
        """Judge a code that somebody typed."""
        return self._accounts.check_code(login, code, self.now)

    def issue_token(self, login: str = OWNER) -> str:
        """Log an account in without asking anything."""
        return self._accounts.issue(login, self.now)

    def revoke_tokens(self, login: str = OWNER) -> None:
        """Make an account's tokens invalid and drop its sessions."""
        self._accounts.revoke(login)
        self.broker.drop(self.admits)

    def of_token(self, token: str) -> Account | None:
        """Return whose live token this is."""
        return self._accounts.of_token(token, self.now)

    def add_printer(self, printer: Printer, login: str = OWNER) -> None:
        """Bind a printer to an account."""
        serial = printer.identity.serial
        self.printers[serial] = printer
        self._owners[serial] = login
        self._listed[serial] = printer.connected
        self.history.observe(printer, self.now)

    def remove_printer(self, serial: str) -> None:
        """Take a printer off its account."""
        for registry in (self.printers, self._owners, self._listed):
            registry.pop(serial, None)

    def printers_of(self, account: Account) -> dict[str, Printer]:
        """Return an account's printers by serial."""
        return {
            serial: self.printers[serial]
            for serial, login in self._owners.items()
            if login == account.login
        }

    def listed_online(self, serial: str) -> bool:
        """Tell what the device list believes, which lags behind the truth."""
        return self._listed[serial]

    def owner_of(self, serial: str) -> str:
        """Return the login name of a printer's owner."""
        return self._owners[serial]

    def disconnect(
        self, serial: str, *, notice: bool = True, listed_after: float = _LEFT_AFTER
    ) -> None:
        """Take a printer off the broker; the broker may tell, the list lags."""
        self.printers[serial].disconnect()
        if notice:
            self.send_report(serial, {"event": {"event": "client.disconnected"}})
        self.later(listed_after, partial(self._list, serial, online=False))

    def connect(self, serial: str) -> None:
        """Bring a printer back, switched on if it was off."""
        if serial not in self.printers:
            return
        reports = self.printers[serial].connect()
        self.send_report(serial, {"event": {"event": "client.connected"}}, *reports)
        self.later(_CAME_AFTER, partial(self._list, serial, online=True))

    def power_off(self, serial: str) -> None:
        """Switch a printer off."""
        self.disconnect(serial)
        printer = self.printers[serial]
        if isinstance(printer, SimulatedPrinter):
            printer.power_off()
        self.history.observe(printer, self.now)

    def _list(self, serial: str, *, online: bool) -> None:
        """Let the device list learn of a change, unless it is outdated by now."""
        printer = self.printers.get(serial)
        if printer is not None and printer.connected is online:
            self._listed[serial] = online

    async def scenario(
        self, serial: str, name: str, seconds: float | None = None
    ) -> None:
        """Begin a scenario; `advance` or `run` let it happen.

        Raises:
            KeyError: There is no such scenario or printer.
            BusyError: The printer cannot do that now.
        """
        scenarios.begin(self, serial, name, seconds)
        await self.broker.flush()

    def later(self, seconds: float, action: Callable[[], None]) -> None:
        """Do something when so much simulated time has passed."""
        self._agenda.append((self.now + timedelta(seconds=seconds), action))

    def admits(self, username: str, password: str) -> bool:
        """Tell whether this user name and token belong together."""
        account = self.of_token(password)
        return account is not None and account.username == username

    def owns(self, username: str, serial: str) -> bool:
        """Tell whether the printer belongs to the user's account."""
        account = self._accounts.of_username(username)
        return account is not None and self._owners.get(serial) == account.login

    def receive(self, serial: str, payload: bytes) -> None:
        """Take a request that a client sent to a printer."""
        try:
            request = orjson.loads(payload)
        except orjson.JSONDecodeError:
            return
        if not isinstance(request, dict):
            return
        self.commands.append((serial, request))
        self.send_report(serial, *self.printers[serial].handle(request))

    def send_report(self, serial: str, *reports: Payload) -> None:
        """Publish what a printer says, or the broker about it."""
        for report in reports:
            self._outbox.put(serial, orjson.dumps(report), self.now)

    async def advance(self, seconds: float) -> None:
        """Let simulated time pass, publishing everything that comes due."""
        end = self.now + timedelta(seconds=seconds)
        while (left := (end - self.now).total_seconds()) > 0:
            self._step(min(STEP, left))
            await self.broker.flush()

    def _step(self, seconds: float) -> None:
        """Let a short while pass."""
        self.now += timedelta(seconds=seconds)
        due = [action for at, action in self._agenda if at <= self.now]
        self._agenda = [entry for entry in self._agenda if entry[0] > self.now]
        for action in due:
            action()
        self._outbox.release(self.now)
        for serial, printer in self.printers.items():
            self.send_report(serial, *printer.tick(seconds))
            self.history.observe(printer, self.now)
        self.broker.drop(self.admits)

    def run(self, speed: float = 1.0) -> None:
        """Let simulated time follow real time, so many times faster."""
        self.speed = speed
        if self._running is None:
            self._running = asyncio.create_task(self._run())

    async def _run(self) -> None:
        """Advance by what has really passed, until the cloud stops."""
        clock = asyncio.get_running_loop().time
        before = clock()
        while True:
            await asyncio.sleep(0.1)
            before, elapsed = clock(), clock() - before
            await self.advance(elapsed * self.speed)
