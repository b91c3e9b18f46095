"""Describe the front door of a printer (protocol C.4)."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Self, override

from ..catalog import DoorSensor, PrinterModel
from ..section import ReadContext, Section, at, read_from
from ..values import bit, hexadecimal, integer, version_numbers

_OPEN = 23


def _reported_in(sensor: DoorSensor) -> Callable[[PrinterModel], bool]:
    """Return the condition that a model reports its door in this field."""
    return lambda model: model.door is sensor


@dataclass(frozen=True, slots=True, kw_only=True)
class Door(Section):
    """The front door."""

    open: bool | None = read_from(
        at("home_flag", bit(integer, _OPEN), when=_reported_in(DoorSensor.HOME_FLAG)),
        at("stat", bit(hexadecimal, _OPEN), when=_reported_in(DoorSensor.STAT)),
    )
    """None without a sensor. A closed X1 was recorded with the bit of `stat` set."""

    @override
    def finalized(self, context: ReadContext, before: Self) -> Self:
        since = context.model.door_since
        if self.open is None or since is None:
            return self
        versions = {module.name: module.version for module in context.modules}
        numbers = version_numbers(versions.get("ota"))
        is_old = bool(numbers) and numbers < version_numbers(since)
        return replace(self, open=None) if is_old else self
