"""Describe the errors and messages of a printer (protocol C.7)."""

from dataclasses import dataclass, replace
from enum import StrEnum
import re
from typing import Any, Self, override

from ..section import ReadContext, Section, at, read_from
from ..values import integer, objects
from .job import CANCELED_BY_USER


class Severity(StrEnum):
    """How severe a message is."""

    FATAL = "fatal"
    SERIOUS = "serious"
    COMMON = "common"
    INFO = "info"
    UNKNOWN = "unknown"


class ErrorKind(StrEnum):
    """What a print error does to the job."""

    STOP = "stop"
    PAUSE = "pause"
    WARNING = "warning"
    UNKNOWN = "unknown"


PAUSED_BY_USER = "0300_8001"
"""Code of an error that is none: the owner has paused the job."""
_SEVERITIES = {
    1: Severity.FATAL,
    2: Severity.SERIOUS,
    3: Severity.COMMON,
    4: Severity.INFO,
}
_KINDS = {0x4: ErrorKind.STOP, 0x8: ErrorKind.PAUSE, 0xC: ErrorKind.WARNING}
_MODULES = {
    0x03: "motion_controller",
    0x05: "mainboard",
    0x07: "ams",
    0x08: "toolhead",
    0x0C: "xcam",
    0x10: "print_check",
    0x12: "ams_lite",
    0x18: "ams_ht",
    0x1A: "hotend_rack",
}
_CODE = re.compile(r"(?:[0-9A-F]{4}_){3}[0-9A-F]{4}")
AMS_MODULES = frozenset({"ams", "ams_lite", "ams_ht"})
"""Those of AMS units, which are that of the external spools, too (protocol C.7.2)."""
_LOWEST_ERROR = 0x4000
"""Smaller second words are a status (protocol C.7.2)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HmsMessage:
    """One active message of the health management system."""

    code: str
    """Such as "0300_0100_0001_0007"."""
    severity: Severity = Severity.UNKNOWN
    module: str = "unknown"
    """Slug of the part of the printer that it is about."""
    unit: int = 0
    """Number of the module, such as 1 for the second AMS."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintError:
    """The error that a printer shows on its screen."""

    code: str
    """Such as "0300_400C"."""
    kind: ErrorKind = ErrorKind.UNKNOWN
    module: str = "unknown"


def _unsigned(value: Any) -> int | None:
    """Read an unsigned number of 32 bits; some firmware sends it as a signed one."""
    number = integer(value)
    return None if number is None else number & 0xFFFF_FFFF


def spell_code(code: int) -> str:
    """Return the low 32 bits as Bambu Lab writes a code, such as "0300_400C"."""
    return f"{code >> 16 & 0xFFFF:04X}_{code & 0xFFFF:04X}"


def _module(code: int) -> str:
    """Return the slug of the part in the first byte of a code."""
    return _MODULES.get(code >> 24, "unknown")


def _read_message(attr: int, code: int) -> HmsMessage:
    """Read one message."""
    return HmsMessage(
        code=f"{spell_code(attr)}_{spell_code(code)}",
        severity=_SEVERITIES.get(code >> 16, Severity.UNKNOWN),
        module=_module(attr),
        unit=attr >> 16 & 0xFF,
    )


def read_code(code: str) -> HmsMessage | None:
    """Return the message with a code such as "0300_0100_0001_0007"."""
    if not _CODE.fullmatch(code):
        return None
    number = int(code.replace("_", ""), 16)
    return _read_message(number >> 32, number & 0xFFFF_FFFF)


def _messages(report: Any) -> tuple[HmsMessage, ...]:
    """Read all messages; one that is listed twice is one."""
    numbers = {
        (attr, code)
        for item in objects(report)
        if (attr := _unsigned(item.get("attr"))) is not None
        and (code := _unsigned(item.get("code"))) is not None
        and (attr or code)
    }
    return tuple(_read_message(attr, code) for attr, code in sorted(numbers))


def read_error(value: Any) -> PrintError | None:
    """Read `print_error`; a status, and what the user has canceled, is no error."""
    number = integer(value)
    if number is None or number <= 0 or number in CANCELED_BY_USER:
        return None
    code = number & 0xFFFF_FFFF
    if code & 0xFFFF < _LOWEST_ERROR:
        return None
    return PrintError(
        code=spell_code(code),
        kind=_KINDS.get(code >> 12 & 0xF, ErrorKind.UNKNOWN),
        module=_module(code),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Hms(Section):
    """The active errors and messages of a printer."""

    messages: tuple[HmsMessage, ...] = read_from(at("hms", _messages), default=())
    """In the order of their codes, each once."""
    print_error: PrintError | None = read_from(at("print_error", read_error))
    """None for no error; also for a job canceled by the user, which is none."""
    internal_messages: tuple[HmsMessage, ...] = ()
    """Reported, too, but with a code that has no text, so that they mean nothing."""
    internal_error: PrintError | None = None
    """Reported as the print error, but with a code that has no text."""

    @override
    def finalized(self, context: ReadContext, before: Self) -> Self:
        listed, error = context.listed_codes, self.print_error
        messages = tuple(item for item in self.messages if item.code in listed)
        internal = tuple(item for item in self.messages if item.code not in listed)
        if error is not None and error.code not in listed:
            return replace(
                self,
                messages=messages,
                internal_messages=internal,
                print_error=None,
                internal_error=error,
            )
        if internal:
            return replace(self, messages=messages, internal_messages=internal)
        return self

    @property
    def problem(self) -> PrintError | None:
        """Return the print error, unless that is a pause by the user."""
        error = self.print_error
        return None if error and error.code == PAUSED_BY_USER else error

    @property
    def shown_error(self) -> PrintError | None:
        """Return the error on the screen, whether it means anything or not."""
        return self.print_error or self.internal_error
