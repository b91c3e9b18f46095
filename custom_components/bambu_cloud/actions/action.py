"""What an action is, and which printer it is meant for."""

from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any, NamedTuple

from homeassistant.const import ATTR_DEVICE_ID
from homeassistant.core import ServiceCall, ServiceResponse, SupportsResponse
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers import service
import voluptuous as vol

from ..const import DOMAIN
from ..runtime_data import BambuConfigEntry


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """An action under the name that automations call it by."""

    name: str
    handler: Callable[[ServiceCall], Coroutine[Any, Any, ServiceResponse]]
    schema: vol.Schema
    response: SupportsResponse = SupportsResponse.NONE
    for_administrators: bool = False
    """Other users may not run it; automations may, which only administrators make."""


class Target(NamedTuple):
    """A printer, and the account that it belongs to."""

    entry: BambuConfigEntry
    serial: str


def target_of(call: ServiceCall) -> Target:
    """Return the printer whose device an action names.

    Raises:
        ServiceValidationError: There is no such device, it is no printer, or its
            account is not loaded.
    """
    device, entry = service.async_get_device_and_config_entry(
        call.hass, DOMAIN, call.data[ATTR_DEVICE_ID]
    )
    printers = entry.runtime_data.account.printers
    serial = next((s for s in printers if (DOMAIN, s) in device.identifiers), None)
    if serial is None:
        raise ServiceValidationError(
            translation_domain=DOMAIN, translation_key="not_a_printer"
        )
    return Target(entry, serial)
