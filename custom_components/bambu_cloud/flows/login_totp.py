"""Log in with the code of an authenticator (protocol A.6.4)."""

import logging
from typing import Any

from homeassistant.config_entries import ConfigFlowResult
from homeassistant.const import CONF_CODE

from ..api import (
    BambuBlockedError,
    BambuCodeError,
    BambuCodeExpiredError,
    BambuError,
    BambuRateLimitError,
    BambuResponseError,
)
from .login_code import SentCodeSteps
from .login_dialog import Errors

_LOGGER = logging.getLogger(__name__)


class TotpSteps(SentCodeSteps):
    """Take an authenticator's code, and offer one that is sent wherever that fails."""

    _totp_key = ""

    async def async_step_two_factor(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Let the owner of an authenticator choose: a code that is sent works too."""
        return self._show_menu("two_factor", ["totp", "code_instead"])

    async def async_step_code_instead(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Have a code sent in place of an authenticator's (protocol A.6.3)."""
        errors: Errors = {}
        await self._send_code(errors)
        return self._show_code(errors)

    async def async_step_totp(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask for the code that the authenticator shows."""
        errors: Errors = {}
        if user_input is not None:
            code = "".join(user_input[CONF_CODE].split())
            try:
                self._token = self._token or await self._cloud.login_with_totp(
                    self._totp_key, code
                )
            except BambuError as err:
                return await self._after_totp_error(err)
            if step := await self._finish(self._token, errors):
                return step
        return self._show("totp", errors)

    async def _after_totp_error(self, err: BambuError) -> ConfigFlowResult:
        """Return what can be done about a code that was refused or never looked at."""
        _LOGGER.debug("The authenticator's code did not help: %s", err)
        match err:
            case BambuCodeExpiredError():
                return self._show("password", {"base": "totp_expired"})
            case BambuCodeError():
                return self._show("totp", {"base": "invalid_totp"})
            case BambuBlockedError() | BambuRateLimitError() | BambuResponseError():
                return await self.async_step_totp_blocked()
        return await self.async_step_totp_unreachable()

    async def async_step_totp_blocked(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Tell that the web site let nobody in, and what else there is."""
        return self._show_menu("totp_blocked", ["code_instead", "totp"])

    async def async_step_totp_unreachable(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Tell that the web site is in trouble, and what else there is."""
        return self._show_menu("totp_unreachable", ["code_instead", "totp"])
