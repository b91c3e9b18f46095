"""Describe the nozzles of a printer, its tools and its hotend rack (protocol C.6)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Self, override

from ..section import ReadContext, Section, at, read_from
from ..values import as_object, integer, natural, objects, text
from .hotend_rack import (
    RACK_ACTIVITIES,
    RACK_POSITIONS,
    RackSlot,
    empty_rack,
    filled_rack,
    mounted_place,
    with_mounted,
)
from .nozzle import Nozzle, read_diameter, read_kind, read_nozzles

RIGHT, LEFT = 0, 1
"""Ids of extruders and of the nozzles on them; a single nozzle is 0."""
_ON_EXTRUDERS = range(16)
_CHANGING = 0xF
_SWITCH: Mapping[int | None, bool] = {0: False, 1: True}
_FILAMENT = 1 << 1
"""Bit of an extruder's `info` that says that filament is in it (protocol C.5.5)."""


class ToolModule(StrEnum):
    """What is mounted beside the nozzles."""

    NONE = "none"
    LASER_10W = "laser_10w"
    LASER_40W = "laser_40w"
    CUTTER = "cutter"
    FAN = "fan"
    UNKNOWN = "unknown"


_TOOLS = {
    "": ToolModule.NONE,
    "LB00": ToolModule.LASER_10W,
    "LB01": ToolModule.LASER_40W,
    "CP00": ToolModule.CUTTER,
    "F000": ToolModule.FAN,
}
_MOUNTED = 1
"""`mount` says it of a laser or cutter, `mount_3d` of a tool for 3D printing; 0, 2 and
3 are none, none and no cable (protocol C.6)."""


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


def _tool(report: Any) -> ToolModule | None:
    """Read the tool module; one that is not mounted counts as none."""
    tool = as_object(report)
    mount, mount_3d = natural(tool.get("mount")), natural(tool.get("mount_3d"))
    name = tool.get("type")
    if mount is None and mount_3d is None and not isinstance(name, str):
        return None
    kind = _TOOLS.get((text(name) or "").upper(), ToolModule.UNKNOWN)
    is_3d = kind is ToolModule.FAN or (kind is ToolModule.UNKNOWN and mount != _MOUNTED)
    flag = mount_3d if is_3d and mount_3d is not None else mount
    return kind if flag in {_MOUNTED, None} else ToolModule.NONE


def _switch(state: Any) -> bool | None:
    """Read the filament switch; newer printers send other numbers as well."""
    return _SWITCH.get(natural(state))


def _with_filament(extruders: Any) -> tuple[int, ...] | None:
    """Read which extruders have filament; None where that is not reported."""
    words = {
        index: word
        for item in objects(extruders)
        if (index := natural(item.get("id"))) is not None
        and (word := natural(item.get("info"))) is not None
    }
    if not words:
        return None
    return tuple(sorted(index for index, word in words.items() if word & _FILAMENT))


def _any_filament(extruders: Any) -> bool | None:
    """Read whether any extruder has filament."""
    loaded = _with_filament(extruders)
    return None if loaded is None else bool(loaded)


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
    filament_present: bool | None = read_from(
        at("device.extruder.info", _any_filament), at("hw_switch_state", _switch)
    )
    """Whether there is filament in any extruder."""
    with_filament: tuple[int, ...] | None = read_from(
        at("device.extruder.info", _with_filament)
    )
    """Ids of the extruders that have filament; None where each is not reported."""
    tool: ToolModule | None = read_from(at("device.ext_tool", _tool))
    rack: tuple[RackSlot, ...] = read_from(
        at("device.nozzle", filled_rack),
        at("device.holder.pos", empty_rack),
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

    def has_filament(self, extruder: int) -> bool | None:
        """Return whether there is filament in an extruder, None if unknown."""
        if self.with_filament is None:
            return None
        return extruder in self.with_filament

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
            rack=self._with_mounted(context) if self.rack else (),
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

    def _with_mounted(self, context: ReadContext) -> tuple[RackSlot, ...]:
        """Return the rack with its nozzles that are on an extruder."""
        device = as_object(context.raw.get("device"))
        rack = self.rack
        for item in objects(as_object(device.get("extruder")).get("info")):
            extruder = integer(item.get("id"))
            carried = None if extruder is None else self.nozzle(extruder)
            rack = with_mounted(rack, integer(item.get("hnow")), carried)
        place = mounted_place(device.get("nozzle"), rack)
        return with_mounted(rack, place, self.nozzle(RIGHT))
