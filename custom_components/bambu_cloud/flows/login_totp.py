"""What can be done after the code of an authenticator app failed (protocol A.6.4)."""

import logging

from ..api import (
    BambuBlockedError,
    BambuCodeError,
    BambuCodeExpiredError,
    BambuError,
    BambuRateLimitError,
    BambuResponseError,
)
from .login_errors import LoginFailure

_LOGGER = logging.getLogger(__name__)


def totp_failure(err: BambuError) -> LoginFailure:
    """Return the step that helps: the code was refused, or never checked."""
    _LOGGER.debug("The login with an authenticator failed: %s", err)
    match err:
        case BambuCodeExpiredError():
            return LoginFailure("totp_expired", step_id="password")
        case BambuCodeError():
            return LoginFailure("invalid_totp")
        case BambuBlockedError() | BambuRateLimitError() | BambuResponseError():
            return LoginFailure(step_id="totp_blocked")
    return LoginFailure(step_id="totp_unreachable")
