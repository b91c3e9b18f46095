"""Filaments as the list of presets names them (protocol A.9.2)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ....model.values import boolean, integers, objects, positive, text


@dataclass(frozen=True, slots=True, kw_only=True)
class FilamentPreset:
    """Hold what lists of presets say of a filament (protocol A.9.2).

    They name Bambu Lab's own, and describe those of the user.
    """

    filament_id: str
    """As printers report it: "GFA00", or "P9816594" for a user's own."""
    name: str
    """Without the printer that the preset is for."""
    is_private: bool
    vendor: str | None = None
    material: str | None = None
    """Family, such as "PLA"."""
    is_support: bool | None = None
    """Whether it is made for supports."""
    nozzle_min: int | None = None
    nozzle_max: int | None = None
    """°C."""


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
                    filament_id=filament_id,
                    name=name,
                    is_private=is_private,
                    **_details(row),
                )
    return tuple(by_id.values())


def _details(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a row says of its filament beside the name."""
    low, high = (*integers(row.get("nozzle_temperature")), None, None)[:2]
    return {
        "vendor": text(row.get("filament_vendor")),
        "material": text(row.get("filament_type")),
        "is_support": boolean(row.get("filament_is_support")),
        "nozzle_min": positive(low),
        "nozzle_max": positive(high),
    }
