"""Describe a tray: the place of one spool, in an AMS or outside (protocol C.5.4)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from ..color import visible_color
from ..values import integer, natural, number, percent, positive, text

BARE = frozenset({"id", "state"})
"""The only keys of a tray whose spool is unknown."""
_STATE_BITS, _STEADY, _PRESENT = 0x1F, 1 << 3, 1 << 0
_LEGACY_EMPTY_STATES = frozenset({0, 1, 2})

_GRADIENTS: Mapping[int | None, bool] = {0: False, 1: True, 2: False}


class TrayStatus(StrEnum):
    """Whether a tray has a spool, and of what."""

    EMPTY = "empty"
    UNKNOWN = "unknown"
    """There is a spool, but its material is not reported."""
    IDENTIFIED = "identified"


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
    """% of the spool; only of spools with a tag, where the printer estimates it."""
    remaining_weight: int | None = None
    """g; more exact where the printer reports it, else of the percentage."""
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
    """Pressure advance; only P1 and A1 report it."""
    calibration: int | None = None
    """Number of the stored pressure advance profile; None for the default."""
    state: int | None = None
    """Meanings differ between models, so nothing depends on it."""

    @property
    def nozzle_default(self) -> int:
        """Return the middle of the filament's range in °C, 0 if that is unknown."""
        if not (self.nozzle_min and self.nozzle_max):
            return 0
        return (self.nozzle_min + self.nozzle_max) // 2


def read_tray(
    raw: Mapping[str, Any], slot: int, *, present: bool | None, estimates: bool | None
) -> Tray:
    """Read a tray.

    Only a spool whose material is reported has properties: other values are left over
    or placeholders, such as the 330 m on an empty spool holder (recording h2d).

    Args:
        raw: The tray as reported.
        slot: The id that it gets.
        present: Whether there is a spool, None if only the tray itself shows that.
        estimates: Whether the printer estimates how much is left; None for perhaps.
    """
    material = text(raw.get("tray_type"))
    state = tray_state(raw.get("state"))
    status = _status(raw, material, state, present=present)
    if status is not TrayStatus.IDENTIFIED:
        return Tray(id=slot, status=status, state=state)
    return _read_filament(raw, slot, estimates=estimates is not False)


def _read_filament(raw: Mapping[str, Any], slot: int, *, estimates: bool) -> Tray:
    """Read the filament of an identified spool."""
    uuid = nonzero_text(raw.get("tray_uuid"))
    weight = positive(raw.get("tray_weight"))
    remaining = percent(raw.get("remain")) if uuid and estimates else None
    return Tray(
        id=slot,
        status=TrayStatus.IDENTIFIED,
        material=text(raw.get("tray_type")),
        product=text(raw.get("tray_sub_brands")),
        filament_id=nonzero_text(raw.get("tray_info_idx")),
        color_code=nonzero_text(raw.get("tray_id_name")),
        colors=_colors(raw),
        is_gradient=_GRADIENTS.get(integer(raw.get("ctype"))),
        remaining=remaining,
        remaining_weight=_remaining_weight(raw.get("remain_g"), weight, remaining),
        weight=weight,
        length=_meters(raw.get("total_len")) if weight else None,
        diameter=_above_zero(raw.get("tray_diameter")),
        nozzle_min=positive(raw.get("nozzle_temp_min")),
        nozzle_max=positive(raw.get("nozzle_temp_max")),
        bed_temperature=positive(raw.get("bed_temp")),
        drying_temperature=positive(raw.get("drying_temp", raw.get("tray_temp"))),
        drying_hours=positive(raw.get("drying_time", raw.get("tray_time"))),
        tag_uid=nonzero_text(raw.get("tag_uid")),
        tray_uuid=uuid,
        k=_above_zero(raw.get("k")),
        calibration=natural(raw.get("cali_idx")),
        state=tray_state(raw.get("state")),
    )


def _status(
    raw: Mapping[str, Any],
    material: str | None,
    state: int | None,
    *,
    present: bool | None,
) -> TrayStatus | None:
    """Return the status of a tray; `state` counts only where no mask shows it."""
    if present is False or (present is None and is_empty_state(state)):
        return TrayStatus.EMPTY
    if material:
        return TrayStatus.IDENTIFIED
    if present or state is not None:
        return TrayStatus.UNKNOWN
    return None if raw.keys() - BARE else TrayStatus.EMPTY


def tray_state(value: Any) -> int | None:
    """Read the state of a tray, without the bits of how tags are read."""
    number = natural(value)
    return None if number is None else number & _STATE_BITS


def is_empty_state(state: int | None) -> bool:
    """Return whether a state says that there is no spool (protocol C.5.4.1)."""
    if state is None:
        return False
    if state & _STEADY:
        return not state & _PRESENT
    return state in _LEGACY_EMPTY_STATES


def _remaining_weight(
    grams: Any, weight: int | None, remaining: int | None
) -> int | None:
    """Return how many g are left of a spool, None without a percentage."""
    if remaining is None or weight is None:
        return None
    exact = natural(grams)
    if exact is None or exact > weight or (remaining and not exact):
        return round(weight * remaining / 100)
    return exact


def nonzero_text(value: Any) -> str | None:
    """Return a text; zeros alone stand for "none"."""
    result = text(value)
    return result if result and result.strip("0") else None


def _colors(raw: Mapping[str, Any]) -> tuple[str, ...]:
    """Return all colors of a filament, the main one first."""
    others = raw.get("cols")
    listed = (raw.get("tray_color"), *(others if isinstance(others, list) else ()))
    return tuple(dict.fromkeys(filter(None, map(visible_color, listed))))


def _meters(millimeters: Any) -> int | None:
    """Read a length in mm."""
    length = positive(millimeters)
    return length and length // 1000


def _above_zero(value: Any) -> float | None:
    """Read a size; what was 0.02 comes as 0.019999999552965164."""
    result = number(value)
    return round(result, 4) if result and result > 0 else None
