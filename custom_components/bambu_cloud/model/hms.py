"""Describe what a printer complains about (protocol C.7)."""

from dataclasses import dataclass
from enum import StrEnum

from .noun import Noun


class Severity(StrEnum):
    """How bad a message is."""

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


@dataclass(frozen=True, slots=True, kw_only=True)
class HmsMessage:
    """One active message of the health management system."""

    code: str
    """Such as "0300_0100_0001_0007"."""
    severity: Severity = Severity.UNKNOWN
    module: str = "unknown"
    """Slug of the part of the printer that complains."""
    unit: int = 0
    """Number of the module, such as 1 for the second AMS."""

    @property
    def wiki_url(self) -> str:
        """Return the address of Bambu Lab's page about it (protocol A.12)."""
        return f"https://wiki.bambulab.com/en/x1/troubleshooting/hmscode/{self.code}"


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintError:
    """The error that a printer shows on its screen."""

    code: str
    """Such as "0300_400C"."""
    kind: ErrorKind = ErrorKind.UNKNOWN
    module: str = "unknown"

    @property
    def wiki_url(self) -> str:
        """Return the address of Bambu Lab's pages about errors (protocol A.12)."""
        return "https://wiki.bambulab.com/en/hms/home"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hms(Noun):
    """The active complaints of a printer."""

    messages: tuple[HmsMessage, ...] = ()
    """In the order of their codes, each once."""
    print_error: PrintError | None = None
    """None for no error; also for a job canceled by the user, which is none."""
