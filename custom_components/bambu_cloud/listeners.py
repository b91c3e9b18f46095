"""Callbacks to notify of changes of something that is no coordinator."""

import asyncio
from collections.abc import Iterable

from homeassistant.core import CALLBACK_TYPE, callback


class Listeners:
    """Call everything that was added, until it is removed."""

    def __init__(self) -> None:
        """Start without listeners."""
        self._listeners: list[CALLBACK_TYPE] = []

    @callback
    def async_add(self, listener: CALLBACK_TYPE) -> CALLBACK_TYPE:
        """Add a listener; return what removes it."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    @callback
    def async_notify(self) -> None:
        """Call all listeners; one of them may remove itself or others."""
        for listener in tuple(self._listeners):
            listener()


async def in_turn(callbacks: Iterable[CALLBACK_TYPE]) -> None:
    """Call one after the other, and let other tasks run in between."""
    for each in tuple(callbacks):
        each()
        await asyncio.sleep(0)
