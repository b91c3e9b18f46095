"""Decide which trays of an AMS a delta empties (protocol B.6, C.5.2, C.5.4).

A spool that was taken out shows in what is missing, so merging alone would keep it: the
tray is bare, or its filament type blank, or its bit in `tray_exist_bits` cleared.
"""

from collections.abc import Mapping
from typing import Any

from .values import as_object, boolean, hexadecimal, integer, objects

type TrayId = tuple[int | None, int | None]
type Trays = Mapping[TrayId, dict[str, Any]]

_BARE = frozenset({"id", "state"})
_EMPTY_STATES = frozenset({0, 1, 2, 8, 10})
_UNKNOWN_SPOOL = 9
_FIRST_HT, _LAST_HT = 128, 135
_LITE_ON_A2L = 16


def emptied(ams: Any, delta: Mapping[str, Any]) -> Any:
    """Return the merged `ams` without what the delta says has left its trays."""
    if not isinstance(as_object(ams).get("ams"), list):
        return ams
    named: Trays = {
        (integer(unit.get("id")), integer(tray.get("id"))): tray
        for unit in objects(delta.get("ams"))
        for tray in objects(unit.get("tray"))
    }
    exist = _exist_bits(ams, delta, named)
    if not named and exist is None:
        return ams
    return ams | {"ams": [_emptied_unit(unit, named, exist) for unit in ams["ams"]]}


def _exist_bits(
    ams: Mapping[str, Any], delta: Mapping[str, Any], named: Trays
) -> int | None:
    """Return the slots that hold a spool, if the delta says so and can be believed.

    A printer that starts up claims that no slot does, while it lists their spools.
    """
    exist = hexadecimal(delta.get("tray_exist_bits"))
    listed = any(tray.keys() - _BARE for tray in named.values())
    if exist == 0 and listed and boolean(ams.get("power_on_flag")) is False:
        return None
    return exist


def _emptied_unit(unit: Any, named: Trays, exist: int | None) -> Any:
    """Return a unit with the trays that the delta empties."""
    if not isinstance(as_object(unit).get("tray"), list):
        return unit
    unit_id = integer(unit.get("id"))
    trays = [_emptied_tray(tray, unit_id, named, exist) for tray in unit["tray"]]
    return unit if trays == unit["tray"] else unit | {"tray": trays}


def _emptied_tray(
    tray: Any, unit_id: int | None, named: Trays, exist: int | None
) -> Any:
    """Return a tray, without its filament if the delta says it has none."""
    if not isinstance(tray, dict):
        return tray
    tray_id = integer(tray.get("id"))
    new = named.get((unit_id, tray_id), {})
    bit = _exist_bit(unit_id, tray_id)
    gone = exist is not None and bit is not None and not exist >> bit & 1
    if gone or (new and _says_empty(new, unit_id)):
        return {"id": tray.get("id")} | {key: new[key] for key in new.keys() & _BARE}
    if new.get("tray_type") == "":
        return {key: tray[key] for key in tray.keys() & _BARE} | new
    return tray


def _says_empty(new: Mapping[str, Any], unit_id: int | None) -> bool:
    """Tell whether a delta's tray means that nothing is known of a spool any more."""
    if new.keys() - _BARE:
        return False
    if new.get("state") is None:
        return True
    state = integer(new["state"])
    if state == _UNKNOWN_SPOOL:  # an AMS HT says so of spools that it knows
        return unit_id is None or unit_id < _FIRST_HT
    return state in _EMPTY_STATES


def _exist_bit(unit_id: int | None, tray_id: int | None) -> int | None:
    """Return the place of a slot in `tray_exist_bits`."""
    if unit_id is None or tray_id is None or not 0 <= tray_id < 4:
        return None
    if 0 <= unit_id < 4:
        return unit_id * 4 + tray_id
    if _FIRST_HT <= unit_id <= _LAST_HT:
        return 16 + unit_id - _FIRST_HT
    return 24 + tray_id if unit_id == _LITE_ON_A2L else None
