"""Register the actions that do not belong to an entity."""

from functools import partial

from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.service import async_register_admin_service

from .actions import ACTIONS
from .const import DOMAIN


@callback
def async_setup_services(hass: HomeAssistant) -> None:
    """Register all actions, whether or not there is an account."""
    for action in ACTIONS:
        register = hass.services.async_register
        if action.for_administrators:
            register = partial(async_register_admin_service, hass)
        register(
            DOMAIN,
            action.name,
            action.handler,
            schema=action.schema,
            supports_response=action.response,
        )
