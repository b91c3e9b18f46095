"""Log in to a Bambu Lab account."""

from collections.abc import Awaitable, Mapping
import logging
from typing import Any, override

from homeassistant.config_entries import SOURCE_REAUTH, ConfigFlow, ConfigFlowResult
from homeassistant.const import (
    CONF_ACCESS_TOKEN,
    CONF_CODE,
    CONF_EMAIL,
    CONF_PASSWORD,
)
from homeassistant.helpers.aiohttp_client import async_get_clientsession
from homeassistant.helpers.selector import (
    BooleanSelector,
    SelectSelector,
    SelectSelectorConfig,
    TextSelector,
    TextSelectorConfig,
    TextSelectorType,
)
from homeassistant.util import dt as dt_util
import voluptuous as vol

from .api import (
    BambuAuthError,
    BambuBlockedError,
    BambuCloud,
    BambuCodeError,
    BambuCodeExpiredError,
    BambuConnectionError,
    BambuCredentialsError,
    BambuError,
    BambuForbiddenError,
    BambuLoginError,
    BambuRateLimitError,
    BambuServerError,
    BambuUnprovenAuthError,
    CodeRequired,
    Region,
    Token,
    TotpRequired,
)
from .const import CONF_EXPIRES_IN, CONF_OBTAINED_AT, CONF_REGION, CONF_UID, DOMAIN

_LOGGER = logging.getLogger(__name__)

CONF_SEND_AGAIN = "send_again"

# Not of the type EMAIL: an account of the China region may be a phone number.
_EMAIL = TextSelector(TextSelectorConfig(autocomplete="username"))
_PASSWORD = TextSelector(
    TextSelectorConfig(type=TextSelectorType.PASSWORD, autocomplete="current-password")
)
_CODE = TextSelector(TextSelectorConfig(autocomplete="one-time-code"))
_REGION = SelectSelector(
    SelectSelectorConfig(
        options=[region.value for region in Region], translation_key="region"
    )
)

USER_SCHEMA = vol.Schema(
    {
        vol.Required(CONF_REGION, default=Region.GLOBAL.value): _REGION,
        vol.Required(CONF_EMAIL): _EMAIL,
        vol.Required(CONF_PASSWORD): _PASSWORD,
    }
)
REAUTH_SCHEMA = vol.Schema(
    {vol.Required(CONF_EMAIL): _EMAIL, vol.Required(CONF_PASSWORD): _PASSWORD}
)
CODE_SCHEMA = vol.Schema(
    {
        vol.Optional(CONF_CODE): _CODE,
        vol.Optional(CONF_SEND_AGAIN, default=False): BooleanSelector(),
    }
)

# The first class that fits names the error.
_ERRORS: Mapping[type[BambuError], str] = {
    BambuCredentialsError: "invalid_auth",
    BambuCodeError: "invalid_code",
    BambuCodeExpiredError: "code_expired",
    BambuLoginError: "login_refused",
    BambuAuthError: "login_refused",
    BambuUnprovenAuthError: "login_refused",
    BambuForbiddenError: "forbidden",
    BambuRateLimitError: "rate_limited",
    BambuBlockedError: "blocked",
    BambuServerError: "server_error",
    BambuConnectionError: "cannot_connect",
    BambuError: "unknown",
}


class BambuConfigFlow(ConfigFlow, domain=DOMAIN):
    """Log in with e-mail, password and the code that Bambu Lab e-mails."""

    VERSION = 1
    MINOR_VERSION = 1

    _cloud: BambuCloud
    _region: str
    _email: str
    _token: Token | None = None

    @override
    async def async_step_user(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask for the account."""
        errors: dict[str, str] = {}
        shown: dict[str, str] = {}
        if user_input is not None:
            self._use_account(user_input[CONF_REGION], user_input[CONF_EMAIL])
            if step := await self._log_in(user_input[CONF_PASSWORD], errors):
                return step
            shown = {CONF_REGION: self._region, CONF_EMAIL: self._email}
        return self.async_show_form(
            step_id="user",
            data_schema=self.add_suggested_values_to_schema(USER_SCHEMA, shown),
            errors=errors,
        )

    async def async_step_reauth(
        self, entry_data: Mapping[str, Any]
    ) -> ConfigFlowResult:
        """Begin to log in again, to the account of the entry."""
        self._use_account(entry_data[CONF_REGION], entry_data[CONF_EMAIL])
        return await self.async_step_reauth_confirm()

    async def async_step_reauth_confirm(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask for the password again; the e-mail address may have changed."""
        errors: dict[str, str] = {}
        if user_input is not None:
            self._use_account(self._region, user_input[CONF_EMAIL])
            if step := await self._log_in(user_input[CONF_PASSWORD], errors):
                return step
        return self.async_show_form(
            step_id="reauth_confirm",
            data_schema=self.add_suggested_values_to_schema(
                REAUTH_SCHEMA, {CONF_EMAIL: self._email}
            ),
            errors=errors,
        )

    async def async_step_code(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask for the code that Bambu Lab sent by itself."""
        return await self._ask_code("code", user_input)

    async def async_step_code_instead(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask for a code that we had sent in place of an authenticator's."""
        return await self._ask_code("code_instead", user_input)

    async def _ask_code(
        self, step_id: str, user_input: dict[str, Any] | None
    ) -> ConfigFlowResult:
        """Ask for a code, or have another one sent."""
        errors: dict[str, str] = {}
        if user_input is not None:
            code = user_input.get(CONF_CODE, "").strip()
            if user_input[CONF_SEND_AGAIN]:
                self._token = None
                await self._try(self._cloud.request_code(self._email), errors)
            elif not code:
                errors[CONF_CODE] = "no_code"
            elif step := await self._log_in_with_code(code, errors):
                return step
        return self.async_show_form(
            step_id=step_id,
            data_schema=CODE_SCHEMA,
            description_placeholders={CONF_EMAIL: self._email},
            errors=errors,
        )

    def _use_account(self, region: str, email: str) -> None:
        """Prepare to talk about an account."""
        self._region = region
        self._email = email.strip()
        self._token = None
        self._cloud = BambuCloud(async_get_clientsession(self.hass), Region(region))

    async def _log_in(
        self, password: str, errors: dict[str, str]
    ) -> ConfigFlowResult | None:
        """Log in and return the next step, None after an error."""
        match await self._try(self._cloud.login(self._email, password), errors):
            case Token() as token:
                return await self._finish(token, errors)
            case CodeRequired():
                return await self.async_step_code()
            case TotpRequired():
                # Such accounts may also log in with a code (protocol A.6.3).
                await self._try(self._cloud.request_code(self._email), errors)
                return None if errors else await self.async_step_code_instead()
        return None

    async def _log_in_with_code(
        self, code: str, errors: dict[str, str]
    ) -> ConfigFlowResult | None:
        """Log in and return the next step, None after an error."""
        # A code works once: if only what came after it failed, that is tried again.
        if self._token is None:
            self._token = await self._try(
                self._cloud.login_with_code(self._email, code), errors
            )
        return await self._finish(self._token, errors) if self._token else None

    async def _finish(
        self, token: Token, errors: dict[str, str]
    ) -> ConfigFlowResult | None:
        """Find out whose token it is and that it works, and keep it."""
        self._cloud.token = token.access_token
        account = await self._try(self._cloud.account(), errors)
        printers = await self._try(self._cloud.printers(), errors) if account else None
        if account is None or printers is None:
            return None
        await self.async_set_unique_id(str(account.uid))
        data = {
            CONF_REGION: self._region,
            CONF_EMAIL: self._email,
            CONF_ACCESS_TOKEN: token.access_token,
            CONF_UID: account.uid,
            CONF_OBTAINED_AT: dt_util.utcnow().isoformat(),
            CONF_EXPIRES_IN: token.expires_in,
        }
        if self.source == SOURCE_REAUTH:
            self._abort_if_unique_id_mismatch(reason="wrong_account")
            return self.async_update_reload_and_abort(
                self._get_reauth_entry(), data_updates=data
            )
        self._abort_if_unique_id_configured()
        return self.async_create_entry(title=self._email, data=data)

    async def _try[T](self, question: Awaitable[T], errors: dict[str, str]) -> T | None:
        """Ask the cloud; name what went wrong in `errors`."""
        try:
            return await question
        except BambuError as err:
            _LOGGER.debug("The login failed: %s", err)
            errors["base"] = next(
                key for kind, key in _ERRORS.items() if isinstance(err, kind)
            )
        return None
