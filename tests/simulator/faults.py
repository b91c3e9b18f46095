"""Faults that tests and the control page cause."""

from collections import deque
from dataclasses import dataclass, field
from enum import StrEnum, auto


class HttpFault(StrEnum):
    """A way for an API request to fail (protocol A.4)."""

    DEAD_TOKEN = auto()
    EMPTY_401 = auto()
    FORBIDDEN = auto()
    RATE_LIMITED = auto()
    CLOUDFLARE = auto()
    SERVER_ERROR = auto()
    UNAVAILABLE = auto()
    EMPTY = auto()
    NOT_JSON = auto()
    CUT = auto()
    DISCONNECT = auto()
    HANG = auto()


class Junk(StrEnum):
    """A message that no printer should send."""

    BYTES = auto()
    INVALID_UTF8 = auto()
    LIST = auto()
    LIST_FOR_OBJECT = auto()
    WRONG_TYPES = auto()
    HUGE = auto()


JUNK: dict[Junk, bytes] = {
    Junk.BYTES: bytes(range(256)),
    Junk.INVALID_UTF8: b'{"print":{"command":"push_status","msg":1,'
    b'"subtask_name":"Benchy \xff\xfe\x80"}}',
    Junk.LIST: b'[1,2,{"print":null}]',
    Junk.LIST_FOR_OBJECT: b'{"print":[{"command":"push_status"}],"info":[],"event":[]}',
    Junk.WRONG_TYPES: b'{"print":{"command":"push_status","msg":1,"ams":[],'
    b'"device":"none","hms":{"attr":1},"stg_cur":"","mc_percent":null,'
    b'"lights_report":"on","net":[],"upgrade_state":7,"nozzle_temper":"hot"}}',
    Junk.HUGE: b'{"print":{"command":"push_status","msg":1,"padding":"'
    + b"x" * 1_000_000
    + b'"}}',
}


@dataclass
class Faults:
    """What the next requests and reports suffer.

    Attributes:
        requests: One fault for each of the next API requests, None for a good one.
        every_request: A fault for all of them, while it is set.
        targets: A fault for each request whose path and query begin this way.
        retry_after: Seconds that a 429 asks a client to wait.
        drop: How many of the next reports get lost.
        duplicate: How many of the next reports arrive twice.
        reorder: How many of the next reports arrive after their successor.
        delay: Seconds by which reports are late, while it is set.
        junk: Messages that come before the next reports, one each.
    """

    requests: deque[HttpFault | None] = field(default_factory=deque)
    every_request: HttpFault | None = None
    targets: dict[str, HttpFault] = field(default_factory=dict)
    retry_after: int = 60
    drop: int = 0
    duplicate: int = 0
    reorder: int = 0
    delay: float = 0
    junk: deque[Junk | bytes] = field(default_factory=deque)

    def clear(self) -> None:
        """Remove all faults."""
        self.__init__()  # type: ignore[misc]  # back to the defaults of the fields

    def next_request(self, fault: HttpFault, times: int = 1) -> None:
        """Let the next requests fail this way."""
        self.requests.extend([fault] * times)

    def of_request(self, target: str) -> HttpFault | None:
        """Return the fault of the current request."""
        for beginning, fault in self.targets.items():
            if target.startswith(beginning):
                return fault
        return self.requests.popleft() if self.requests else self.every_request
