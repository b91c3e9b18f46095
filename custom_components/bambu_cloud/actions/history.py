"""Return what printers have printed."""

from collections.abc import Mapping
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from homeassistant.const import ATTR_DEVICE_ID
from homeassistant.core import ServiceCall, ServiceResponse, SupportsResponse
from homeassistant.helpers import config_validation as cv
from homeassistant.util import dt as dt_util
import voluptuous as vol

from ..api import BambuError
from ..entity.costs import cost_attributes
from ..entity.history import filament_attributes
from ..errors import poll_error
from ..model import PrintTask, TaskStatus
from ..prints.history import PrintHistory
from .access import Access
from .action import Action
from .targets import target_of

GET_PRINT_HISTORY = "get_print_history"
ATTR_LIMIT, ATTR_OUTCOME, ATTR_SINCE = "limit", "outcome", "since"

EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
_DEFAULT_LIMIT, MAX_LIMIT = 20, 2000


class Outcome(StrEnum):
    """How a print ended; the history has cancellations as failures."""

    FINISHED = TaskStatus.FINISHED.value
    FAILED = TaskStatus.FAILED.value
    PRINTING = TaskStatus.PRINTING.value


SCHEMA = vol.Schema(
    {
        vol.Required(ATTR_DEVICE_ID): cv.string,
        vol.Optional(ATTR_SINCE, default=EARLIEST): cv.datetime,
        vol.Optional(ATTR_LIMIT, default=_DEFAULT_LIMIT): vol.All(
            vol.Coerce(int), vol.Range(min=1, max=MAX_LIMIT)
        ),
        vol.Optional(ATTR_OUTCOME): vol.Coerce(Outcome),
    }
)


async def _async_get_print_history(call: ServiceCall) -> ServiceResponse:
    """Return the prints of a printer, newest first."""
    entry, serial = target_of(call)
    history = entry.runtime_data.history
    await history.async_refresh(serial)
    try:
        tasks = await _async_find(history, serial, call.data)
    except BambuError as err:
        raise poll_error(err) from err
    with_uses = entry.runtime_data.spool_use.with_uses
    cost_of = entry.runtime_data.costs.of_task
    return {
        "prints": [
            {**print_response(with_uses(task)), **cost_attributes(cost_of(task))}
            for task in tasks
        ]
    }


async def _async_find(
    history: PrintHistory, serial: str, data: Mapping[str, Any]
) -> list[PrintTask]:
    """Return the requested tasks; read more pages while these are too few."""
    since, outcome = dt_util.as_utc(data[ATTR_SINCE]), data.get(ATTR_OUTCOME)
    limit = count = data[ATTR_LIMIT]
    while True:
        tasks = await history.async_since(serial, since, count)
        found = [task for task in tasks if outcome in {None, task.status.value}]
        if len(found) >= limit or len(tasks) < count or count == MAX_LIMIT:
            return found[:limit]
        count = min(4 * count, MAX_LIMIT)


def print_response(task: PrintTask) -> dict[str, Any]:
    """Return a print for a response: times in ISO 8601, seconds, grams, meters."""
    return {
        "id": task.id,
        "title": task.title,
        "outcome": task.status.value,
        "started": task.started_at and task.started_at.isoformat(),
        "ended": task.ended_at and task.ended_at.isoformat(),
        "duration": task.duration and int(task.duration.total_seconds()),
        "estimate": task.estimate,
        "weight": task.weight,
        "length": task.length,
        "plate": task.plate,
        "bed_type": task.bed_type,
        "reprintable": task.is_reprintable,
        "filaments": filament_attributes(task),
        "cover": task.cover_url,
    }


ACTIONS = (
    Action(
        name=GET_PRINT_HISTORY,
        handler=_async_get_print_history,
        schema=SCHEMA,
        access=Access.READ,
        response=SupportsResponse.ONLY,
    ),
)
