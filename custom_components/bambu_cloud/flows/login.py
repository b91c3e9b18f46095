"""Log in to Bambu Lab, in any of the ways that there are (protocol A.6)."""

from typing import Any

from homeassistant.config_entries import ConfigFlowResult
from homeassistant.const import CONF_ACCESS_TOKEN, CONF_EMAIL, CONF_PASSWORD

from ..api import CodeRequired, LoginResult, Region, Token, TotpRequired
from ..const import CONF_REGION
from .login_dialog import Errors
from .login_errors import pasted_token
from .login_totp import TotpSteps


class LoginSteps(TotpSteps):
    """Begin with a password, a token or a code."""

    @property
    def ways(self) -> list[str]:
        """Return the steps with which a login may begin."""
        is_global = self._region_is_known and self._region is Region.GLOBAL
        phone = [] if is_global else ["phone"]
        return ["password", "mail", *phone, "token"]

    async def async_step_password(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask for account and password."""
        errors: Errors = {}
        if user_input is not None:
            self._use_account(user_input.get(CONF_REGION), user_input[CONF_EMAIL])
            login = self._cloud.login(self._name, user_input[CONF_PASSWORD])
            if step := await self._after_password(
                await self._try(login, errors), errors
            ):
                return step
        return self._show("password", errors)

    async def _after_password(
        self, result: LoginResult | None, errors: Errors
    ) -> ConfigFlowResult | None:
        """Return the step that a password leads to, None after an error."""
        match result:
            case Token():
                return await self._finish(result, errors)
            case CodeRequired():
                self._sent_codes.add(self._region, self._name)
                return self._show_code()
            case TotpRequired():
                self._totp_key = result.key
                return await self.async_step_two_factor()
        return None

    async def async_step_token(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask for a token that was got elsewhere."""
        errors: Errors = {}
        if user_input is not None:
            self._use_account(user_input.get(CONF_REGION), "")
            token = Token(access_token=pasted_token(user_input[CONF_ACCESS_TOKEN]))
            if step := await self._finish(token, errors):
                return step
            if errors["base"] == "login_refused":
                errors["base"] = "invalid_token"
        return self._show("token", errors)
