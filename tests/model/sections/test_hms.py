"""Errors and messages have the codes of Bambu Lab's wiki."""

from typing import Any

from hypothesis import given, strategies as st
import pytest

from custom_components.bambu_cloud.model import (
    ALL_CODES,
    ErrorKind,
    Hms,
    ListedCodes,
    PrintError,
    PrinterState,
    Severity,
    changed,
    with_listed_codes,
)
from tests.helpers.printer_reports import after, delta, full, printer
from tests.helpers.recordings import needs_recordings, recorded

BED = {"attr": 50331904, "code": 65543}
DRY_RODS = {"attr": 83952640, "code": 196610}
INTERNAL = {"attr": 83887616, "code": 131184}
LISTED = ListedCodes.of(["0300_0100_0001_0007", "0501_0400_0003_0002", "0300_8004"])
RUNOUT = {"attr": 301998080, "code": 131073}


def hms(**fields: Any) -> Hms:
    """Return the complaints of a printer that sent one full report."""
    return after(printer("X1C"), full(**fields)).hms


def codes(*items: Any) -> list[str]:
    """Return the codes of these messages."""
    return [message.code for message in hms(hms=list(items)).messages]


@pytest.mark.parametrize(
    ("attr", "code", "spelled", "severity", "module", "unit"),
    [
        (50331904, 65543, "0300_0100_0001_0007", "fatal", "motion_controller", 0),
        (83887616, 131184, "0500_0600_0002_0070", "serious", "mainboard", 0),
        (201327360, 196615, "0C00_0300_0003_0007", "common", "xcam", 0),
        (83887360, 65543, "0500_0500_0001_0007", "fatal", "mainboard", 0),
        (301998080, 131073, "1200_2000_0002_0001", "serious", "ams_lite", 0),
        (0x07012000, 0x00020001, "0701_2000_0002_0001", "serious", "ams", 1),
        (0x18802000, 0x00020001, "1880_2000_0002_0001", "serious", "ams_ht", 0x80),
        (0x08000100, 0x00040001, "0800_0100_0004_0001", "info", "toolhead", 0),
        (0xFF000100, 0x00050001, "FF00_0100_0005_0001", "unknown", "unknown", 0),
        ("50331904", "65543", "0300_0100_0001_0007", "fatal", "motion_controller", 0),
        (0, 1, "0000_0000_0000_0001", "unknown", "unknown", 0),
    ],
)
def test_message(
    attr: Any, code: Any, spelled: str, severity: str, module: str, unit: int
) -> None:
    """A message has a module, its number, and a severity."""
    (message,) = hms(hms=[{"attr": attr, "code": code}]).messages

    assert (message.code, message.severity) == (spelled, severity)
    assert (message.module, message.unit) == (module, unit)


def test_signed_numbers() -> None:
    """A number that overflowed names the same message."""
    high = {"attr": 0xFF000100, "code": 0x80050001}
    wrapped = {"attr": 0xFF000100 - 2**32, "code": 0x80050001 - 2**32}

    assert codes(high) == codes(wrapped) == ["FF00_0100_8005_0001"]
    assert codes(high, wrapped) == ["FF00_0100_8005_0001"]
    assert codes({"attr": 2**40 + 2**30, "code": 1}) == ["4000_0000_0000_0001"]


def test_order_says_nothing() -> None:
    """The same messages in another order are no news."""
    state = after(printer("X1C"), full(hms=[RUNOUT, BED, RUNOUT]))
    again = after(state, delta(hms=[BED, RUNOUT]))

    assert [message.code for message in state.hms.messages] == [
        "0300_0100_0001_0007",
        "1200_2000_0002_0001",
    ]
    assert changed(state, again) == set()


def test_messages_are_cleared() -> None:
    """The list is all that is active now, also in a delta."""
    state = after(printer("X1C"), full(hms=[BED, RUNOUT]), delta(hms=[RUNOUT]))

    assert [message.module for message in state.hms.messages] == ["ams_lite"]
    assert after(state, delta(hms=[])).hms.messages == ()


@pytest.mark.parametrize(
    "item",
    [
        None,
        "junk",
        {},
        {"attr": 1},
        {"code": 1},
        {"attr": "x", "code": 1},
        {"attr": 1, "code": None},
        {"attr": 0, "code": 0},
    ],
)
def test_junk_is_no_message(item: Any) -> None:
    """What cannot be read is left out, and the rest stays."""
    assert codes(item, BED) == ["0300_0100_0001_0007"]


@pytest.mark.parametrize("junk", [None, {}, "", 5, [[]]])
def test_junk_is_no_list(junk: Any) -> None:
    """Without a list there are no messages."""
    assert hms(hms=junk) == Hms()


@pytest.mark.parametrize(
    ("word", "code", "kind", "module"),
    [
        (0x0300_4000, "0300_4000", ErrorKind.STOP, "motion_controller"),
        (0x0500_C010, "0500_C010", ErrorKind.WARNING, "mainboard"),
        (0x0C00_8009, "0C00_8009", ErrorKind.PAUSE, "xcam"),
        (0x0701_8011, "0701_8011", ErrorKind.PAUSE, "ams"),
        (302022673, "1200_8011", ErrorKind.PAUSE, "ams_lite"),
        ("0402685969", "1800_8011", ErrorKind.PAUSE, "ams_ht"),
        (0x1000_C001, "1000_C001", ErrorKind.WARNING, "print_check"),
        (0x1A00_8001, "1A00_8001", ErrorKind.PAUSE, "hotend_rack"),
        (0x0300_5001, "0300_5001", ErrorKind.UNKNOWN, "motion_controller"),
        (0xF300_8001, "F300_8001", ErrorKind.PAUSE, "unknown"),
    ],
)
def test_print_error(word: Any, code: str, kind: ErrorKind, module: str) -> None:
    """The error on the screen has eight digits, whatever the first one is."""
    error = hms(print_error=word).print_error

    assert error == PrintError(code=code, kind=kind, module=module)


@pytest.mark.parametrize("word", [0, "0", "", None, [], 50348044, "50348044", 2**32])
def test_no_print_error(word: Any) -> None:
    """A job that its user has canceled is no error."""
    assert hms(print_error=word).print_error is None
    assert hms(print_error=0x0500_400E).print_error is None


@pytest.mark.parametrize("word", [-1, 0xF300_8001 - 2**32, "-83918908"])
def test_negative_number_is_no_error(word: Any) -> None:
    """Only what is above zero is an error (protocol C.7.2)."""
    assert hms(print_error=word) == Hms()


@pytest.mark.parametrize("word", [1, 0x0300_0001, 0x0C00_001B, 0x0500_3FFF])
def test_status_is_no_error(word: int) -> None:
    """A low second word is a status (protocol C.7.2)."""
    assert hms(print_error=word) == Hms()


def test_print_error_is_dismissed() -> None:
    """An error ends when the screen no longer shows it."""
    state = after(printer("A1MINI"), full(print_error=302022673), delta(print_error=0))

    assert state.hms == Hms()


@given(word=st.integers(-(2**31), 2**32 - 1))
def test_code_is_the_number(word: int) -> None:
    """The spelled code is the number, so that nothing is lost."""
    error = hms(print_error=word).print_error

    if word <= 0 or word & 0xFFFF < 0x4000 or word in {0x0300_400C, 0x0500_400E}:
        assert error is None
    else:
        assert error is not None
        assert len(error.code) == 9
        assert int(error.code.replace("_", ""), 16) == word


@given(attr=st.integers(1, 2**32 - 1), code=st.integers(0, 2**32 - 1))
def test_code_of_a_message_is_both_numbers(attr: int, code: int) -> None:
    """The spelled code is both numbers, so that nothing is lost."""
    (message,) = hms(hms=[{"attr": attr, "code": code}]).messages
    assert int(message.code.replace("_", ""), 16) == attr << 32 | code
    assert message.severity in Severity


def with_list(*payloads: dict[str, Any], codes: ListedCodes = LISTED) -> PrinterState:
    """Return a printer whose list of codes was there before these reports."""
    return after(with_listed_codes(printer("P2S"), codes), *payloads)


def test_code_without_a_text_is_no_message() -> None:
    """A healthy P2S has such a code for months; it stays readable (protocol C.7.1)."""
    section = with_list(full(hms=[INTERNAL, DRY_RODS])).hms

    assert [message.code for message in section.messages] == ["0501_0400_0003_0002"]
    (internal,) = section.internal_messages
    assert internal.code == "0500_0600_0002_0070"


@pytest.mark.parametrize("error", [0x0300_8003, 0x0500_803C])
def test_code_without_a_text_is_no_error(error: int) -> None:
    """What the slicer shows no dialog for is no error; it stays readable."""
    section = with_list(full(print_error=error, hms=[INTERNAL])).hms

    assert section.print_error is None
    assert section.internal_error == section.shown_error
    assert section.internal_error is not None
    assert len(section.internal_messages) == 1
    assert with_list(full(print_error=0x0300_8004)).hms.print_error is not None


@needs_recordings
def test_recorded_p2s_has_an_internal_code() -> None:
    """The internal code has been there since July; grease is for its owner."""
    codes = ListedCodes.of(["0501_0400_0003_0002", "0300_400C"])
    section = with_listed_codes(recorded("p2s-idle-then-stopped"), codes).hms

    listed = [message.code for message in section.messages]
    assert listed == ["0501_0400_0003_0002"]
    internal = [message.code for message in section.internal_messages]
    assert internal == ["0500_0600_0002_0070"]


def test_list_that_comes_late_corrects_what_was_read() -> None:
    """Before there is a list, everything counts."""
    before = after(printer("P2S"), full(hms=[INTERNAL, BED], print_error=0x0300_8003))
    assert len(before.hms.messages) == 2
    assert before.hms.print_error is not None

    later = with_listed_codes(before, LISTED)
    assert changed(before, later) == {"hms"}
    assert [message.code for message in later.hms.messages] == ["0300_0100_0001_0007"]
    assert later.hms.print_error is None
    assert with_listed_codes(later, LISTED) is later
    assert with_listed_codes(later, ALL_CODES).hms == before.hms


def test_list_outlasts_reports() -> None:
    """The list stays, whatever the printer sends."""
    state = with_list(full(hms=[INTERNAL]), delta(hms=[INTERNAL, BED]))

    assert [message.code for message in state.hms.messages] == ["0300_0100_0001_0007"]


def test_each_kind_of_code_has_its_list() -> None:
    """A list of errors alone hides no message, and the other way round."""
    report = full(hms=[INTERNAL], print_error=0x0300_8003)

    only_errors = with_list(report, codes=ListedCodes.of(["0300_8004"])).hms
    assert (len(only_errors.messages), only_errors.print_error) == (1, None)
    only_messages = with_list(report, codes=ListedCodes.of(["0300_0100_0001_0007"])).hms
    assert only_messages.messages == ()
    assert only_messages.print_error is not None
