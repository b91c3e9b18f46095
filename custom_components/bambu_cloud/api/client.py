"""The cloud's REST interface: a few lines per question."""

from collections.abc import AsyncIterator, Callable, Mapping
from datetime import datetime
from functools import partial
import logging

import aiohttp

from ..model import PolledPrinter, PrintTask
from ..model.values import as_object
from .answer import LoginRefusals, unwrapped
from .auth import CodeRequired, Credentials, LoginResult, Token, TotpRequired
from .clock import utc_now
from .endpoints import Region
from .errors import (
    BambuAuthError,
    BambuCodeError,
    BambuCodeExpiredError,
    BambuCredentialsError,
    BambuForbiddenError,
    BambuLoginError,
    BambuResponseError,
)
from .pictures import picture
from .tasks import TaskPage, task_page, task_query, walked
from .transport import TIMEOUT, Transport
from .wire import (
    ACTIVE,
    Account,
    BoundPrinter,
    CurrentJob,
    Device,
    FilamentPreset,
    FirmwareOffers,
    LoginAnswer,
    devices,
    filament_presets,
)

_LOGGER = logging.getLogger(__name__)

_USER = "v1/user-service/user"
_DEVICES = "v1/iot-service/api/user"
_TASKS = "v1/user-service/my/tasks"
_PREFERENCE = "v1/design-user-service/my/preference"
_PRESETS = "v1/iot-service/api/slicer/setting"
# Of a slicer; the cloud insists on one, but takes any (protocol A.9.2).
_PRESETS_VERSION = "1.0.0.0"

_PASSWORD_REFUSALS: LoginRefusals = {None: BambuCredentialsError}
_CODE_REFUSALS: LoginRefusals = {
    1: BambuCodeExpiredError,
    2: BambuCodeError,
    5: BambuCredentialsError,
    None: BambuLoginError,
}


class BambuCloud:
    """Talk to one region of the cloud, for one account.

    Every method that asks raises the errors of `errors`, and nothing else:
    BambuConnectionError where time may heal it, BambuAuthError where a person has to
    log in again, BambuResponseError where the answer makes no sense.
    """

    def __init__(
        self,
        session: aiohttp.ClientSession,
        region: Region,
        *,
        token: str | None = None,
        uid: int | None = None,
        now: Callable[[], datetime] = utc_now,
        timeout: aiohttp.ClientTimeout = TIMEOUT,
    ) -> None:
        """Use a session that somebody else closes."""
        self._transport = Transport(
            session, region, token=token, now=now, timeout=timeout
        )
        self._picture = partial(picture, session, region, timeout=timeout)
        self._uid = uid
        self._now = now

    @property
    def token(self) -> str | None:
        """Return the access token in use."""
        return self._transport.token

    @token.setter
    def token(self, token: str | None) -> None:
        """Use another access token."""
        self._transport.token = token

    async def login(self, account: str, password: str) -> LoginResult:
        """Log in with a password (protocol A.6.2).

        Raises:
            BambuCredentialsError: unknown account or wrong password.
        """
        answer = await self._login(
            {"account": account, "password": password}, _PASSWORD_REFUSALS
        )
        if answer.access_token:
            return _token(answer)
        if answer.login_type == "verifyCode":
            return CodeRequired()
        if answer.tfa_key:
            return TotpRequired(key=answer.tfa_key)
        raise BambuResponseError("The login was answered with neither token nor task")

    async def request_code(self, account: str) -> None:
        """Have a code sent to the owner, by SMS where the account is a phone number.

        Source: protocol A.6.3. At most once a minute; a new code ends the old one.

        Raises:
            BambuLoginError: the cloud sends no code to this account.
        """
        path, name = "sendsmscode", "phone"
        if "@" in account:
            path, name = "sendemail/code", "email"
        await self._transport.post(
            f"{_USER}/{path}", {name: account, "type": "codeLogin"}, _CODE_REFUSALS
        )

    async def login_with_code(self, account: str, code: str) -> Token:
        """Log in with a code that was sent (protocol A.6.3).

        Raises:
            BambuCodeError: the code is wrong.
            BambuCodeExpiredError: the code is too old, or none was requested.
        """
        answer = await self._login({"account": account, "code": code}, _CODE_REFUSALS)
        if answer.access_token:
            return _token(answer)
        raise BambuResponseError("The login with a code was answered without a token")

    async def account(self) -> Account:
        """Return who the token belongs to (protocol A.7.1)."""
        content = await self._transport.get(_PREFERENCE)
        account = Account.from_dict(unwrapped(content, "uid"))
        if account.uid:
            return account
        raise BambuResponseError("The account was described without its uid")

    async def printers(self) -> tuple[BoundPrinter, ...]:
        """Return the printers of the account (protocol A.8.1)."""
        return await self._devices(BoundPrinter, "bind")

    async def jobs(self) -> tuple[CurrentJob, ...]:
        """Return what the printers do for the cloud (protocol A.8.7)."""
        return await self._devices(CurrentJob, "print", {"force": "true"})

    async def firmware(self, serial: str | None = None) -> tuple[FirmwareOffers, ...]:
        """Return the firmware offered for one or all printers (protocol A.8.6)."""
        query = {} if serial is None else {"dev_id": serial}
        return await self._devices(FirmwareOffers, "device/version", query)

    async def filament_presets(self) -> tuple[FilamentPreset, ...]:
        """Return Bambu Lab's filaments and the user's own, each once (protocol A.9.2).

        The answer is large; a day is soon enough to ask again.
        """
        content = await self._transport.get(_PRESETS, {"version": _PRESETS_VERSION})
        found = as_object(unwrapped(content, "filament").get("filament"))
        if presets := filament_presets(found.get("public"), found.get("private")):
            return presets
        raise BambuResponseError("GET slicer/setting was answered without filaments")

    async def tasks(
        self, serial: str | None = None, *, limit: int = 20, after: str | None = None
    ) -> tuple[PrintTask, ...]:
        """Return the newest prints, or those before one, newest first (A.7.4)."""
        return (await self._task_page(serial, limit, after)).tasks

    def task_pages(
        self, serial: str | None = None, *, size: int = 50, after: str | None = None
    ) -> AsyncIterator[TaskPage]:
        """Return all prints page by page; pauses are up to the caller."""
        return walked(partial(self._task_page, serial, size), after)

    async def picture(self, address: str) -> bytes:
        """Return the picture at an address that a task names.

        Raises:
            BambuExpiredError: the address is too old; the task knows a new one.
        """
        return await self._picture(address)

    async def polled_printers(self) -> tuple[PolledPrinter, ...]:
        """Return the printers of the account and what they do.

        The list of printers decides. Where the list of jobs is refused or silent on a
        printer, the list of printers still tells whether a job is under way.
        """
        printers = await self.printers()
        try:
            jobs = {job.serial: job for job in await self.jobs()}
        except (BambuForbiddenError, BambuResponseError) as err:
            _LOGGER.debug("Doing without the list of jobs: %s", err)
            jobs = {}
        received_at = self._now()
        return tuple(
            _polled(printer, jobs.get(printer.serial), received_at)
            for printer in printers
        )

    async def credentials(self) -> Credentials:
        """Return what the broker wants to know (protocol B.1)."""
        if self._uid is None:
            self._uid = (await self.account()).uid
        if (token := self.token) is None:
            raise BambuAuthError("There is no token")
        return Credentials(username=f"u_{self._uid}", password=token)

    async def verify(self) -> None:
        """Ask the cloud whether the token is alive, and whose it is.

        Raises:
            BambuAuthError: the token is dead.
            BambuUnprovenAuthError: it was refused, without proof.
        """
        self._uid = (await self.account()).uid

    async def _login(
        self, proof: Mapping[str, str], refusals: LoginRefusals
    ) -> LoginAnswer:
        """Log in with whatever proves who it is."""
        content = await self._transport.post(f"{_USER}/login", proof, refusals)
        return LoginAnswer.from_dict(unwrapped(content, "accessToken"))

    async def _task_page(
        self, serial: str | None, limit: int, after: str | None
    ) -> TaskPage:
        """Return a page of the print history."""
        query = task_query(serial, limit, after)
        return task_page(await self._transport.get(_TASKS, query), serial)

    async def _devices[T: Device](
        self, kind: type[T], path: str, query: Mapping[str, str] | None = None
    ) -> tuple[T, ...]:
        """Return a list of devices; none at all is an answer, no list is not."""
        content = await self._transport.get(f"{_DEVICES}/{path}", query)
        found = unwrapped(content, "devices").get("devices")
        if isinstance(found, list):
            return devices(kind, found)
        raise BambuResponseError(f"GET {path} was answered without devices")


def _token(answer: LoginAnswer) -> Token:
    """Return the token of a finished login."""
    return Token(access_token=answer.access_token, expires_in=answer.expires_in or None)


def _polled(
    printer: BoundPrinter, job: CurrentJob | None, received_at: datetime
) -> PolledPrinter:
    """Join what two answers say about one printer."""
    if job is None:
        active = printer.print_status in ACTIVE
        job = CurrentJob(task_status=printer.print_status if active else None)
    return PolledPrinter(
        serial=printer.serial,
        name=printer.name,
        model_code=printer.model_code,
        product=printer.product,
        received_at=received_at,
        online=printer.online,
        print_status=printer.print_status,
        task_id=job.task_id,
        task_name=job.task_name,
        task_status=job.task_status,
        started_at=job.started_at,
        predicted_seconds=job.predicted_seconds,
        progress=job.progress,
    )
