"""The slicer's presets, Bambu Lab's and the user's own (protocol A.9)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from mashumaro import field_options

from ....model.values import as_object
from ...errors import BambuError, BambuResponseError
from ..operation import Evidence, Operation, implements
from ..response import unwrap
from ..wire import Wire, part, parts, wire
from .preset_names import FilamentPreset, filament_presets
from .service import Service, parse_object

_SETTING = "v1/iot-service/api/slicer/setting"
PRESETS = Operation(method="GET", path=_SETTING, source="A.9.2")
PRESET = Operation(method="GET", path=f"{_SETTING}/{{setting_id}}", source="A.9.3")
CREATE = Operation(method="POST", path=_SETTING, source="A.9.4")
CHANGE = Operation(
    method="PATCH",
    path=f"{_SETTING}/{{setting_id}}",
    source="A.9.5",
    evidence=Evidence.CONTRADICTED,
)
DELETE = Operation(method="DELETE", path=f"{_SETTING}/{{setting_id}}", source="A.9.6")

# Of a slicer; the cloud insists on one, but takes any (protocol A.9.2).
_VERSION = "1.0.0.0"


class PresetKind(StrEnum):
    """Name what a preset is for."""

    PRINT = "print"
    PRINTER = "printer"
    FILAMENT = "filament"


@dataclass(frozen=True, slots=True, kw_only=True)
class PresetEntry(Wire):
    """A preset as lists show it. Times are UTC."""

    id: str = wire("setting_id", "")
    name: str | None = wire("name")
    nickname: str | None = wire("nickname")
    version: str | None = wire("version")
    updated_at: datetime | None = wire("update_time")
    base_id: str | None = wire("base_id")
    """Of the preset that it changes."""
    filament_id: str | None = wire("filament_id")
    vendor: str | None = wire("filament_vendor")
    material: str | None = wire("filament_type")


@dataclass(frozen=True, slots=True, kw_only=True)
class PresetGroup(Wire):
    """Hold the presets of one kind."""

    public: tuple[PresetEntry, ...] = parts("public", PresetEntry, "setting_id")
    """Bambu Lab's."""
    private: tuple[PresetEntry, ...] = parts("private", PresetEntry, "setting_id")
    """The user's own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PresetList(Wire):
    """All presets by their kind."""

    print: PresetGroup | None = part("print", PresetGroup)
    printer: PresetGroup | None = part("printer", PresetGroup)
    filament: PresetGroup | None = part("filament", PresetGroup)


@dataclass(frozen=True, slots=True, kw_only=True)
class Preset(Wire):
    """A preset with its settings."""

    name: str = wire("name", "")
    kind: str | None = wire("type")
    """A PresetKind, unless it is a new one."""
    version: str | None = wire("version")
    is_public: bool | None = wire("public")
    nickname: str | None = wire("nickname")
    base_id: str | None = wire("base_id")
    filament_id: str | None = wire("filament_id")
    settings: Mapping[str, Any] = field(
        default_factory=dict,
        metadata=field_options(alias="setting", deserialize=as_object),
    )
    """In the words of the slicer: a text, or a list of texts, for each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPreset:
    """Describe a preset to store in the account."""

    kind: PresetKind
    name: str
    settings: Mapping[str, Any]
    version: str = "2.0.0.0"
    """Of the slicer that it is for."""
    base_id: str | None = None
    filament_id: str | None = None

    def body(self, now: datetime) -> Mapping[str, Any]:
        """Return the body of a request, with the time that slicers add."""
        updated_at = {"updated_time": str(int(now.timestamp()))}
        body = {
            "type": self.kind.value,
            "name": self.name,
            "version": self.version,
            "base_id": self.base_id,
            "filament_id": self.filament_id,
            "setting": {**self.settings, **updated_at},
        }
        return {name: value for name, value in body.items() if value is not None}


def _as_new(preset: Preset) -> NewPreset:
    """Return how to create a preset again.

    Raises:
        BambuResponseError: its kind is a new one, of which nothing is known.
    """
    if preset.kind not in set(PresetKind):
        raise BambuResponseError(f"{PRESET.name} was answered without a known kind")
    return NewPreset(
        kind=PresetKind(preset.kind),
        name=preset.name,
        settings=preset.settings,
        version=preset.version or _VERSION,
        base_id=preset.base_id,
        filament_id=preset.filament_id,
    )


class Presets(Service):
    """Request presets, and store the user's own."""

    @implements(PRESETS)
    async def list(
        self, version: str = _VERSION, *, with_public: bool = True
    ) -> PresetList:
        """Return all presets; the response is large: once a day is enough.

        CONFIRMED (protocol A.9.2).

        Args:
            version: of the slicer, four numbers; the cloud takes any.
            with_public: also Bambu Lab's own.

        Raises:
            BambuResponseError: there are no presets, or the version is none.
        """
        return parse_object(
            PRESETS,
            await self._listing(version, with_public=with_public),
            PresetList,
            "filament",
        )

    async def filaments(self) -> tuple[FilamentPreset, ...]:
        """Return Bambu Lab's filaments and the user's own, each once (protocol A.9.2).

        The response is large: once a day is enough.
        """
        content = await self._listing(_VERSION, with_public=True)
        found = as_object(unwrap(content, "filament").get("filament"))
        if presets := filament_presets(found.get("public"), found.get("private")):
            return presets
        raise BambuResponseError(f"{PRESETS.name} was answered without filaments")

    @implements(PRESET)
    async def get(self, setting_id: str, version: str = _VERSION) -> Preset:
        """Return a preset with its settings.

        CONFIRMED (protocol A.9.3).

        Raises:
            BambuNotFoundError: there is no such preset.
            BambuResponseError: the response is no preset.
        """
        query = {"version": version}
        content = await self._transport.fetch(PRESET, setting_id, query=query)
        return parse_object(PRESET, content, Preset, "name")

    @implements(CREATE)
    async def create(self, preset: NewPreset) -> PresetEntry:
        """Store a preset in the account, and return it with its id.

        CONFIRMED (protocol A.9.4).

        Raises:
            BambuQuotaError: there are too many already.
            BambuResponseError: refused, or answered without an id.
        """
        content = await self._transport.fetch(CREATE, body=self._body(preset))
        created = {**unwrap(content, "setting_id"), "name": preset.name}
        return parse_object(CREATE, created, PresetEntry, "setting_id")

    @implements(CHANGE)
    async def change(self, setting_id: str, preset: NewPreset) -> None:
        """Change a preset where it is; `replace` works in any case.

        CONTRADICTED: one source saw it work, another a status of 500
        (protocol A.9.5).

        Raises:
            BambuServerError: the cloud cannot do it.
            BambuResponseError: refused.
        """
        await self._transport.execute(CHANGE, setting_id, body=self._body(preset))

    async def replace(self, setting_id: str, preset: NewPreset) -> PresetEntry:
        """Delete a preset and create another in its place, or else the same again.

        Names are unique, so that the old one has to go first (protocol A.9.5).

        Raises:
            BambuNotFoundError: there is no such preset.
            BambuResponseError: refused; the old one is there again, with another id.
        """
        old = _as_new(await self.get(setting_id))
        await self.delete(setting_id)
        try:
            return await self.create(preset)
        except BambuError:
            await self.create(old)
            raise

    @implements(DELETE)
    async def delete(self, setting_id: str) -> None:
        """Delete a preset of the user; one that is not there is no error.

        CONFIRMED (protocol A.9.6).

        Raises:
            BambuResponseError: refused.
        """
        await self._transport.execute(DELETE, setting_id)

    def _body(self, preset: NewPreset) -> Mapping[str, Any]:
        """Return the body of a request, as of now."""
        return preset.body(self._transport.http.clock.now())

    async def _listing(self, version: str, *, with_public: bool) -> Mapping[str, Any]:
        """Return all presets as they come."""
        query = {"version": version}
        if not with_public:
            query["public"] = "false"
        return await self._transport.fetch(PRESETS, query=query)
