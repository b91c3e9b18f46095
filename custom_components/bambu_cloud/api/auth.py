"""Outcomes of a login, and credentials for the broker."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Protocol

import jwt


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """Hold the token of a finished login (protocol A.5)."""

    access_token: str = field(repr=False)
    expires_in: int | None = None
    """Seconds."""


@dataclass(frozen=True, slots=True)
class CodeRequired:
    """Say that a code was sent to the account's owner (protocol A.6.3)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TotpRequired:
    """Say that a code of the owner's authenticator is needed (protocol A.6.4)."""

    key: str = field(repr=False)


type LoginResult = Token | CodeRequired | TotpRequired


@dataclass(frozen=True, slots=True, kw_only=True)
class Credentials:
    """Hold the credentials for the broker (protocol B.1)."""

    username: str = field(repr=False)
    password: str = field(repr=False)


def jwt_expiry(access_token: str) -> datetime | None:
    """Return when a JWT expires, None for opaque tokens (protocol A.5).

    Nothing is verified: this is good for a reminder, and for nothing else.
    """
    try:
        payload = jwt.decode(access_token, options={"verify_signature": False})
        expiry = payload.get("exp")
        if isinstance(expiry, bool) or not isinstance(expiry, int | float):
            return None
        return datetime.fromtimestamp(expiry, UTC)
    except jwt.InvalidTokenError, ValueError, OverflowError, OSError, RecursionError:
        return None


class CredentialSource(Protocol):
    """Provide credentials for the broker, and check them with the cloud."""

    async def credentials(self) -> Credentials:
        """Return the current credentials.

        Raises:
            BambuAuthError: there are none, or the token is dead.
            BambuConnectionError: the cloud cannot be reached.
        """

    async def verify(self) -> None:
        """Check with the cloud that the token is alive.

        Raises:
            BambuAuthError: the token is dead.
            BambuConnectionError: unknown; BambuUnprovenAuthError is one of these.
        """


class AuthRefusals:
    """Decide when refusals that prove nothing add up to a dead token.

    A 401 without code 4 also comes from the edge of the cloud. Three of them in a
    row, over ten minutes or more, count as proof (protocol A.4).
    """

    COUNT = 3
    SPAN = 600.0
    """Seconds."""

    def __init__(self) -> None:
        """Start without refusals."""
        self._count = 0
        self._first = 0.0

    def add(self, now: float) -> bool:
        """Count one more at `now`, in seconds; return whether the token is dead."""
        if not self._count:
            self._first = now
        self._count += 1
        return self._count >= self.COUNT and now - self._first >= self.SPAN

    def clear(self) -> None:
        """Drop all refusals, because the token was accepted."""
        self._count = 0
