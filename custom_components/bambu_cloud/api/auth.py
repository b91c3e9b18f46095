"""Outcomes of a login, and what a session needs to prove who it is."""

import base64
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Protocol

import orjson


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """Hold what a finished login gave; `expires_in` counts seconds (protocol A.5)."""

    access_token: str = field(repr=False)
    expires_in: int | None = None


@dataclass(frozen=True, slots=True)
class CodeRequired:
    """Tell that a code was sent to the account's owner (protocol A.6.3)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TotpRequired:
    """Tell that the owner's authenticator has to give a code (protocol A.6.4)."""

    key: str = field(repr=False)


type LoginResult = Token | CodeRequired | TotpRequired


@dataclass(frozen=True, slots=True, kw_only=True)
class Credentials:
    """Hold what the broker wants to know (protocol B.1)."""

    username: str = field(repr=False)
    password: str = field(repr=False)


def told_end(access_token: str) -> datetime | None:
    """Return the end that a JWT names, None for opaque tokens (protocol A.5).

    Nothing is verified: this is good for a reminder, and for nothing else.
    """
    parts = access_token.split(".")
    if len(parts) != 3:
        return None
    padded = parts[1] + "=" * (-len(parts[1]) % 4)
    try:
        claims: Any = orjson.loads(base64.b64decode(padded, b"-_", validate=True))
        end = claims.get("exp") if isinstance(claims, dict) else None
        if isinstance(end, bool) or not isinstance(end, int | float):
            return None
        return datetime.fromtimestamp(end, UTC)
    except ValueError, OverflowError, OSError:
        return None


class CredentialSource(Protocol):
    """Give credentials for the broker, and the cloud's opinion about them."""

    async def credentials(self) -> Credentials:
        """Return the credentials as they are now.

        Raises:
            BambuAuthError: there are none, or the cloud calls the token dead.
            BambuConnectionError: the cloud could not be asked.
        """

    async def verify(self) -> None:
        """Ask the cloud whether the token is alive.

        Raises:
            BambuAuthError: the token is dead.
            BambuConnectionError: no opinion; BambuUnprovenAuthError is one of these.
        """


class AuthRefusals:
    """Decide when refusals that prove nothing add up to a dead token.

    A 401 without code 4 also comes from the edge of the cloud. Three of them in a
    row, over ten minutes or more, are taken as proof (protocol A.4).
    """

    ENOUGH = 3
    SPAN = 600.0

    def __init__(self) -> None:
        """Start with a clean slate."""
        self._count = 0
        self._first = 0.0

    def add(self, now: float) -> bool:
        """Count one more at `now`, in seconds; return whether the token is dead."""
        if not self._count:
            self._first = now
        self._count += 1
        return self._count >= self.ENOUGH and now - self._first >= self.SPAN

    def clear(self) -> None:
        """Forget them: the token was accepted."""
        self._count = 0
