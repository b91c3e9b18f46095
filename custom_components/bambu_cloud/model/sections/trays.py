"""Decide which trays of an AMS hold a spool (protocol B.6, C.5.2, C.5.4).

A spool that was taken out shows in what is missing, so merging alone would keep it: the
tray is bare, or its filament type blank, or its bit in `tray_exist_bits` cleared.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from ..values import as_object, boolean, hexadecimal, integer, objects, text
from .exist_bits import FIRST_HT_UNIT, in_slot, slots_in
from .tray import BARE, is_empty_state, tray_state

type TrayId = tuple[int | None, int | None]
type Trays = Mapping[TrayId, dict[str, Any]]

_UNKNOWN_SPOOL = 9


def spool_bits(ams: Mapping[str, Any]) -> int | None:
    """Return `tray_exist_bits` of a merged `ams`, unless implausible."""
    exist = hexadecimal(ams.get("tray_exist_bits"))
    if exist != 0:
        return exist
    units = objects(ams.get("ams"))
    return _plausible(
        exist, ams, [t for unit in units for t in objects(unit.get("tray"))]
    )


def emptied(ams: Any, delta: Mapping[str, Any]) -> Any:
    """Return the merged `ams` without filament that the delta removes."""
    if not isinstance(as_object(ams).get("ams"), list):
        return ams
    named: Trays = {
        (integer(unit.get("id")), integer(tray.get("id"))): tray
        for unit in objects(delta.get("ams"))
        for tray in _trays(unit)
    }
    exist = _plausible(hexadecimal(delta.get("tray_exist_bits")), ams, named.values())
    if not named and exist is None:
        return ams
    return ams | {"ams": [_emptied_unit(unit, named, exist) for unit in ams["ams"]]}


def _trays(unit: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the trays of a unit."""
    return objects(unit.get("tray"))


def _plausible(
    exist: int | None, ams: Mapping[str, Any], trays: Iterable[Mapping[str, Any]]
) -> int | None:
    """Return the slots that hold a spool, unless the printer contradicts itself.

    While it starts up it reports that no slot does, and lists their filament.
    """
    glitch = (
        exist == 0
        and boolean(ams.get("power_on_flag")) is False
        and any(text(tray.get("tray_type")) for tray in trays)
    )
    return None if glitch else exist


def _emptied_unit(unit: Any, named: Trays, exist: int | None) -> Any:
    """Return a unit with the trays that the delta empties."""
    if not isinstance(as_object(unit).get("tray"), list):
        return unit
    unit_id = integer(unit.get("id"))
    slots = slots_in(exist, unit_id)
    trays = [_emptied_tray(tray, unit_id, named, slots) for tray in unit["tray"]]
    return unit if trays == unit["tray"] else unit | {"tray": trays}


def _emptied_tray(
    tray: Any, unit_id: int | None, named: Trays, slots: tuple[bool, ...]
) -> Any:
    """Return a tray, without its filament if the delta removes that."""
    if not isinstance(tray, dict):
        return tray
    tray_id = integer(tray.get("id"))
    new = named.get((unit_id, tray_id), {})
    if not new and not tray.keys() - BARE:
        return tray
    gone = in_slot(slots, tray_id) is False
    if gone or (new and _is_emptied(new, unit_id)):
        return {"id": tray.get("id")} | {key: new[key] for key in new.keys() & BARE}
    if new.get("tray_type") == "":
        return {key: tray[key] for key in tray.keys() & BARE} | new
    return tray


def _is_emptied(new: Mapping[str, Any], unit_id: int | None) -> bool:
    """Return whether a delta's tray means that its spool is gone."""
    if new.keys() - BARE:
        return False
    if new.get("state") is None:
        return True
    state = tray_state(new["state"])
    if state == _UNKNOWN_SPOOL:  # an AMS HT sends it for identified spools, too
        return unit_id is None or unit_id < FIRST_HT_UNIT
    return is_empty_state(state)
