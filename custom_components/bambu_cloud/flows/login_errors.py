"""What a form calls the errors of a login."""

from collections.abc import Mapping
from dataclasses import dataclass
import logging

from homeassistant.const import CONF_BASE

from ..api import (
    BambuAuthError,
    BambuBlockedError,
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
)

_LOGGER = logging.getLogger(__name__)

# The first class that fits names the error.
ERRORS: Mapping[type[BambuError], str] = {
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


@dataclass(frozen=True, slots=True)
class LoginFailure:
    """Say what went wrong, and where to go on."""

    key: str = ""
    """Translation key of the error, empty where a step explains it."""
    field: str = CONF_BASE
    """The field of the form that has to be corrected."""
    step_id: str | None = None
    """Another step than the one that failed."""

    @property
    def errors(self) -> dict[str, str]:
        """Return the errors of the form."""
        return {self.field: self.key}


def failure(err: BambuError) -> LoginFailure:
    """Return what a form says about an error."""
    _LOGGER.debug("The login failed: %s", err)
    return LoginFailure(
        next(key for kind, key in ERRORS.items() if isinstance(err, kind))
    )


def pasted_token(text: str) -> str:
    """Return the token in a copied text: bare, as a header or as a cookie."""
    token = text.strip().strip("\"'")
    for prefix in ("Authorization:", "Bearer ", "token="):
        token = token.removeprefix(prefix).strip()
    return token.partition(";")[0].strip()
