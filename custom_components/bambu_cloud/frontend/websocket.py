"""Answer what cards ask for and no entity shows."""

from datetime import UTC, datetime, timedelta
from typing import Any

from homeassistant.components import websocket_api
from homeassistant.components.http.auth import async_sign_path
from homeassistant.core import HomeAssistant, callback
from homeassistant.exceptions import Unauthorized
import voluptuous as vol

from ..actions.access import Access, entities_of_device, is_permitted
from ..actions.targets import target_of_device
from ..api import BambuError
from ..const import DOMAIN
from ..errors import poll_error
from ..model import PrintTask
from ..prints.history import PrintHistory
from .covers import URL

_PAGE, _MOST = 24, 96
_EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
_SHOWN_FOR = timedelta(hours=12)
"""A wall tablet shows a page for long; only its own user can use the address."""


@callback
def async_register_commands(hass: HomeAssistant) -> None:
    """Register all commands, once for all accounts."""
    websocket_api.async_register_command(hass, _async_history)


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
    entities = entities_of_device(hass, device_id)
    if not is_permitted(connection.user, entities, Access.READ):
        raise Unauthorized
    entry, serial = target_of_device(hass, device_id)
    tasks = await _async_tasks(entry.runtime_data.history, serial, offset + limit + 1)
    page = tasks[offset : offset + limit]
    covers = [
        task.cover_url and _cover(hass, connection, device_id, task) for task in page
    ]
    prints = [_print(task, cover) for task, cover in zip(page, covers, strict=True)]
    more = len(tasks) > offset + limit
    connection.send_result(msg["id"], {"prints": prints, "more": more})


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


def _cover(
    hass: HomeAssistant,
    connection: websocket_api.ActiveConnection,
    device_id: str,
    task: PrintTask,
) -> str:
    """Return an address at which the user of a page finds a cover."""
    return async_sign_path(
        hass,
        f"{URL}/{device_id}/{task.id}",
        _SHOWN_FOR,
        refresh_token_id=connection.refresh_token_id,
    )


def _print(task: PrintTask, cover: str | None) -> dict[str, Any]:
    """Return a print as cards show it: times in ISO 8601, seconds, grams."""
    return {
        "id": task.id,
        "title": task.title,
        "outcome": task.status.value,
        "started": task.started_at and task.started_at.isoformat(),
        "ended": task.ended_at and task.ended_at.isoformat(),
        "duration": task.duration and int(task.duration.total_seconds()),
        "weight": task.weight,
        "colors": [each.color for each in task.filaments if each.color],
        "cover": cover or None,
    }
