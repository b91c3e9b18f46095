"""The cloud's REST interface: a few lines per question."""

from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Unpack

import aiohttp

from ...model import PolledPrinter, PrintTask
from ..auth import CodeRequired, Credentials, LoginResult, Token, TotpRequired
from ..clock import utc_now
from ..endpoints import Region
from ..errors import (
    BambuAuthError,
    BambuBlockedError,
    BambuCodeError,
    BambuCodeExpiredError,
    BambuCredentialsError,
    BambuError,
    BambuLoginError,
    BambuResponseError,
)
from .covers import picture
from .operation import Operation, asks
from .request import TIMEOUT
from .response import LoginRefusals, unwrapped
from .services.cameras import CameraService, CameraSession
from .services.certificates import Certificates
from .services.claimed import Claimed
from .services.devices import BoundPrinter, CurrentJob, DeviceFirmware, Devices
from .services.history import History, TaskPage
from .services.messages import Messages
from .services.presets import FilamentPreset, Presets
from .services.projects import Projects
from .services.slicer import Slicer
from .services.spools import Spools
from .services.uploads import Uploads
from .services.user import Account, User
from .totp import CSRF, TOTP, login_with_totp
from .transport import Manners, Transport
from .wire import LoginResponse, token_of

_USER = "v1/user-service/user"
LOGIN = Operation(method="POST", path=f"{_USER}/login", source="A.6.2", is_public=True)
EMAIL_CODE = Operation(
    method="POST", path=f"{_USER}/sendemail/code", source="A.6.3", is_public=True
)
BROWSER_TICKET = Operation(
    method="POST", path=f"{_USER}/ticket/{{ticket}}", source="A.6.5", is_public=True
)
SMS_CODE = Operation(
    method="POST", path=f"{_USER}/sendsmscode", source="A.6.3", is_public=True
)
_SMS_CODE_ON_SITE = replace(SMS_CODE, path=f"api/{SMS_CODE.path}", on_site=True)

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
        **manners: Unpack[Manners],
    ) -> None:
        """Use a session that somebody else closes."""
        self._transport = Transport(
            session, region, token=token, now=now, timeout=timeout, **manners
        )
        self.cameras = CameraService(self._transport)
        self.certificates = Certificates(self._transport)
        self.claimed = Claimed(self._transport)
        self.devices = Devices(self._transport)
        self.history = History(self._transport)
        self.messages = Messages(self._transport)
        self.presets = Presets(self._transport)
        self.projects = Projects(self._transport)
        self.slicer = Slicer(self._transport)
        self.spools = Spools(self._transport)
        self.uploads = Uploads(self._transport)
        self.user = User(self._transport)
        politeness = self._transport.politeness
        self._picture = partial(
            picture, session, region, timeout=timeout, politeness=politeness
        )
        self._totp = partial(
            login_with_totp,
            session,
            region,
            now=now,
            timeout=timeout,
            politeness=politeness,
        )
        self._uid = uid

    @property
    def token(self) -> str | None:
        """Return the access token in use."""
        return self._transport.token

    @token.setter
    def token(self, token: str | None) -> None:
        """Use another access token."""
        self._transport.token = token

    @asks(LOGIN)
    async def login(self, account: str, password: str) -> LoginResult:
        """Log in with a password (protocol A.6.2).

        Raises:
            BambuCredentialsError: unknown account or wrong password.
        """
        answer = await self._login(
            {"account": account, "password": password}, _PASSWORD_REFUSALS
        )
        if answer.access_token:
            return token_of(answer)
        if answer.login_type == "verifyCode":
            return CodeRequired()
        if answer.tfa_key:
            return TotpRequired(key=answer.tfa_key)
        raise BambuResponseError("The login was answered with neither token nor task")

    @asks(EMAIL_CODE)
    @asks(SMS_CODE)
    async def request_code(self, account: str) -> None:
        """Have a code sent to the owner, by SMS where the account is a phone number.

        Source: protocol A.6.3. At most once a minute; a new code ends the old one.

        Raises:
            BambuLoginError: the cloud sends no code to this account.
        """
        if "@" in account:
            body = {"email": account, "type": "codeLogin"}
            await self._transport.post(EMAIL_CODE, body, _CODE_REFUSALS)
            return
        body = {"phone": account, "type": "codeLogin"}
        try:
            await self._transport.post(SMS_CODE, body, _CODE_REFUSALS)
        except (BambuBlockedError, BambuResponseError) as err:
            # Nothing was sent; the web site knows the question as well, or did.
            try:
                await self._transport.post(_SMS_CODE_ON_SITE, body, _CODE_REFUSALS)
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
            return token_of(answer)
        raise BambuResponseError("The login with a code was answered without a token")

    @asks(CSRF)
    @asks(TOTP)
    async def login_with_totp(self, key: str, code: str) -> Token:
        """Log in with a code of an authenticator, after the password (protocol A.6.4).

        Raises:
            BambuCodeError: the code is wrong.
            BambuCodeExpiredError: too long after the password, which is asked again.
        """
        return await self._totp(key, code)

    @asks(BROWSER_TICKET)
    async def login_with_ticket(self, ticket: str) -> Token:
        """Log in with a ticket that the website gave a browser (protocol A.6.5).

        Raises:
            BambuLoginError: the ticket was used before, or is none.
        """
        content = await self._transport.post(
            BROWSER_TICKET, {"ticket": ticket}, {None: BambuLoginError}, ticket
        )
        answer = LoginResponse.from_dict(unwrapped(content, "accessToken"))
        if answer.access_token:
            return token_of(answer)
        raise BambuResponseError("The login with a ticket was answered without a token")

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

    async def firmware(self, serial: str | None = None) -> tuple[DeviceFirmware, ...]:
        """Return the firmware offered for one or all printers (protocol A.8.6)."""
        return await self.devices.firmware(serial)

    async def camera_session(
        self, serial: str, firmware: str | None = None
    ) -> CameraSession:
        """Return a new session to watch a camera through the cloud (protocol A.8.13).

        Raises:
            BambuForbiddenError: Bambu Lab grants none for this printer.
            BambuCameraUnsupportedError: there is one, of a kind that nobody knows.
        """
        return await self.cameras.session(serial, firmware=firmware)

    async def filament_presets(self) -> tuple[FilamentPreset, ...]:
        """Return Bambu Lab's filaments and the user's own, each once (protocol A.9.2).

        The answer is large; a day is soon enough to ask again.
        """
        return await self.presets.filaments()

    async def tasks(
        self, serial: str | None = None, *, limit: int = 20, after: str | None = None
    ) -> tuple[PrintTask, ...]:
        """Return prints, newest first, at most `limit` (protocol A.7.4)."""
        return (await self.history.page(serial, limit=limit, after=after)).tasks

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
    ) -> LoginResponse:
        """Log in with whatever proves who it is."""
        content = await self._transport.post(LOGIN, proof, refusals)
        return LoginResponse.from_dict(unwrapped(content, "accessToken"))
