"""Find what is to be printed: a plate of a project, or a print of the past."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from homeassistant.exceptions import HomeAssistantError, ServiceValidationError

from ..api import (
    BambuError,
    BambuForbiddenError,
    BambuInputError,
    BambuNotFoundError,
    Region,
    commands,
)
from ..api.commands import CloudIds, PrintFile
from ..api.rest.services.projects import Profile, Project
from ..const import CONF_REGION, DOMAIN
from ..errors import command_error, poll_error
from ..model import PrintTask
from ..model.spool_match import Wanted
from ..runtime_data import BambuConfigEntry

_EVER = datetime(2000, 1, 1, tzinfo=UTC)
_FAR = 2000
_TITLE = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class PlateSource:
    """A plate, and where a printer gets it from."""

    file: PrintFile
    title: str
    plate: float
    """Number, from 1; judged by whoever makes the command."""
    filaments: Mapping[int, Wanted] = field(default_factory=dict)
    """What it is sliced for, by number; nothing where nobody knows."""
    ids: CloudIds = field(default_factory=CloudIds)


async def async_project_plate(
    entry: BambuConfigEntry, wanted: object, plate: float
) -> PlateSource:
    """Return a plate of a project, which is named by its id or by its name.

    Raises:
        ServiceValidationError: There is no such project or plate, or it is not sliced.
        HomeAssistantError: The cloud does not answer.
    """
    try:
        project = await _async_project(entry, str(wanted))
        if project is None or not project.profiles:
            raise _refusal(translation_key="no_such_project")
        profile = project.profiles[-1]
        source = await _async_source(
            entry, profile.id, profile.model_id or project.model_id or "", plate
        )
    except BambuError as err:
        raise _told(err, "no_such_project") from err
    return PlateSource(
        file=source.file,
        title=_title(project.name),
        plate=plate,
        filaments=source.filaments,
        ids=CloudIds(project=project.id, profile=profile.id),
    )


async def async_find_print(
    entry: BambuConfigEntry, serial: str, print_id: str | None
) -> PrintTask:
    """Return a print of the past, the last one that is over if none is named.

    Raises:
        ServiceValidationError: There is no such print.
        HomeAssistantError: The cloud does not answer.
    """
    history = entry.runtime_data.history
    await history.async_refresh(serial)
    tasks = history.tasks(serial)
    if print_id is None:
        found = next((task for task in tasks if task.is_over), None)
    else:
        try:
            tasks = await history.async_since(serial, _EVER, _FAR)
        except BambuError as err:
            raise poll_error(err) from err
        found = next((task for task in tasks if task.id == print_id), None)
    if found is None:
        raise _refusal(translation_key="no_such_print")
    return found


async def async_plate_of(entry: BambuConfigEntry, task: PrintTask) -> PlateSource:
    """Return what a print printed.

    Raises:
        ServiceValidationError: The cloud does not have it any more.
        HomeAssistantError: The cloud does not answer.
    """
    if not task.profile_id or not task.model_id:
        raise _refusal(translation_key="not_reprintable")
    try:
        source = await _async_source(
            entry, task.profile_id, task.model_id, task.plate or 1
        )
    except BambuError as err:
        raise _told(err, "not_reprintable") from err
    return PlateSource(
        file=source.file,
        title=_title(task.title),
        plate=source.plate,
        filaments=source.filaments,
        ids=CloudIds(profile=task.profile_id),
    )


async def _async_project(entry: BambuConfigEntry, wanted: str) -> Project | None:
    """Return the newest project with this id or name."""
    projects = entry.runtime_data.cloud.projects
    for project in await projects.list():
        if wanted in {project.id, project.name}:
            return await projects.get(project.id)
    return None


async def _async_source(
    entry: BambuConfigEntry, profile_id: str, model_id: str, plate: float
) -> PlateSource:
    """Return a plate of a profile.

    Raises:
        BambuError: There is no such profile, or it cannot be had.
        ServiceValidationError: It has no such plate, or is not sliced.
    """
    cloud = entry.runtime_data.cloud
    profile = await cloud.projects.profile(profile_id, model_id)
    filaments = _filaments(profile, plate)
    if profile.url is None:
        raise _refusal(translation_key="not_sliced")
    region = Region(entry.data[CONF_REGION])
    file = commands.file_in_cloud(region, profile.url, profile.md5 or "")
    return PlateSource(file=file, title="", plate=plate, filaments=filaments)


def _filaments(profile: Profile, plate: float) -> Mapping[int, Wanted]:
    """Return what a plate is sliced for, by the number of each filament.

    Raises:
        ServiceValidationError: There is no such plate.
    """
    found = next((each for each in profile.plates if each.number == plate), None)
    if found is None:
        raise _refusal(translation_key="no_such_plate")
    return {
        int(each.id): Wanted(each.material, each.color)
        for each in found.filaments
        if each.id and each.id.isdecimal()
    }


def _title(name: str | None) -> str:
    """Return a name of the cloud as a printer can show it."""
    stem = (name or "").removesuffix(".3mf").removesuffix(".gcode")
    clean = "".join(" " if each in '/\\`$;|<>*?"' else each for each in stem)
    readable = "".join(each for each in clean if each.isprintable())
    return " ".join(readable.split())[:_TITLE] or "Print"


def _refusal(*, translation_key: str) -> ServiceValidationError:
    """Return the error that tells what is not there."""
    return ServiceValidationError(
        translation_domain=DOMAIN, translation_key=translation_key
    )


def _told(err: BambuError, missing: str) -> HomeAssistantError:
    """Return the error that tells why the cloud has nothing to print."""
    if isinstance(err, BambuNotFoundError | BambuForbiddenError):
        return _refusal(translation_key=missing)
    if isinstance(err, BambuInputError):
        return command_error(err)
    return poll_error(err)
