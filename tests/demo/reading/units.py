"""Read AMS units, their spools, and the spools outside (protocol C.5)."""

from collections.abc import Iterator, Mapping
from typing import Any

from . import models
from .heat import extruder_in_use
from .values import (
    Expected,
    Report,
    at,
    decimal,
    element,
    first,
    objects,
    on,
    whole,
    word,
)

type Unit = Mapping[str, Any]

_LITE = frozenset({2, 5})
_HT_FROM, _A2L_LITE = 128, 16
_EXTERNAL = (254, 255)
_SLOTS = range(4)
_NOWHERE = (-1, -1)
_ACTIVE = "sensor.active_filament"


def units_of(report: Report) -> dict[int, Unit]:
    """Return the units that a report lists, by their ids."""
    units = objects(at(report, "ams.ams"))
    return {
        number: unit for unit in units if (number := whole(unit.get("id"))) is not None
    }


def is_there(report: Report, unit: int) -> bool | None:
    """Return whether the mask has a unit, None without a mask."""
    place = {_A2L_LITE: 12}.get(unit, unit - _HT_FROM + 4 if unit >= _HT_FROM else unit)
    return on(word(at(report, "ams.ams_exist_bits")), place)


def is_lite(unit: Unit, module: str) -> bool:
    """Return whether a unit is an AMS lite, which measures nothing."""
    info = word(unit.get("info"))
    return module == "ams_f1" if info is None else info & 0xF in _LITE


def expected_of_unit(
    report: Report, unit: Unit, *, module: str, version: str
) -> tuple[Expected, ...]:
    """Return all that a unit has to show.

    Args:
        report: Of its printer.
        unit: Its element of the report.
        module: The kind of its module, such as "n3f".
        version: The firmware of its module.
    """
    lite = is_lite(unit, module)
    expected = [] if lite else list(_climate(unit))
    estimates = None if lite else _estimates(report)
    number = whole(unit.get("id")) or 0
    for tray in objects(unit.get("tray")):
        slot = whole(tray.get("id"))
        if slot is not None:
            key = f"slot_{slot + 1}"
            present = _has_spool(report, number, slot)
            expected += _spool(tray, f"sensor.{key}_filament", present=present)
            left = _left(tray) if estimates and present is not False else None
            if left is not None:
                expected.append(Expected(f"sensor.{key}_remaining_filament", left))
    active = _active(report)
    if active is not None:
        expected.append(Expected("binary_sensor.active", active[0] == number))
    if set(version) - set("0."):
        expected.append(
            Expected("update.firmware", version, attribute="installed_version")
        )
    return tuple(expected)


def _climate(unit: Unit) -> Iterator[Expected]:
    """Yield what a unit measures; other numbers are placeholders."""
    if 1 <= (humidity := decimal(unit.get("humidity_raw")) or 0) <= 100:
        yield Expected("sensor.humidity", humidity)
    if 1 <= (index := whole(unit.get("humidity")) or 0) <= 5:
        yield Expected("sensor.dryness_level", index)
    if 0 < (degrees := decimal(unit.get("temp")) or 0) <= 100:
        yield Expected("sensor.temperature", degrees, 1)
    info, minutes = word(unit.get("info")), whole(unit.get("dry_time"))
    if info is not None and info & 0xF in {3, 4} and minutes is not None:
        drying = minutes > 0 or info >> 4 & 0xF in {1, 2}
        yield Expected("binary_sensor.drying", drying)
        if minutes:
            yield Expected("sensor.drying_remaining_time", minutes)


def _estimates(report: Report) -> bool:
    """Return whether the printer estimates what is left."""
    cfg, home = word(report.get("cfg")), whole(report.get("home_flag"))
    return first(on(cfg, 17), on(home, 7)) is True


def _left(tray: Unit) -> int | None:
    """Return the % that is left, of a spool with a tag."""
    left = whole(tray.get("remain"))
    has_tag = bool(tray.get("tray_type") and str(tray.get("tray_uuid", "")).strip("0"))
    return left if has_tag and left is not None and 0 <= left <= 100 else None


def _has_spool(report: Report, unit: int, slot: int) -> bool | None:
    """Return whether a slot holds a spool, None where no mask shows it."""
    place = unit * 4 + slot
    if unit >= _HT_FROM:
        place = 16 + unit - _HT_FROM
    elif unit == _A2L_LITE:
        place = 24 + slot
    return on(word(at(report, "ams.tray_exist_bits")), place)


def _spool(tray: Unit, key: str, *, present: bool | None) -> list[Expected]:
    """Return what is shown of a spool; blank fields may be of the last one."""
    if present is False:
        return [Expected(key, "empty")]
    material = str(tray.get("tray_type") or "")
    if not material:
        return [Expected(key, "unidentified")] if present else []
    found = [Expected(key, material, attribute="type")]
    color = str(tray.get("tray_color") or "")
    if len(color) == 8 and not color.endswith("00"):
        found.append(Expected(key, f"#{color[:6].upper()}", attribute="color"))
    return found


def expected_external_spools(report: Report, code: str) -> Iterator[Expected]:
    """Yield the spools on the holders."""
    holders = list(objects(report.get("vir_slot")))
    holder = report.get("vt_tray")
    if not holders and isinstance(holder, Mapping):
        holders = [holder]
    is_dual = code in models.DUAL
    if len(holders) != 1 + is_dual:
        return
    for tray in holders:
        side = ""
        if is_dual:
            side = "left_" if whole(tray.get("id")) == _EXTERNAL[0] else "right_"
        if tray.get("tray_type"):
            yield from _spool(tray, f"sensor.{side}external_spool", present=True)


def expected_active_spool(report: Report) -> Iterator[Expected]:
    """Yield the place of the spool in use."""
    place = _active(report)
    if place == _NOWHERE:
        yield Expected(_ACTIVE, "nothing")
    elif place is not None and place[0] not in _EXTERNAL:
        yield Expected(_ACTIVE, _name_of(place[0]), attribute="ams")
        yield Expected(_ACTIVE, place[1] + 1, attribute="slot")


def _name_of(unit: int) -> str:
    """Return what people call an AMS: they count from 1, an AMS HT apart."""
    if unit >= _HT_FROM:
        return f"AMS HT {unit - _HT_FROM + 1}"
    return "AMS 1" if unit == _A2L_LITE else f"AMS {unit + 1}"


def _active(report: Report) -> tuple[int, int] | None:
    """Return unit and slot in use, or nowhere; None if that is not reported."""
    extruders = at(report, "device.extruder.info")
    if list(objects(extruders)):
        snow = whole(element(extruders, extruder_in_use(report) or 0).get("snow"))
        if snow is None:
            return None
        return (snow >> 8, snow & 0xFF) if snow & 0xFF in _SLOTS else _NOWHERE
    now = whole(at(report, "ams.tray_now"))
    if now is None:
        return None
    if now in _EXTERNAL:
        return _NOWHERE if now == _EXTERNAL[1] else (now, 0)
    place = divmod(now, len(_SLOTS)) if now < _A2L_LITE else (now, 0)
    # Some models name the slot alone, without its unit.
    return place if place[0] in units_of(report) else None
