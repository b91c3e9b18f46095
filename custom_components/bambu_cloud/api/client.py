"""The cloud's REST interface: a few lines per question."""

from collections.abc import AsyncIterator, Callable, Mapping
from datetime import datetime
from functools import partial

import aiohttp

from ..model import PolledPrinter, PrintTask
from .answer import LoginRefusals, unwrapped
from .auth import CodeRequired, Credentials, LoginResult, Token, TotpRequired
from .clock import utc_now
from .endpoints import Region
from .errors import (
    BambuAuthError,
    BambuBlockedError,
    BambuCodeError,
    BambuCodeExpiredError,
    BambuCredentialsError,
    BambuError,
    BambuLoginError,
    BambuResponseError,
)
from .pictures import picture
from .services.devices import BoundPrinter, CurrentJob, Devices, FirmwareOffers
from .services.history import History, TaskPage
from .services.presets import FilamentPreset, Presets
from .services.user import Account, User
from .totp import login_with_totp
from .transport import TIMEOUT, Transport
from .wire import LoginAnswer

_USER = "v1/user-service/user"

_PASSWORD_REFUSALS: LoginRefusals = {None: BambuCredentialsError}
_CODE_REFUSALS: LoginRefusals = {
    1: BambuCodeExpiredError,
    2: BambuCodeError,
    5: BambuCredentialsError,
    None: BambuLoginError,
}


class BambuCloud:
    """Talk to one region of the cloud, for one account.

    Each service of the cloud is an attribute; what is asked most is at hand here.
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
        self.devices = Devices(self._transport)
        self.history = History(self._transport)
        self.presets = Presets(self._transport)
        self.user = User(self._transport)
        self._picture = partial(picture, session, region, timeout=timeout)
        self._totp = partial(login_with_totp, session, region, now=now, timeout=timeout)
        self._uid = uid

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
        if "@" in account:
            body = {"email": account, "type": "codeLogin"}
            path = f"{_USER}/sendemail/code"
            await self._transport.post(path, body, _CODE_REFUSALS)
            return
        body = {"phone": account, "type": "codeLogin"}
        path = f"{_USER}/sendsmscode"
        try:
            await self._transport.post(path, body, _CODE_REFUSALS)
        except (BambuBlockedError, BambuResponseError) as err:
            # Nothing was sent; the web site knows the question as well, or did.
            try:
                await self._transport.post(
                    f"api/{path}", body, _CODE_REFUSALS, on_site=True
                )
            except BambuError:
                raise err from None

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

    async def login_with_totp(self, key: str, code: str) -> Token:
        """Log in with a code of an authenticator, after the password (A.6.4).

        Raises:
            BambuCodeError: the code is wrong.
            BambuCodeExpiredError: too long after the password, which is asked again.
        """
        return await self._totp(key, code)

    async def account(self) -> Account:
        """Return who the token belongs to (protocol A.7.1)."""
        return await self.user.account()

    async def printers(self) -> tuple[BoundPrinter, ...]:
        """Return the printers of the account (protocol A.8.1)."""
        return await self.devices.printers()

    async def polled_printers(self) -> tuple[PolledPrinter, ...]:
        """Return the printers of the account and what they do, as far as known."""
        return await self.devices.polled()

    async def jobs(self) -> tuple[CurrentJob, ...]:
        """Return what the printers do for the cloud (protocol A.8.7)."""
        return await self.devices.jobs()

    async def firmware(self, serial: str | None = None) -> tuple[FirmwareOffers, ...]:
        """Return the firmware offered for one or all printers (protocol A.8.6)."""
        return await self.devices.firmware(serial)

    async def filament_presets(self) -> tuple[FilamentPreset, ...]:
        """Return Bambu Lab's filaments and the user's own, each once (protocol A.9.2).

        The answer is large; a day is soon enough to ask again.
        """
        return await self.presets.filaments()

    async def tasks(
        self, serial: str | None = None, *, limit: int = 20, after: str | None = None
    ) -> tuple[PrintTask, ...]:
        """Return the newest prints, or those before one, newest first (A.7.4)."""
        return await self.history.tasks(serial, limit=limit, after=after)

    def task_pages(
        self, serial: str | None = None, *, size: int = 50, after: str | None = None
    ) -> AsyncIterator[TaskPage]:
        """Return all prints page by page; pauses are up to the caller."""
        return self.history.pages(serial, size=size, after=after)

    async def picture(self, address: str) -> bytes:
        """Return the picture at an address that a task names.

        Raises:
            BambuExpiredError: the address is too old; the task knows a new one.
        """
        return await self._picture(address)

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


def _token(answer: LoginAnswer) -> Token:
    """Return the token of a finished login."""
    return Token(access_token=answer.access_token, expires_in=answer.expires_in or None)
