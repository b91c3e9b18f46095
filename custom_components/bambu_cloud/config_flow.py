"""Add a Bambu Lab account, or log in to it again."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, override

from homeassistant.config_entries import (
    SOURCE_REAUTH,
    SOURCE_RECONFIGURE,
    ConfigEntry,
    ConfigEntryState,
    ConfigFlow,
    ConfigFlowResult,
)
from homeassistant.const import (
    CONF_ACCESS_TOKEN,
    CONF_CODE,
    CONF_EMAIL,
    CONF_PASSWORD,
)
from homeassistant.core import callback
from homeassistant.exceptions import ConfigEntryAuthFailed

from .account import migration
from .account.titles import async_title
from .api import CodeRequired, Region, TotpRequired
from .const import CONF_REGION, DOCS, DOMAIN
from .flows.login import Attempt, Login, LoginSession
from .flows.login_errors import LoginFailure
from .flows.login_schemas import (
    CONF_PHONE,
    CONF_SEND_AGAIN,
    is_address,
    is_phone_number,
    without_spaces,
)
from .flows.options import BambuOptionsFlow

if TYPE_CHECKING:
    from .runtime_data import BambuConfigEntry


class BambuConfigFlow(ConfigFlow, domain=DOMAIN):
    """Let a person choose how to log in, and store the login."""

    VERSION = migration.VERSION
    MINOR_VERSION = migration.MINOR_VERSION

    _session: LoginSession
    _refused_account = ""
    _is_done = False

    # Begin: a new account, an ended login, or a person who wants another login.

    @override
    async def async_step_user(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Begin with a new account."""
        self._session = LoginSession(self.hass)
        return self._show_menu("user", self._session.first_steps)

    async def async_step_reauth(
        self, entry_data: Mapping[str, Any]
    ) -> ConfigFlowResult:
        """Begin to log in again, because the login ended."""
        self._session = LoginSession(self.hass, self._get_reauth_entry())
        return await self.async_step_reauth_confirm()

    async def async_step_reauth_confirm(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Let a person choose how to log in again."""
        return self._show_menu("reauth_confirm", self._session.first_steps)

    async def async_step_reconfigure(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Begin to log in again, because a person wants to."""
        self._session = LoginSession(self.hass, self._get_reconfigure_entry())
        return self._show_menu("reconfigure", self._session.first_steps)

    # Log in: the first step is a password, a code that is sent, or a token.

    async def async_step_password(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Log in with account and password."""
        if user_input is None:
            return self._show_form("password")
        self._session.use_account(user_input.get(CONF_REGION), user_input[CONF_EMAIL])
        attempt = await self._session.async_enter_password(user_input[CONF_PASSWORD])
        return await self._async_continue("password", attempt)

    async def async_step_mail(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Have a code e-mailed, which replaces the password."""
        if user_input is None:
            return self._show_form("mail")
        self._session.use_account(user_input.get(CONF_REGION), user_input[CONF_EMAIL])
        if not is_address(self._session.name):
            return self._show_form("mail", {CONF_EMAIL: "no_address"})
        return await self._async_continue("mail", await self._session.async_send_code())

    async def async_step_phone(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Have a code sent to a phone, as only the China region does."""
        if user_input is None:
            return self._show_form("phone")
        self._session.use_account(Region.CHINA, without_spaces(user_input[CONF_PHONE]))
        if not is_phone_number(self._session.name):
            return self._show_form("phone", {CONF_PHONE: "no_number"})
        attempt = await self._session.async_send_code()
        return await self._async_continue("phone", attempt)

    async def async_step_token(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Log in with a token from a browser."""
        if user_input is None:
            return self._show_form("token")
        self._session.use_account(user_input.get(CONF_REGION), "")
        attempt = await self._session.async_enter_token(user_input[CONF_ACCESS_TOKEN])
        return await self._async_continue("token", attempt)

    async def async_step_code(self, user_input: dict[str, Any]) -> ConfigFlowResult:
        """Log in with the code that was e-mailed."""
        return await self._async_enter_code(user_input)

    async def async_step_sms(self, user_input: dict[str, Any]) -> ConfigFlowResult:
        """Log in with the code that was sent to a phone."""
        return await self._async_enter_code(user_input)

    async def _async_enter_code(self, user_input: dict[str, Any]) -> ConfigFlowResult:
        """Log in with a code that was sent, or have another one sent."""
        code = without_spaces(user_input.get(CONF_CODE, ""))
        if user_input[CONF_SEND_AGAIN]:
            attempt = await self._session.async_send_another_code()
        elif not code:
            return self._show_form(self._session.code_step, {CONF_CODE: "no_code"})
        else:
            attempt = await self._session.async_enter_code(code)
        return await self._async_continue(self._session.code_step, attempt)

    # An authenticator app: its code, or one that is sent instead.

    async def async_step_two_factor(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Let the owner of an authenticator choose: a code that is sent works too."""
        return self._show_menu("two_factor", ["totp", "code_instead"])

    async def async_step_totp(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Log in with the code that the authenticator shows."""
        if user_input is None:
            return self._show_form("totp")
        code = without_spaces(user_input[CONF_CODE])
        attempt = await self._session.async_enter_totp(code)
        return await self._async_continue("totp", attempt)

    async def async_step_code_instead(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Have a code sent in place of an authenticator's (protocol A.6.3)."""
        attempt = await self._session.async_send_code()
        return await self._async_continue(self._session.code_step, attempt)

    async def async_step_totp_blocked(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Explain that the web site refused to check the code."""
        return self._show_menu("totp_blocked", ["code_instead", "totp"])

    async def async_step_totp_unreachable(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Explain that the web site cannot be reached, or is in trouble."""
        return self._show_menu("totp_unreachable", ["code_instead", "totp"])

    # End: a login that works is stored, if it is one of the right account.

    async def _async_continue(self, step_id: str, attempt: Attempt) -> ConfigFlowResult:
        """Return the step after an attempt to log in."""
        match attempt:
            case Login():
                return await self._async_store(attempt)
            case CodeRequired():
                return self._show_form(self._session.code_step)
            case TotpRequired():
                return await self.async_step_two_factor()
            case LoginFailure(step_id="totp_blocked"):
                return await self.async_step_totp_blocked()
            case LoginFailure(step_id="totp_unreachable"):
                return await self.async_step_totp_unreachable()
        return self._show_form(attempt.step_id or step_id, attempt.errors)

    async def _async_store(self, login: Login) -> ConfigFlowResult:
        """Add the account, or give its entry the new login."""
        entry = self._entry
        if entry is None:
            await self.async_set_unique_id(str(login.account.uid))
            self._abort_if_unique_id_configured()
            title = await async_title(self.hass, login.region, login.account.name)
            return self.async_create_entry(
                title=title,
                data=login.to_data(),
                description=None if login.has_printers else "no_printers",
                description_placeholders={"controls": f"{DOCS}/controls.md"},
            )
        if entry.unique_id != str(login.account.uid):
            account = login.name or login.account.name or str(login.account.uid)
            self._refused_account = account
            self._session = LoginSession(self.hass, entry)
            return await self.async_step_wrong_account()
        self._is_done = True
        return self.async_update_reload_and_abort(entry, data_updates=login.to_data())

    async def async_step_wrong_account(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Explain that the login belongs to another account; let a person choose."""
        return self.async_show_menu(
            step_id="wrong_account",
            menu_options=self._session.first_steps,
            description_placeholders={
                "account": self._refused_account,
                "entry": self._session.entry_name,
            },
        )

    @callback
    @override
    def async_remove(self) -> None:
        """Reload an account whose login ended while this dialog was open, in vain.

        Home Assistant starts no reauthentication while a person may be about to log
        in: if the token died meanwhile, none would ever start.
        """
        if self.source != SOURCE_RECONFIGURE or self._is_done:
            return
        entries = self.hass.config_entries
        entry = entries.async_get_entry(self._reconfigure_entry_id)
        if entry is not None and _needs_login(entry):
            entries.async_schedule_reload(entry.entry_id)

    @staticmethod
    @callback
    @override
    def async_get_options_flow(config_entry: ConfigEntry) -> BambuOptionsFlow:
        """Return the dialog behind the gear."""
        return BambuOptionsFlow()

    @property
    def _entry(self) -> BambuConfigEntry | None:
        """Return the account that is logged in to again, None for a new one."""
        if self.source == SOURCE_REAUTH:
            return self._get_reauth_entry()
        if self.source == SOURCE_RECONFIGURE:
            return self._get_reconfigure_entry()
        return None

    def _show_form(
        self, step_id: str, errors: dict[str, str] | None = None
    ) -> ConfigFlowResult:
        """Show a form with all that was entered before, except secrets."""
        return self.async_show_form(
            step_id=step_id,
            data_schema=self.add_suggested_values_to_schema(
                self._session.form(step_id), self._session.suggested_values
            ),
            description_placeholders=self._session.placeholders,
            errors=errors or {},
        )

    def _show_menu(self, step_id: str, options: list[str]) -> ConfigFlowResult:
        """Show a menu of steps."""
        return self.async_show_menu(
            step_id=step_id,
            menu_options=options,
            description_placeholders=self._session.placeholders,
        )


def _needs_login(entry: BambuConfigEntry) -> bool:
    """Return whether an account stopped because its login ended."""
    if entry.state is not ConfigEntryState.LOADED:
        return entry.state is ConfigEntryState.SETUP_ERROR
    return isinstance(entry.runtime_data.account.last_exception, ConfigEntryAuthFailed)
