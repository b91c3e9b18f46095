"""Time-based one-time passwords of an authenticator app (RFC 6238)."""

from datetime import datetime
import hashlib
import hmac

_STEP = 30
_DIGITS = 6


def code_at(secret: bytes, now: datetime, steps: int = 0) -> str:
    """Return the code at a time, or so many steps of 30 s later."""
    counter = int(now.timestamp()) // _STEP + steps
    digest = hmac.digest(secret, counter.to_bytes(8), hashlib.sha1)
    start = digest[-1] & 0x0F
    number = int.from_bytes(digest[start : start + 4]) & 0x7FFFFFFF
    return f"{number % 10**_DIGITS:0{_DIGITS}}"


def is_right(secret: bytes, code: str, now: datetime) -> bool:
    """Return whether a code is the current one or next to it: clocks differ."""
    return code in {code_at(secret, now, steps) for steps in (-1, 0, 1)}
