"""Describe the hotend rack of an H2C (protocol C.6)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from ..values import as_object, integer, natural
from .nozzle import Nozzle, read_nozzles

RACK_POSITIONS = ("unknown", "a_top", "b_top", "center")
"""Where the rack's holder can be, by number; the order is not confirmed."""
RACK_ACTIVITIES = (
    "unknown",
    "idle",
    "hotend_center",
    "toolhead_center",
    "calibrate_hotend_rack",
    "cut_material",
    "unlock_hotend",
    "lift_hotend_rack",
    "place_hotend",
    "pick_hotend",
    "lock_hotend",
)
"""What the rack can do, by number; the order is not confirmed."""
_IN_RACK = range(16, 22)


class RackSlotState(StrEnum):
    """What a place of the hotend rack holds."""

    EMPTY = "empty"
    DOCKED = "docked"
    MOUNTED = "mounted"
    """Its nozzle is on an extruder."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RackSlot:
    """One place of the hotend rack."""

    id: int
    """16 to 21."""
    state: RackSlotState
    nozzle: Nozzle | None = None
    """Also while it is mounted, as far as the printer reports it."""


def filled_rack(report: Any) -> tuple[RackSlot, ...] | None:
    """Read the rack; there is one where one of its nozzles is."""
    docked = read_nozzles(report, _IN_RACK)
    return _slots(docked) if docked else None


def empty_rack(position: Any) -> tuple[RackSlot, ...] | None:
    """Return a rack without nozzles where the printer reports a holder."""
    return None if natural(position) is None else _slots({})


def _slots(docked: Mapping[int, Nozzle]) -> tuple[RackSlot, ...]:
    """Return the places of a rack with these nozzles in it."""
    return tuple(
        RackSlot(
            id=place,
            state=RackSlotState.DOCKED if place in docked else RackSlotState.EMPTY,
            nozzle=docked.get(place),
        )
        for place in _IN_RACK
    )


def mounted_place(report: Any, rack: tuple[RackSlot, ...]) -> int | None:
    """Return the place whose hotend is on the toolhead, None for none.

    At rest, the places that it comes from and goes to are the same, and that place is
    empty. During a change, the one that is empty counts (recording of an H2C).
    """
    empty = {slot.id for slot in rack if slot.state is RackSlotState.EMPTY}
    places = (integer(as_object(report).get(key)) for key in ("tar_id", "src_id"))
    return next((place for place in places if place in empty), None)


def with_mounted(
    rack: tuple[RackSlot, ...], place: int | None, nozzle: Nozzle | None
) -> tuple[RackSlot, ...]:
    """Return a rack with the hotend of a place on the toolhead."""
    return tuple(_mounted(slot, nozzle) if slot.id == place else slot for slot in rack)


def _mounted(slot: RackSlot, carried: Nozzle | None) -> RackSlot:
    """Return a place whose hotend is on the toolhead."""
    nozzle = slot.nozzle or (carried and replace(carried, id=slot.id))
    return replace(slot, state=RackSlotState.MOUNTED, nozzle=nozzle)
