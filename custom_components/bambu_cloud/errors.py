"""Translate errors of the cloud and of printers into Home Assistant's."""

from collections.abc import Iterator
from contextlib import contextmanager

from homeassistant.exceptions import (
    ConfigEntryAuthFailed,
    HomeAssistantError,
    ServiceValidationError,
)
from homeassistant.helpers.update_coordinator import UpdateFailed

from .api import (
    BambuAuthError,
    BambuBlockedError,
    BambuCameraUnsupportedError,
    BambuConnectionError,
    BambuError,
    BambuForbiddenError,
    BambuInputError,
    BambuNoReplyError,
    BambuNotFoundError,
    BambuOfflineError,
    BambuRateLimitError,
    BambuRefusedError,
    BambuRequestError,
    BambuServerError,
)
from .cadences import POLL_LINK_DOWN
from .const import DOMAIN
from .model.preconditions import BlockedReason


def poll_error(err: BambuError) -> HomeAssistantError:
    """Return the error that ends a poll; a dead token starts a new login."""
    retry_after: float | None = None
    match err:
        case BambuAuthError():
            return ConfigEntryAuthFailed(
                translation_domain=DOMAIN, translation_key="login_expired"
            )
        case BambuRateLimitError():
            key, retry_after = "rate_limited", _poll_delay(err.retry_after)
        case BambuBlockedError():
            key, retry_after = "blocked", _poll_delay(err.retry_after)
        case BambuServerError():
            key = "server_error"
        case BambuConnectionError():
            key = "cannot_connect"
        case BambuForbiddenError():
            key = "forbidden"
        case _:
            key = "unexpected_answer"
    return UpdateFailed(
        retry_after=retry_after, translation_domain=DOMAIN, translation_key=key
    )


def session_error(err: BambuError) -> HomeAssistantError:
    """Return the error for a cloud camera session."""
    match err:
        case BambuForbiddenError():
            key = "cloud_camera_not_permitted"
        case BambuCameraUnsupportedError():
            key = "cloud_camera_unsupported"
        case _:
            return request_error(err)
    return HomeAssistantError(translation_domain=DOMAIN, translation_key=key)


def request_error(err: BambuError) -> HomeAssistantError:
    """Return the error for a request to the cloud."""
    match err:
        case BambuRequestError() | BambuNotFoundError():
            return ServiceValidationError(
                translation_domain=DOMAIN, translation_key="not_found"
            )
        case BambuAuthError():
            key = "login_expired"
        case BambuForbiddenError():
            key = "not_yours"
        case BambuRateLimitError():
            key = "rate_limited"
        case BambuBlockedError():
            key = "blocked"
        case BambuServerError():
            key = "server_error"
        case BambuConnectionError():
            key = "cannot_connect"
        case _:
            key = "unexpected_answer"
    return HomeAssistantError(translation_domain=DOMAIN, translation_key=key)


def blocked_error(blocked: BlockedReason) -> ServiceValidationError:
    """Return the error for a precondition that does not hold."""
    return ServiceValidationError(
        translation_domain=DOMAIN, translation_key=blocked.value
    )


@contextmanager
def command_errors() -> Iterator[None]:
    """Translate what goes wrong with a command.

    Raises:
        ServiceValidationError: No printer accepts one of the values.
        HomeAssistantError: The printer does not do it.
    """
    try:
        yield
    except BambuError as err:
        raise command_error(err) from err


def command_error(err: BambuError) -> HomeAssistantError:
    """Return the error for a command."""
    match err:
        case BambuInputError():
            return _input_error(err)
        case BambuRefusedError():
            return HomeAssistantError(
                translation_domain=DOMAIN,
                translation_key=err.cause.value,
                translation_placeholders={"reason": err.reason or str(err.code)},
            )
        case BambuOfflineError():
            key = "printer_offline"
        case BambuNoReplyError():
            key = "no_answer"
        case BambuConnectionError():
            key = "cannot_connect"
        case _:
            key = "unexpected_answer"
    return HomeAssistantError(translation_domain=DOMAIN, translation_key=key)


def _input_error(err: BambuInputError) -> ServiceValidationError:
    """Return the error for a value; each argument has its own sentences."""
    if err.limits is None:
        return ServiceValidationError(
            translation_domain=DOMAIN, translation_key=f"invalid_{err.argument}"
        )
    low, high = err.limits
    return ServiceValidationError(
        translation_domain=DOMAIN,
        translation_key=f"{err.argument}_out_of_range",
        translation_placeholders={"low": low, "high": high},
    )


def _poll_delay(retry_after: float) -> float:
    """Return seconds until the next poll, never fewer than usual."""
    return max(retry_after, POLL_LINK_DOWN.total_seconds())
