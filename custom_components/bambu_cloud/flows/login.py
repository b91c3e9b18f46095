"""Log in to Bambu Lab, in any of the ways that there are (protocol A.6)."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from homeassistant.const import CONF_ACCESS_TOKEN, CONF_EMAIL
from homeassistant.core import HomeAssistant
from homeassistant.helpers.aiohttp_client import async_get_clientsession
from homeassistant.util import dt as dt_util
import voluptuous as vol

from ..account.titles import async_address
from ..api import (
    Account,
    BambuCloud,
    BambuError,
    CodeRequired,
    Region,
    Token,
    TotpRequired,
)
from ..const import CONF_EXPIRES_IN, CONF_OBTAINED_AT, CONF_REGION, CONF_UID
from .login_code import async_sent_codes
from .login_errors import LoginFailure, failure, pasted_token
from .login_schemas import CONF_PHONE, FORMS, is_address, without_region
from .login_totp import totp_failure

if TYPE_CHECKING:
    from ..runtime_data import BambuConfigEntry


@dataclass(frozen=True, slots=True, kw_only=True)
class Login:
    """Hold a login that works."""

    region: Region
    name: str = field(repr=False)
    """What the owner logged in with, empty for a token."""
    account: Account = field(repr=False)
    token: Token
    has_printers: bool = True

    def to_data(self) -> dict[str, Any]:
        """Return the data of a config entry."""
        name = {CONF_EMAIL: self.name} if self.name else {}
        return {
            **name,
            CONF_REGION: self.region.value,
            CONF_ACCESS_TOKEN: self.token.access_token,
            CONF_UID: self.account.uid,
            CONF_OBTAINED_AT: dt_util.utcnow().isoformat(),
            CONF_EXPIRES_IN: self.token.expires_in,
        }


type Attempt = Login | CodeRequired | TotpRequired | LoginFailure
"""What comes of one form: done, a code was sent, the app's code is needed, or not."""


class LoginSession:
    """Log in to one account, form by form, until there is a login that works."""

    def __init__(
        self, hass: HomeAssistant, entry: BambuConfigEntry | None = None
    ) -> None:
        """Start with the account of an entry, or with a new one."""
        self.region = Region.GLOBAL
        self._is_region_fixed = entry is not None
        self.name = ""
        self.entry_name = ""
        """The name of the account of an entry, for its owner."""
        if entry is not None:
            self.region = Region(entry.data[CONF_REGION])
            self.name = entry.data.get(CONF_EMAIL, "")
            self.entry_name = async_address(entry)
        self._hass = hass
        self._sent_codes = async_sent_codes(hass)
        self._totp_key = ""
        self._token: Token | None = None
        self._cloud = self._client()

    def use_account(self, region: str | None, name: str) -> None:
        """Start again with an account; without a region, where it was before."""
        if region is not None:
            self.region = Region(region)
        self.name = name.strip()
        self._token = None
        self._cloud = self._client()

    @property
    def first_steps(self) -> list[str]:
        """Return the steps with which a login may begin; phones are for China only."""
        is_global = self._is_region_fixed and self.region is Region.GLOBAL
        return ["password", "mail", *([] if is_global else ["phone"]), "token"]

    @property
    def code_step(self) -> str:
        """Return the step for a code that was sent."""
        return "code" if is_address(self.name) else "sms"

    def form(self, step_id: str) -> vol.Schema:
        """Return the form of a step, without the region where that is fixed."""
        form = FORMS[step_id]
        return without_region(form) if self._is_region_fixed else form

    @property
    def suggested_values(self) -> dict[str, str]:
        """Return what was entered before, except secrets."""
        return {
            CONF_REGION: self.region,
            CONF_EMAIL: self.name,
            CONF_PHONE: "" if is_address(self.name) else self.name,
        }

    @property
    def placeholders(self) -> dict[str, str]:
        """Return what texts may mention."""
        return {
            "account": self.name or self.entry_name,
            "seconds": str(self._seconds_to_next_code),
        }

    @property
    def _seconds_to_next_code(self) -> int:
        """Return for how many seconds no other code may be requested."""
        return self._sent_codes.wait(self.region, self.name)

    async def async_enter_password(self, password: str) -> Attempt:
        """Log in with the password of the account."""
        try:
            result = await self._cloud.login(self.name, password)
        except BambuError as err:
            return failure(err)
        if isinstance(result, Token):
            return await self._async_complete(result)
        if isinstance(result, TotpRequired):
            self._totp_key = result.key
        else:
            self._sent_codes.add(self.region, self.name)
        return result

    async def async_enter_token(self, text: str) -> Attempt:
        """Log in with a token that was copied from a browser."""
        attempt = await self._async_complete(Token(access_token=pasted_token(text)))
        if attempt == LoginFailure("login_refused"):
            return LoginFailure("invalid_token")
        return attempt

    async def async_send_code(self) -> Attempt:
        """Have a code sent, unless one was sent within the last minute."""
        if not self._seconds_to_next_code:
            try:
                await self._cloud.request_code(self.name)
            except BambuError as err:
                return failure(err)
            self._sent_codes.add(self.region, self.name)
        return CodeRequired()

    async def async_send_another_code(self) -> Attempt:
        """Have another code sent, once a minute has passed."""
        self._token = None
        if self._seconds_to_next_code:
            return LoginFailure("too_soon")
        return await self.async_send_code()

    async def async_enter_code(self, code: str) -> Attempt:
        """Log in with a code that was sent."""
        try:
            return await self._async_enter(self._cloud.login_with_code, self.name, code)
        except BambuError as err:
            return failure(err)

    async def async_enter_totp(self, code: str) -> Attempt:
        """Log in with the code of an authenticator app."""
        try:
            return await self._async_enter(
                self._cloud.login_with_totp, self._totp_key, code
            )
        except BambuError as err:
            return totp_failure(err)

    async def _async_enter(
        self, log_in: Callable[[str, str], Awaitable[Token]], subject: str, code: str
    ) -> Attempt:
        """Log in with a code, and complete the login.

        A code works once: if only what follows failed, that is repeated without it.
        """
        if self._token is None:
            self._token = await log_in(subject, code)
        return await self._async_complete(self._token)

    async def _async_complete(self, token: Token) -> Login | LoginFailure:
        """Find out whose token it is, and that it lists the printers."""
        self._cloud.token = token.access_token
        try:
            account = await self._cloud.account()
            printers = await self._cloud.printers()
        except BambuError as err:
            return failure(err)
        return Login(
            region=self.region,
            name=self.name,
            account=account,
            token=token,
            has_printers=bool(printers),
        )

    def _client(self) -> BambuCloud:
        """Return a client for the region of the account."""
        return BambuCloud(async_get_clientsession(self._hass), self.region)
