"""Send commands to printers, over the link of the stream."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from aiomqtt import MqttError
import orjson

from ..clock import Clock
from ..commands import Command
from ..errors import BambuConnectionError
from .client import SafeClient
from .counters import StreamCounters
from .decoder import request_topic
from .replies import Replies
from .sequence import RequestSequence


class Publisher:
    """Publish requests, and wait for the replies of printers."""

    def __init__(self, clock: Clock) -> None:
        """Start without a link."""
        self.counters = StreamCounters()
        self.requests = RequestSequence(clock)
        self._replies = Replies()
        self._client: SafeClient | None = None

    @property
    def connected(self) -> bool:
        """Return whether the link is up."""
        return self._client is not None

    async def publish(
        self,
        serial: str,
        payload: Mapping[str, Any],
        *,
        timeout: float = 10,
    ) -> None:
        """Send a request to a printer and wait until the broker has it.

        That the broker has it does not mean that the printer is online, or accepts it.

        Raises:
            BambuConnectionError: there is no link, or no acknowledgement in time.
        """
        if (client := self._client) is None:
            raise BambuConnectionError("There is no link to the broker")
        message = orjson.dumps(dict(payload))
        try:
            await client.send(request_topic(serial), message, wait=timeout)
        except MqttError as err:
            raise BambuConnectionError(f"A request did not get through: {err}") from err
        self.counters.requests += 1

    async def send(
        self,
        serial: str,
        command: Command,
        *,
        timeout: float = 10,
    ) -> Mapping[str, Any]:
        """Send a command to a printer, once, and return its reply.

        Nothing is ever sent again: most commands would be carried out twice.

        Args:
            serial: the printer.
            command: what it should do.
            timeout: how many seconds the broker has, and then the printer.

        Returns:
            The object inside the root of the acknowledgement; empty for a command
            that printers do not acknowledge.

        Raises:
            BambuConnectionError: there is no link, or it broke.
            BambuOfflineError: the printer is offline.
            BambuNoReplyError: the printer does not reply.
            BambuRefusedError: the printer refuses.
        """
        request = self.requests.of(command)
        publish = partial(self.publish, serial, request, timeout=timeout)
        return await self._replies.request(serial, command, request, publish, timeout)
