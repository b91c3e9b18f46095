"""What all steps of a login share: who logs in, and how questions are asked."""

from abc import abstractmethod
from collections.abc import Awaitable
from dataclasses import dataclass, field
import logging

from homeassistant.config_entries import ConfigFlow, ConfigFlowResult
from homeassistant.const import CONF_EMAIL
from homeassistant.helpers.aiohttp_client import async_get_clientsession
from homeassistant.util.hass_dict import HassKey

from ..api import Account, BambuCloud, BambuError, Region, Token
from ..const import CONF_REGION, DOMAIN
from .login_errors import SentCodes, error_key
from .login_schemas import CONF_PHONE, FORMS, without_region

_LOGGER = logging.getLogger(__name__)
_SENT_CODES: HassKey[SentCodes] = HassKey(f"{DOMAIN}.sent_codes")

type Errors = dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Login:
    """Hold a login that works."""

    region: Region
    name: str = field(repr=False)
    """What the owner logged in with, empty for a token."""
    account: Account = field(repr=False)
    token: Token


class LoginDialog(ConfigFlow):
    """Know who logs in, and ask the cloud; steps are in the subclasses."""

    _cloud: BambuCloud
    _region: Region = Region.GLOBAL
    _region_is_known = False
    """The account is that of an entry, so nobody has to be asked for its region."""
    _name = ""
    _owner = ""
    """What the account of an entry is known by."""
    _token: Token | None = None

    @abstractmethod
    async def async_logged_in(self, login: Login) -> ConfigFlowResult:
        """Return the step after a login that works."""

    async def _finish(self, token: Token, errors: Errors) -> ConfigFlowResult | None:
        """Find out whose token it is and that it works; return the next step."""
        self._cloud.token = token.access_token
        account = await self._try(self._cloud.account(), errors)
        printers = await self._try(self._cloud.printers(), errors) if account else None
        if account is None or printers is None:
            return None
        return await self.async_logged_in(
            Login(region=self._region, name=self._name, account=account, token=token)
        )

    async def _try[T](self, question: Awaitable[T], errors: Errors) -> T | None:
        """Ask the cloud; name what went wrong in `errors`."""
        try:
            return await question
        except BambuError as err:
            _LOGGER.debug("The login failed: %s", err)
            errors["base"] = error_key(err)
        return None

    @property
    def _sent_codes(self) -> SentCodes:
        """Return when codes were sent, in whatever dialog."""
        return self.hass.data.setdefault(_SENT_CODES, SentCodes())

    def _use_account(self, region: str | None, name: str) -> None:
        """Prepare to talk about an account."""
        if region is not None and not self._region_is_known:
            self._region = Region(region)
        self._name = name.strip()
        self._token = None
        self._cloud = BambuCloud(async_get_clientsession(self.hass), self._region)

    def _show(self, step_id: str, errors: Errors) -> ConfigFlowResult:
        """Show a form, filled with what is known; secrets are asked for again."""
        schema = FORMS[step_id]
        known = {CONF_REGION: self._region, CONF_EMAIL: self._name}
        return self.async_show_form(
            step_id=step_id,
            data_schema=self.add_suggested_values_to_schema(
                without_region(schema) if self._region_is_known else schema,
                {**known, CONF_PHONE: "" if "@" in self._name else self._name},
            ),
            description_placeholders=self._placeholders,
            errors=errors,
        )

    def _show_menu(self, step_id: str, options: list[str]) -> ConfigFlowResult:
        """Show a menu."""
        return self.async_show_menu(
            step_id=step_id,
            menu_options=options,
            description_placeholders=self._placeholders,
        )

    @property
    def _placeholders(self) -> dict[str, str]:
        """Return what texts may mention."""
        wait = self._sent_codes.wait(self._region, self._name)
        return {"account": self._name or self._owner, "seconds": str(wait)}
