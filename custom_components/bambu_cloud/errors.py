"""Say in Home Assistant's terms what went wrong with the cloud."""

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
    BambuNoAnswerError,
    BambuNotFoundError,
    BambuOfflineError,
    BambuRateLimitError,
    BambuRefusedError,
    BambuRequestError,
    BambuServerError,
)
from .const import DOMAIN, POLL_LINK_DOWN
from .model.preconditions import BlockedReason


def poll_error(err: BambuError) -> HomeAssistantError:
    """Return the error that ends a poll: only a dead token needs a person."""
    retry_after: float | None = None
    match err:
        case BambuAuthError():
            return ConfigEntryAuthFailed(
                translation_domain=DOMAIN, translation_key="login_expired"
            )
        case BambuRateLimitError():
            key, retry_after = "rate_limited", _patience(err.retry_after)
        case BambuBlockedError():
            key, retry_after = "blocked", _patience(err.retry_after)
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
    """Return the error for who wants to watch a printer through the cloud."""
    match err:
        case BambuForbiddenError():
            key = "cloud_camera_not_permitted"
        case BambuCameraUnsupportedError():
            key = "cloud_camera_unsupported"
        case _:
            return request_error(err)
    return HomeAssistantError(translation_domain=DOMAIN, translation_key=key)


def request_error(err: BambuError) -> HomeAssistantError:
    """Return the error that ends an action for who asked the cloud for something."""
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
    """Return the error that tells why something makes no sense now."""
    return ServiceValidationError(
        translation_domain=DOMAIN, translation_key=blocked.value
    )


def command_error(err: BambuError) -> HomeAssistantError:
    """Return the error that ends a command, with the reason in words."""
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
        case BambuNoAnswerError():
            key = "no_answer"
        case BambuConnectionError():
            key = "cannot_connect"
        case _:
            key = "unexpected_answer"
    return HomeAssistantError(translation_domain=DOMAIN, translation_key=key)


def _input_error(err: BambuInputError) -> ServiceValidationError:
    """Return the error that tells of a value that no printer takes."""
    if err.limits is None:
        return ServiceValidationError(
            translation_domain=DOMAIN,
            translation_key="impossible_value",
            translation_placeholders={"name": err.name},
        )
    low, high = err.limits
    return ServiceValidationError(
        translation_domain=DOMAIN,
        translation_key="out_of_range",
        translation_placeholders={"name": err.name, "low": low, "high": high},
    )


def _patience(retry_after: float) -> float:
    """Wait as long as the cloud asks for, but never shorter than between polls."""
    return max(retry_after, POLL_LINK_DOWN.total_seconds())
