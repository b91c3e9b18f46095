"""Return what a printer can print, as far as the cloud has it."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from homeassistant.const import ATTR_DEVICE_ID
from homeassistant.core import ServiceCall, ServiceResponse, SupportsResponse
from homeassistant.helpers import config_validation as cv
import voluptuous as vol

from ..api import BambuError
from ..api.rest.services.projects import Project
from ..const import DOMAIN
from ..entity.history import filament_attributes
from ..errors import poll_error
from ..model import PrintTask
from .access import Access
from .action import Action
from .history import ATTR_LIMIT, EARLIEST, MAX_LIMIT
from .print import ATTR_PRINT, ATTR_PROJECT, REPRINT, START
from .targets import target_of

GET_PRINTABLE_FILES = "get_printable_files"
_DEFAULT_LIMIT = 50

SCHEMA = vol.Schema(
    {
        vol.Required(ATTR_DEVICE_ID): cv.string,
        vol.Optional(ATTR_LIMIT, default=_DEFAULT_LIMIT): vol.All(
            vol.Coerce(int), vol.Range(min=1, max=MAX_LIMIT)
        ),
    }
)


async def _async_get_printable_files(call: ServiceCall) -> ServiceResponse:
    """Return the projects of the account, and what the printer has printed of it."""
    entry, serial = target_of(call)
    data = entry.runtime_data
    await data.history.async_refresh(serial)
    try:
        projects = await data.cloud.projects.list()
        tasks = await data.history.async_since(serial, EARLIEST, call.data[ATTR_LIMIT])
    except BambuError as err:
        raise poll_error(err) from err
    device_id: str = call.data[ATTR_DEVICE_ID]
    files: list[Any] = [
        *(_of_project(device_id, project) for project in projects),
        *(_of_print(device_id, task) for task in _latest_of_each(tasks)),
    ]
    return {"files": files}


def _latest_of_each(tasks: Iterable[PrintTask]) -> Iterator[PrintTask]:
    """Yield the newest print of each plate that the cloud may still have."""
    plates = set()
    for task in tasks:
        plate = (task.model_id, task.profile_id, task.plate)
        if task.is_reprintable and plate not in plates:
            plates.add(plate)
            yield task


def _of_project(device_id: str, project: Project) -> dict[str, Any]:
    """Return a project, and the action that prints its first plate."""
    return {
        "source": "project",
        "title": project.name,
        "time": _iso(project.updated_at or project.created_at),
        "plate": 1,
        "filaments": [],
        "action": f"{DOMAIN}.{START}",
        "data": {ATTR_DEVICE_ID: device_id, ATTR_PROJECT: project.id},
    }


def _of_print(device_id: str, task: PrintTask) -> dict[str, Any]:
    """Return an earlier print, and the action that repeats it."""
    return {
        "source": "history",
        "title": task.title,
        "time": _iso(task.started_at),
        "plate": task.plate,
        "filaments": filament_attributes(task),
        "action": f"{DOMAIN}.{REPRINT}",
        "data": {ATTR_DEVICE_ID: device_id, ATTR_PRINT: task.id},
    }


def _iso(moment: datetime | None) -> str | None:
    """Return a time in ISO 8601."""
    return None if moment is None else moment.isoformat()


ACTIONS = (
    Action(
        name=GET_PRINTABLE_FILES,
        handler=_async_get_printable_files,
        schema=SCHEMA,
        access=Access.CONTROL,
        response=SupportsResponse.ONLY,
    ),
)
