"""The file tunnel of newer printers, as far as one still needs it (camera 2.4).

EXPERIMENTAL: seen by others on a P2S, and tried by nobody here on any printer. Camera
2.4 tells how it is framed, what is asked, and that the answer comes in parts with an
MD5 at the end. It does not tell the keys of the JSON, what an acknowledgment holds,
nor whether offsets and MD5 count the descriptor before the picture. The keys here are
the likeliest ones, and both ways to count are taken. Whatever differs is an error with
a reason, never half a picture.

A frame is a header of four numbers (length, kind, sequence, 0) and as many bytes.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from hashlib import md5
import struct
from typing import Any, Self

import orjson

from .errors import (
    BambuCameraCodeError,
    BambuCameraFrameError,
    BambuCameraUnsupportedError,
)

HEADER_SIZE = 16

_HEADER = struct.Struct("<4I")
_CREDENTIALS = struct.Struct("<8s8s")
_USER = b"bblp"
_LOGIN, _WELCOME, _REFUSAL = 0x0101013F, 0x0001013F, 0x0003013F
_REQUEST, _ANSWERS = 0x0102013F, frozenset({0x0102013F, 0x0002013F})
_DOWNLOAD = 4
_PATH = "mem:/26"
_DONE, _MORE = 0, 1
_BLANK_LINE = b"\n\n"
_DESCRIPTOR = 12
_MAX_FRAME = 1024 * 1024
_MAX_PICTURE = 10 * 1024 * 1024
_START, _END = b"\xff\xd8", b"\xff\xd9"


class MessageType(IntEnum):
    """What a message is about, which an answer repeats."""

    SETUP = 12291
    CONTROL = 12289


def login(access_code: str | None) -> bytes:
    """Return what opens a tunnel.

    Raises:
        BambuCameraCodeError: there is no access code that could be one.
    """
    code = (access_code or "").strip()
    if not code or not code.isascii() or len(code) > 8:
        raise BambuCameraCodeError("There is no access code that could be one")
    return _frame(_LOGIN, 0, _CREDENTIALS.pack(_USER, code.encode()))


def setup() -> bytes:
    """Return what has to be said first."""
    return _frame(
        _REQUEST, 1, orjson.dumps({"mtype": MessageType.SETUP, "sequence": 1})
    )


def download() -> bytes:
    """Return what asks for the picture."""
    asked = {
        "mtype": MessageType.CONTROL,
        "cmdtype": _DOWNLOAD,
        "sequence": 2,
        "req": {"path": _PATH, "offset": 0},
    }
    return _frame(_REQUEST, 2, orjson.dumps(asked))


def _frame(kind: int, sequence: int, content: bytes) -> bytes:
    """Return a frame as it goes over the wire."""
    return _HEADER.pack(len(content), kind, sequence, 0) + content


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """What comes before the content of a frame."""

    size: int
    kind: int

    @classmethod
    def read(cls, data: bytes) -> Self:
        """Read a header.

        Raises:
            BambuCameraUnsupportedError: the printer has no such tunnel.
            BambuCameraFrameError: no frame is as large as that.
        """
        size: int
        kind: int
        size, kind, _, _ = _HEADER.unpack(data)
        if kind == _REFUSAL:
            raise BambuCameraUnsupportedError("This printer has no file tunnel")
        if size > _MAX_FRAME:
            raise BambuCameraFrameError(f"A message of {size} bytes was announced")
        return cls(size=size, kind=kind)

    @property
    def is_welcome(self) -> bool:
        """Tell whether it answers a login."""
        return self.kind == _WELCOME

    @property
    def is_message(self) -> bool:
        """Tell whether a message follows."""
        return self.kind in _ANSWERS


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """What a printer says: JSON, and bytes after a blank line."""

    told: Mapping[str, Any]
    content: bytes = field(default=b"", repr=False)

    @classmethod
    def read(cls, data: bytes) -> Self:
        """Read the content of a frame.

        Raises:
            BambuCameraFrameError: it is no message.
        """
        text, _, content = data.partition(_BLANK_LINE)
        try:
            told = orjson.loads(text)
        except orjson.JSONDecodeError as err:
            raise BambuCameraFrameError("What came is no message") from err
        if not isinstance(told, dict):
            raise BambuCameraFrameError("What came is no message")
        return cls(told=told, content=content)

    def answers(self, kind: MessageType) -> bool:
        """Tell whether it answers what was asked.

        Raises:
            BambuCameraUnsupportedError: it refuses that.
        """
        asked = kind is MessageType.SETUP or self.told.get("cmdtype") == _DOWNLOAD
        if not asked or self.told.get("mtype") != kind:
            return False
        if self.told.get("result", _DONE) not in (_DONE, _MORE):
            raise BambuCameraUnsupportedError("The printer refuses to send a still")
        return True

    @property
    def is_last(self) -> bool:
        """Tell whether nothing follows."""
        return bool(self.told.get("result", _DONE) == _DONE)

    @property
    def reply(self) -> Mapping[str, Any]:
        """Return what is told of a part."""
        reply = self.told.get("reply")
        return reply if isinstance(reply, dict) else {}


class Download:
    """Put the parts of a picture together."""

    def __init__(self) -> None:
        """Begin without a part."""
        self._whole = bytearray()
        self._picture_at = 0

    def add(self, message: Message) -> bytes | None:
        """Take the next part; return the picture with the last one.

        Raises:
            BambuCameraFrameError: the part does not fit, or the picture is none.
        """
        reply, size = message.reply, len(message.content)
        if reply.get("offset", 0) not in self._ends:
            raise BambuCameraFrameError("A part of the picture is missing")
        ahead = 0
        if not self._whole:
            self._picture_at = ahead = _start(message.content)
        if not size or reply.get("size", size) not in (size, size - ahead):
            raise BambuCameraFrameError("A part of the picture has another size")
        self._whole += message.content
        if len(self._whole) > _MAX_PICTURE:
            raise BambuCameraFrameError("The picture does not come to an end")
        return self._checked(reply) if message.is_last else None

    @property
    def _ends(self) -> tuple[int, int]:
        """Return where the next part may begin, by both ways to count."""
        end = len(self._whole)
        return end, max(end - self._picture_at, 0)

    def _checked(self, reply: Mapping[str, Any]) -> bytes:
        """Return the picture, if it is a whole one."""
        whole = bytes(self._whole)
        picture = whole[self._picture_at :]
        if reply.get("total", len(whole)) not in self._ends:
            raise BambuCameraFrameError("The end of the picture is missing")
        told = f"{reply.get('file_md5') or ''}".lower()
        if told not in (_hash(whole), _hash(picture)):
            raise BambuCameraFrameError("The picture has another MD5")
        if not picture.endswith(_END):
            raise BambuCameraFrameError(f"What came is no JPEG ({len(picture)} bytes)")
        return picture


def _start(content: bytes) -> int:
    """Return where the picture begins in its first part."""
    for start in (_DESCRIPTOR, 0):
        if content[start:].startswith(_START):
            return start
    raise BambuCameraFrameError("What came is no JPEG")


def _hash(data: bytes) -> str:
    """Return the hash that the protocol asks for."""
    return md5(data, usedforsecurity=False).hexdigest()
