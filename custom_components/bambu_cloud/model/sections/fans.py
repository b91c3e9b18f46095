"""Describe the fans of a printer (protocol C.4)."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Self, override

from ..catalog import PrinterModel
from ..section import ReadContext, Section, at, read_from
from ..values import (
    as_object,
    bit,
    boolean,
    hexadecimal,
    integer,
    natural,
    objects,
    percent,
)


class AirDuctMode(StrEnum):
    """The mode of the air duct."""

    COOLING = "cooling"
    HEATING = "heating"
    EXHAUST = "exhaust"
    FULL_COOLING = "full_cooling"
    UNKNOWN = "unknown"

    @property
    def number(self) -> int:
        """Return its number on the wire (protocol C.4), -1 for none."""
        return next((number for number, mode in _MODES.items() if mode is self), -1)


_MODES = {
    0: AirDuctMode.COOLING,
    1: AirDuctMode.HEATING,
    2: AirDuctMode.EXHAUST,
    3: AirDuctMode.FULL_COOLING,
}
_PART, _AUXILIARY, _CHAMBER, _SECOND_AUXILIARY = 16, 32, 48, 160


def _gear(value: Any) -> int | None:
    """Read a gear of 0 to 15 as percent, rounded up to tens so that it is steady."""
    gear = integer(value)
    return -(-gear * 2 // 3) * 10 if gear is not None and 0 <= gear <= 15 else None


def _speed(state: Any) -> int | None:
    """Read the speed of a part; newer firmware fills the bits above."""
    bits = natural(state)
    return None if bits is None else percent(bits & 0xFF)


def _duct(part: int) -> Callable[[Any], int | None]:
    """Return a reader of one fan in the parts of an air duct."""

    def read(parts: Any) -> int | None:
        for item in objects(parts):
            if integer(item.get("id")) == part:
                return _speed(item.get("state"))
        return None

    return read


def _mode(value: Any) -> AirDuctMode | None:
    """Read a mode of the air duct; a negative one stands for "none"."""
    mode = natural(value)
    return None if mode is None else _MODES.get(mode, AirDuctMode.UNKNOWN)


def _modes(modes: Any) -> tuple[AirDuctMode, ...] | None:
    """Read the modes that an air duct has, in the order of the list."""
    read = (_mode(item.get("modeId")) for item in objects(modes))
    return tuple(dict.fromkeys(mode for mode in read if mode is not None)) or None


def _has_auxiliary(model: PrinterModel) -> bool:
    """Return whether the model may have an auxiliary fan."""
    return model.has_auxiliary_fan


def _has_chamber(model: PrinterModel) -> bool:
    """Return whether the model may have a chamber fan."""
    return model.has_chamber_fan


@dataclass(frozen=True, slots=True, kw_only=True)
class Fans(Section):
    """How fast the fans run, in %; None for a fan that the printer does not have."""

    part: int | None = read_from(
        at("device.airduct.parts", _duct(_PART)), at("cooling_fan_speed", _gear)
    )
    auxiliary: int | None = read_from(
        at("device.airduct.parts", _duct(_AUXILIARY)),
        at("big_fan1_speed", _gear, when=_has_auxiliary),
    )
    chamber: int | None = read_from(
        at("device.airduct.parts", _duct(_CHAMBER)),
        at("big_fan2_speed", _gear, when=_has_chamber),
    )
    heatbreak: int | None = read_from(at("heatbreak_fan_speed", _gear))
    second_auxiliary: int | None = read_from(
        at("device.airduct.parts", _duct(_SECOND_AUXILIARY))
    )
    auxiliary_installed: bool | None = read_from(at("aux_part_fan", boolean))
    """As an X1 reports it; false wherever there is an air duct."""
    air_duct_mode: AirDuctMode | None = read_from(at("device.airduct.modeCur", _mode))
    air_duct_modes: tuple[AirDuctMode, ...] = read_from(
        at("device.airduct.modeList", _modes), default=()
    )
    """All that it can be set to: what the printer lists, else what the model has."""
    has_air_filter: bool | None = read_from(at("fun", bit(hexadecimal, 46)))
    air_filter: bool | None = read_from(at("device.airduct.subMode", boolean))
    """Whether air goes through the filter; others report it without having one."""

    @override
    def finalized(self, context: ReadContext, before: Self) -> Self:
        duct = as_object(as_object(context.raw.get("device")).get("airduct"))
        parts = {integer(part.get("id")) for part in objects(duct.get("parts"))}
        has_auxiliary = _AUXILIARY in parts or not (
            parts or self.auxiliary_installed is False
        )
        return replace(
            self,
            auxiliary=self.auxiliary if has_auxiliary else None,
            chamber=self.chamber if _CHAMBER in parts or not parts else None,
            air_duct_modes=_choices(self.air_duct_modes, context.model),
            air_filter=self.air_filter if self.has_air_filter else None,
        )


def _choices(
    listed: tuple[AirDuctMode, ...], model: PrinterModel
) -> tuple[AirDuctMode, ...]:
    """Return the modes that a person may choose."""
    if not listed:
        return tuple(_MODES[mode] for mode in model.air_duct_modes)
    return tuple(
        mode for mode in listed if mode.number not in model.hidden_air_duct_modes
    )
