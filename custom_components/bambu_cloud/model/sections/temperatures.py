"""Describe the temperatures of a printer (protocol C.3), in whole degrees."""

from dataclasses import dataclass
from typing import Any, Self, override

from ..catalog import UNKNOWN_MODEL, PrinterModel
from ..section import ReadContext, Reader, Section, at, read_from
from ..values import (
    as_object,
    bit,
    hexadecimal,
    integer,
    natural,
    number,
    objects,
    whole_degrees,
)
from .nozzles import LEFT, RIGHT, extruder_in_use

_NO_SENSOR = 5
_MEASURED = ("nozzle", "right_nozzle", "left_nozzle", "bed", "chamber")
_BOTH = frozenset({RIGHT, LEFT})


def _current(packed: Any) -> int | None:
    """Read the low word of a packed temperature: the measured one."""
    number = natural(packed)
    return None if number is None else number & 0xFFFF


def _target(packed: Any) -> int | None:
    """Read the high word of a packed temperature: the target."""
    number = natural(packed)
    return None if number is None else number >> 16 & 0xFFFF


def _whole(value: Any) -> int | None:
    """Read a target, which is set in whole degrees."""
    celsius = number(value)
    return None if celsius is None else round(celsius)


def _packed(extruder: Any) -> dict[int | None, Any]:
    """Return the packed temperature of each extruder."""
    info = objects(as_object(extruder).get("info"))
    return {integer(item.get("id")): item.get("temp") for item in info}


def _active(read: Reader) -> Reader:
    """Return a reader of the extruder in use (protocol C.5.5)."""

    def of(extruder: Any) -> Any:
        index = extruder_in_use(as_object(extruder).get("state"))
        return read(_packed(extruder).get(RIGHT if index is None else index))

    return of


def _of_two(index: int, read: Reader) -> Reader:
    """Return a reader of one extruder of a printer that reports both."""

    def of(extruder: Any) -> Any:
        packed = _packed(extruder)
        return read(packed[index]) if packed.keys() >= _BOTH else None

    return of


def _has_sensor(model: PrinterModel) -> bool:
    """Return whether the model measures its chamber."""
    return model.has_chamber_sensor


def _has_heater(model: PrinterModel) -> bool:
    """Return whether the model heats its chamber."""
    return model.chamber_heater_max is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Temperatures(Section):
    """Measured and target temperatures in °C."""

    nozzle: int | None = read_from(
        at("device.extruder", _active(_current)), at("nozzle_temper", number)
    )
    """The nozzle in use, where there are two."""
    nozzle_target: int | None = read_from(
        at("device.extruder", _active(_target)), at("nozzle_target_temper", _whole)
    )
    right_nozzle: int | None = read_from(
        at("device.extruder", _of_two(RIGHT, _current))
    )
    """Only of printers with two nozzles, as are the next three."""
    right_nozzle_target: int | None = read_from(
        at("device.extruder", _of_two(RIGHT, _target))
    )
    left_nozzle: int | None = read_from(at("device.extruder", _of_two(LEFT, _current)))
    left_nozzle_target: int | None = read_from(
        at("device.extruder", _of_two(LEFT, _target))
    )
    bed: int | None = read_from(
        at("device.bed.info.temp", _current),
        at("device.bed_temp", _current),
        at("bed_temper", number),
    )
    bed_target: int | None = read_from(
        at("device.bed.info.temp", _target),
        at("device.bed_temp", _target),
        at("bed_target_temper", _whole),
    )
    chamber: int | None = read_from(
        at("device.ctc.info.temp", _current, when=_has_sensor),
        at("info.temp", _current, when=_has_sensor),
        at("device.cham_temp", _current, when=_has_sensor),
        at("chamber_temper", number, when=_has_sensor),
    )
    chamber_target: int | None = read_from(
        at("device.ctc.info.temp", _target, when=_has_heater),
        at("info.temp", _target, when=_has_heater),
        at("ctt", _whole, when=_has_heater),
    )

    is_220_v: bool | None = read_from(
        at("fun", bit(hexadecimal, 2)), at("home_flag", bit(integer, 3))
    )
    """Whether the mains have 220 V, which limits the bed of some models."""

    def bed_max(self, model: PrinterModel) -> int:
        """Return the hottest bed in °C (protocol C.3)."""
        if self.is_220_v is False and model.bed_max_on_110_v:
            return model.bed_max_on_110_v
        return model.bed_max

    @override
    def finalized(self, context: ReadContext, before: Self) -> Self:
        measured: dict[str, Any] = {
            name: whole_degrees(getattr(self, name), getattr(before, name))
            for name in _MEASURED
        }
        if context.model is UNKNOWN_MODEL and measured["chamber"] == _NO_SENSOR:
            measured["chamber"] = None
        return self.updated(**measured)
