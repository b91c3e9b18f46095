"""Read single values, whatever type they arrived in.

Firmware sends the same number as `12`, `"12"`, `"12.0"`, `""` or `null`. Each reader
here returns None for what it cannot read and never raises. What it returns can be
stored as JSON, and times can be added to and compared.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from functools import lru_cache
import math
from typing import Any

type FlagsReader = Callable[[Any], int | None]
"""Reads a number whose bits have meanings of their own."""

_TRUE = frozenset({"true", "1", "enable", "on"})
_FALSE = frozenset({"false", "0", "disable", "off"})
_MAX_INTEGER = 2**63 - 1
"""No JSON file or database can hold more than 64 bits."""
_MIN_INTEGER = -_MAX_INTEGER
_NOISE = 0.75
"""°C by which a measured value has to differ from the one before.

P1 and A1 report 32nds of a degree, which never rest: half a degree would let a value
between two whole ones change all the time.
"""
_MAX_FLAGS = 2**64 - 1
_MAX_SECONDS = 366 * 24 * 60 * 60
_YEARS = range(1970, 2200)
"""Beyond, a time is a mistake, such as the year 1 for "never"."""
_NO_OBJECT: Mapping[str, Any] = {}
_NO_SERIAL = frozenset({"N/A", "NULL"})
_SCALARS = (str, int, float)
_SWITCHES = (str, bool, int)


def as_object(value: Any) -> Mapping[str, Any]:
    """Return a JSON object, or an empty one for anything else."""
    return value if isinstance(value, dict) else _NO_OBJECT


def objects(value: Any) -> list[dict[str, Any]]:
    """Return the objects of a JSON array, or nothing for anything else."""
    if not isinstance(value, list):
        return []
    return [item for item in value if isinstance(item, dict)]


def number(value: Any) -> float | None:
    """Return a finite number, at most as large as the largest whole number."""
    if not isinstance(value, _SCALARS) or isinstance(value, bool):
        return None
    try:
        result = float(value)
    except ValueError, OverflowError:
        return None
    return result if math.isfinite(result) and abs(result) <= _MAX_INTEGER else None


def integer(value: Any) -> int | None:
    """Return a whole number of 64 bits; a fraction is cut off."""
    if isinstance(value, int) and not isinstance(value, bool):
        result = value
    elif isinstance(value, str):
        try:
            result = int(value)
        except ValueError:
            return _truncated(value)
    else:
        return _truncated(value)
    return result if _MIN_INTEGER <= result <= _MAX_INTEGER else None


def _truncated(value: Any) -> int | None:
    """Return a number without its fraction."""
    result = number(value)
    return None if result is None else int(result)


def natural(value: Any) -> int | None:
    """Return a whole number that is not negative."""
    result = integer(value)
    return result if result is not None and result >= 0 else None


def positive(value: Any) -> int | None:
    """Return a whole number above zero, where zero stands for "unknown"."""
    result = integer(value)
    return result if result is not None and result > 0 else None


def duration(value: Any) -> int | None:
    """Return a number of seconds, which is a year at most."""
    result = positive(value)
    return result if result is not None and result <= _MAX_SECONDS else None


def percent(value: Any) -> int | None:
    """Return a whole number of percent, 0 to 100."""
    result = integer(value)
    return result if result is not None and 0 <= result <= 100 else None


def whole_degrees(celsius: float | None, before: int | None) -> int | None:
    """Return whole degrees, those before unless the difference is more than noise."""
    if celsius is None:
        return None
    if before is not None and abs(celsius - before) < _NOISE:
        return before
    return round(celsius)


def integers(value: Any) -> tuple[int, ...]:
    """Return the whole numbers of a list, without what is none."""
    items = value if isinstance(value, list) else ()
    return tuple(item for raw in items if (item := integer(raw)) is not None)


def boolean(value: Any) -> bool | None:
    """Return a bool, also from 0, 1 and the words that firmware uses."""
    name = str(value).strip().lower() if isinstance(value, _SWITCHES) else ""
    return True if name in _TRUE else False if name in _FALSE else None


def text(value: Any) -> str | None:
    """Return a text that is not blank; a number becomes its digits."""
    if not isinstance(value, _SCALARS) or isinstance(value, bool):
        return None
    try:
        return str(value).strip() or None
    except ValueError:  # Python refuses to write thousands of digits
        return None


def identifier(value: Any) -> str | None:
    """Return an id as text; "" and "0" stand for "none" (protocol C.1).

    So does a number that was clamped to 32 bits, as all jobs have it.
    """
    result = text(value)
    return None if result in {"0", "2147483647"} else result


def serial_number(value: Any) -> str | None:
    """Return a serial number; zeros and "N/A" stand for "none"."""
    result = text(value)
    is_none = result is None or not result.strip("0") or result.upper() in _NO_SERIAL
    return None if is_none else result


def hexadecimal(value: Any) -> int | None:
    """Return the number of hexadecimal digits (protocol C.4.2)."""
    if not isinstance(value, str):
        return None
    try:
        result = int(value, 16)
    except ValueError:
        return None
    return result if abs(result) <= _MAX_FLAGS else None


def bit(read: FlagsReader, place: int) -> Callable[[Any], bool | None]:
    """Return a reader of one bit of a number."""
    return bits(read, place, (False, True))


def bits[T](
    read: FlagsReader, place: int, meanings: Sequence[T]
) -> Callable[[Any], T | None]:
    """Return a reader of bits that choose one of two, four … meanings."""
    mask = len(meanings) - 1

    def read_bits(value: Any) -> T | None:
        flags = read(value)
        return None if flags is None else meanings[flags >> place & mask]

    return read_bits


def version_numbers(value: Any) -> tuple[int, ...]:
    """Return a version such as "01.09.00.01" as numbers, which compare well."""
    return _version_numbers(value) if isinstance(value, str) else ()


@lru_cache  # an update entity compares the same few with each progress of a print
def _version_numbers(version: str) -> tuple[int, ...]:
    """Return the numbers of a version, none if any part is not a number."""
    parts = version.split(".")
    numbers = integers([part for part in parts if part.isdecimal()])
    return numbers if len(numbers) == len(parts) else ()


def epoch_time(value: Any) -> datetime | None:
    """Return the time of seconds since 1970; zero stands for "unknown"."""
    seconds = positive(value)
    if seconds is None:
        return None
    try:
        return _plausible(datetime.fromtimestamp(seconds, UTC))
    except ValueError, OverflowError, OSError:
        return None


def cloud_time(value: Any) -> datetime | None:
    """Return the time of an ISO 8601 text, in UTC unless it names another zone."""
    time = _iso_time(value)
    return time if time is None or time.tzinfo else time.replace(tzinfo=UTC)


def aware_time(value: Any) -> datetime | None:
    """Return the time of an ISO 8601 text that names its zone, as stored ones do."""
    time = _iso_time(value)
    return time if time is not None and time.tzinfo else None


def _iso_time(value: Any) -> datetime | None:
    """Return the time of an ISO 8601 text, with or without a zone."""
    try:
        return _plausible(datetime.fromisoformat(value))
    except TypeError, ValueError:
        return None


def _plausible(time: datetime) -> datetime | None:
    """Return a time that something can have happened or be planned at."""
    return time if time.year in _YEARS else None
