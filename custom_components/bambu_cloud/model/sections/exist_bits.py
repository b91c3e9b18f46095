"""Say which bits of the masks in `ams` stand for which unit and slot (protocol C.5.2).

A unit is known by its id: 0 to 3 for units of four slots, 128 to 135 for an AMS HT and
16 for the AMS lite of an A2L.
"""

from collections.abc import Mapping

FIRST_HT, LAST_HT = 128, 135
_LITE_ON_A2L = 16

_UNITS: Mapping[int, int] = {
    **{unit: unit for unit in range(4)},
    **{unit: unit - FIRST_HT + 4 for unit in range(FIRST_HT, LAST_HT + 1)},
    _LITE_ON_A2L: 12,
}
_SLOTS: Mapping[int | None, tuple[int, ...]] = {
    **{unit: tuple(range(unit * 4, unit * 4 + 4)) for unit in range(4)},
    **{unit: (unit - FIRST_HT + 16,) for unit in range(FIRST_HT, LAST_HT + 1)},
    _LITE_ON_A2L: tuple(range(24, 28)),
}


def unit_exists(bits: int | None, unit: int) -> bool | None:
    """Tell whether `ams_exist_bits` names a unit; None if it cannot tell."""
    place = _UNITS.get(unit)
    return None if bits is None or place is None else bool(bits >> place & 1)


def units_in(bits: int | None) -> frozenset[int]:
    """Return the ids of all units that `ams_exist_bits` names."""
    if not bits:
        return frozenset()
    return frozenset(unit for unit, place in _UNITS.items() if bits >> place & 1)


def slots_in(bits: int | None, unit: int | None) -> tuple[bool, ...]:
    """Tell for each slot of a unit whether `tray_exist_bits` shows a spool there.

    Empty if the mask cannot tell.
    """
    if bits is None:
        return ()
    return tuple(bool(bits >> place & 1) for place in _SLOTS.get(unit, ()))


def in_slot(slots: tuple[bool, ...], slot: int | None) -> bool | None:
    """Tell whether there is a spool in one of these slots; None if nothing tells."""
    return slots[slot] if slot is not None and 0 <= slot < len(slots) else None
