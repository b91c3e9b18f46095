"""Messages to the account's owner (protocol A.7.3)."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum
from typing import Any, override

from ....model.values import as_object, objects
from ..operation import Operation, implements
from ..wire import Wire, address, part, wire
from .service import Service, all_rows, parse_list

MESSAGES = Operation(method="GET", path="v1/user-service/my/messages", source="A.7.3")


class MessageType(IntEnum):
    """Name what a message is about; there are others."""

    SYSTEM = 1
    COMMENT = 2
    LIKE = 3
    FOLLOWER = 4
    PRINT = 5
    PRINT_ENDED = 6
    """The only one that was recorded."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskMessage(Wire):
    """The print that a message is about."""

    id: str | None = wire("id")
    title: str | None = wire("title")
    status: int | None = wire("status")
    """As in the history: 2 finished, 3 failed, 4 printing."""
    serial: str | None = wire("deviceId", show=False)
    cover_url: str | None = address("cover")


@dataclass(frozen=True, slots=True, kw_only=True)
class Message(Wire):
    """A message of the account."""

    id: str = wire("id", "")
    type: int | None = wire("type")
    """A MessageType, unless it is a new one."""
    created_at: datetime | None = wire("createTime")
    sender: str | None = wire("sender", show=False)
    """Name of the person whom it is from."""
    task: TaskMessage | None = part("taskMessage", TaskMessage)

    @classmethod
    @override
    def __pre_deserialize__(cls, d: dict[Any, Any]) -> dict[Any, Any]:
        """Read the name of the sender."""
        sender = as_object(d.get("from")).get("name")
        return super().__pre_deserialize__({**d, "sender": sender})


class Messages(Service):
    """Request messages."""

    @implements(MESSAGES)
    async def page(
        self,
        kind: int | None = None,
        *,
        limit: int = 20,
        after: str | None = None,
    ) -> tuple[Message, ...]:
        """Return the newest messages, or those before one, newest first.

        CONFIRMED (protocol A.7.3). What has no id is left out.

        Args:
            kind: a MessageType, for messages of one alone.
            limit: at most so many; the cloud may give fewer.
            after: id of the message before which they were sent.

        Raises:
            BambuResponseError: there is no list of messages.
        """
        query = {"limit": str(limit)}
        if kind is not None:
            query["type"] = str(int(kind))
        if after is not None:
            query["after"] = after
        content = await self._transport.fetch(MESSAGES, query=query)
        messages = map(
            Message.from_dict, objects(parse_list(MESSAGES, content, "hits"))
        )
        return tuple(message for message in messages if message.id)

    def all(self, kind: int | None = None) -> AsyncIterator[Message]:
        """Yield all messages, newest first, requesting pages as they are needed."""

        async def fetch(after: str | None) -> tuple[Message, ...]:
            return await self.page(kind, after=after)

        return all_rows(fetch, lambda message: message.id, None)
