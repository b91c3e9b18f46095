"""Skip objects of the current print, by their names or ids."""

from homeassistant.const import ATTR_DEVICE_ID
from homeassistant.core import ServiceCall, ServiceResponse
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers import config_validation as cv
import voluptuous as vol

from ..api import Argument, BambuError, commands
from ..const import DOMAIN
from ..devices.printer import PrinterCoordinator
from ..errors import blocked_error, command_errors
from ..model import MOST_OBJECTS, Plate, preconditions
from .commands import async_send
from .fields import Checked, whole_number
from .targets import printer_of, target_of

ATTR_OBJECTS = "objects"
SCHEMA = vol.Schema(
    {
        vol.Required(ATTR_DEVICE_ID): cv.string,
        vol.Required(ATTR_OBJECTS): Checked(
            Argument.OBJECTS, vol.All(cv.ensure_list, [vol.Any(whole_number, str)])
        ),
    }
)


async def async_skip_objects(call: ServiceCall) -> ServiceResponse:
    """Leave objects out of the current print."""
    printer = printer_of(call)
    if blocked := preconditions.skip_objects(printer.data):
        raise blocked_error(blocked)
    wanted = call.data[ATTR_OBJECTS]
    plate = await _async_plate(call, printer)
    ids = [_id_of(item, plate) for item in wanted]
    if plate:
        _check(plate, {*ids, *printer.data.job.skipped_objects})
    with command_errors():
        command = commands.skip_objects(ids)
    return await async_send(printer, command, preconditions.skip_objects)


async def _async_plate(call: ServiceCall, printer: PrinterCoordinator) -> Plate | None:
    """Return the plate of the current print, None where the cloud has none."""
    entry, _ = target_of(call)
    try:
        content = await entry.runtime_data.plates.async_current(printer)
    except BambuError:
        return None
    return content.plate if content else None


def _id_of(item: int | str, plate: Plate | None) -> int:
    """Return the id of an object.

    Raises:
        ServiceValidationError: There is no such object on the plate, or nothing is
            known of it, so that names mean nothing.
    """
    if plate is None and isinstance(item, int):
        return item
    if plate is None:
        raise _error(translation_key="objects_unknown")
    found = (each.id for each in plate.objects if item in {each.id, each.name})
    if (number := next(found, None)) is None:
        raise ServiceValidationError(
            translation_domain=DOMAIN,
            translation_key="no_such_object",
            translation_placeholders={"object": str(item)},
        )
    return number


def _check(plate: Plate, skipped: set[int]) -> None:
    """Check whether so many objects of a plate can be skipped, as the slicer does.

    Raises:
        ServiceValidationError: They cannot.
    """
    if len(plate.objects) > MOST_OBJECTS:
        raise _error(translation_key="too_many_objects")
    if not plate.is_labeled:
        raise _error(translation_key="objects_not_labeled")
    if skipped >= {item.id for item in plate.objects}:
        raise _error(translation_key="all_objects")


def _error(*, translation_key: str) -> ServiceValidationError:
    """Return the error for objects that cannot be skipped."""
    return ServiceValidationError(
        translation_domain=DOMAIN, translation_key=translation_key
    )
