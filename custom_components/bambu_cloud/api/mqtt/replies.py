"""Match the replies of printers with the requests that wait for them."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from ...model.sections.control import is_unsigned
from ...model.values import as_object, text
from ..commands import Command
from ..errors import (
    BambuConnectionError,
    BambuError,
    BambuNoReplyError,
    BambuOfflineError,
)
from .refusals import refusal

type Outcome = Mapping[str, Any] | BambuError


@dataclass(eq=False, slots=True, kw_only=True)
class PendingReply:
    """A reply that a request waits for."""

    command: Command
    number: str
    future: asyncio.Future[Outcome] = field(
        default_factory=lambda: asyncio.get_running_loop().create_future()
    )

    def resolve(self, outcome: Outcome) -> None:
        """End the wait; of two outcomes the first counts."""
        if not self.future.done():
            self.future.set_result(outcome)

    def matches(self, reply: Mapping[str, Any]) -> bool:
        """Return whether this is the reply, or a refusal that has no number at all.

        Replies to other applications of the account arrive as well (protocol B.2),
        numbered from the same range.
        """
        if reply.get("command") != self.command.name:
            return False
        number = text(reply.get("sequence_id"))
        return is_unsigned(reply) if number is None else number == self.number


class Replies:
    """Wait for the replies of all printers."""

    def __init__(self) -> None:
        """Start without requests."""
        self._pending: dict[str, list[PendingReply]] = {}
        self._offline: set[str] = set()
        """Printers that left, as the broker reported (protocol B.7)."""

    async def request(
        self,
        serial: str,
        command: Command,
        request: Mapping[str, Any],
        publish: Callable[[], Awaitable[None]],
        timeout: float,
    ) -> Mapping[str, Any]:
        """Publish a request and return the printer's reply.

        Raises:
            BambuOfflineError: the printer is offline.
            BambuNoReplyError: it did not reply for so many seconds.
            BambuRefusedError: it refuses.
            BambuError: as `publish` does, or why no reply can come any more.
        """
        if serial in self._offline:
            raise BambuOfflineError("The printer is offline")
        number = request[command.root]["sequence_id"]
        with self._await_reply(serial, number, command) as reply:
            await publish()
            if not command.has_reply:
                return {}
            try:
                async with asyncio.timeout(timeout):
                    outcome = await reply.future
            except TimeoutError:
                raise BambuNoReplyError("The printer does not answer") from None
        if isinstance(outcome, BambuError):
            raise outcome
        if failure := refusal(outcome):
            raise failure
        return outcome

    @contextmanager
    def _await_reply(
        self, serial: str, number: str, command: Command
    ) -> Iterator[PendingReply]:
        """Wait for the reply to a command, from before it is sent."""
        reply = PendingReply(command=command, number=number)
        pending = self._pending.setdefault(serial, [])
        pending.append(reply)
        try:
            yield reply
        finally:
            pending.remove(reply)
            if not pending:
                self._pending.pop(serial, None)

    def receive(self, serial: str, payload: Mapping[str, Any]) -> None:
        """Pass a report to the request that waits for it; to the first of several."""
        pending = self._pending.get(serial, ())
        if as_object(payload.get("event")).get("event") == "client.disconnected":
            self._offline.add(serial)
            for reply in pending:
                reply.resolve(BambuOfflineError("The printer went offline"))
            return
        self._offline.discard(serial)
        for reply in pending:
            content = as_object(payload.get(reply.command.root))
            if not reply.future.done() and reply.matches(content):
                reply.resolve(content)
                return

    def end_link(self) -> None:
        """Fail all requests: no reply can come over a lost link."""
        self._offline.clear()
        for reply in chain.from_iterable(self._pending.values()):
            reply.resolve(BambuConnectionError("The link to the broker is gone"))
