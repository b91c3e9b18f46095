"""Which printers' reports are subscribed to, and which should be."""

import asyncio
from collections.abc import Collection
import logging

from aiomqtt import MqttError

from ..errors import BambuSubscribeError
from .client import SafeClient
from .counters import StreamCounters
from .decoder import report_topic
from .request_scheduler import RequestScheduler

_LOGGER = logging.getLogger(__name__)


class Subscriptions:
    """Sync the subscriptions at the broker with the printers that are wanted."""

    def __init__(self, counters: StreamCounters, scheduler: RequestScheduler) -> None:
        """Start without printers; `scheduler` gets every printer subscribed to."""
        self.wanted: frozenset[str] = frozenset()
        self.refused: set[str] = set()
        """Refused on this link, since the last call of `set_printers`."""
        self._subscribed: set[str] = set()
        self._logged: set[str] = set()
        self._counters = counters
        self._scheduler = scheduler

    def set_printers(self, serials: Collection[str]) -> None:
        """Set the printers to subscribe to; refused ones are tried again."""
        self.wanted = frozenset(serials)
        self.refused.clear()

    def clear(self) -> None:
        """Start from nothing on a new link."""
        self.refused.clear()
        self._subscribed.clear()
        self._scheduler.clear()

    async def sync(self, client: SafeClient) -> None:
        """Subscribe to the printers that are wanted, and unsubscribe from others.

        Each has a SUBSCRIBE of its own and all are under way at once: a broker that
        never replies to one delays no other (protocol B.1).
        """
        for serial in self._subscribed - self.wanted:
            self._subscribed.discard(serial)
            self._scheduler.remove(serial)
            await client.unsubscribe_from(report_topic(serial))
        if new := self.wanted - self._subscribed - self.refused:
            async with asyncio.TaskGroup() as group:
                for serial in new:
                    group.create_task(self._subscribe(client, serial))

    async def _subscribe(self, client: SafeClient, serial: str) -> None:
        """Subscribe to one printer; a refusal concerns no other."""
        try:
            await client.subscribe_to(report_topic(serial))
        except (BambuSubscribeError, MqttError) as err:
            if not client.is_lost:
                self._note_refusal(serial, err)
            return
        self._subscribed.add(serial)
        self._logged.discard(serial)
        self._scheduler.add(serial)

    def _note_refusal(self, serial: str, error: Exception) -> None:
        """Count a refusal, and log the first one of each printer."""
        self.refused.add(serial)
        self._counters.refused_subscriptions += 1
        if serial not in self._logged:
            self._logged.add(serial)
            _LOGGER.warning("No reports of a printer: %s", error)
