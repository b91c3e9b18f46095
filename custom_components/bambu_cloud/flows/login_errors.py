"""What a login needs beside forms: what went wrong, and when codes were sent."""

from collections.abc import Callable, Mapping
import math
import time

from ..api import (
    BambuAuthError,
    BambuBlockedError,
    BambuCodeError,
    BambuCodeExpiredError,
    BambuConnectionError,
    BambuCredentialsError,
    BambuError,
    BambuForbiddenError,
    BambuLoginError,
    BambuRateLimitError,
    BambuServerError,
    BambuUnprovenAuthError,
    Region,
)

# The first class that fits names the error.
ERRORS: Mapping[type[BambuError], str] = {
    BambuCredentialsError: "invalid_auth",
    BambuCodeError: "invalid_code",
    BambuCodeExpiredError: "code_expired",
    BambuLoginError: "login_refused",
    BambuAuthError: "login_refused",
    BambuUnprovenAuthError: "login_refused",
    BambuForbiddenError: "forbidden",
    BambuRateLimitError: "rate_limited",
    BambuBlockedError: "blocked",
    BambuServerError: "server_error",
    BambuConnectionError: "cannot_connect",
    BambuError: "unknown",
}


def error_key(err: BambuError) -> str:
    """Return what a form calls an error."""
    return next(key for kind, key in ERRORS.items() if isinstance(err, kind))


def pasted_token(text: str) -> str:
    """Return the token in what somebody copied: bare, as a header or as a cookie."""
    token = text.strip().strip("\"'")
    for beginning in ("Authorization:", "Bearer ", "token="):
        token = token.removeprefix(beginning).strip()
    return token.partition(";")[0].strip()


class SentCodes:
    """Remember when codes were sent: one a minute is allowed (protocol A.13)."""

    EVERY = 60.0

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """Begin with nothing; the clock is a steady one, in seconds."""
        self._clock = clock
        self._sent: dict[tuple[Region, str], float] = {}

    def add(self, region: Region, account: str) -> None:
        """Take note that a code was sent just now."""
        self._sent[region, account] = self._clock()

    def wait(self, region: Region, account: str) -> int:
        """Return for how many seconds no other code may be requested."""
        if (sent := self._sent.get((region, account))) is None:
            return 0
        return max(0, math.ceil(sent + self.EVERY - self._clock()))
