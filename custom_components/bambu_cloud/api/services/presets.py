"""The slicer's presets, Bambu Lab's and the user's own (protocol A.9.2)."""

from dataclasses import dataclass
from typing import Any

from ...model.values import as_object, objects, text
from ..answer import unwrapped
from ..errors import BambuResponseError
from .service import Service

_PRESETS = "v1/iot-service/api/slicer/setting"
# Of a slicer; the cloud insists on one, but takes any (protocol A.9.2).
_PRESETS_VERSION = "1.0.0.0"


@dataclass(frozen=True, slots=True, kw_only=True)
class FilamentPreset:
    """What a filament is called (protocol A.9.2)."""

    filament_id: str
    """What printers know it by: "GFA00", or "P9816594" for a user's own."""
    name: str
    """Without the printer that the preset is for."""
    is_private: bool


def filament_presets(public: Any, private: Any) -> tuple[FilamentPreset, ...]:
    """Read two lists of presets, one preset for each filament.

    A user's variant of a public preset keeps the public filament's id: it describes the
    same filament, so that the public name stands.
    """
    by_id: dict[str, FilamentPreset] = {}
    for rows, is_private in ((public, False), (private, True)):
        for row in objects(rows):
            filament_id = text(row.get("filament_id"))
            name = f" {text(row.get('name')) or ''}".partition(" @")[0].strip()
            if filament_id and name and filament_id not in by_id:
                by_id[filament_id] = FilamentPreset(
                    filament_id=filament_id, name=name, is_private=is_private
                )
    return tuple(by_id.values())


class Presets(Service):
    """Ask for presets."""

    async def filaments(self) -> tuple[FilamentPreset, ...]:
        """Return Bambu Lab's filaments and the user's own, each once (protocol A.9.2).

        The answer is large; a day is soon enough to ask again.
        """
        content = await self._transport.get(_PRESETS, {"version": _PRESETS_VERSION})
        found = as_object(unwrapped(content, "filament").get("filament"))
        if presets := filament_presets(found.get("public"), found.get("private")):
            return presets
        raise BambuResponseError("GET slicer/setting was answered without filaments")
