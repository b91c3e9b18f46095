"""Choose spools for the filaments of a print, by material and color."""

from collections.abc import Iterable, Sequence
import re
from typing import NamedTuple

from .printer import PrinterState
from .sections.ams import TrayLocation
from .sections.tray import Tray

COLOR = re.compile(r"#?([0-9A-Fa-f]{6})(?:[0-9A-Fa-f]{2})?")
_FARTHEST = 120.0
"""How different a color may be, where black and white are 765 apart."""


class Wanted(NamedTuple):
    """What a filament of a print should be; None where that does not matter."""

    material: str | None
    """Family, such as "PLA"."""
    color: str | None
    """As "#RRGGBB"."""


class Spool(NamedTuple):
    """A spool of a printer."""

    location: TrayLocation
    tray: Tray


def spools_of(printer: PrinterState) -> tuple[Spool, ...]:
    """Return the spools of a printer that are known, those in AMS units first."""
    inside = [
        Spool(TrayLocation(unit.id, tray.id), tray)
        for unit in printer.ams.units
        if unit.connected
        for tray in unit.trays
    ]
    outside = [
        Spool(TrayLocation(tray.id, 0), tray) for tray in printer.external_spools.trays
    ]
    return tuple(spool for spool in (*inside, *outside) if spool.tray.material)


def match(wanted: Wanted, spools: Iterable[Spool]) -> Spool | None:
    """Return the spool that comes closest, None if none is close enough."""
    fitting = [
        (_distance(wanted.color, spool.tray), number, spool)
        for number, spool in enumerate(spools)
        if _is_material(wanted.material, spool.tray.material)
    ]
    distance, _, spool = min(fitting, default=(_FARTHEST + 1, 0, None))
    return spool if distance <= _FARTHEST else None


def match_all(
    wanted: Sequence[Wanted], spools: Sequence[Spool]
) -> tuple[Spool | None, ...]:
    """Return a spool for each filament, None where none comes close."""
    return tuple(match(each, spools) for each in wanted)


def _is_material(wanted: str | None, material: str | None) -> bool:
    """Tell whether a spool is of a material; any will do if none is named."""
    return wanted is None or wanted.upper() == (material or "").upper()


def _distance(wanted: str | None, tray: Tray) -> float:
    """Return how different colors look: the redder, the more green and blue count."""
    if wanted is None:
        return 0.0
    if not tray.colors or (wish := _parts(wanted)) is None:
        return _FARTHEST + 1
    return min(_apart(wish, _parts(color) or (0, 0, 0)) for color in tray.colors)


def _parts(color: str) -> tuple[int, int, int] | None:
    """Return red, green and blue of a color."""
    if (found := COLOR.fullmatch(color)) is None:
        return None
    red, green, blue = bytes.fromhex(found[1])
    return red, green, blue


def _apart(one: tuple[int, int, int], other: tuple[int, int, int]) -> float:
    """Return how far two colors are from each other."""
    red, green, blue = (a - b for a, b in zip(one, other, strict=True))
    mean = (one[0] + other[0]) / 2
    weighed = (
        (2 + mean / 256) * red**2 + 4 * green**2 + (2 + (255 - mean) / 256) * blue**2
    )
    return float(weighed**0.5)
