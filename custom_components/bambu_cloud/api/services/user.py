"""Who the account belongs to (protocol A.7)."""

from dataclasses import dataclass

from ..answer import unwrapped
from ..errors import BambuResponseError
from ..wire import Wire, wire
from .service import Service

_PREFERENCE = "v1/design-user-service/my/preference"


@dataclass(frozen=True, slots=True, kw_only=True)
class Account(Wire):
    """Who the token belongs to (protocol A.7.1)."""

    uid: int = wire("uid", 0, show=False)
    name: str = wire("name", "")


class User(Service):
    """Ask who the account belongs to."""

    async def account(self) -> Account:
        """Return who the token belongs to (protocol A.7.1)."""
        content = await self._transport.get(_PREFERENCE)
        account = Account.from_dict(unwrapped(content, "uid"))
        if account.uid:
            return account
        raise BambuResponseError("The account was described without its uid")
