"""Describe a spool of the account's filament manager (protocol A.10)."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from .color import visible_color
from .printer import PrinterState
from .sections.ams import EXTERNAL_DEPUTY, EXTERNAL_MAIN, TrayLocation
from .sections.tray import Tray, nonzero_text
from .values import (
    boolean,
    epoch_time,
    identifier,
    integer,
    natural,
    serial_number,
    text,
)

HEAVIEST = 100_000
"""g; a weight above is a mistake."""
_BY_TAG = "ams"
_GRADIENTS: Mapping[int | None, bool] = {0: True, 1: False, 2: False}
_EXTERNALS = (EXTERNAL_DEPUTY, EXTERNAL_MAIN)
_SLOTS = range(4)
_INCOMPLETE = 1
_REFILLED = 20
"""g above the threshold; a weight that is set anew does not toggle it."""
_ID_END = 4
"""Digits of an id in which equal spools differ."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SpoolPlace:
    """The printer that a spool is in, and where."""

    serial: str | None = field(default=None, repr=False)
    """Of the printer."""
    printer: str | None = None
    """Name of the printer."""
    ams_serial: str | None = field(default=None, repr=False)
    location: TrayLocation | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountSpool:
    """A spool that the owner has; what the cloud does not say is None."""

    id: str
    is_manual: bool = True
    """Whether it was entered by hand: no AMS measures it."""
    tray_uuid: str | None = field(default=None, repr=False)
    """As printers report it for a spool with a tag of Bambu Lab's own."""
    vendor: str | None = None
    material: str | None = None
    """Family, such as "PETG-CF"."""
    name: str | None = None
    """Product line, which the cloud demands with each change."""
    display_name: str | None = None
    """What the owner calls it."""
    filament_id: str | None = None
    """Key of the preset, such as "GFA01"; None for one that was made up."""
    colors: tuple[str, ...] = ()
    """All colors as "#RRGGBB", the main one first."""
    is_gradient: bool | None = None
    """Whether several colors blend along the filament."""
    is_support: bool | None = None
    remaining: int | None = None
    """g that are left."""
    total: int | None = None
    """g on a new spool."""
    note: str | None = None
    is_depleted: bool = False
    is_incomplete: bool = False
    """Whether the owner still has to fill something in."""
    place: SpoolPlace | None = None
    """Where it is, None unless it is in a printer."""
    created_at: datetime | None = None
    updated_at: datetime | None = None

    @property
    def title(self) -> str:
        """Return a name for people: the owner's own, else maker and product."""
        if self.display_name:
            return self.display_name
        vendor, name = self.vendor or "", self.name or self.material or self.id
        if name.casefold().startswith(vendor.casefold()):
            return name
        return f"{vendor} {name}"


def read_spool(row: Any) -> AccountSpool | None:
    """Read a row of the filament manager, None for one without an id."""
    if not isinstance(row, dict) or (spool_id := identifier(row.get("id"))) is None:
        return None
    uuid = nonzero_text(row.get("RFID"))
    remaining = _grams(row.get("netWeight"))
    is_depleted = boolean(row.get("depleted")) is True
    return AccountSpool(
        id=spool_id,
        is_manual=uuid is None and text(row.get("createType")) != _BY_TAG,
        tray_uuid=uuid.upper() if uuid else None,
        vendor=text(row.get("filamentVendor")),
        material=text(row.get("filamentType")),
        name=text(row.get("filamentName")),
        display_name=text(row.get("displayName")),
        filament_id=nonzero_text(row.get("filamentId")),
        colors=_colors(row),
        is_gradient=_GRADIENTS.get(integer(row.get("colorType"))),
        is_support=boolean(row.get("isSupport")),
        remaining=0 if is_depleted and remaining is None else remaining,
        total=_grams(row.get("totalNetWeight")) or None,
        note=text(row.get("note")),
        is_depleted=is_depleted,
        is_incomplete=integer(row.get("status")) == _INCOMPLETE,
        place=_place(row),
        created_at=epoch_time(row.get("createdAt")),
        updated_at=epoch_time(row.get("updatedAt")),
    )


def _grams(value: Any) -> int | None:
    """Return a weight that can be one."""
    grams = natural(value)
    return grams if grams is not None and grams <= HEAVIEST else None


def _colors(row: Mapping[str, Any]) -> tuple[str, ...]:
    """Return all colors; the first of several is more exact than the one alone."""
    several = row.get("colors")
    listed = several if isinstance(several, list) and several else [row.get("color")]
    return tuple(dict.fromkeys(filter(None, map(visible_color, listed))))


def _place(row: Mapping[str, Any]) -> SpoolPlace | None:
    """Return where a spool is, as far as that is said."""
    if not boolean(row.get("inPrinter")):
        return None
    return SpoolPlace(
        serial=serial_number(row.get("devId")),
        printer=text(row.get("deviceName")),
        ams_serial=serial_number(row.get("amsSn")),
        location=_location(row),
    )


def _location(row: Mapping[str, Any]) -> TrayLocation | None:
    """Return unit and slot; a spool outside has no slot of its own."""
    unit, slot = natural(row.get("amsId")), natural(row.get("slotId"))
    if unit is None or unit > EXTERNAL_MAIN:
        return None
    if unit in _EXTERNALS:
        return TrayLocation(unit, 0)
    return TrayLocation(unit, slot) if slot is not None and slot in _SLOTS else None


def spool_names(spools: Collection[AccountSpool]) -> Mapping[str, str]:
    """Return names by id; where two are equal, the color or the number is added."""
    names = {spool.id: spool.title for spool in spools}
    differences: tuple[Callable[[AccountSpool], str], ...] = (
        lambda spool: "".join(spool.colors[:1]),
        lambda spool: spool.id[-_ID_END:],
    )
    for difference in differences:
        count = Counter(names.values())
        for spool in spools:
            if count[names[spool.id]] > 1:
                names[spool.id] = f"{names[spool.id]} {difference(spool)}".strip()
    return names


def low_spools(
    spools: Iterable[AccountSpool], threshold: int, *, before: Collection[str]
) -> frozenset[str]:
    """Return the ids of spools of which at most so many g are left.

    One that was among them stays until it has clearly more. A weight that is not known
    is not low.
    """
    return frozenset(
        spool.id
        for spool in spools
        if spool.remaining is not None
        and spool.remaining <= threshold + (_REFILLED if spool.id in before else 0)
    )


def find_spool(
    spools: Iterable[AccountSpool],
    printer: PrinterState,
    tray: Tray,
    *,
    ams: str | None,
    location: TrayLocation,
) -> AccountSpool | None:
    """Return the spool in a tray, None if none certainly is.

    A tag decides alone. A spool without one is where the owner has assigned it, as long
    as the filament there agrees.

    Args:
        spools: All spools of the account.
        printer: Where the tray is.
        tray: What is reported of it.
        ams: Serial of the AMS, None outside.
        location: Where the tray is.
    """
    if tray.tray_uuid is not None:
        uuid = tray.tray_uuid.upper()
        found = [spool for spool in spools if spool.tray_uuid == uuid]
    else:
        found = [
            spool
            for spool in spools
            if spool.is_manual
            and spool.place is not None
            and _is_at(spool.place, printer, ams, location)
            and is_alike(spool, tray)
        ]
    return found[0] if len(found) == 1 else None


def _is_at(
    place: SpoolPlace, printer: PrinterState, ams: str | None, location: TrayLocation
) -> bool:
    """Return whether a place is this one.

    An AMS may have another number by now, and the only holder outside has either.
    """
    if (assigned := place.location) is None:
        return False
    if place.ams_serial is not None and ams is not None:
        return place.ams_serial == ams and assigned.slot == location.slot
    outside = {assigned.unit, location.unit} <= set(_EXTERNALS)
    is_same = assigned == location or (outside and printer.model.nozzles == 1)
    return place.serial == printer.serial and is_same


def is_alike(spool: AccountSpool, tray: Tray) -> bool:
    """Return whether a spool may be what a printer has in a tray."""
    if spool.filament_id is not None and spool.filament_id == tray.filament_id:
        return True
    material = (tray.material or "").upper()
    return bool(material) and (spool.material or "").upper() == material
