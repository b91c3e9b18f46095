"""An event loop that times its callbacks."""

import asyncio
from collections import deque
from collections.abc import Callable, Coroutine
import gc
import time
from typing import Any, override


class _TimedQueue(deque[asyncio.Handle]):
    """Callbacks that are due, and the longest time between two of them.

    CPU time without that of Python's garbage collection, which no code can choose, and
    of the simulated cloud.
    """

    def __init__(self) -> None:
        """Time from now on."""
        super().__init__()
        self.longest = 0.0
        self._begin = time.thread_time_ns()
        self._collecting = 0

    @override
    def popleft(self) -> asyncio.Handle:
        """Return the next callback, and note how long the one before ran."""
        now = time.thread_time_ns()
        self.longest = max(self.longest, (now - self._begin) / 1e6)
        self._begin = now
        return super().popleft()

    def note_collection(self, phase: str, _: dict[str, int]) -> None:
        """Leave a collection out."""
        if phase == "start":
            self._collecting = time.thread_time_ns()
        else:
            self.leave_out(time.thread_time_ns() - self._collecting)

    def leave_out(self, ns: int) -> None:
        """Leave out a time that has just passed."""
        self._begin += ns


class TimedLoop(asyncio.SelectorEventLoop):
    """An event loop that records its longest callback, in ms of CPU time."""

    def __init__(self) -> None:
        """Replace the queue."""
        super().__init__()
        self._ready = _TimedQueue()
        gc.callbacks.append(self._ready.note_collection)

    @override
    def close(self) -> None:
        """Close, and time no more collections."""
        if self._ready.note_collection in gc.callbacks:
            gc.callbacks.remove(self._ready.note_collection)
        super().close()

    def leave_out(self, ns: int) -> None:
        """Leave out a time that has just passed."""
        self._ready.leave_out(ns)

    def reset(self) -> float:
        """Return the longest callback since the last call."""
        longest, self._ready.longest = self._ready.longest, 0.0
        return longest


async def longest_callback() -> float:
    """Return the longest callback since the last call, in ms."""
    await asyncio.sleep(0)  # what is done until here belongs to the time before
    loop: Any = asyncio.get_running_loop()
    longest: float = loop.reset()
    return longest


def leave_out[**ArgumentsT, ResultT](
    work: Callable[ArgumentsT, Coroutine[Any, Any, ResultT]],
) -> Callable[ArgumentsT, Coroutine[Any, Any, ResultT]]:
    """Return work that belongs to no callback."""

    async def untimed(*args: ArgumentsT.args, **kwargs: ArgumentsT.kwargs) -> ResultT:
        """Do the work."""
        begin = time.thread_time_ns()
        try:
            return await work(*args, **kwargs)
        finally:
            loop = asyncio.get_running_loop()
            if isinstance(loop, TimedLoop):
                loop.leave_out(time.thread_time_ns() - begin)

    return untimed
