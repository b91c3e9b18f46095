"""Callbacks to notify of changes."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass
import logging

from homeassistant.core import CALLBACK_TYPE, callback

_LOGGER = logging.getLogger(__name__)


@dataclass(slots=True, eq=False)
class _Removal:
    """Removes a listener; there are thousands, and closures are six times as big."""

    listeners: list[CALLBACK_TYPE]
    listener: CALLBACK_TYPE

    @callback
    def __call__(self) -> None:
        """Remove the listener."""
        self.listeners.remove(self.listener)


class Listeners:
    """Call everything that was added, until it is removed."""

    def __init__(self) -> None:
        """Start without listeners."""
        self._listeners: list[CALLBACK_TYPE] = []

    @callback
    def async_add(self, listener: CALLBACK_TYPE) -> CALLBACK_TYPE:
        """Add a listener; return what removes it."""
        self._listeners.append(listener)
        return _Removal(self._listeners, listener)

    @callback
    def async_notify(self) -> None:
        """Call all listeners; one of them may remove itself or others."""
        for listener in tuple(self._listeners):
            try:
                listener()
            except Exception:  # one listener's fault is not that of the others
                _LOGGER.exception("Unexpected error updating %s", listener)


async def in_turn(callbacks: Iterable[CALLBACK_TYPE]) -> None:
    """Call one after the other, and let other tasks run in between."""
    for each in tuple(callbacks):
        each()
        await asyncio.sleep(0)
