"""Map the bits of the masks in `ams` to units and slots (protocol C.5.2).

Units have ids: 0 to 3 for units of four slots, 128 to 135 for an AMS HT and
16 for the AMS lite of an A2L.
"""

from collections.abc import Mapping

FIRST_HT_UNIT, LAST_HT_UNIT = 128, 135
"""Ids of AMS HT units; their tray indices begin at `FIRST_HT_INDEX`."""
LITE_ON_A2L = 16
"""Id of the only unit of an A2L."""

_UNITS: Mapping[int, int] = {
    **{unit: unit for unit in range(4)},
    **{
        unit: unit - FIRST_HT_UNIT + 4
        for unit in range(FIRST_HT_UNIT, LAST_HT_UNIT + 1)
    },
    LITE_ON_A2L: 12,
}
_SLOTS: Mapping[int | None, tuple[int, ...]] = {
    **{unit: tuple(range(unit * 4, unit * 4 + 4)) for unit in range(4)},
    **{
        unit: (unit - FIRST_HT_UNIT + 16,)
        for unit in range(FIRST_HT_UNIT, LAST_HT_UNIT + 1)
    },
    LITE_ON_A2L: tuple(range(24, 28)),
}


def unit_exists(bits: int | None, unit: int) -> bool | None:
    """Return whether `ams_exist_bits` has a unit; None without a bit for it."""
    place = _UNITS.get(unit)
    return None if bits is None or place is None else bool(bits >> place & 1)


def units_in(bits: int | None) -> frozenset[int]:
    """Return the ids of all units in `ams_exist_bits`."""
    if not bits:
        return frozenset()
    return frozenset(unit for unit, place in _UNITS.items() if bits >> place & 1)


def slots_in(bits: int | None, unit: int | None) -> tuple[bool, ...]:
    """Return for each slot of a unit whether `tray_exist_bits` has a spool there.

    Empty without a mask.
    """
    if bits is None:
        return ()
    return tuple(bool(bits >> place & 1) for place in _SLOTS.get(unit, ()))


def in_slot(slots: tuple[bool, ...], slot: int | None) -> bool | None:
    """Return whether a slot has a spool, None if there is no bit for it."""
    return slots[slot] if slot is not None and 0 <= slot < len(slots) else None
