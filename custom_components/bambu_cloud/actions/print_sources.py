"""Find what to print: a plate of a project, or an earlier print."""

from collections.abc import Mapping
from dataclasses import dataclass, field

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
from ..texts import async_text
from .history import EARLIEST, MAX_LIMIT

_MAX_TITLE = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class PlateSource:
    """A plate, and the file that a printer loads it from."""

    file: PrintFile
    title: str
    plate: float
    """Number, from 1; checked with the command."""
    filaments: Mapping[int, Wanted] = field(default_factory=dict)
    """What it is sliced for, by number; empty if that is unknown."""
    ids: CloudIds = field(default_factory=CloudIds)


async def async_project_plate(
    entry: BambuConfigEntry, id_or_name: str, plate: float
) -> PlateSource:
    """Return a plate of a project.

    Raises:
        ServiceValidationError: There is no such project or plate, or it is not sliced.
        HomeAssistantError: The cloud does not answer.
    """
    try:
        project = await _async_project(entry, id_or_name)
        if project is None or not project.profiles:
            raise _not_found(translation_key="no_such_project")
        profile = project.profiles[-1]
        source = await _async_source(
            entry, profile.id, profile.model_id or project.model_id or "", plate
        )
    except BambuError as err:
        raise _source_error(err, "no_such_project") from err
    return PlateSource(
        file=source.file,
        title=_title(entry, project.name),
        plate=plate,
        filaments=source.filaments,
        ids=CloudIds(project=project.id, profile=profile.id),
    )


async def async_find_print(
    entry: BambuConfigEntry, serial: str, print_id: str | None
) -> PrintTask:
    """Return an earlier print, by default the last one.

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
            tasks = await history.async_since(serial, EARLIEST, MAX_LIMIT)
        except BambuError as err:
            raise poll_error(err) from err
        found = next((task for task in tasks if task.id == print_id), None)
    if found is None:
        raise _not_found(translation_key="no_such_print")
    return found


async def async_plate_of(entry: BambuConfigEntry, task: PrintTask) -> PlateSource:
    """Return the plate of an earlier print.

    Raises:
        ServiceValidationError: The cloud no longer has it.
        HomeAssistantError: The cloud does not answer.
    """
    if task.profile_id is None or task.model_id is None:
        raise _not_found(translation_key="not_reprintable")
    try:
        source = await _async_source(
            entry, task.profile_id, task.model_id, task.plate or 1
        )
    except BambuError as err:
        raise _source_error(err, "not_reprintable") from err
    return PlateSource(
        file=source.file,
        title=_title(entry, task.title),
        plate=source.plate,
        filaments=source.filaments,
        ids=CloudIds(profile=task.profile_id),
    )


async def _async_project(entry: BambuConfigEntry, id_or_name: str) -> Project | None:
    """Return the newest project with this id or name."""
    projects = entry.runtime_data.cloud.projects
    for project in await projects.list():
        if id_or_name in {project.id, project.name}:
            return await projects.get(project.id)
    return None


async def _async_source(
    entry: BambuConfigEntry, profile_id: str, model_id: str, plate: float
) -> PlateSource:
    """Return a plate of a profile.

    Raises:
        BambuError: There is no such profile, or the cloud does not return it.
        ServiceValidationError: It has no such plate, or is not sliced.
    """
    cloud = entry.runtime_data.cloud
    profile = await cloud.projects.profile(profile_id, model_id)
    filaments = _filaments(profile, plate)
    if profile.url is None:
        raise _not_found(translation_key="not_sliced")
    region = Region(entry.data[CONF_REGION])
    file = commands.file_in_cloud(region, profile.url, profile.md5 or "")
    return PlateSource(file=file, title="", plate=plate, filaments=filaments)


def _filaments(profile: Profile, plate: float) -> Mapping[int, Wanted]:
    """Return what a plate is sliced for, by the number of each filament.

    Raises:
        ServiceValidationError: There is no such plate.
    """
    found = next((item for item in profile.plates if item.number == plate), None)
    if found is None:
        raise _not_found(translation_key="no_such_plate")
    return {
        int(filament.id): Wanted(filament.material, filament.color)
        for filament in found.filaments
        if filament.id and filament.id.isdecimal()
    }


def _title(entry: BambuConfigEntry, name: str | None) -> str:
    """Return a name without what a printer cannot show."""
    stem = (name or "").removesuffix(".3mf").removesuffix(".gcode")
    clean = "".join(" " if char in '/\\`$;|<>*?"' else char for char in stem)
    readable = "".join(filter(str.isprintable, clean))
    title = " ".join(readable.split()) or async_text(
        entry.runtime_data.account.hass, "config_panel.history_card.unnamed"
    )
    return title[:_MAX_TITLE]


def _not_found(*, translation_key: str) -> ServiceValidationError:
    """Return the error for a source that does not exist."""
    return ServiceValidationError(
        translation_domain=DOMAIN, translation_key=translation_key
    )


def _source_error(err: BambuError, not_found_key: str) -> HomeAssistantError:
    """Return the error for a source that the cloud does not return."""
    if isinstance(err, BambuNotFoundError | BambuForbiddenError):
        return _not_found(translation_key=not_found_key)
    if isinstance(err, BambuInputError):
        return command_error(err)
    return poll_error(err)
