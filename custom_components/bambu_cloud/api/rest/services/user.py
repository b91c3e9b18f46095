"""The owner of the account (protocol A.7)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ...errors import BambuResponseError
from ..operation import Evidence, Operation, implements
from ..response import unwrap
from ..wire import Wire, address, wire
from .service import Service

_MY = "v1/user-service/my"
ACCOUNT = Operation(
    method="GET", path="v1/design-user-service/my/preference", source="A.7.1"
)
PROFILE = Operation(method="GET", path=f"{_MY}/profile", source="A.7.2")
TICKET = Operation(
    method="GET",
    path=f"{_MY}/ticket/{{ticket_id}}",
    source="A.7.6",
    evidence=Evidence.SHAPE_UNKNOWN,
)
LOG_OUT = Operation(
    method="POST",
    path=f"{_MY}/logout",
    source="A.6.7",
    evidence=Evidence.SHAPE_UNKNOWN,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Account(Wire):
    """Hold who the token belongs to (protocol A.7.1)."""

    uid: int = wire("uid", 0, show=False)
    name: str = wire("name", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile(Wire):
    """Hold the profile of the account's owner (protocol A.7.2)."""

    uid: str | None = wire("uidStr", show=False)
    login: str | None = wire("account", show=False)
    """E-mail address or phone number."""
    name: str | None = wire("name")
    nickname: str | None = wire("nickname")
    avatar_url: str | None = address("avatar")


class User(Service):
    """Request who owns the account."""

    @implements(ACCOUNT)
    async def account(self) -> Account:
        """Return who the token belongs to; the cheapest way to check a token.

        CONFIRMED (protocol A.7.1).

        Raises:
            BambuResponseError: there is no uid.
        """
        content = await self._transport.fetch(ACCOUNT)
        account = Account.from_dict(unwrap(content, "uid"))
        if account.uid:
            return account
        raise BambuResponseError("The account was described without its uid")

    @implements(PROFILE)
    async def profile(self) -> Profile:
        """Return the name of the account and of its owner.

        CONFIRMED (protocol A.7.2); `uid` also comes as a number only, and the nickname
        under two names.

        Raises:
            BambuResponseError: there is no uid.
        """
        content = await self._transport.fetch(PROFILE)
        inner = dict(unwrap(content, "uidStr" if "uidStr" in content else "uid"))
        inner = {"uidStr": inner.get("uid"), "nickname": inner.get("nickName"), **inner}
        profile = Profile.from_dict(inner)
        if not profile.uid:
            raise BambuResponseError(f"{PROFILE.name} was answered without a uid")
        return profile

    @implements(TICKET)
    async def ticket(self, ticket_id: str) -> Mapping[str, Any]:
        """Return a ticket, probably one of the support, as it comes.

        CONFIRMED that it exists, its shape is unknown (protocol A.7.6).

        Raises:
            BambuNotFoundError: there is no such ticket.
        """
        return await self._transport.fetch(TICKET, ticket_id)

    @implements(LOG_OUT)
    async def log_out(self) -> None:
        """End the token, and perhaps the account's other tokens with it.

        CONFIRMED that it exists (protocol A.6.7). Nothing here calls it.
        """
        await self._transport.execute(LOG_OUT, body={})
