"""Find where the filaments of a task came from (protocol A.7.4).

Rows number slots in three ways: by unit and slot, which are 0 where nobody filled them
in; by one number for all trays, which most count from 0 and some from 1; and as planned
for the file, which is the surest.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from .sections.ams import EXTERNAL_DEPUTY, EXTERNAL_MAIN, TrayLocation
from .sections.exist_bits import FIRST_HT_UNIT, LAST_HT_UNIT
from .values import integers, natural, objects

_EXTERNALS = (EXTERNAL_DEPUTY, EXTERNAL_MAIN)
_SLOTS = range(4)
_LITE_ON_A2L = 16
_FIRST = TrayLocation(0, 0)
_UNUSED = 255
_FIRST_HT_NUMBER = 16
_NUMBERS: Mapping[int, TrayLocation] = {
    **{number: TrayLocation(*divmod(number, len(_SLOTS))) for number in range(16)},
    **{
        number: TrayLocation(FIRST_HT_UNIT + number - _FIRST_HT_NUMBER, 0)
        for number in range(_FIRST_HT_NUMBER, 24)
    },
    **{number: TrayLocation(_LITE_ON_A2L, number - 24) for number in range(24, 28)},
    **{number: TrayLocation(_LITE_ON_A2L, number - 64) for number in range(64, 68)},
    **{
        number: TrayLocation(number, 0)
        for number in range(FIRST_HT_UNIT, LAST_HT_UNIT + 1)
    },
    **{number: TrayLocation(EXTERNAL_MAIN, 0) for number in _EXTERNALS},
}
"""All trays by one number; an AMS HT as its unit, or as in the masks of reports."""
_HT_AS_UNIT = range(17, 24)


class _Numbering(NamedTuple):
    """How the filaments of one row are numbered."""

    is_blank: bool
    """Whether unit and slot are 0 for all, so that they say nothing."""
    from_one: bool
    """Whether numbers count from 1."""


def places(row: Mapping[str, Any]) -> list[tuple[TrayLocation, ...]]:
    """Return where each filament of a row may have come from, best first."""
    details = objects(row.get("amsDetailMapping"))
    numbering = _Numbering(
        all(_place(detail) == _FIRST for detail in details), _counts_from_one(details)
    )
    planned = _planned(row, len(details))
    return [
        tuple(dict.fromkeys(filter(None, (intended, *_of_filament(detail, numbering)))))
        for detail, intended in zip(details, planned, strict=True)
    ]


def started_places(ack: Mapping[str, Any]) -> list[TrayLocation | None]:
    """Return where the filaments of a file come from, as its start said (protocol D.9).

    By number of the filament, None for one that is not used.
    """
    by_slot = [
        _place({"amsId": item.get("ams_id"), "slotId": item.get("slot_id")})
        if natural(item.get("slot_id")) != _UNUSED
        else None
        for item in objects(ack.get("ams_mapping2"))
    ]
    by_number = [_NUMBERS.get(number) for number in integers(ack.get("ams_mapping"))]
    return by_slot if any(by_slot) else by_number


def _of_filament(
    detail: Mapping[str, Any], numbering: _Numbering
) -> Iterator[TrayLocation | None]:
    """Return where a filament may have come from by what is said of it, best first."""
    named, number = _place(detail), natural(detail.get("ams"))
    if named is None and natural(detail.get("amsId")) is not None:
        return
    if not numbering.is_blank:
        yield named
    if number is not None:
        first, second = (
            (number - 1, number) if numbering.from_one else (number, number - 1)
        )
        yield _NUMBERS.get(first)
        yield _NUMBERS.get(second)
    yield named


def _planned(row: Mapping[str, Any], count: int) -> Sequence[TrayLocation | None]:
    """Return the places that were planned for the filaments that the print used."""
    by_slot = [
        _place(item)
        for item in objects(row.get("amsMapping2"))
        if natural(item.get("slotId")) != _UNUSED
    ]
    by_number = [_NUMBERS.get(number) for number in integers(row.get("amsMapping"))]
    for listed in (by_slot, by_number):
        used = [place for place in listed if place is not None]
        if len(used) == count:
            return used
    return [None] * count


def _counts_from_one(details: Sequence[Mapping[str, Any]]) -> bool:
    """Return whether all numbers are one above what unit and slot say."""
    named = [(_place(detail), natural(detail.get("ams"))) for detail in details]
    return any(place not in {None, _FIRST} for place, _ in named) and all(
        place is not None and number is not None and _NUMBERS.get(number - 1) == place
        for place, number in named
    )


def _place(item: Mapping[str, Any]) -> TrayLocation | None:
    """Return the place that unit and slot name."""
    unit, slot = natural(item.get("amsId")), natural(item.get("slotId"))
    if unit is None or unit > EXTERNAL_MAIN:
        return None
    if unit in _EXTERNALS:
        return TrayLocation(unit, 0)
    if unit in _HT_AS_UNIT:
        return TrayLocation(FIRST_HT_UNIT + unit - _FIRST_HT_NUMBER, 0)
    return TrayLocation(unit, slot) if slot is not None and slot in _SLOTS else None
