"""Return sessions for a cloud camera bridge of the user's own."""

from homeassistant.const import ATTR_DEVICE_ID
from homeassistant.core import ServiceCall, ServiceResponse, SupportsResponse
from homeassistant.helpers import config_validation as cv
import voluptuous as vol

from ..api import BambuError
from ..errors import session_error
from .access import Access
from .action import Action
from .targets import target_of

GET_CLOUD_CAMERA_SESSION = "get_cloud_camera_session"
SCHEMA = vol.Schema({vol.Required(ATTR_DEVICE_ID): cv.string})


async def _async_get_cloud_camera_session(call: ServiceCall) -> ServiceResponse:
    """Return a new session: secret, and valid for one connection."""
    entry, serial = target_of(call)
    try:
        session = await entry.runtime_data.cameras.async_session(serial)
    except BambuError as err:
        raise session_error(err) from err
    return {key: value for key, value in session.as_dict().items() if value}


ACTIONS = (
    Action(
        name=GET_CLOUD_CAMERA_SESSION,
        handler=_async_get_cloud_camera_session,
        schema=SCHEMA,
        response=SupportsResponse.ONLY,
        access=Access.ADMINISTRATION,
    ),
)
