"""Describe a nozzle: what it is made of and what went through it (protocol C.6)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from ..color import visible_color
from ..values import (
    as_object,
    integer,
    natural,
    number,
    objects,
    percent,
    positive,
    serial_number,
    text,
)


class NozzleMaterial(StrEnum):
    """What a nozzle is made of."""

    STAINLESS_STEEL = "stainless_steel"
    HARDENED_STEEL = "hardened_steel"
    TUNGSTEN_CARBIDE = "tungsten_carbide"
    UNKNOWN = "unknown"


class NozzleFlow(StrEnum):
    """How much filament a nozzle can melt."""

    STANDARD = "standard"
    HIGH = "high"
    TPU_HIGH = "tpu_high"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Nozzle:
    """One nozzle."""

    id: int
    """0 right or only one, 1 left, 16 to 21 in the rack."""
    diameter: float | None = None
    """mm."""
    material: NozzleMaterial | None = None
    flow: NozzleFlow | None = None
    wear: int | None = None
    """%; None for a nozzle whose wear was never measured."""
    serial: str | None = field(default=None, repr=False)
    is_abnormal: bool | None = None
    max_temperature: int | None = None
    """°C that it bears."""
    filament_id: str | None = None
    """Preset of the filament it printed last."""
    color: str | None = None
    """As "#RRGGBB", of the filament it printed last."""


_WORDS = {item.value: item for item in NozzleMaterial}
_MATERIALS = {
    "00": NozzleMaterial.STAINLESS_STEEL,
    "01": NozzleMaterial.HARDENED_STEEL,
    "05": NozzleMaterial.TUNGSTEN_CARBIDE,
}
_FLOWS = {
    "S": NozzleFlow.STANDARD,
    "A": NozzleFlow.STANDARD,
    "X": NozzleFlow.STANDARD,
    "H": NozzleFlow.HIGH,
    "E": NozzleFlow.HIGH,
    "B": NozzleFlow.HIGH,
    "U": NozzleFlow.TPU_HIGH,
}
_ABNORMAL = {0: False, 1: True}


def read_diameter(value: Any) -> float | None:
    """Read a diameter in mm; 0 stands for "unknown"."""
    diameter = number(value)
    return round(diameter, 2) if diameter is not None and diameter > 0 else None


def read_kind(value: Any) -> tuple[NozzleMaterial | None, NozzleFlow | None]:
    """Read a type: a plain word, or a code such as "HS01" or "HS01-0.4"."""
    name = text(value)
    if name is None:
        return None, None
    if name in _WORDS:
        return _WORDS[name], None
    if name[0] not in "Hh" or len(name) < 4:
        return NozzleMaterial.UNKNOWN, None
    return (
        _MATERIALS.get(name[2:4], NozzleMaterial.UNKNOWN),
        _FLOWS.get(name[1].upper(), NozzleFlow.UNKNOWN),
    )


def read_nozzles(report: Any, ids: range) -> dict[int, Nozzle]:
    """Read those of these nozzles that exist; a merged list still has the others."""
    exist = natural(as_object(report).get("exist"))
    nozzles: dict[int, Nozzle] = {}
    for item in objects(as_object(report).get("info")):
        place = integer(item.get("id"))
        if place is None or place not in ids:
            continue
        if exist is None or exist >> place & 1:
            nozzles[place] = _read_nozzle(place, item)
    return nozzles


def _read_nozzle(place: int, item: Mapping[str, Any]) -> Nozzle:
    """Read one element of the list of nozzles."""
    material, flow = read_kind(item.get("type"))
    wear, hottest = percent(item.get("wear")), positive(item.get("tm"))
    stat = natural(item.get("stat"))
    return Nozzle(
        id=place,
        diameter=read_diameter(item.get("diameter")),
        material=material,
        flow=flow,
        wear=wear if wear or hottest else None,
        serial=serial_number(item.get("sn")),
        is_abnormal=None if stat is None else _ABNORMAL.get(stat >> 1 & 3),
        max_temperature=hottest,
        filament_id=text(item.get("fila_id")),
        color=visible_color(item.get("color_m")),
    )
