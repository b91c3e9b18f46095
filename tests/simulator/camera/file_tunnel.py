"""The file tunnel of newer printers on port 6000, used for stills (camera 2.4).

That an acknowledgment has no content is a guess; the rest is as captured on a P2S.
"""

import asyncio
from collections.abc import Callable, Iterable, Iterator
from enum import StrEnum, auto
from hashlib import md5
import struct
from typing import Any

import orjson

HEADER = struct.Struct("<4I")
LOGIN_KIND, ACK_KIND, MESSAGE_KIND = 0x0101013F, 0x0001013F, 0x0102013F

_REFUSAL_KIND = 0x0003013F
_CREDENTIALS = struct.Struct("<8s8s")
_USER = b"bblp"
_SETUP, _CONTROL, _DOWNLOAD = 12291, 12289, 4
_PICTURE = "mem:/26"
_PART, _PARTS = 20_000, 4
_DESCRIPTOR = struct.pack("<3I", 1, 26, 0)
_LAST, _MORE, _BAD_REQUEST, _NO_SUCH_FILE = 0, 1, 2, 10
_CLIENT = {"t_av": 1, "mtype": 12289, "peer_t": 3}
"""What every client says of itself, beside its own "pid" and "ver"."""
_ID_SIZE = 8
_LONGEST = 4096


class TunnelFault(StrEnum):
    """A way for a tunnel to misbehave."""

    REFUSE = auto()
    """Hangs up on the right access code, too."""
    DENY = auto()
    """Answers the login as a model without such a tunnel."""
    DEAF = auto()
    """Takes the login, and nothing after it."""
    STALL = auto()
    """Falls silent after the first part."""
    CUT = auto()
    """Hangs up within a part."""
    ERROR = auto()
    """Has no such file."""
    SHORT = auto()
    """Announces a smaller part than it sends."""
    LONG = auto()
    """Announces a larger part than it sends."""
    HUGE = auto()
    """Announces a message of 100 MB."""
    DISORDER = auto()
    """Sends the second part before the first."""
    GAP = auto()
    """Leaves out a part."""
    BAD_MD5 = auto()
    """Tells another MD5 than that of the picture."""
    NO_MD5 = auto()
    """Tells no MD5."""
    NO_PICTURE = auto()
    """Sends what is no JPEG, with the right MD5."""
    NO_JSON = auto()
    """Answers with nonsense."""
    ENDLESS = auto()
    """Sends part after part."""
    CHATTY = auto()
    """Tells much that nobody has asked for."""


class FileTunnel:
    """Serve stills to clients that have the access code.

    Attributes:
        fault: How it misbehaves, while it is set.
        sent: Pictures sent to their end.
        opened: Logins that were accepted.
        refused: Logins that were not.
    """

    def __init__(
        self,
        *,
        access_code: Callable[[], str],
        draw: Callable[[], bytes],
        is_there: Callable[[], bool] = lambda: True,
    ) -> None:
        """Prepare a tunnel.

        Args:
            access_code: Tells the code of the moment.
            draw: Gives what the camera sees.
            is_there: Tells whether the printer has stills.
        """
        self.fault: TunnelFault | None = None
        self.sent = self.opened = self.refused = 0
        self._access_code = access_code
        self._draw = draw
        self._is_there = is_there

    async def serve(
        self, size: int, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        """Serve a client until it leaves."""
        if not self._admits(await reader.readexactly(min(size, _LONGEST))):
            self.refused += 1
            return
        if self.fault is TunnelFault.DENY or not self._is_there():
            writer.write(HEADER.pack(8, _REFUSAL_KIND, 0, 0) + b"\xff" * 8)
            return
        self.opened += 1
        writer.write(HEADER.pack(0, ACK_KIND, 0, 0))
        ready = False
        while True:
            size, kind, _, _ = HEADER.unpack(await reader.readexactly(HEADER.size))
            asked = orjson.loads(await reader.readexactly(min(size, _LONGEST)))
            if kind != MESSAGE_KIND or self.fault is TunnelFault.DEAF:
                continue
            if asked["mtype"] == _SETUP:
                ready = _introduces(asked)
                result = _LAST if ready else _BAD_REQUEST
                writer.write(_message({**_named(asked), "result": result}))
            elif ready:
                await self._answer(asked, writer)

    def _admits(self, credentials: bytes) -> bool:
        """Return whether a login is valid."""
        if len(credentials) != _CREDENTIALS.size or self.fault is TunnelFault.REFUSE:
            return False
        user, code = (part.rstrip(b"\0") for part in _CREDENTIALS.unpack(credentials))
        return (user, code.decode()) == (_USER, self._access_code())

    async def _answer(self, asked: Any, writer: asyncio.StreamWriter) -> None:
        """Answer a request of a client."""
        wanted = (asked["mtype"], asked["cmdtype"], asked["req"])
        is_the_picture = wanted == (
            _CONTROL,
            _DOWNLOAD,
            {"path": _PICTURE, "offset": 0},
        )
        if not is_the_picture or self.fault is TunnelFault.ERROR:
            writer.write(_message({**_named(asked), "result": _NO_SUCH_FILE}))
            return
        messages = self._messages(asked)
        spoil = _SPOILED.get(self.fault)
        for message in spoil(messages) if spoil else messages:
            writer.write(message)
            await writer.drain()
        if self.fault is TunnelFault.CUT:
            raise ConnectionAbortedError
        self.sent += 1

    def _messages(self, asked: Any) -> list[bytes]:
        """Return a picture in parts."""
        picture = self._draw()
        if self.fault is TunnelFault.NO_PICTURE:
            picture = b"\0" * len(picture)
        step = min(_PART, len(picture) // _PARTS)
        reply: dict[str, Any] = {
            "mem_dl_param_size": len(_DESCRIPTOR),
            "size": 0,
            "offset": 0,
            "total": len(picture),
        }
        header = {**_named(asked), "result": _MORE, "reply": reply}
        messages = [_message(header, _DESCRIPTOR)]
        for start in range(0, len(picture), step):
            content = picture[start : start + step]
            reply = {"offset": start, "size": len(content), "total": len(picture)}
            if is_last := start + step >= len(picture):
                reply |= self._digest(picture)
            header = {
                **_named(asked),
                "result": _LAST if is_last else _MORE,
                "reply": reply,
            }
            messages.append(_message(header, content))
        return messages

    def _digest(self, file: bytes) -> dict[str, Any]:
        """Return the checksum of the whole file."""
        digest = md5(file, usedforsecurity=False).hexdigest()
        if self.fault is TunnelFault.BAD_MD5:
            digest = digest[::-1]
        return {} if self.fault is TunnelFault.NO_MD5 else {"file_md5": digest}


def _introduces(asked: Any) -> bool:
    """Return whether a setup says who the client is, as Bambu Studio's does."""
    said = asked.get("req", {})
    return (
        asked.get("sequence") == 0
        and said.items() >= _CLIENT.items()
        and len(said.get("pid", "")) == _ID_SIZE
        and bool(said.get("ver"))
    )


def _named(asked: Any) -> dict[str, Any]:
    """Return the fields of a request that its reply repeats."""
    repeated = ("mtype", "cmdtype", "sequence")
    return {key: asked[key] for key in repeated if key in asked}


def _message(header: dict[str, Any], content: bytes | None = None) -> bytes:
    """Return a message as bytes."""
    body = orjson.dumps(header) + (b"" if content is None else b"\n\n" + content)
    return HEADER.pack(len(body), MESSAGE_KIND, 0, 0) + body


def _endless() -> Iterator[bytes]:
    """Yield consecutive parts of a file that is far too large."""
    for start in range(0, 100_000_000, _PART):
        reply = {"offset": start, "size": _PART}
        header = {"mtype": _CONTROL, "cmdtype": _DOWNLOAD, "result": _MORE}
        yield _message({**header, "reply": reply}, b"\xff\xd8" + bytes(_PART - 2))


def _resized(message: bytes, more: int) -> bytes:
    """Return a message with a wrong size."""
    size, *rest = HEADER.unpack(message[: HEADER.size])
    return HEADER.pack(size + more, *rest) + message[HEADER.size :]


def _chatter(messages: list[bytes]) -> Iterator[bytes]:
    """Yield an unrelated message before each message."""
    for message in messages:
        yield _message({"mtype": _CONTROL, "cmdtype": 256, "notify": {}})
        yield message


_NONSENSE = b"{{{\n\n\xff\xd8\xff\xd9"
_SPOILED: dict[TunnelFault | None, Callable[[list[bytes]], Iterable[bytes]]] = {
    TunnelFault.STALL: lambda parts: parts[:2],
    TunnelFault.CUT: lambda parts: [parts[0], parts[1][:1000]],
    TunnelFault.SHORT: lambda parts: [
        parts[0],
        _resized(parts[1], -10),
        *parts[2:],
    ],
    TunnelFault.LONG: lambda parts: [parts[0], _resized(parts[1], 10), *parts[2:]],
    TunnelFault.HUGE: lambda parts: [_resized(parts[0], 100_000_000)],
    TunnelFault.DISORDER: lambda parts: [parts[0], parts[2], parts[1], *parts[3:]],
    TunnelFault.GAP: lambda parts: [*parts[:2], *parts[3:]],
    TunnelFault.NO_JSON: lambda _: [
        HEADER.pack(len(_NONSENSE), MESSAGE_KIND, 0, 0) + _NONSENSE
    ],
    TunnelFault.ENDLESS: lambda _: _endless(),
    TunnelFault.CHATTY: _chatter,
}
