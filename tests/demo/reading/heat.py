"""Read temperatures (protocol C.3)."""

from collections.abc import Iterator

from . import models
from .values import Expected, Report, at, decimal, element, objects, whole

_ROUNDED = 1
"""°C; states are in whole degrees."""
_CHANGING = 15


def expected_temperatures(report: Report, code: str) -> Iterator[Expected]:
    """Yield what the heaters measure and are set to."""
    in_use = extruder_in_use(report)
    extruders = at(report, "device.extruder.info")
    packed = whole(element(extruders, 0 if in_use is None else in_use).get("temp"))
    yield from _pair("nozzle", packed, report, "nozzle_temper", "nozzle_target_temper")
    listed = {whole(item.get("id")) for item in objects(extruders)}
    if code in models.DUAL and listed >= {0, 1}:
        for side, number in (("right", 0), ("left", 1)):
            own = whole(element(extruders, number).get("temp"))
            yield from _pair(f"{side}_nozzle", own, {}, "", "")
    bed = whole(at(report, "device.bed.info.temp"))
    packed = whole(at(report, "device.bed_temp")) if bed is None else bed
    yield from _pair("bed", packed, report, "bed_temper", "bed_target_temper")
    yield from _chamber(report, code)


def extruder_in_use(report: Report) -> int | None:
    """Return the extruder in use; while it changes, the next one (protocol C.5.5)."""
    state = whole(at(report, "device.extruder.state"))
    if state is None:
        return None
    index = state >> 4 & 0xF
    return state >> 8 & 0xF if index == _CHANGING else index


def _pair(
    name: str, packed: int | None, report: Report, current: str, target: str
) -> Iterator[Expected]:
    """Yield a temperature and its target, from one number or from two fields."""
    if packed is not None and packed >= 0:
        found: tuple[float | None, float | None] = (packed & 0xFFFF, packed >> 16)
    else:
        found = decimal(report.get(current)), decimal(report.get(target))
    for key, degrees in zip((name, f"{name}_target"), found, strict=True):
        if degrees is not None:
            yield Expected(f"sensor.{key}_temperature", degrees, _ROUNDED)


def _chamber(report: Report, code: str) -> Iterator[Expected]:
    """Yield the chamber, of models that measure or heat it."""
    places = ("device.ctc.info.temp", "info.temp", "device.cham_temp")
    packed = next(
        (found for place in places if (found := whole(at(report, place))) is not None),
        None,
    )
    for item in _pair("chamber", packed, report, "chamber_temper", "ctt"):
        is_target = "target" in item.key
        having = models.WITH_CHAMBER_HEATER if is_target else models.WITH_CHAMBER
        if code in having:
            yield item
