"""Describe the temperatures of a printer (protocol C.3)."""

from dataclasses import dataclass, replace
from typing import Any, Self, override

from .catalog import UNKNOWN_MODEL, PrinterModel
from .noun import Noun, Reading, at, wire
from .values import as_object, integer, natural, number, objects

_NO_SENSOR = 5.0
_SWITCHING = 0xF


def _current(packed: Any) -> float | None:
    """Read the low word of a packed temperature: what is measured."""
    word = natural(packed)
    return None if word is None else float(word & 0xFFFF)


def _target(packed: Any) -> float | None:
    """Read the high word of a packed temperature: what is asked for."""
    word = natural(packed)
    return None if word is None else float(word >> 16 & 0xFFFF)


def _active(extruder: Any) -> Any:
    """Return the packed temperature of the extruder in use (protocol C.5.5)."""
    state = integer(as_object(extruder).get("state")) or 0
    index = state >> 4 & 0xF
    if index == _SWITCHING:
        index = state >> 8 & 0xF
    for item in objects(as_object(extruder).get("info")):
        if integer(item.get("id")) == index:
            return item.get("temp")
    return None


def _active_current(extruder: Any) -> float | None:
    """Read what the extruder in use measures."""
    return _current(_active(extruder))


def _active_target(extruder: Any) -> float | None:
    """Read what the extruder in use shall reach."""
    return _target(_active(extruder))


def _has_sensor(model: PrinterModel) -> bool:
    """Tell whether the model measures its chamber."""
    return model.has_chamber_sensor


def _has_heater(model: PrinterModel) -> bool:
    """Tell whether the model heats its chamber."""
    return model.chamber_heater_max is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Temperatures(Noun):
    """Measured and target temperatures in °C."""

    nozzle: float | None = wire(
        at("device.extruder", _active_current), at("nozzle_temper", number)
    )
    """The nozzle in use, where there are two."""
    nozzle_target: float | None = wire(
        at("device.extruder", _active_target), at("nozzle_target_temper", number)
    )
    bed: float | None = wire(
        at("device.bed.info.temp", _current),
        at("device.bed_temp", _current),
        at("bed_temper", number),
    )
    bed_target: float | None = wire(
        at("device.bed.info.temp", _target),
        at("device.bed_temp", _target),
        at("bed_target_temper", number),
    )
    chamber: float | None = wire(
        at("device.ctc.info.temp", _current, when=_has_sensor),
        at("info.temp", _current, when=_has_sensor),
        at("device.cham_temp", _current, when=_has_sensor),
        at("chamber_temper", number, when=_has_sensor),
    )
    chamber_target: float | None = wire(
        at("device.ctc.info.temp", _target, when=_has_heater),
        at("info.temp", _target, when=_has_heater),
        at("ctt", number, when=_has_heater),
    )

    @override
    def settled(self, reading: Reading, before: Self) -> Self:
        if reading.model is UNKNOWN_MODEL and self.chamber == _NO_SENSOR:
            return replace(self, chamber=None)
        return self
