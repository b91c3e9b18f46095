"""Log in with a code that is e-mailed, or sent to a phone (protocol A.6.3)."""

from typing import Any

from homeassistant.config_entries import ConfigFlowResult
from homeassistant.const import CONF_CODE, CONF_EMAIL

from ..api import Region
from ..const import CONF_REGION
from .login_dialog import Errors, LoginDialog
from .login_schemas import CONF_PHONE, CONF_SEND_AGAIN


class SentCodeSteps(LoginDialog):
    """Have codes sent, one a minute and only if somebody asks, and take them."""

    async def async_step_mail(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Have a code e-mailed, which replaces the password."""
        errors: Errors = {}
        if user_input is not None:
            self._use_account(user_input.get(CONF_REGION), user_input[CONF_EMAIL])
            if "@" not in self._name:
                errors[CONF_EMAIL] = "no_address"
            elif await self._send_code(errors):
                return self._show_code()
        return self._show("mail", errors)

    async def async_step_phone(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Have a code sent to a phone, as only the China region does."""
        errors: Errors = {}
        if user_input is not None:
            self._use_account(Region.CHINA, "".join(user_input[CONF_PHONE].split()))
            if not self._name.removeprefix("+").isdecimal():
                errors[CONF_PHONE] = "no_number"
            elif await self._send_code(errors):
                return self._show_code()
        return self._show("phone", errors)

    async def async_step_code(self, user_input: dict[str, Any]) -> ConfigFlowResult:
        """Ask for the code that was e-mailed."""
        return await self._ask_code(user_input)

    async def async_step_sms(self, user_input: dict[str, Any]) -> ConfigFlowResult:
        """Ask for the code that was sent to a phone."""
        return await self._ask_code(user_input)

    async def _ask_code(self, user_input: dict[str, Any]) -> ConfigFlowResult:
        """Take a code, or have another one sent."""
        errors: Errors = {}
        code = "".join(user_input.get(CONF_CODE, "").split())
        if user_input[CONF_SEND_AGAIN]:
            await self._send_again(errors)
        elif not code:
            errors[CONF_CODE] = "no_code"
        elif step := await self._log_in_with_code(code, errors):
            return step
        return self._show_code(errors)

    async def _log_in_with_code(
        self, code: str, errors: Errors
    ) -> ConfigFlowResult | None:
        """Log in and return the next step, None after an error."""
        # A code works once: if only what came after it failed, that is tried again.
        if self._token is None:
            login = self._cloud.login_with_code(self._name, code)
            self._token = await self._try(login, errors)
        return await self._finish(self._token, errors) if self._token else None

    async def _send_again(self, errors: Errors) -> None:
        """Have another code sent, as soon as Bambu Lab may be asked for one."""
        self._token = None
        if self._sent_codes.wait(self._region, self._name):
            errors["base"] = "too_soon"
        else:
            await self._send_code(errors)

    async def _send_code(self, errors: Errors) -> bool:
        """Tell whether a code is on its way, now or for less than a minute."""
        if not self._sent_codes.wait(self._region, self._name):
            await self._try(self._cloud.request_code(self._name), errors)
            if errors:
                return False
            self._sent_codes.add(self._region, self._name)
        return True

    def _show_code(self, errors: Errors | None = None) -> ConfigFlowResult:
        """Show the form for a code that was sent."""
        return self._show("code" if "@" in self._name else "sms", errors or {})
