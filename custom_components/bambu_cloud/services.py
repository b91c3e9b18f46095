"""Register the actions that do not belong to an entity."""

from homeassistant.core import HomeAssistant, callback

from .actions import ACTIONS
from .const import DOMAIN


@callback
def async_setup_services(hass: HomeAssistant) -> None:
    """Register all actions, whether or not there is an account."""
    for action in ACTIONS:
        hass.services.async_register(
            DOMAIN,
            action.name,
            action.async_run,
            schema=action.schema,
            supports_response=action.response,
        )
