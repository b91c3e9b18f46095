"""Which printers we listen to, and which we should."""

import asyncio
from collections.abc import Collection
import logging

from aiomqtt import MqttError

from ..errors import BambuSubscribeError
from .client import SafeClient
from .counters import StreamCounters
from .decoder import report_topic
from .request_scheduler import Watchdog

_LOGGER = logging.getLogger(__name__)


class Subscriptions:
    """Bring what the broker sends in line with what is wanted."""

    def __init__(self, counters: StreamCounters, watchdog: Watchdog) -> None:
        """Have the watchdog greet every printer that is subscribed to."""
        self.wanted: frozenset[str] = frozenset()
        self.refused: set[str] = set()
        """Refused on this link, since the last call of `follow`."""
        self._subscribed: set[str] = set()
        self._told: set[str] = set()
        self._counters = counters
        self._watchdog = watchdog

    def follow(self, serials: Collection[str]) -> None:
        """Want these printers, and try those again that were refused."""
        self.wanted = frozenset(serials)
        self.refused.clear()

    def clear(self) -> None:
        """Start from nothing: the link is new."""
        self.refused.clear()
        self._subscribed.clear()
        self._watchdog.clear()

    async def settle(self, client: SafeClient) -> None:
        """Subscribe to the printers that are wanted, and leave the others.

        Each has a SUBSCRIBE of its own and all are under way at once: a broker that
        answers one with silence keeps nobody else waiting (protocol B.1).
        """
        for serial in self._subscribed - self.wanted:
            self._subscribed.discard(serial)
            self._watchdog.forget(serial)
            await client.leave(report_topic(serial))
        if new := self.wanted - self._subscribed - self.refused:
            async with asyncio.TaskGroup() as group:
                for serial in new:
                    group.create_task(self._subscribe(client, serial))

    async def _subscribe(self, client: SafeClient, serial: str) -> None:
        """Subscribe to one printer; a refusal hurts nobody else."""
        try:
            await client.listen(report_topic(serial))
        except (BambuSubscribeError, MqttError) as err:
            if not client.is_lost:
                self._note_refusal(serial, err)
            return
        self._subscribed.add(serial)
        self._told.discard(serial)
        self._watchdog.watch(serial)

    def _note_refusal(self, serial: str, error: Exception) -> None:
        """Count a refusal, and tell the first one of each printer."""
        self.refused.add(serial)
        self._counters.refused_subscriptions += 1
        if serial not in self._told:
            self._told.add(serial)
            _LOGGER.warning("No reports of a printer: %s", error)
