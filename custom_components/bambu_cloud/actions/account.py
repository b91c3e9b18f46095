"""Answer what the account knows besides its printers, and name a printer."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any

from homeassistant.const import ATTR_CONFIG_ENTRY_ID, ATTR_DEVICE_ID, ATTR_NAME
from homeassistant.core import ServiceCall, ServiceResponse, SupportsResponse
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers import config_validation as cv, service
import voluptuous as vol

from ..api import BambuAuthError, BambuCloud, BambuError
from ..api.rest.services.messages import Message, MessageType
from ..api.rest.services.projects import Plate, Profile, Project
from ..api.rest.services.slicer import Release
from ..const import DOMAIN
from ..errors import request_error
from ..runtime_data import BambuConfigEntry
from .action import Action, target_of

ATTR_LIMIT, ATTR_PRIVATE, ATTR_PROJECT, ATTR_TYPE = "limit", "own", "project_id", "type"
_USUAL, _MOST = 20, 1000
_LONGEST_NAME = 64


class About(StrEnum):
    """What a message is about."""

    SYSTEM = "system"
    COMMENT = "comment"
    LIKE = "like"
    FOLLOW = "follow"
    PRINT = "print"
    PRINT_ENDED = "print_ended"


_OF_ACCOUNT: Mapping[Any, Any] = {vol.Optional(ATTR_CONFIG_ENTRY_ID): cv.string}


async def _async_asked[T](
    call: ServiceCall, ask: Callable[[BambuCloud], Awaitable[T]]
) -> T:
    """Ask something of the account that an action names, or of the only one."""
    entry: BambuConfigEntry = service.async_get_config_entry(
        call.hass, DOMAIN, call.data.get(ATTR_CONFIG_ENTRY_ID)
    )
    return await _async_asked_of(call, entry, ask)


async def _async_asked_of[T](
    call: ServiceCall,
    entry: BambuConfigEntry,
    ask: Callable[[BambuCloud], Awaitable[T]],
) -> T:
    """Ask something of an account; whatever fails is told in words."""
    try:
        return await ask(entry.runtime_data.cloud)
    except BambuError as err:
        if isinstance(err, BambuAuthError):
            entry.async_start_reauth(call.hass)
        raise request_error(err) from err


async def _async_get_messages(call: ServiceCall) -> ServiceResponse:
    """Return what the cloud has told the owner, newest first."""
    about = call.data.get(ATTR_TYPE)
    wanted = None if about is None else MessageType[about.name]
    limit: int = call.data[ATTR_LIMIT]

    async def ask(cloud: BambuCloud) -> list[Message]:
        found = []
        async for message in cloud.messages.all(wanted):
            found.append(message)
            if len(found) == limit:
                break
        return found

    return {"messages": [_message(each) for each in await _async_asked(call, ask)]}


def _message(message: Message) -> dict[str, Any]:
    """Return a message as automations want it."""
    kinds = {kind.value: kind.name.lower() for kind in MessageType}
    task = message.task
    return {
        "id": message.id,
        "type": kinds.get(message.type or 0),
        "created": _time(message.created_at),
        "from": message.sender or None,
        "task_id": task and task.id,
        "title": task and task.title,
        "outcome": task and {2: "finished", 3: "failed"}.get(task.status or 0),
        "cover": task and task.cover_url,
    }


async def _async_get_projects(call: ServiceCall) -> ServiceResponse:
    """Return the files that were sent to the cloud."""
    projects = await _async_asked(call, lambda cloud: cloud.projects.list())
    return {"projects": [_project(each) for each in projects]}


async def _async_get_project(call: ServiceCall) -> ServiceResponse:
    """Return one of these files with its plates."""
    wanted: str = call.data[ATTR_PROJECT]
    project = await _async_asked(call, lambda cloud: cloud.projects.get(wanted))
    profiles: list[Any] = [_profile(each) for each in project.profiles]
    return {"project": {**_project(project), "profiles": profiles}}


def _project(project: Project) -> dict[str, Any]:
    """Return a project as automations want it."""
    return {
        "id": project.id,
        "name": project.name,
        "status": project.status,
        "created": _time(project.created_at),
        "updated": _time(project.updated_at),
    }


def _profile(profile: Profile) -> dict[str, Any]:
    """Return a profile as automations want it."""
    fits = profile.compatibility
    return {
        "id": profile.id,
        "name": profile.name,
        "printer": fits and fits.product,
        "nozzle_diameter": fits and fits.nozzle_diameter,
        "plates": [_plate(each) for each in profile.plates],
    }


def _plate(plate: Plate) -> dict[str, Any]:
    """Return a plate as automations want it."""
    return {
        "plate": plate.number,
        "name": plate.name,
        "estimate": plate.predicted_seconds,
        "weight": plate.weight,
        "thumbnail": plate.thumbnail_url,
        "filaments": [
            {
                "material": filament.material,
                "color": filament.color,
                "length": filament.length,
                "weight": filament.weight,
            }
            for filament in plate.filaments
        ],
    }


async def _async_get_filament_presets(call: ServiceCall) -> ServiceResponse:
    """Return what filaments are called."""
    found = await _async_asked(call, lambda cloud: cloud.filament_presets())
    only_own: bool = call.data[ATTR_PRIVATE]
    return {
        "filaments": [
            {"id": each.filament_id, "name": each.name, "own": each.is_private}
            for each in found
            if each.is_private or not only_own
        ]
    }


async def _async_get_slicer_release(call: ServiceCall) -> ServiceResponse:
    """Return the newest version of Bambu Studio."""
    found = await _async_asked(call, lambda cloud: cloud.slicer.resources())
    release = found.software or Release()
    return {
        "version": release.version,
        "notes": release.notes,
        "url": release.url,
        "mandatory": release.mandatory,
    }


async def _async_rename_printer(call: ServiceCall) -> None:
    """Give a printer another name, in Bambu Lab's apps and here."""
    entry, serial = target_of(call)
    name: str = call.data[ATTR_NAME].strip()
    if not 0 < len(name) <= _LONGEST_NAME:
        raise ServiceValidationError(
            translation_domain=DOMAIN,
            translation_key="impossible_name",
            translation_placeholders={"most": str(_LONGEST_NAME)},
        )
    await _async_asked_of(call, entry, lambda c: c.devices.rename(serial, name))
    await entry.runtime_data.account.async_refresh()


def _time(moment: datetime | None) -> str | None:
    """Return a time as automations want it."""
    return None if moment is None else moment.isoformat()


def _asking(
    name: str,
    handler: Callable[[ServiceCall], Any],
    fields: Mapping[Any, Any] | None = None,
) -> Action:
    """Return an action that answers something of an account."""
    return Action(
        name=name,
        handler=handler,
        schema=vol.Schema({**_OF_ACCOUNT, **(fields or {})}),
        response=SupportsResponse.ONLY,
    )


ACTIONS = (
    _asking(
        "get_messages",
        _async_get_messages,
        {
            vol.Optional(ATTR_TYPE): vol.Coerce(About),
            vol.Optional(ATTR_LIMIT, default=_USUAL): vol.All(
                vol.Coerce(int), vol.Range(min=1, max=_MOST)
            ),
        },
    ),
    _asking("get_projects", _async_get_projects),
    _asking("get_project", _async_get_project, {vol.Required(ATTR_PROJECT): cv.string}),
    _asking(
        "get_filament_presets",
        _async_get_filament_presets,
        {vol.Optional(ATTR_PRIVATE, default=False): cv.boolean},
    ),
    _asking("get_slicer_release", _async_get_slicer_release),
    Action(
        name="rename_printer",
        handler=_async_rename_printer,
        schema=vol.Schema(
            {
                vol.Required(ATTR_DEVICE_ID): cv.string,
                vol.Required(ATTR_NAME): cv.string,
            }
        ),
    ),
)
