"""Tell printers what to do, over the link that the stream keeps."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from aiomqtt import MqttError
import orjson

from ..commands import Command
from ..errors import BambuConnectionError
from .client import SafeClient
from .counters import StreamCounters
from .decoder import request_topic
from .replies import Replies
from .sequence import Requests


class Publisher:
    """Publish requests, and wait for what printers answer."""

    def __init__(self, random: Callable[[], float]) -> None:
        """Start without a link, and number requests from a random one on."""
        self.counters = StreamCounters()
        self.requests = Requests(random)
        self._answers = Replies()
        self._client: SafeClient | None = None

    @property
    def connected(self) -> bool:
        """Tell whether the link is up."""
        return self._client is not None

    async def publish(
        self,
        serial: str,
        payload: Mapping[str, Any],
        *,
        timeout: float = 10,
    ) -> None:
        """Send a request to a printer and wait until the broker has it.

        That the broker has it does not mean that the printer is there, or obeys.

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
        """Tell a printer to do something, once, and return what it answers.

        Nothing is ever sent again: most commands would be obeyed twice.

        Args:
            serial: the printer.
            command: what it is told.
            timeout: how many seconds the broker has, and then the printer.

        Returns:
            The object inside the root of the acknowledgement; empty for a command
            that printers do not acknowledge.

        Raises:
            BambuConnectionError: there is no link, or it broke.
            BambuOfflineError: the printer is not there.
            BambuNoAnswerError: the printer said nothing.
            BambuRefusedError: it said no.
        """
        request = self.requests.of(command)
        publish = partial(self.publish, serial, request, timeout=timeout)
        return await self._answers.get(serial, command, request, publish, timeout)
