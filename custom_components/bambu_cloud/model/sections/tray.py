"""Describe a tray: the place of one spool, in an AMS or outside (protocol C.5.4)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
import re
from typing import Any

from ..values import integer, natural, number, percent, positive, text

BARE = frozenset({"id", "state"})
"""All that is told of a tray of which nothing is known."""
EMPTY_STATES = frozenset({0, 1, 2, 8, 10})
"""What `state` is without a spool (protocol C.5.4.1)."""

_COLOR = re.compile(r"([0-9A-F]{6})([0-9A-F]{2})?")
_TRANSPARENT = "00"
_GRADIENTS: Mapping[int | None, bool] = {0: False, 1: True, 2: False}


class TrayStatus(StrEnum):
    """What is known of the spool in a tray."""

    EMPTY = "empty"
    UNKNOWN = "unknown"
    """There is a spool, and nobody said of what."""
    KNOWN = "known"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tray:
    """A tray and its filament; without a spool, all of the filament is None."""

    id: int
    """Slot 0 to 3 of an AMS; 255 or 254 outside (protocol C.5.5)."""
    status: TrayStatus | None = None
    material: str | None = None
    """Family, such as "PETG-CF"."""
    product: str | None = None
    """Product line, such as "PLA Matte"; only of Bambu Lab's own spools."""
    filament_id: str | None = None
    """Key of the preset, such as "GFA01" or "P9816594" (protocol A.9.2)."""
    color_code: str | None = None
    """Color of a product, such as "A00-W1"."""
    colors: tuple[str, ...] = ()
    """All colors as "#RRGGBB", the main one first; nothing when transparent."""
    is_gradient: bool | None = None
    """Whether several colors blend along the filament."""
    remaining: int | None = None
    """% of the spool; only of spools with a tag whose rest the printer estimates."""
    weight: int | None = None
    """g of filament on a new spool."""
    length: int | None = None
    """m of filament on a new spool."""
    diameter: float | None = None
    """mm."""
    nozzle_min: int | None = None
    nozzle_max: int | None = None
    """°C."""
    bed_temperature: int | None = None
    """Recommended, °C."""
    drying_temperature: int | None = None
    """Recommended, °C."""
    drying_hours: int | None = None
    """Recommended."""
    tag_uid: str | None = field(default=None, repr=False)
    """Of the tag that was read."""
    tray_uuid: str | None = field(default=None, repr=False)
    """Of the spool, the same for both of its tags; None without a tag."""
    k: float | None = None
    """Pressure advance; only P1 and A1 tell."""
    calibration: int | None = None
    """Number of the stored pressure advance profile; None for the default."""
    state: int | None = None
    """As sent; meanings differ between models, so nothing depends on it."""

    @property
    def nozzle_usual(self) -> int:
        """Return the middle of what the filament likes, 0 if nobody knows."""
        if not (self.nozzle_min and self.nozzle_max):
            return 0
        return (self.nozzle_min + self.nozzle_max) // 2


def read_tray(
    raw: Mapping[str, Any], slot: int, *, present: bool | None, estimates: bool | None
) -> Tray:
    """Read a tray.

    Only a spool of known material has properties: what is told of others is left over
    or a placeholder, such as the 330 m on an empty spool holder (recording h2d).

    Args:
        raw: The tray as reported.
        slot: The id that it gets.
        present: Whether there is a spool, None if nothing but the tray tells.
        estimates: Whether the printer estimates how much is left; None for perhaps.
    """
    material = text(raw.get("tray_type"))
    state = integer(raw.get("state"))
    status = _status(raw, material, state, present=present)
    if status is not TrayStatus.KNOWN:
        return Tray(id=slot, status=status, state=state)
    uuid = word(raw.get("tray_uuid"))
    estimated = uuid and estimates is not False
    weight = positive(raw.get("tray_weight"))
    return Tray(
        id=slot,
        status=status,
        material=material,
        product=text(raw.get("tray_sub_brands")),
        filament_id=word(raw.get("tray_info_idx")),
        color_code=word(raw.get("tray_id_name")),
        colors=_colors(raw),
        is_gradient=_GRADIENTS.get(integer(raw.get("ctype"))),
        remaining=percent(raw.get("remain")) if estimated else None,
        weight=weight,
        length=_meters(raw.get("total_len")) if weight else None,
        diameter=_above_zero(raw.get("tray_diameter")),
        nozzle_min=positive(raw.get("nozzle_temp_min")),
        nozzle_max=positive(raw.get("nozzle_temp_max")),
        bed_temperature=positive(raw.get("bed_temp")),
        drying_temperature=positive(raw.get("drying_temp", raw.get("tray_temp"))),
        drying_hours=positive(raw.get("drying_time", raw.get("tray_time"))),
        tag_uid=word(raw.get("tag_uid")),
        tray_uuid=uuid,
        k=_above_zero(raw.get("k")),
        calibration=natural(raw.get("cali_idx")),
        state=state,
    )


def _status(
    raw: Mapping[str, Any],
    material: str | None,
    state: int | None,
    *,
    present: bool | None,
) -> TrayStatus | None:
    """Tell what is known of a spool; `state` counts only where no mask tells."""
    if present is False or (present is None and state in EMPTY_STATES):
        return TrayStatus.EMPTY
    if material:
        return TrayStatus.KNOWN
    if present or state is not None:
        return TrayStatus.UNKNOWN
    return None if raw.keys() - BARE else TrayStatus.EMPTY


def word(value: Any) -> str | None:
    """Return a text that says something: zeros alone stand for "none"."""
    result = text(value)
    return result if result and result.strip("0") else None


def _colors(raw: Mapping[str, Any]) -> tuple[str, ...]:
    """Return all colors of a filament, the main one first."""
    others = raw.get("cols")
    listed = (raw.get("tray_color"), *(others if isinstance(others, list) else ()))
    return tuple(dict.fromkeys(filter(None, map(read_color, listed))))


def read_color(value: Any) -> str | None:
    """Read RRGGBBAA, of which only an alpha of zero counts: no color at all."""
    match = _COLOR.fullmatch(value.upper()) if isinstance(value, str) else None
    return f"#{match[1]}" if match and match[2] != _TRANSPARENT else None


def _meters(millimeters: Any) -> int | None:
    """Read a length in mm."""
    length = positive(millimeters)
    return length and length // 1000


def _above_zero(value: Any) -> float | None:
    """Read a size; what was 0.02 comes as 0.019999999552965164."""
    result = number(value)
    return round(result, 4) if result and result > 0 else None
