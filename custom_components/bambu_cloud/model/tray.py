"""Describe a tray: the place of one spool, in an AMS or outside (protocol C.5.4)."""

from dataclasses import dataclass
from enum import StrEnum


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
    tag_uid: str | None = None
    """Of the tag that was read."""
    tray_uuid: str | None = None
    """Of the spool, the same for both of its tags; None without a tag."""
    k: float | None = None
    """Pressure advance; only P1 and A1 tell."""
    calibration: int | None = None
    """Number of the stored pressure advance profile; None for the default."""
    state: int | None = None
    """As sent; meanings differ between models, so nothing depends on it."""
