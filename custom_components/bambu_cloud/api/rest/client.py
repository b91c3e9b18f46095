"""The cloud's REST interface."""

from collections.abc import AsyncIterator, Mapping
from dataclasses import replace

import aiohttp

from ...model import PolledPrinter, PrintTask
from ..auth import CodeRequired, Credentials, LoginResult, Token, TotpRequired
from ..clock import SYSTEM_CLOCK, Clock
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
from .covers import fetch_cover
from .operation import Operation, implements
from .rate_limit import RATE_LIMITER, RateLimiter
from .request import TIMEOUT, HttpClient
from .response import LoginRefusals, unwrap
from .services.cameras import CameraService, CameraSession
from .services.certificates import Certificates
from .services.claimed import Claimed
from .services.devices import BoundPrinter, CurrentJob, DeviceFirmware, Devices
from .services.history import History, TaskPage
from .services.messages import Messages
from .services.preset_names import FilamentPreset
from .services.presets import Presets
from .services.projects import Projects
from .services.slicer import Slicer
from .services.spools import Spools
from .services.uploads import Uploads
from .services.user import Account, User
from .signing import Signer
from .totp import CSRF, TOTP, login_with_totp
from .transport import Transport
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

    Each service of the cloud is an attribute; the requests that are sent most are
    methods. Every method that sends one raises the errors of `errors`, and no others:
    BambuConnectionError where time may heal it, BambuAuthError where a person has to
    log in again, BambuResponseError where the response makes no sense.
    """

    def __init__(
        self,
        session: aiohttp.ClientSession,
        region: Region,
        *,
        token: str | None = None,
        uid: int | None = None,
        clock: Clock = SYSTEM_CLOCK,
        timeout: aiohttp.ClientTimeout = TIMEOUT,
        rate_limiter: RateLimiter = RATE_LIMITER,
        retries: int = 0,
    ) -> None:
        """Use a session that the caller closes.

        The uid is requested where it is not given. Requests that change nothing are
        repeated up to `retries` times.
        """
        self._http = HttpClient(
            session=session, clock=clock, timeout=timeout, rate_limiter=rate_limiter
        )
        self._region = region
        self._transport = Transport(self._http, region, token=token, retries=retries)
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
        self._uid = uid

    @property
    def token(self) -> str | None:
        """Return the access token in use."""
        return self._transport.token

    @token.setter
    def token(self, token: str | None) -> None:
        """Use another access token."""
        self._transport.token = token

    def sign_with(self, signer: Signer) -> None:
        """Sign requests with a certificate of the caller's own (protocol A.2)."""
        self._transport.signer = signer

    @implements(LOGIN)
    async def login(self, account: str, password: str) -> LoginResult:
        """Log in with a password (protocol A.6.2).

        Raises:
            BambuCredentialsError: unknown account or wrong password.
        """
        response = await self._login(
            {"account": account, "password": password}, _PASSWORD_REFUSALS
        )
        if response.access_token:
            return token_of(response)
        if response.login_type == "verifyCode":
            return CodeRequired()
        if response.tfa_key:
            return TotpRequired(key=response.tfa_key)
        raise BambuResponseError("The login was answered with neither token nor task")

    @implements(EMAIL_CODE)
    @implements(SMS_CODE)
    async def request_code(self, account: str) -> None:
        """Request a code for the owner, by SMS where the account is a phone number.

        Source: protocol A.6.3. At most once a minute; a new code ends the old one.

        Raises:
            BambuLoginError: the cloud sends no code to this account.
        """
        if "@" in account:
            body = {"email": account, "type": "codeLogin"}
            await self._transport.post_login(EMAIL_CODE, body, _CODE_REFUSALS)
            return
        body = {"phone": account, "type": "codeLogin"}
        try:
            await self._transport.post_login(SMS_CODE, body, _CODE_REFUSALS)
        except (BambuBlockedError, BambuResponseError) as err:
            # No code was sent; the web site may have the same operation.
            try:
                await self._transport.post_login(
                    _SMS_CODE_ON_SITE, body, _CODE_REFUSALS
                )
            except BambuError:
                raise err from None

    async def login_with_code(self, account: str, code: str) -> Token:
        """Log in with a code that was sent (protocol A.6.3).

        Raises:
            BambuCodeError: the code is wrong.
            BambuCodeExpiredError: the code is too old, or none was requested.
        """
        response = await self._login({"account": account, "code": code}, _CODE_REFUSALS)
        if response.access_token:
            return token_of(response)
        raise BambuResponseError("The login with a code was answered without a token")

    @implements(CSRF)
    @implements(TOTP)
    async def login_with_totp(self, key: str, code: str) -> Token:
        """Log in with a code of an authenticator, after the password (protocol A.6.4).

        Raises:
            BambuCodeError: the code is wrong.
            BambuCodeExpiredError: too long after the password, which is needed again.
        """
        return await login_with_totp(self._http, self._region, key, code)

    @implements(BROWSER_TICKET)
    async def login_with_ticket(self, ticket: str) -> Token:
        """Log in with a ticket that the website gave a browser (protocol A.6.5).

        Raises:
            BambuLoginError: the ticket was used before, or is none.
        """
        content = await self._transport.post_login(
            BROWSER_TICKET, {"ticket": ticket}, {None: BambuLoginError}, ticket
        )
        response = LoginResponse.from_dict(unwrap(content, "accessToken"))
        if response.access_token:
            return token_of(response)
        raise BambuResponseError("The login with a ticket was answered without a token")

    async def account(self) -> Account:
        """Return who the token belongs to (protocol A.7.1)."""
        return await self.user.account()

    async def printers(self) -> tuple[BoundPrinter, ...]:
        """Return the printers of the account (protocol A.8.1)."""
        return await self.devices.printers()

    async def polled_printers(self) -> tuple[PolledPrinter, ...]:
        """Return the printers of the account and what they do."""
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
        """Return a new session with a camera through the cloud (protocol A.8.13).

        Raises:
            BambuForbiddenError: Bambu Lab grants none for this printer.
            BambuCameraUnsupportedError: there is one, of an unsupported kind.
        """
        return await self.cameras.session(serial, firmware=firmware)

    async def filament_presets(self) -> tuple[FilamentPreset, ...]:
        """Return Bambu Lab's filaments and the user's own, each once (protocol A.9.2).

        The response is large: once a day is enough.
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

    async def cover(self, address: str) -> bytes:
        """Return the image at an address that a task names.

        Raises:
            BambuExpiredError: the address is too old; the task has a new one.
        """
        return await fetch_cover(self._http, self._region, address)

    async def credentials(self) -> Credentials:
        """Return the credentials for the broker (protocol B.1)."""
        if self._uid is None:
            self._uid = (await self.account()).uid
        if (token := self.token) is None:
            raise BambuAuthError("There is no token")
        return Credentials(username=f"u_{self._uid}", password=token)

    async def verify(self) -> None:
        """Check with the cloud that the token is alive, and learn whose it is.

        Raises:
            BambuAuthError: the token is dead.
            BambuUnprovenAuthError: it was refused, without proof.
        """
        self._uid = (await self.account()).uid

    async def _login(
        self, proof: Mapping[str, str], refusals: LoginRefusals
    ) -> LoginResponse:
        """Send a password or a code, and return the response."""
        content = await self._transport.post_login(LOGIN, proof, refusals)
        return LoginResponse.from_dict(unwrap(content, "accessToken"))
