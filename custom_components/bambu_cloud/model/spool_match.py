"""Choose spools for the filaments of a print, by material and color."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from .color import red_green_blue
from .printer import PrinterState
from .sections.ams import TrayLocation
from .sections.tray import Tray
from .task import TaskFilament

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
    """Return the identified spools of a printer, those in AMS units first."""
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
    """Return the closest spool, None if none is close enough."""
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
    """Return a spool for each filament, None where none is close."""
    return tuple(match(item, spools) for item in wanted)


def place_used(filament: TaskFilament, printer: PrinterState) -> TrayLocation | None:
    """Return where the spool of a filament of an earlier print is.

    Rows number slots in several ways, so a place counts if its filament agrees: the
    same product and color, or in the likeliest one at least the same material. Failing
    that, it is the only spool of that product and color.
    """
    for place in filament.places:
        if (tray := printer.tray(place)) and _is_equal(filament, tray):
            return place
    for place in filament.places[:1]:
        if (tray := printer.tray(place)) and _is_alike(filament, tray):
            return place
    equal = [s.location for s in spools_of(printer) if _is_equal(filament, s.tray)]
    return equal[0] if len(equal) == 1 else None


def _is_equal(filament: TaskFilament, tray: Tray) -> bool:
    """Return whether a spool is of the same product and color."""
    has_id = filament.filament_id is not None and filament.color is not None
    return (
        has_id
        and filament.filament_id == tray.filament_id
        and filament.color in tray.colors
    )


def _is_alike(filament: TaskFilament, tray: Tray) -> bool:
    """Return whether a spool is of the same product, or at least material."""
    if tray.material is None:
        return False
    same_id = filament.filament_id and filament.filament_id == tray.filament_id
    return bool(same_id) or filament.material == tray.material


def _is_material(wanted: str | None, material: str | None) -> bool:
    """Return whether a spool is of a material, always true for None."""
    return wanted is None or wanted.upper() == (material or "").upper()


def _distance(wanted: str | None, tray: Tray) -> float:
    """Return how different colors are: the redder, the more green and blue count."""
    if wanted is None:
        return 0.0
    if not tray.colors or (target := red_green_blue(wanted)) is None:
        return _FARTHEST + 1
    return min(
        _apart(target, red_green_blue(color) or (0, 0, 0)) for color in tray.colors
    )


def _apart(left: tuple[int, int, int], right: tuple[int, int, int]) -> float:
    """Return how far two colors are from each other."""
    red, green, blue = (a - b for a, b in zip(left, right, strict=True))
    mean = (left[0] + right[0]) / 2
    weighed = (
        (2 + mean / 256) * red**2 + 4 * green**2 + (2 + (255 - mean) / 256) * blue**2
    )
    return float(weighed**0.5)
