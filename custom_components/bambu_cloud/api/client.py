"""The cloud's REST interface."""

from collections.abc import Callable
from datetime import UTC, datetime

import aiohttp

from ..model import PolledPrinter  # noqa: TID252  api and model move together
from .auth import Credentials, LoginResult, Token
from .endpoints import Region
from .wire import Account, BoundPrinter, CurrentJob, FirmwareOffers


def _utc_now() -> datetime:
    """Return the time."""
    return datetime.now(UTC)


class BambuCloud:
    """Talk to one region of the cloud, for one account."""

    def __init__(
        self,
        session: aiohttp.ClientSession,
        region: Region,
        *,
        token: str | None = None,
        uid: int | None = None,
        now: Callable[[], datetime] = _utc_now,
    ) -> None:
        """Use a session that somebody else closes."""
        self.token = token
        self._session = session
        self._region = region
        self._uid = uid
        self._now = now

    async def login(self, account: str, password: str) -> LoginResult:
        """Log in with a password (protocol A.6.2)."""
        raise NotImplementedError

    async def request_code(self, account: str) -> None:
        """Have a code sent to the owner (protocol A.6.3)."""
        raise NotImplementedError

    async def login_with_code(self, account: str, code: str) -> Token:
        """Log in with a code that was sent (protocol A.6.3)."""
        raise NotImplementedError

    async def account(self) -> Account:
        """Return who the token belongs to (protocol A.7.1)."""
        raise NotImplementedError

    async def printers(self) -> tuple[BoundPrinter, ...]:
        """Return the printers of the account (protocol A.8.1)."""
        raise NotImplementedError

    async def jobs(self) -> tuple[CurrentJob, ...]:
        """Return what the printers are doing (protocol A.8.7)."""
        raise NotImplementedError

    async def polled_printers(self) -> tuple[PolledPrinter, ...]:
        """Return the printers and what they are doing."""
        raise NotImplementedError

    async def firmware(self, serial: str | None = None) -> tuple[FirmwareOffers, ...]:
        """Return the firmware offered for one or all printers (protocol A.8.6)."""
        raise NotImplementedError

    async def credentials(self) -> Credentials:
        """Return what the broker wants to know (protocol B.1)."""
        raise NotImplementedError

    async def verify(self) -> None:
        """Ask the cloud whether the token is alive."""
        raise NotImplementedError
