"""Downloads of the slicer (protocol A.9.1)."""

from collections.abc import Mapping
from dataclasses import dataclass

from ..operation import Operation, implements
from ..wire import Wire, address, part, parts, wire
from .service import Service, parse_object

RESOURCES = Operation(
    method="GET",
    path="v1/iot-service/api/slicer/resource",
    source="A.9.1",
    is_public=True,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Release(Wire):
    """A version of the slicer, or of a part of it."""

    type: str | None = wire("type")
    """Such as "slicer/plugins/cloud"; None for the slicer itself."""
    version: str | None = wire("version")
    notes: str | None = wire("description")
    url: str | None = address("url")
    mandatory: bool | None = wire("force_update")


@dataclass(frozen=True, slots=True, kw_only=True)
class SlicerResources(Wire):
    """Hold the newest slicer, and the newest of the requested parts."""

    software: Release | None = part("software", Release)
    guide: Release | None = part("guide", Release)
    resources: tuple[Release, ...] = parts("resources", Release, "type")


class Slicer(Service):
    """Ask for releases of Bambu Studio."""

    @implements(RESOURCES)
    async def resources(
        self, installed: Mapping[str, str] | None = None
    ) -> SlicerResources:
        """Return the newest slicer, and the parts that are newer than those named.

        CONFIRMED (protocol A.9.1). Nobody has to be logged in.

        Args:
            installed: versions by type: "02.05.00.00" of "slicer/plugins/cloud".

        Raises:
            BambuResponseError: no software is named.
        """
        content = await self._transport.fetch(RESOURCES, query=installed)
        return parse_object(RESOURCES, content, SlicerResources, "software")
