"""Single values are read whatever type they arrive in."""

from collections.abc import Callable
from datetime import UTC, datetime
import math
from typing import Any

from hypothesis import given, strategies as st
import pytest

from custom_components.bambu_cloud.model import values

HUGE = 10**400
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)

odd = values.bit(values.integer, 0)
choice = values.bits(values.hexadecimal, 4, "abcd")

READERS: list[Callable[[Any], Any]] = [
    odd,
    choice,
    values.as_object,
    values.aware_time,
    values.boolean,
    values.cloud_time,
    values.duration,
    values.hexadecimal,
    values.identifier,
    values.integer,
    values.integers,
    values.epoch_time,
    values.natural,
    values.number,
    values.objects,
    values.percent,
    values.positive,
    values.serial_number,
    values.text,
    values.version_numbers,
]


@pytest.mark.parametrize(
    ("reader", "value", "expected"),
    [
        (values.aware_time, "2026-03-01T12:00:00+00:00", NOON),
        (values.aware_time, "2026-03-01T12:00:00", None),
        (values.aware_time, "noon", None),
        (values.aware_time, 12, None),
        (values.cloud_time, "2026-03-01T12:00:00Z", NOON),
        (values.cloud_time, "2026-03-01T12:00:00", NOON),
        (values.cloud_time, "2026-03-01 13:00:00+01:00", NOON),
        (values.cloud_time, "", None),
        (values.cloud_time, None, None),
        (values.serial_number, "00600A000000001", "00600A000000001"),
        (values.serial_number, " 7 ", "7"),
        (values.serial_number, "N/A", None),
        (values.serial_number, "n/a", None),
        (values.serial_number, "000000", None),
        (values.serial_number, "", None),
        (values.serial_number, None, None),
        (values.number, 21.5, 21.5),
        (values.number, "21.5", 21.5),
        (values.number, " 21 ", 21.0),
        (values.number, "", None),
        (values.number, None, None),
        (values.number, True, None),
        (values.number, [21], None),
        (values.number, math.nan, None),
        (values.number, "inf", None),
        (values.number, HUGE, None),
        (values.integer, 12, 12),
        (values.integer, "12", 12),
        (values.integer, "12.0", 12),
        (values.integer, 12.9, 12),
        (values.integer, "", None),
        (values.integer, "12 %", None),
        (values.integer, False, None),
        (values.integer, {}, None),
        (values.integer, math.inf, None),
        (values.integer, HUGE, None),
        (values.integer, 2**63 - 1, 2**63 - 1),
        (values.integer, str(2**63), None),
        (values.integer, -(2**63), None),
        (values.integer, 1e300, None),
        (values.number, -1e19, None),
        (values.duration, "3600", 3600),
        (values.duration, 0, None),
        (values.duration, 2**50, None),
        (values.hexadecimal, "F" * 16, 2**64 - 1),
        (values.hexadecimal, "F" * 17, None),
        (values.cloud_time, "9999-12-31T23:59:59Z", None),
        (values.cloud_time, "0001-01-01T00:00:00Z", None),
        (values.aware_time, "9999-12-31T23:59:59-12:00", None),
        (values.epoch_time, 253402300799, None),
        (values.integer, "9" * 5000, None),
        (values.integers, [1, "2", None, 3.5], (1, 2, 3)),
        (values.integers, "123", ()),
        (values.natural, "0", 0),
        (values.natural, -1, None),
        (values.positive, 1, 1),
        (values.positive, 0, None),
        (values.percent, "100", 100),
        (values.percent, 101, None),
        (values.percent, -1, None),
        (values.boolean, True, True),
        (values.boolean, 0, False),
        (values.boolean, "TRUE", True),
        (values.boolean, "disable", False),
        (values.boolean, 2, None),
        (values.boolean, None, None),
        (values.text, " Benchy ", "Benchy"),
        (values.text, 702383065, "702383065"),
        (values.text, "", None),
        (values.text, True, None),
        (values.text, [], None),
        (values.identifier, "344815093", "344815093"),
        (values.identifier, "0", None),
        (values.identifier, 0, None),
        (values.hexadecimal, "46A58008", 0x46A58008),
        (values.hexadecimal, "46a58008", 0x46A58008),
        (values.hexadecimal, "door", None),
        (values.hexadecimal, 46258008, None),
        (odd, "3", True),
        (odd, -2, False),
        (odd, "odd", None),
        (choice, "1F2F", "c"),
        (choice, "", None),
        (values.version_numbers, "01.09.00.01", (1, 9, 0, 1)),
        (values.version_numbers, "1.beta", ()),
        (values.version_numbers, None, ()),
        (values.epoch_time, "1772366400", datetime(2026, 3, 1, 12, tzinfo=UTC)),
        (values.epoch_time, "0", None),
        (values.epoch_time, HUGE, None),
        (values.as_object, {"a": 1}, {"a": 1}),
        (values.as_object, [1], {}),
        (values.objects, [{"a": 1}, 2, None], [{"a": 1}]),
        (values.objects, {"a": 1}, []),
    ],
)
def test_value_is_read(
    reader: Callable[[Any], Any], value: Any, expected: object
) -> None:
    """Text and numbers mean the same, and what cannot be read is unknown."""
    result = reader(value)

    assert result == expected
    assert type(result) is type(expected)


def test_endless_number_is_no_text() -> None:
    """Python refuses to write thousands of digits."""
    assert values.text(10**5000) is None


@given(
    value=st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text()
    | st.lists(st.integers())
    | st.dictionaries(st.text(), st.integers())
)
def test_no_reader_raises(value: Any) -> None:
    """Every reader answers every value."""
    for reader in READERS:
        reader(value)


@pytest.mark.parametrize("value", [None, 7, "", "soon", "2026-01-01T00:00:00"])
def test_aware_time_is_strict(value: Any) -> None:
    """A time that is ambiguous is none."""
    assert values.aware_time(value) is None


def test_aware_time() -> None:
    """A time comes back as it was written."""
    moment = values.aware_time("2026-01-01T00:00:00+00:00")
    assert moment
    assert moment.isoformat() == "2026-01-01T00:00:00+00:00"
