"""Add a Bambu Lab account, or log in to it again."""

from collections.abc import Mapping
from typing import Any, override

from homeassistant.config_entries import (
    SOURCE_REAUTH,
    SOURCE_RECONFIGURE,
    ConfigEntry,
    ConfigEntryState,
    ConfigFlowResult,
)
from homeassistant.const import CONF_ACCESS_TOKEN, CONF_EMAIL
from homeassistant.core import callback
from homeassistant.exceptions import ConfigEntryAuthFailed
from homeassistant.util import dt as dt_util

from .account.titles import async_address, async_title
from .api import Region
from .const import CONF_EXPIRES_IN, CONF_OBTAINED_AT, CONF_REGION, CONF_UID, DOMAIN
from .flows.login import LoginSteps
from .flows.login_dialog import Login
from .flows.options import BambuOptionsFlow
from .runtime_data import BambuConfigEntry


class BambuConfigFlow(LoginSteps, domain=DOMAIN):
    """Let a person choose how to log in, and keep what comes of it."""

    VERSION = 1
    MINOR_VERSION = 1

    _refused = ""
    _is_done = False

    @override
    async def async_step_user(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Begin with a new account."""
        return self._show_menu("user", self.ways)

    async def async_step_reauth(
        self, entry_data: Mapping[str, Any]
    ) -> ConfigFlowResult:
        """Begin to log in again, because the token is dead."""
        self._know_account(self._get_reauth_entry())
        return await self.async_step_reauth_confirm()

    async def async_step_reauth_confirm(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Let a person choose how."""
        return self._show_menu("reauth_confirm", self.ways)

    async def async_step_reconfigure(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Begin to log in again, because a person wants to."""
        self._know_account(self._get_reconfigure_entry())
        return self._show_menu("reconfigure", self.ways)

    @override
    async def async_logged_in(self, login: Login) -> ConfigFlowResult:
        """Add the account, or go on with its new token."""
        entry = self._entry
        if entry is None:
            await self.async_set_unique_id(str(login.account.uid))
            self._abort_if_unique_id_configured()
            title = async_title(self.hass, login.region, login.account.name)
            return self.async_create_entry(title=title, data=_data(login))
        if entry.unique_id != str(login.account.uid):
            self._refused = login.name or login.account.name or str(login.account.uid)
            self._know_account(entry)
            return await self.async_step_wrong_account()
        self._is_done = True
        return self.async_update_reload_and_abort(entry, data_updates=_data(login))

    async def async_step_wrong_account(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Tell that a login belongs to another account, and let a person choose."""
        return self.async_show_menu(
            step_id="wrong_account",
            menu_options=self.ways,
            description_placeholders={"account": self._refused, "entry": self._owner},
        )

    @callback
    @override
    def async_remove(self) -> None:
        """Try the login if this was closed without one.

        While a person may be about to log in, Home Assistant asks nobody else to: if
        the token died meanwhile, nothing would ever ask again.
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
    def _entry(self) -> ConfigEntry | None:
        """Return the account that has to be logged in to, None for a new one."""
        if self.source == SOURCE_REAUTH:
            return self._get_reauth_entry()
        if self.source == SOURCE_RECONFIGURE:
            return self._get_reconfigure_entry()
        return None

    def _know_account(self, entry: ConfigEntry) -> None:
        """Begin with the account of an entry; its name may have changed."""
        self._region = Region(entry.data[CONF_REGION])
        self._region_is_known = True
        self._name = entry.data.get(CONF_EMAIL, "")
        self._owner = async_address(entry)


def _needs_login(entry: BambuConfigEntry) -> bool:
    """Tell whether an account has ended for want of a login."""
    if entry.state is not ConfigEntryState.LOADED:
        return entry.state is ConfigEntryState.SETUP_ERROR
    return isinstance(entry.runtime_data.account.last_exception, ConfigEntryAuthFailed)


def _data(login: Login) -> dict[str, Any]:
    """Return what is kept of a login."""
    name = {CONF_EMAIL: login.name} if login.name else {}
    return {
        **name,
        CONF_REGION: login.region.value,
        CONF_ACCESS_TOKEN: login.token.access_token,
        CONF_UID: login.account.uid,
        CONF_OBTAINED_AT: dt_util.utcnow().isoformat(),
        CONF_EXPIRES_IN: login.token.expires_in,
    }
