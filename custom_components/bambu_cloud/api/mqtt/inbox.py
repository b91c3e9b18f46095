"""Messages that arrived and wait for the consumer, bounded by number and bytes."""

import asyncio
from collections import Counter
from collections.abc import Callable, Iterator
from typing import override

from aiomqtt import Message

from .decoder import TOO_LARGE


class Inbox(asyncio.Queue[Message]):
    """Hold the newest messages; a full queue drops the oldest and counts whose.

    Deltas are some kB and full reports up to 40 kB. Ten printers that report every
    other second fill it in more than a minute. What is too large to be a report is not
    added.
    """

    SIZE = 512
    MAX_BYTES = 20_000_000

    def __init__(self, wake: Callable[[], None]) -> None:
        """Call `wake` for every message."""
        super().__init__(self.SIZE)
        self.lost: Counter[str] = Counter()
        self.too_large = 0
        self._bytes = 0
        self._wake = wake

    @override
    def put_nowait(self, item: Message) -> None:
        """Add a message, in place of the oldest ones if the queue is full."""
        size = len(item.payload)
        if size >= TOO_LARGE:
            self.too_large += 1
        else:
            while self.full() or self._bytes + size > self.MAX_BYTES:
                self.lost[self.get_nowait().topic.value] += 1
            super().put_nowait(item)
        self._wake()

    @override
    def _put(self, item: Message) -> None:
        """Add a message to the queue, and its size."""
        self._bytes += len(item.payload)
        super()._put(item)

    @override
    def _get(self) -> Message:
        """Remove a message from the queue, and its size."""
        item = super()._get()
        self._bytes -= len(item.payload)
        return item

    def drain(self) -> Iterator[Message]:
        """Remove and yield all messages, oldest first."""
        while not self.empty():
            yield self.get_nowait()
