"""Projects, and the profiles that hold their plates (protocol A.8.10, A.8.11)."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, override

from ....model.values import as_object, objects
from ..archive import read_members
from ..files import download
from ..operation import Operation, implements
from ..wire import Wire, address, part, parts, wire
from .service import Service, parse_list, parse_object

_PROJECT = "v1/iot-service/api/user/project"
PROJECTS = Operation(method="GET", path=_PROJECT, source="A.8.10")
PROJECT = Operation(method="GET", path=f"{_PROJECT}/{{project_id}}", source="A.8.10")
CREATE = Operation(method="POST", path=_PROJECT, source="A.8.10")
UPDATE = Operation(method="PATCH", path=f"{_PROJECT}/{{project_id}}", source="A.8.10")
PROFILE = Operation(
    method="GET", path="v1/iot-service/api/user/profile/{profile_id}", source="A.8.11"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlateFilament(Wire):
    """A filament that a plate is sliced for."""

    id: str | None = wire("id")
    """Number in the project, from 1."""
    material: str | None = wire("type")
    color: str | None = wire("color")
    """As "#RRGGBB"."""
    length: float | None = wire("used_m")
    """m."""
    weight: float | None = wire("used_g")
    """g."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plate(Wire):
    """A plate of a profile."""

    number: int | None = wire("index")
    """From 1."""
    name: str | None = wire("name")
    predicted_seconds: int | None = wire("prediction")
    weight: float | None = wire("weight")
    """g."""
    thumbnail_url: str | None = address("thumbnail_url")
    gcode_url: str | None = address("gcode_url")
    filaments: tuple[PlateFilament, ...] = parts("filaments", PlateFilament)

    @classmethod
    @override
    def __pre_deserialize__(cls, d: dict[Any, Any]) -> dict[Any, Any]:
        """Read the addresses of the files."""
        urls = {
            f"{file}_url": as_object(d.get(file)).get("url")
            for file in ("thumbnail", "gcode")
        }
        return super().__pre_deserialize__({**d, **urls})


@dataclass(frozen=True, slots=True, kw_only=True)
class Compatibility(Wire):
    """Which printer a profile is sliced for."""

    model_code: str | None = wire("dev_model_name")
    product: str | None = wire("dev_product_name")
    nozzle_diameter: float | None = wire("nozzle_diameter")
    """mm."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile(Wire):
    """A version of a project, sliced for a printer."""

    id: str = wire("profile_id", "")
    model_id: str | None = wire("model_id")
    name: str | None = wire("name")
    status: str | None = wire("status")
    created_at: datetime | None = wire("create_time")
    updated_at: datetime | None = wire("update_time")
    compatibility: Compatibility | None = part("compatibility", Compatibility)
    plates: tuple[Plate, ...] = parts("plates", Plate)
    file_name: str | None = wire("filename")
    url: str | None = address("url")
    """Of the 3MF file: signed, it expires."""
    md5: str | None = wire("md5")

    @classmethod
    @override
    def __pre_deserialize__(cls, d: dict[Any, Any]) -> dict[Any, Any]:
        """Read the context that the slicer wrote."""
        context = as_object(d.get("context"))
        more = {name: context.get(name) for name in ("compatibility", "plates")}
        return super().__pre_deserialize__({**d, **more})


@dataclass(frozen=True, slots=True, kw_only=True)
class Project(Wire):
    """A file that was sent to the cloud. Times are UTC."""

    id: str = wire("project_id", "")
    model_id: str | None = wire("model_id")
    name: str | None = wire("name")
    status: str | None = wire("status")
    """Such as "ACTIVE"."""
    content: str | None = wire("content")
    """The content, in the notation of Python."""
    created_at: datetime | None = wire("create_time")
    updated_at: datetime | None = wire("update_time")
    profiles: tuple[Profile, ...] = parts("profiles", Profile, "profile_id")
    """Only where a single project was requested."""
    url: str | None = address("download_url")
    md5: str | None = wire("download_md5")


@dataclass(frozen=True, slots=True, kw_only=True)
class NewProject(Wire):
    """Where to send the file of a project that was created."""

    id: str = wire("project_id", "")
    model_id: str | None = wire("model_id")
    profile_id: str | None = wire("profile_id")
    upload_url: str | None = address("upload_url")
    ticket: str | None = wire("upload_ticket", show=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlateFile:
    """A sliced plate of a project, at its address."""

    number: int
    """From 1."""
    url: str = field(repr=False)
    md5: str

    @property
    def body(self) -> Mapping[str, Any]:
        """Return the body of a request."""
        return {
            "comments": "",
            "md5": self.md5,
            "plate_idx": self.number,
            "url": self.url,
        }


class Projects(Service):
    """Ask for projects and profiles."""

    @implements(PROJECTS)
    async def list(self) -> tuple[Project, ...]:
        """Return all projects of the account; there are no pages here.

        CONFIRMED (protocol A.8.10). What has no id is left out.

        Raises:
            BambuResponseError: there is no list of projects.
        """
        content = await self._transport.fetch(PROJECTS)
        rows = objects(parse_list(PROJECTS, content, "projects"))
        projects = map(Project.from_dict, rows)
        return tuple(project for project in projects if project.id)

    @implements(PROJECT)
    async def get(self, project_id: str) -> Project:
        """Return a project with its profiles.

        CONFIRMED (protocol A.8.10).

        Raises:
            BambuNotFoundError: there is no such project.
            BambuForbiddenError: it belongs to somebody else.
            BambuResponseError: the response is no project.
        """
        content = await self._transport.fetch(PROJECT, project_id)
        return parse_object(PROJECT, content, Project, "project_id")

    @implements(CREATE)
    async def create(self, name: str) -> NewProject:
        """Create an empty project; `name` is that of its 3MF file.

        CONFIRMED (protocol A.8.10).

        Raises:
            BambuResponseError: refused, or answered without a project.
        """
        content = await self._transport.fetch(CREATE, body={"name": name})
        return parse_object(CREATE, content, NewProject, "project_id")

    @implements(UPDATE)
    async def add_plates(
        self, project_id: str, profile_id: str, plates: Iterable[PlateFile]
    ) -> None:
        """Set where the sliced plates of a project are.

        CONFIRMED (protocol A.8.10).

        Raises:
            BambuNotFoundError: there is no such project.
        """
        files = [plate.body for plate in plates]
        body = {"profile_id": profile_id, "profile_print_3mf": files}
        await self._transport.execute(UPDATE, project_id, body=body)

    @implements(PROFILE)
    async def profile(self, profile_id: str, model_id: str) -> Profile:
        """Return a profile with its plates; a job of the cloud names both ids.

        CONFIRMED (protocol A.8.11).

        Raises:
            BambuNotFoundError: there is no such profile.
            BambuForbiddenError: it belongs to somebody else, as on MakerWorld.
            BambuResponseError: the response is no profile.
        """
        query = {"model_id": model_id}
        content = await self._transport.fetch(PROFILE, profile_id, query=query)
        return parse_object(PROFILE, content, Profile, "profile_id")

    async def download(self, found: Project | Profile) -> bytes:
        """Return the 3MF file of a project or profile, checked against its MD5.

        Raises:
            BambuExpiredError: its address is too old; ask for the profile again.
            BambuNotFoundError: there is no file.
            BambuResponseError: the file arrived damaged, or its address is not for us.
        """
        return await download(self._transport, found.url, md5=found.md5)

    async def read_files(
        self, profile: Profile, names: Collection[str]
    ) -> Mapping[str, bytes]:
        """Return those files of a profile's 3MF that it has, by name.

        Only they are loaded, where the store serves parts of files.

        Raises:
            BambuExpiredError: its address is too old; ask for the profile again.
            BambuNotFoundError: there is no file.
            BambuResponseError: it is no 3MF, or its address is not for us.
        """
        return await read_members(self._transport, profile.url, names)
