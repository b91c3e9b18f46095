"""Describe the nozzles of a printer, its tools and its hotend rack (protocol C.6)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Self, override

from ..section import ReadContext, Section, at, read_from
from ..values import as_object, integer, natural, objects, text
from .nozzle import Nozzle, read_diameter, read_kind, read_nozzles

RIGHT, LEFT = 0, 1
"""Ids of extruders and of the nozzles on them; a single nozzle is 0."""
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
_ON_EXTRUDERS, _IN_RACK = range(16), range(16, 22)
_CHANGING = 0xF


class ToolModule(StrEnum):
    """What is mounted beside the nozzles."""

    NONE = "none"
    LASER_10W = "laser_10w"
    LASER_40W = "laser_40w"
    CUTTER = "cutter"
    FAN = "fan"
    UNKNOWN = "unknown"


class RackSlotState(StrEnum):
    """What a place of the hotend rack holds."""

    EMPTY = "empty"
    DOCKED = "docked"
    MOUNTED = "mounted"
    """Its nozzle is on an extruder."""


_TOOLS = {
    "": ToolModule.NONE,
    "LB00": ToolModule.LASER_10W,
    "LB01": ToolModule.LASER_40W,
    "CP00": ToolModule.CUTTER,
    "F000": ToolModule.FAN,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class RackSlot:
    """One place of the hotend rack."""

    id: int
    """16 to 21."""
    state: RackSlotState
    nozzle: Nozzle | None = None
    """Also while it is mounted, as far as the printer reports it."""


def extruder_in_use(state: Any) -> int | None:
    """Return the extruder in a state word; during a change, the next one.

    The word is `device.extruder.state` (protocol C.5.5).
    """
    number = integer(state)
    if number is None:
        return None
    index = number >> 4 & 0xF
    return number >> 8 & 0xF if index == _CHANGING else index


def _active(state: Any) -> int | None:
    """Read the extruder in use."""
    index = extruder_in_use(state)
    return None if index == _CHANGING else index


def _installed(report: Any) -> tuple[Nozzle, ...] | None:
    """Read the nozzles on the extruders; the oldest form does not list them."""
    nozzles = read_nozzles(report, _ON_EXTRUDERS)
    return tuple(nozzles[place] for place in sorted(nozzles)) or None


def _filled_rack(report: Any) -> tuple[RackSlot, ...] | None:
    """Read the rack; there is one where one of its nozzles is."""
    docked = read_nozzles(report, _IN_RACK)
    return _slots(docked) if docked else None


def _empty_rack(position: Any) -> tuple[RackSlot, ...] | None:
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


def _tool(report: Any) -> ToolModule | None:
    """Read the tool module; one that is not mounted counts as none."""
    tool = as_object(report)
    mount, name = natural(tool.get("mount")), tool.get("type")
    if mount is None and not isinstance(name, str):
        return None
    if mount == 0:
        return ToolModule.NONE
    return _TOOLS.get((text(name) or "").upper(), ToolModule.UNKNOWN)


def _switch(state: Any) -> bool | None:
    """Read the filament switch; newer models send 2 or 3 as well as 1."""
    value = natural(state)
    return None if value is None else value > 0


def _slug(slugs: Sequence[str]) -> Callable[[Any], str | None]:
    """Return a reader of a number that stands for one of these slugs."""

    def read(value: Any) -> str | None:
        index = natural(value)
        if index is None:
            return None
        return slugs[index] if index < len(slugs) else slugs[0]

    return read


@dataclass(frozen=True, slots=True, kw_only=True)
class Nozzles(Section):
    """The nozzles of a printer and what belongs to them."""

    installed: tuple[Nozzle, ...] = read_from(
        at("device.nozzle", _installed), default=()
    )
    """On the extruders, in the order of their ids."""
    active: int | None = read_from(at("device.extruder.state", _active))
    """Id of the extruder in use; while it changes, the next one."""
    filament_present: bool | None = read_from(at("hw_switch_state", _switch))
    """Whether the sensor at the tool head detects filament."""
    tool: ToolModule | None = read_from(at("device.ext_tool", _tool))
    rack: tuple[RackSlot, ...] = read_from(
        at("device.nozzle", _filled_rack),
        at("device.holder.pos", _empty_rack),
        default=(),
    )
    rack_position: str | None = read_from(
        at("device.holder.pos", _slug(RACK_POSITIONS))
    )
    """Slug of where the rack's holder is."""
    rack_activity: str | None = read_from(
        at("device.holder.stat", _slug(RACK_ACTIVITIES))
    )
    """Slug of the rack's activity."""
    plain_diameter: float | None = read_from(at("nozzle_diameter", read_diameter))
    """mm; counts where the nozzles are not listed."""
    plain_type: str | None = read_from(at("nozzle_type", text))
    """As sent; an H2D with hardened nozzles was recorded with stainless ones."""

    def nozzle(self, number: int) -> Nozzle | None:
        """Return the nozzle with this id."""
        return next((item for item in self.installed if item.id == number), None)

    @override
    def finalized(self, context: ReadContext, before: Self) -> Self:
        if self.installed and self.active is not None and not self.rack:
            return self
        installed = self.installed or self._plain()
        alone = len(installed) == 1 and installed[0].id == RIGHT
        return replace(
            self,
            installed=installed,
            active=RIGHT if self.active is None and alone else self.active,
            rack=self._mounted(context) if self.rack else (),
        )

    def _plain(self) -> tuple[Nozzle, ...]:
        """Return the nozzle of a printer that does not list any."""
        if self.plain_diameter is None and self.plain_type is None:
            return ()
        material, flow = read_kind(self.plain_type)
        return (
            Nozzle(
                id=RIGHT, diameter=self.plain_diameter, material=material, flow=flow
            ),
        )

    def _mounted(self, context: ReadContext) -> tuple[RackSlot, ...]:
        """Return the rack with its nozzles that are on an extruder."""
        extruder = as_object(as_object(context.raw.get("device")).get("extruder"))
        carriers = {
            integer(item.get("hnow")): integer(item.get("id"))
            for item in objects(extruder.get("info"))
        }
        return tuple(
            self._on_extruder(slot, carriers[slot.id]) if slot.id in carriers else slot
            for slot in self.rack
        )

    def _on_extruder(self, slot: RackSlot, extruder: int | None) -> RackSlot:
        """Return a place of the rack whose nozzle is on this extruder."""
        carried = None if extruder is None else self.nozzle(extruder)
        nozzle = slot.nozzle or (carried and replace(carried, id=slot.id))
        return replace(slot, state=RackSlotState.MOUNTED, nozzle=nozzle)
