"""Answer what cards ask for and no entity shows."""

from datetime import UTC, datetime
from typing import Any

from homeassistant.components import websocket_api
from homeassistant.core import HomeAssistant, callback
from homeassistant.exceptions import Unauthorized
import voluptuous as vol

from ..actions.access import Access, entities_of_device, is_permitted
from ..actions.history import print_response
from ..actions.targets import Target, target_of_device
from ..api import BambuError, BambuForbiddenError, BambuNotFoundError
from ..const import DOMAIN
from ..entity.history import cover_path
from ..errors import poll_error
from ..model import MOST_OBJECTS, Plate, PrinterState, PrintTask, preconditions
from ..prints.history import PrintHistory
from .pictures import MASK, TOP, plate_path, signed

_PAGE, _MOST = 24, 96
_EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)


@callback
def async_register_commands(hass: HomeAssistant) -> None:
    """Register all commands, once for all accounts."""
    websocket_api.async_register_command(hass, _async_history)
    websocket_api.async_register_command(hass, _async_plate)


@websocket_api.websocket_command(
    {
        vol.Required("type"): f"{DOMAIN}/history",
        vol.Required("device_id"): str,
        vol.Optional("offset", default=0): vol.All(int, vol.Range(min=0)),
        vol.Optional("limit", default=_PAGE): vol.All(int, vol.Range(min=1, max=_MOST)),
    }
)
@websocket_api.async_response
async def _async_history(
    hass: HomeAssistant, connection: websocket_api.ActiveConnection, msg: dict[str, Any]
) -> None:
    """Send a page of what a printer has printed, newest first."""
    device_id, offset, limit = msg["device_id"], msg["offset"], msg["limit"]
    entry, serial = _readable_target(hass, connection, device_id)
    tasks = await _async_tasks(entry.runtime_data.history, serial, offset + limit + 1)
    page = tasks[offset : offset + limit]
    prints = [
        {
            **print_response(entry.runtime_data.spool_use.with_uses(task)),
            "cover": signed(hass, connection, cover_path(device_id, task))
            if task.cover_url
            else None,
        }
        for task in page
    ]
    more = len(tasks) > offset + limit
    connection.send_result(msg["id"], {"prints": prints, "more": more})


@websocket_api.websocket_command(
    {vol.Required("type"): f"{DOMAIN}/plate", vol.Required("device_id"): str}
)
@websocket_api.async_response
async def _async_plate(
    hass: HomeAssistant, connection: websocket_api.ActiveConnection, msg: dict[str, Any]
) -> None:
    """Send the objects of the plate that a printer prints, and whether to skip some."""
    device_id = msg["device_id"]
    entry, serial = _readable_target(hass, connection, device_id)
    printer = entry.runtime_data.account.printers[serial]
    try:
        content = await entry.runtime_data.plates.async_current(printer)
    except BambuNotFoundError, BambuForbiddenError:
        content = None
    except BambuError as err:
        raise poll_error(err) from err
    skipped = printer.data.job.skipped_objects
    objects = content.plate.objects if content else ()
    pictures = {MASK: content.mask, TOP: content.top} if content else {}
    reason = _obstacle(printer.data, content.plate if content else None)
    connection.send_result(
        msg["id"],
        {
            "plate": content.plate.number if content else None,
            "objects": [
                {"id": each.id, "name": each.name, "skipped": each.id in skipped}
                for each in objects
            ],
            "can_skip": reason is None,
            "reason": reason,
            **{
                kind: signed(hass, connection, plate_path(device_id, content, kind))
                if content and pictures[kind]
                else None
                for kind in (MASK, TOP)
            },
        },
    )


def _obstacle(printer: PrinterState, plate: Plate | None) -> str | None:
    """Return the key of what speaks against skipping objects, None for nothing."""
    if plate is None:
        return "not_in_cloud"
    if len(plate.objects) > MOST_OBJECTS:
        return "too_many"
    if not plate.is_labeled:
        return "not_labeled"
    if not plate.can_skip:
        return "single_object"
    return "not_now" if preconditions.skip_objects(printer) else None


def _readable_target(
    hass: HomeAssistant, connection: websocket_api.ActiveConnection, device_id: str
) -> Target:
    """Return the printer that a device is, if the user may see it.

    Raises:
        Unauthorized: The user may not.
        ServiceValidationError: There is no such printer.
    """
    entities = entities_of_device(hass, device_id)
    if not is_permitted(connection.user, entities, Access.READ):
        raise Unauthorized
    return target_of_device(hass, device_id)


async def _async_tasks(
    history: PrintHistory, serial: str, count: int
) -> tuple[PrintTask, ...]:
    """Return the newest tasks of a printer.

    Raises:
        HomeAssistantError: The cloud does not answer.
    """
    try:
        return await history.async_since(serial, _EARLIEST, count)
    except BambuError as err:
        raise poll_error(err) from err
