"""Match what printers answer with what they were asked."""

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
    BambuNoAnswerError,
    BambuOfflineError,
)
from .refusals import refusal

type Outcome = Mapping[str, Any] | BambuError


@dataclass(eq=False, slots=True, kw_only=True)
class Awaited:
    """One answer that somebody waits for."""

    command: Command
    number: str
    future: asyncio.Future[Outcome] = field(
        default_factory=lambda: asyncio.get_running_loop().create_future()
    )

    def settle(self, outcome: Outcome) -> None:
        """End the wait; of two answers the first counts."""
        if not self.future.done():
            self.future.set_result(outcome)

    def is_answered_by(self, answer: Mapping[str, Any]) -> bool:
        """Tell whether this is the answer, or a refusal that has no number at all.

        Answers to other applications of the account arrive as well (protocol B.2),
        numbered from the same range.
        """
        if answer.get("command") != self.command.name:
            return False
        number = text(answer.get("sequence_id"))
        return is_unsigned(answer) if number is None else number == self.number


class Replies:
    """Keep who waits for which printer."""

    def __init__(self) -> None:
        """Start with nobody."""
        self._waiting: dict[str, list[Awaited]] = {}
        self._gone: set[str] = set()
        """Printers of which the broker has told that they left (protocol B.7)."""

    async def get(
        self,
        serial: str,
        command: Command,
        request: Mapping[str, Any],
        publish: Callable[[], Awaitable[None]],
        timeout: float,
    ) -> Mapping[str, Any]:
        """Publish a request and return what the printer answers.

        Raises:
            BambuOfflineError: it is not there.
            BambuNoAnswerError: it said nothing for so many seconds.
            BambuRefusedError: it said no.
            BambuError: as `publish` does, or why no answer can come any more.
        """
        if serial in self._gone:
            raise BambuOfflineError("The printer is offline")
        number = request[command.root]["sequence_id"]
        with self._awaited(serial, number, command) as answer:
            await publish()
            if not command.has_reply:
                return {}
            try:
                async with asyncio.timeout(timeout):
                    outcome = await answer.future
            except TimeoutError:
                raise BambuNoAnswerError("The printer does not answer") from None
        if isinstance(outcome, BambuError):
            raise outcome
        if failure := refusal(outcome):
            raise failure
        return outcome

    @contextmanager
    def _awaited(self, serial: str, number: str, command: Command) -> Iterator[Awaited]:
        """Wait for the answer to a command, from before it is sent."""
        answer = Awaited(command=command, number=number)
        waiting = self._waiting.setdefault(serial, [])
        waiting.append(answer)
        try:
            yield answer
        finally:
            waiting.remove(answer)
            if not waiting:
                self._waiting.pop(serial, None)

    def heard(self, serial: str, payload: Mapping[str, Any]) -> None:
        """Hand a message to whoever waits for it: the first, if there are several."""
        waiting = self._waiting.get(serial, ())
        if as_object(payload.get("event")).get("event") == "client.disconnected":
            self._gone.add(serial)
            for each in waiting:
                each.settle(BambuOfflineError("The printer went offline"))
            return
        self._gone.discard(serial)
        for each in waiting:
            answer = as_object(payload.get(each.command.root))
            if not each.future.done() and each.is_answered_by(answer):
                each.settle(answer)
                return

    def lose_link(self) -> None:
        """Tell everybody that no answer can come any more."""
        self._gone.clear()
        for each in chain.from_iterable(self._waiting.values()):
            each.settle(BambuConnectionError("The link to the broker is gone"))
