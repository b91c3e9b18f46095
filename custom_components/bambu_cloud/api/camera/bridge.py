"""Streams through a bridge of the owner's own (docs/camera-bridge.md).

The bridge gets the secrets of a session, and returns the address of a stream that it
plays from it. Neither is in any text.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import orjson
from yarl import URL

from .errors import BambuCameraBridgeError
from .lan import is_lan_address

_OPEN_TIMEOUT = aiohttp.ClientTimeout(total=30)
"""A relayed connection takes up to 20 s until the first picture."""
_CLOSE_TIMEOUT = aiohttp.ClientTimeout(total=5)
_SCHEMES = frozenset({"rtsp", "rtsps", "http", "https"})
_MOST = 16 * 1024
"""Bytes of an answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BridgedStream:
    """A stream that a bridge plays."""

    url: str = field(repr=False)
    end: URL | None = field(default=None, repr=False)
    """What to send DELETE to when there is no viewer any more."""


class CameraBridge:
    """Ask a bridge for streams.

    Args:
        http: For requests; it stays open.
        address: Of the bridge, with http or https.
    """

    def __init__(self, http: aiohttp.ClientSession, address: str) -> None:
        """Ask nothing yet."""
        self._http = http
        self._address = URL(address)

    async def open(self, session: Mapping[str, Any]) -> BridgedStream:
        """Return a stream of a session, which the bridge uses once.

        Raises:
            BambuCameraBridgeError: The bridge does not answer, refuses, or returns
                something else than the address of a stream on the local network.
        """
        try:
            async with self._http.post(
                self._address, json=dict(session), timeout=_OPEN_TIMEOUT
            ) as response:
                if not response.ok:
                    status = response.status
                    raise BambuCameraBridgeError(f"The bridge answered with {status}")
                answer = orjson.loads(await _body(response))
        except (aiohttp.ClientError, OSError, ValueError) as err:
            name = type(err).__name__
            # The cause would reveal the address.
            raise BambuCameraBridgeError(f"No answer of the bridge ({name})") from None
        return self._read(answer)

    async def close(self, stream: BridgedStream) -> None:
        """Let the bridge end a stream; one that does not answer ends it by itself."""
        if stream.end is None:
            return
        try:
            async with self._http.delete(stream.end, timeout=_CLOSE_TIMEOUT):
                pass
        except aiohttp.ClientError, OSError:
            return

    def _read(self, answer: Any) -> BridgedStream:
        """Read what the bridge has answered, which is not trusted either."""
        match answer:
            case {"url": str() as text}:
                end = answer.get("session")
                is_name = isinstance(end, str) and end.isascii() and end.isalnum()
                return BridgedStream(
                    url=self._checked(text),
                    end=self._address / end if is_name else None,
                )
        raise BambuCameraBridgeError("The bridge returned no address of a stream")

    def _checked(self, text: str) -> str:
        """Return an address if it is one of the bridge or of the local network."""
        try:
            url = URL(text)
        except ValueError:
            url = URL()
        host = url.host or ""
        is_near = host == self._address.host or is_lan_address(host)
        if url.scheme not in _SCHEMES or not is_near:
            raise BambuCameraBridgeError("The bridge returned no address of a stream")
        return text


async def _body(response: aiohttp.ClientResponse) -> bytes:
    """Return the body of an answer, unless it is too long."""
    body = bytearray()
    async for chunk in response.content.iter_chunked(_MOST):
        body += chunk
        if len(body) > _MOST:
            raise BambuCameraBridgeError("The answer of the bridge is too long")
    return bytes(body)
