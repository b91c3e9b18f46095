"""Return what an account has besides printers, and rename a printer."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from enum import StrEnum
from typing import Any

from homeassistant.const import ATTR_CONFIG_ENTRY_ID, ATTR_DEVICE_ID, ATTR_NAME
from homeassistant.core import ServiceCall, ServiceResponse, SupportsResponse
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers import config_validation as cv
import voluptuous as vol

from ..api import BambuAuthError, BambuCloud, BambuError
from ..api.rest.services.messages import Message, MessageType
from ..api.rest.services.projects import Plate, Profile, Project
from ..api.rest.services.slicer import Release
from ..const import DOMAIN
from ..errors import request_error
from ..runtime_data import BambuConfigEntry
from .access import Access
from .action import Action
from .targets import account_of, target_of

ATTR_LIMIT, ATTR_PRIVATE, ATTR_PROJECT, ATTR_TYPE = "limit", "own", "project_id", "type"
_DEFAULT_LIMIT, _MAX_LIMIT = 20, 1000
_MAX_NAME = 64
_OUTCOMES = {2: "finished", 3: "failed"}


class About(StrEnum):
    """The subject of a message."""

    SYSTEM = "system"
    COMMENT = "comment"
    LIKE = "like"
    FOLLOWER = "follow"
    PRINT = "print"
    PRINT_ENDED = "print_ended"


@contextmanager
def _cloud_of(call: ServiceCall, entry: BambuConfigEntry) -> Iterator[BambuCloud]:
    """Provide the cloud of an account, and translate its errors.

    Raises:
        HomeAssistantError: The cloud does not do what is requested.
    """
    try:
        yield entry.runtime_data.cloud
    except BambuError as err:
        if isinstance(err, BambuAuthError):
            entry.async_start_reauth(call.hass)
        raise request_error(err) from err


async def _async_get_messages(call: ServiceCall) -> ServiceResponse:
    """Return messages of the cloud to the owner, newest first."""
    about: About | None = call.data.get(ATTR_TYPE)
    kind = None if about is None else MessageType[about.name]
    limit: int = call.data[ATTR_LIMIT]
    messages: list[Any] = []
    with _cloud_of(call, account_of(call)) as cloud:
        async for message in cloud.messages.all(kind):
            messages.append(_message_response(message))
            if len(messages) == limit:
                break
    return {"messages": messages}


def _message_response(message: Message) -> dict[str, Any]:
    """Return a message for an action's response."""
    subjects = {MessageType[about.name].value: about.value for about in About}
    task = message.task
    return {
        "id": message.id,
        "type": subjects.get(message.type or 0),
        "created": _time(message.created_at),
        "from": message.sender or None,
        "task_id": task and task.id,
        "title": task and task.title,
        "outcome": task and _OUTCOMES.get(task.status or 0),
        "cover": task and task.cover_url,
    }


async def _async_get_projects(call: ServiceCall) -> ServiceResponse:
    """Return the projects of an account."""
    with _cloud_of(call, account_of(call)) as cloud:
        projects = await cloud.projects.list()
    return {"projects": [_project_response(project) for project in projects]}


async def _async_get_project(call: ServiceCall) -> ServiceResponse:
    """Return a project with its plates."""
    with _cloud_of(call, account_of(call)) as cloud:
        project = await cloud.projects.get(call.data[ATTR_PROJECT])
    profiles: list[Any] = [_profile_response(profile) for profile in project.profiles]
    return {"project": {**_project_response(project), "profiles": profiles}}


def _project_response(project: Project) -> dict[str, Any]:
    """Return a project for an action's response."""
    return {
        "id": project.id,
        "name": project.name,
        "status": project.status,
        "created": _time(project.created_at),
        "updated": _time(project.updated_at),
    }


def _profile_response(profile: Profile) -> dict[str, Any]:
    """Return a profile for an action's response."""
    fits = profile.compatibility
    return {
        "id": profile.id,
        "name": profile.name,
        "printer": fits and fits.product,
        "nozzle_diameter": fits and fits.nozzle_diameter,
        "plates": [_plate_response(plate) for plate in profile.plates],
    }


def _plate_response(plate: Plate) -> dict[str, Any]:
    """Return a plate for an action's response."""
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
    """Return filament presets, and what the account says of them."""
    with _cloud_of(call, account_of(call)) as cloud:
        presets = await cloud.filament_presets()
    only_own: bool = call.data[ATTR_PRIVATE]
    return {
        "filaments": [
            {
                "id": preset.filament_id,
                "name": preset.name,
                "own": preset.is_private,
                "vendor": preset.vendor,
                "material": preset.material,
                "support": preset.is_support,
                "nozzle_temperature_min": preset.nozzle_min,
                "nozzle_temperature_max": preset.nozzle_max,
            }
            for preset in presets
            if preset.is_private or not only_own
        ]
    }


async def _async_get_slicer_release(call: ServiceCall) -> ServiceResponse:
    """Return the newest version of Bambu Studio."""
    with _cloud_of(call, account_of(call)) as cloud:
        resources = await cloud.slicer.resources()
    release = resources.software or Release()
    return {
        "version": release.version,
        "notes": release.notes,
        "url": release.url,
        "mandatory": release.mandatory,
    }


async def _async_rename_printer(call: ServiceCall) -> None:
    """Rename a printer, in Bambu Lab's apps and here."""
    entry, serial = target_of(call)
    name: str = call.data[ATTR_NAME].strip()
    if not 0 < len(name) <= _MAX_NAME:
        raise ServiceValidationError(
            translation_domain=DOMAIN,
            translation_key="impossible_name",
            translation_placeholders={"most": str(_MAX_NAME)},
        )
    with _cloud_of(call, entry) as cloud:
        await cloud.devices.rename(serial, name)
    await entry.runtime_data.account.async_refresh()


def _time(moment: datetime | None) -> str | None:
    """Return a time as ISO text."""
    return None if moment is None else moment.isoformat()


def _account_action(
    name: str,
    handler: Callable[[ServiceCall], Any],
    fields: Mapping[Any, Any] | None = None,
) -> Action:
    """Return an action that returns something of an account."""
    return Action(
        name=name,
        handler=handler,
        schema=vol.Schema(
            {vol.Optional(ATTR_CONFIG_ENTRY_ID): cv.string, **(fields or {})}
        ),
        access=Access.ADMINISTRATION,
        response=SupportsResponse.ONLY,
    )


ACTIONS = (
    _account_action(
        "get_messages",
        _async_get_messages,
        {
            vol.Optional(ATTR_TYPE): vol.Coerce(About),
            vol.Optional(ATTR_LIMIT, default=_DEFAULT_LIMIT): vol.All(
                vol.Coerce(int), vol.Range(min=1, max=_MAX_LIMIT)
            ),
        },
    ),
    _account_action("get_projects", _async_get_projects),
    _account_action(
        "get_project", _async_get_project, {vol.Required(ATTR_PROJECT): cv.string}
    ),
    _account_action(
        "get_filament_presets",
        _async_get_filament_presets,
        {vol.Optional(ATTR_PRIVATE, default=False): cv.boolean},
    ),
    _account_action("get_slicer_release", _async_get_slicer_release),
    Action(
        name="rename_printer",
        handler=_async_rename_printer,
        schema=vol.Schema(
            {
                vol.Required(ATTR_DEVICE_ID): cv.string,
                vol.Required(ATTR_NAME): cv.string,
            }
        ),
        access=Access.ADMINISTRATION,
    ),
)
