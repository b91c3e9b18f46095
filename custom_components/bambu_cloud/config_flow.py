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
    BambuRateLimitError,
    CodeRequired,
    Region,
    Token,
    TotpRequired,
)
from .const import CONF_EXPIRES_IN, CONF_OBTAINED_AT, CONF_REGION, CONF_UID, DOMAIN

_LOGGER = logging.getLogger(__name__)

CONF_SEND_AGAIN = "send_again"

_EMAIL = TextSelector(
    TextSelectorConfig(type=TextSelectorType.EMAIL, autocomplete="username")
)
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
REAUTH_SCHEMA = vol.Schema({vol.Required(CONF_PASSWORD): _PASSWORD})
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
    BambuRateLimitError: "rate_limited",
    BambuBlockedError: "blocked",
    BambuForbiddenError: "forbidden",
    BambuAuthError: "token_refused",
    BambuConnectionError: "cannot_connect",
    BambuError: "bad_answer",
}


class BambuConfigFlow(ConfigFlow, domain=DOMAIN):
    """Log in with e-mail, password and the code that Bambu Lab e-mails."""

    VERSION = 1
    MINOR_VERSION = 1

    _cloud: BambuCloud
    _region: str
    _email: str

    @override
    async def async_step_user(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask for the account."""
        errors: dict[str, str] = {}
        if user_input is not None:
            self._use_account(user_input[CONF_REGION], user_input[CONF_EMAIL])
            if step := await self._log_in(user_input[CONF_PASSWORD], errors):
                return step
        shown = {
            key: value
            for key, value in (user_input or {}).items()
            if key != CONF_PASSWORD
        }
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
        """Ask for the password once more."""
        errors: dict[str, str] = {}
        if user_input is not None and (
            step := await self._log_in(user_input[CONF_PASSWORD], errors)
        ):
            return step
        return self.async_show_form(
            step_id="reauth_confirm",
            data_schema=REAUTH_SCHEMA,
            description_placeholders={CONF_EMAIL: self._email},
            errors=errors,
        )

    async def async_step_code(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask for the code, or send another one."""
        errors: dict[str, str] = {}
        if user_input is not None:
            code = user_input.get(CONF_CODE, "").strip()
            if user_input[CONF_SEND_AGAIN]:
                await self._ask(self._cloud.request_code(self._email), errors)
            elif not code:
                errors[CONF_CODE] = "no_code"
            elif (
                token := await self._ask(
                    self._cloud.login_with_code(self._email, code), errors
                )
            ) and (step := await self._finish(token, errors)):
                return step
        return self.async_show_form(
            step_id="code",
            data_schema=CODE_SCHEMA,
            description_placeholders={CONF_EMAIL: self._email},
            errors=errors,
        )

    def _use_account(self, region: str, email: str) -> None:
        """Prepare to talk about an account."""
        self._region = region
        self._email = email.strip()
        self._cloud = BambuCloud(async_get_clientsession(self.hass), Region(region))

    async def _log_in(
        self, password: str, errors: dict[str, str]
    ) -> ConfigFlowResult | None:
        """Log in and return the next step, None if there was an error."""
        match await self._ask(self._cloud.login(self._email, password), errors):
            case Token() as token:
                return await self._finish(token, errors)
            case CodeRequired():
                return await self.async_step_code()
            case TotpRequired():
                # The code login works for these accounts too (protocol A.6.3).
                await self._ask(self._cloud.request_code(self._email), errors)
                return None if errors else await self.async_step_code()
        return None

    async def _finish(
        self, token: Token, errors: dict[str, str]
    ) -> ConfigFlowResult | None:
        """Find out whose token it is, and keep it."""
        self._cloud.token = token.access_token
        account = await self._ask(self._cloud.account(), errors)
        if account is None:
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

    async def _ask[T](self, question: Awaitable[T], errors: dict[str, str]) -> T | None:
        """Ask the cloud; name what went wrong in `errors`."""
        try:
            return await question
        except BambuError as err:
            _LOGGER.debug("The cloud answered a login with: %s", err)
            errors["base"] = next(
                key for kind, key in _ERRORS.items() if isinstance(err, kind)
            )
        return None
