"""Describe the settings of a printer (protocol C.4.1, C.4.2, C.4.4)."""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, NamedTuple, Self, override

from ..catalog import PrinterModel
from ..section import Condition, ReadContext, Section, Source, at, read_from
from ..values import bit, bits, boolean, hexadecimal, integer


class Sensitivity(StrEnum):
    """How sensitive a detector is."""

    NEVER = "never"
    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


class DoorCheck(StrEnum):
    """What an open door does to a print."""

    OFF = "off"
    WARN = "warn"
    PAUSE = "pause"


class _Feature(NamedTuple):
    """Settings that belong together, and the bits of what a printer has."""

    fields: tuple[str, ...]
    fun: int
    """Bit of `fun`."""
    home_flag: int | None = None
    """Bit of `home_flag`, which counts where there is no `fun`."""

    def is_lacking(self, fun: int | None, home_flag: int | None) -> bool:
        """Return whether the printer reports that it lacks it."""
        if fun is not None:
            return not fun >> self.fun & 1
        if home_flag is None or self.home_flag is None:
            return False
        return not home_flag >> self.home_flag & 1


_FEATURES = (
    _Feature(("tangle_detection",), 9, 19),
    _Feature(("prompt_sound",), 8, 18),
    _Feature(("nozzle_blob_detection",), 13, 25),
    _Feature(("door_check",), 12),
    _Feature(("spaghetti_detection", "spaghetti_sensitivity"), 42),
    _Feature(("pile_up_detection", "pile_up_sensitivity"), 43),
    _Feature(("clump_detection", "clump_sensitivity"), 44),
    _Feature(("air_print_detection", "air_print_sensitivity"), 45, 29),
)

_CHECKS = (*DoorCheck, None)
_AI_SENSITIVITIES = tuple(Sensitivity)
_SENSITIVITIES = (Sensitivity.LOW, Sensitivity.MEDIUM, Sensitivity.HIGH, None)
_WORDS = {str(item): item for item in Sensitivity} | {"never_halt": Sensitivity.NEVER}


def _has_monitoring(model: PrinterModel) -> bool:
    """Return whether the model monitors prints by its camera."""
    return model.has_ai_monitoring


def _inspects(model: PrinterModel) -> bool:
    """Return whether the model inspects its first layer."""
    return model.has_first_layer_inspection


def _has_speaker(model: PrinterModel) -> bool:
    """Return whether the model has prompt sounds; others used the bit otherwise."""
    return model.has_prompt_sound


def _cfg(place: int, *, when: Condition | None = None) -> Source:
    """Return a bit of `cfg`, the settings of newer printers, as a source."""
    return at("cfg", bit(hexadecimal, place), when=when)


def _home_flag(place: int, *, when: Condition | None = None) -> Source:
    """Return a bit of `home_flag`, those of older printers, as a source."""
    return at("home_flag", bit(integer, place), when=when)


def _detector(place: int) -> Source:
    """Return a bit of `xcam.cfg`, a decimal number, as a source."""
    return at("xcam.cfg", bit(integer, place))


def _sensitivity(place: int) -> Source:
    """Return the two bits of `xcam.cfg` beside a detector's as a source."""
    return at("xcam.cfg", bits(integer, place, _SENSITIVITIES))


def _sensitivity_word(value: Any) -> Sensitivity | None:
    """Read `halt_print_sensitivity`."""
    return _WORDS.get(value) if isinstance(value, str) else None


def _halts(value: Any) -> Sensitivity | None:
    """Read `print_halt`; the oldest firmware has only "never"."""
    return Sensitivity.NEVER if boolean(value) is False else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings(Section):
    """Settings; None for what the printer does not have or report."""

    ai_monitoring: bool | None = read_from(
        _cfg(15, when=_has_monitoring),
        at("xcam.printing_monitor", boolean),
        at("xcam.spaghetti_detector", boolean),
    )
    ai_sensitivity: Sensitivity | None = read_from(
        at("cfg", bits(hexadecimal, 13, _AI_SENSITIVITIES), when=_has_monitoring),
        at("xcam.halt_print_sensitivity", _sensitivity_word),
        at("xcam.print_halt", _halts),
    )
    first_layer_inspection: bool | None = read_from(
        _cfg(12, when=_inspects),
        at("xcam.first_layer_inspector", boolean, when=_inspects),
    )
    build_plate_detection: bool | None = read_from(
        at("xcam.buildplate_marker_detector", boolean)
    )
    spaghetti_detection: bool | None = read_from(_detector(7))
    spaghetti_sensitivity: Sensitivity | None = read_from(_sensitivity(8))
    pile_up_detection: bool | None = read_from(_detector(10))
    pile_up_sensitivity: Sensitivity | None = read_from(_sensitivity(11))
    clump_detection: bool | None = read_from(_detector(13))
    clump_sensitivity: Sensitivity | None = read_from(_sensitivity(14))
    air_print_detection: bool | None = read_from(_detector(16), _home_flag(28))
    air_print_sensitivity: Sensitivity | None = read_from(_sensitivity(17))
    nozzle_blob_detection: bool | None = read_from(_cfg(24), _home_flag(24))
    tangle_detection: bool | None = read_from(_cfg(23), _home_flag(20))
    step_loss_recovery: bool | None = read_from(_cfg(16), _home_flag(4))
    prompt_sound: bool | None = read_from(_cfg(22), _home_flag(17, when=_has_speaker))
    door_check: DoorCheck | None = read_from(at("cfg", bits(hexadecimal, 20, _CHECKS)))
    stores_files: bool | None = read_from(_cfg(19), _home_flag(11))
    """Whether files that were sent stay on the storage."""
    skips_parts: bool | None = read_from(at("xcam.allow_skip_parts", boolean))
    ams_reads_on_insert: bool | None = read_from(
        _cfg(0), at("ams.insert_flag", boolean)
    )
    ams_reads_at_power_up: bool | None = read_from(
        _cfg(1), at("ams.power_on_flag", boolean)
    )
    ams_estimates_remaining: bool | None = read_from(
        _cfg(17), _home_flag(7), at("ams.calibrate_remain_flag", boolean)
    )
    ams_auto_refill: bool | None = read_from(_cfg(18), _home_flag(10))
    functions: int | None = read_from(at("fun", hexadecimal))
    """Capabilities as bits (protocol C.4.2); None if it does not report them."""

    @override
    def finalized(self, context: ReadContext, before: Self) -> Self:
        home_flag = integer(context.raw.get("home_flag"))
        lacking = {
            name: None
            for feature in _FEATURES
            if feature.is_lacking(self.functions, home_flag)
            for name in feature.fields
            if getattr(self, name) is not None
        }
        return replace(self, **lacking) if lacking else self
