"""The file tunnel of newer printers, as far as stills need it (camera 2.4).

EXPERIMENTAL: written from what was captured between a P2S and Bambu Studio, and not
tried with a printer by us. Whatever differs is an error with a reason, never half a
JPEG.

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
_REQUEST, _REPLIES = 0x0102013F, frozenset({0x0102013F, 0x0002013F})
_DOWNLOAD = 4
_PATH = "mem:/26"
_DONE, _MORE = 0, 1
_BLANK_LINE = b"\n\n"
_DESCRIPTOR_SIZE = "mem_dl_param_size"
"""Marks a reply whose bytes describe the file, and are no part of it."""
_CLIENT_ID, _CLIENT_VERSION = "00000001", "01.00.00.00"
"""Eight characters and a version, which printers want and do not check."""
_MAX_FRAME = 1024 * 1024
_MAX_JPEG = 10 * 1024 * 1024
_START, _END = b"\xff\xd8", b"\xff\xd9"


class MessageType(IntEnum):
    """What a message is about, which its reply repeats."""

    SETUP = 12291
    CONTROL = 12289


def login(access_code: str | None) -> bytes:
    """Return the message that opens a tunnel.

    Raises:
        BambuCameraCodeError: there is no access code that could be one.
    """
    code = (access_code or "").strip()
    if not code or not code.isascii() or len(code) > 8:
        raise BambuCameraCodeError("There is no access code that could be one")
    return _frame(_LOGIN, 0, _CREDENTIALS.pack(_USER, code.encode()))


def setup() -> bytes:
    """Return the message that has to come first."""
    request = {
        "mtype": MessageType.SETUP,
        "sequence": 0,
        "req": {
            "t_av": 1,
            "mtype": MessageType.CONTROL,
            "peer_t": 3,
            "pid": _CLIENT_ID,
            "ver": _CLIENT_VERSION,
        },
    }
    return _frame(_REQUEST, 0, orjson.dumps(request))


def download() -> bytes:
    """Return the request for the JPEG."""
    request = {
        "mtype": MessageType.CONTROL,
        "cmdtype": _DOWNLOAD,
        "sequence": 2,
        "req": {"path": _PATH, "offset": 0},
    }
    return _frame(_REQUEST, 2, orjson.dumps(request))


def _frame(kind: int, sequence: int, content: bytes) -> bytes:
    """Return a frame as it goes over the wire."""
    return _HEADER.pack(len(content), kind, sequence, 0) + content


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """The header of a frame."""

    size: int
    kind: int

    @classmethod
    def read(cls, data: bytes) -> Self:
        """Read a header.

        Raises:
            BambuCameraUnsupportedError: the printer has no such tunnel.
            BambuCameraFrameError: the frame would be too large.
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
        """Return whether it replies to a login."""
        return self.kind == _WELCOME

    @property
    def is_message(self) -> bool:
        """Return whether it has a message."""
        return self.kind in _REPLIES


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A message of a printer: JSON, and bytes after a blank line."""

    fields: Mapping[str, Any]
    content: bytes = field(default=b"", repr=False)

    @classmethod
    def read(cls, data: bytes) -> Self:
        """Read the content of a frame.

        Raises:
            BambuCameraFrameError: it is no message.
        """
        text, _, content = data.partition(_BLANK_LINE)
        try:
            fields = orjson.loads(text)
        except orjson.JSONDecodeError as err:
            raise BambuCameraFrameError("What came is no message") from err
        if not isinstance(fields, dict):
            raise BambuCameraFrameError("What came is no message")
        return cls(fields=fields, content=content)

    def replies_to(self, kind: MessageType) -> bool:
        """Return whether it replies to a request.

        Raises:
            BambuCameraUnsupportedError: it refuses that.
        """
        fits = kind is MessageType.SETUP or self.fields.get("cmdtype") == _DOWNLOAD
        if not fits or self.fields.get("mtype") != kind:
            return False
        if self.fields.get("result", _DONE) not in (_DONE, _MORE):
            raise BambuCameraUnsupportedError("The printer refuses to send a still")
        return True

    @property
    def is_last(self) -> bool:
        """Return whether it is the last part."""
        return bool(self.fields.get("result", _DONE) == _DONE)

    @property
    def reply(self) -> Mapping[str, Any]:
        """Return the description of a part."""
        reply = self.fields.get("reply")
        return reply if isinstance(reply, dict) else {}


class Download:
    """Join the parts of a JPEG."""

    def __init__(self) -> None:
        """Start without a part."""
        self._data = bytearray()

    def add(self, message: Message) -> bytes | None:
        """Add the next part; return the JPEG with the last one.

        Raises:
            BambuCameraFrameError: the part does not fit, or the result is no JPEG.
        """
        reply, size = message.reply, len(message.content)
        if _DESCRIPTOR_SIZE in reply and not message.is_last:
            return None
        if reply.get("offset", 0) != len(self._data):
            raise BambuCameraFrameError("A part of the picture is missing")
        if not size or reply.get("size", size) != size:
            raise BambuCameraFrameError("A part of the picture has another size")
        if not self._data and not message.content.startswith(_START):
            raise BambuCameraFrameError("What came is no JPEG")
        self._data += message.content
        if len(self._data) > _MAX_JPEG:
            raise BambuCameraFrameError("The picture does not come to an end")
        return self._checked(reply) if message.is_last else None

    def _checked(self, reply: Mapping[str, Any]) -> bytes:
        """Return the JPEG, if it is whole."""
        jpeg = bytes(self._data)
        if reply.get("total", len(jpeg)) != len(jpeg):
            raise BambuCameraFrameError("The end of the picture is missing")
        if f"{reply.get('file_md5') or ''}".lower() != _hash(jpeg):
            raise BambuCameraFrameError("The picture has another MD5")
        if not jpeg.endswith(_END):
            raise BambuCameraFrameError(f"What came is no JPEG ({len(jpeg)} bytes)")
        return jpeg


def _hash(data: bytes) -> str:
    """Return the hash that the protocol asks for."""
    return md5(data, usedforsecurity=False).hexdigest()
