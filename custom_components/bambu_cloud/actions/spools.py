"""Give back to spools what a print was booked with."""

from homeassistant.const import ATTR_DEVICE_ID
from homeassistant.core import ServiceCall, ServiceResponse
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers import config_validation as cv
import voluptuous as vol

from ..const import DOMAIN
from .access import Access
from .action import Action
from .print import ATTR_PRINT
from .targets import target_of

UNDO = "undo_filament_booking"
SCHEMA = vol.Schema(
    {
        vol.Required(ATTR_DEVICE_ID): cv.string,
        vol.Required(ATTR_PRINT): cv.string,
    }
)


async def _async_undo(call: ServiceCall) -> ServiceResponse:
    """Give back to spools what was booked for a print.

    Raises:
        ServiceValidationError: Nothing is booked for it.
    """
    entry, _ = target_of(call)
    task_id = call.data[ATTR_PRINT]
    if not entry.runtime_data.deduction.has_booked(task_id):
        raise ServiceValidationError(
            translation_domain=DOMAIN, translation_key="nothing_booked"
        )
    entry.runtime_data.deduction.async_undo(task_id)
    return None


ACTIONS = (
    Action(name=UNDO, handler=_async_undo, schema=SCHEMA, access=Access.ADMINISTRATION),
)
