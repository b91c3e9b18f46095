"""Cover pictures of tasks, at addresses that are signed and expire (protocol H.6)."""

import asyncio
from base64 import b64encode
from collections.abc import Callable
from datetime import datetime, timedelta
from enum import StrEnum, auto
from functools import cache
from hashlib import sha256
from urllib.parse import quote
import zlib

from aiohttp import web

from .png import png

PATH = "/covers/"
LIFETIME = timedelta(minutes=10)

_SIZE = 192
_BED, _TABLE = (38, 50, 56), (55, 71, 79)
_HUGE = 6 * 1024 * 1024
_SHAPES = (
    (0, 30, 60, 62, 64, 40, 38, 36, 34, 20),
    (0, 50, 52, 20, 18, 18, 20, 52, 50, 0),
    (0, 34, 38, 42, 46, 50, 54, 58, 62, 66),
    (0, 70, 30, 28, 26, 26, 28, 30, 70, 70),
    (0, 66, 64, 58, 50, 40, 30, 22, 14, 8),
)
"""Half the width of a thing in pixels, from its bottom to its top."""


class CoverFault(StrEnum):
    """A way for a cover picture to fail."""

    FORBIDDEN = auto()
    MISSING = auto()
    SERVER_ERROR = auto()
    HTML = auto()
    EMPTY = auto()
    HUGE = auto()
    SLOW = auto()
    REDIRECT = auto()


class Covers:
    """The server of cover pictures.

    Attributes:
        fault: What every request for a picture suffers, while it is set.
        asked: The paths that were asked for, each with its status.
        with_token: How many requests carried a token, which is none of its business.
        waiting: How many are kept waiting.
        released: Set to answer those who have to wait.
    """

    def __init__(self) -> None:
        """Start without faults."""
        self.fault: CoverFault | None = None
        self.asked: list[tuple[str, int]] = []
        self.with_token = 0
        self.waiting = 0
        self.released = asyncio.Event()
        self._valid: dict[str, tuple[datetime, bytes]] = {}

    def sign(self, task_id: int | str, title: str, color: str, now: datetime) -> str:
        """Return path and query of a picture, valid for a while."""
        until = now + LIFETIME
        stem = f"{PATH}{task_id}.png?Expires={int(until.timestamp())}"
        digest = sha256(stem.encode()).digest()
        # A slash and a plus, as they are in every third real signature.
        signature = quote(f"/+{b64encode(digest).decode()}", safe="")
        address = f"{stem}&Signature={signature}"
        self._valid[address] = (until, draw(title, color))
        return address

    def answer(self, address: str, now: datetime) -> web.Response:
        """Return the picture of an address that is signed and not expired."""
        until, content = self._valid.get(address, (now, b""))
        if until <= now:
            return web.Response(status=403, text="<Error><Code>AccessDenied</Code>")
        return web.Response(body=content, content_type="image/png")

    async def suffer(self, fault: CoverFault) -> web.Response:
        """Return the response that a fault causes."""
        if fault is CoverFault.SLOW:
            self.waiting += 1
            await self.released.wait()
            self.waiting -= 1
        return _FAULTS[fault]()

    async def serve(self, request: web.Request, now: datetime) -> web.Response:
        """Answer a request, which needs no token."""
        self.with_token += "Authorization" in request.headers
        if self.fault is None:
            response = self.answer(request.raw_path, now)
        else:
            response = await self.suffer(self.fault)
        self.asked.append((request.path, response.status))
        return response


@cache
def draw(title: str, color: str) -> bytes:
    """Return a PNG of a thing on a bed in its color."""
    shape = _SHAPES[zlib.crc32(title.encode()) % len(_SHAPES)]
    red, green, blue = bytes.fromhex(color[:6])
    rows = []
    for y in range(_SIZE):
        height = (_SIZE - 24 - y) / 16
        half = shape[int(height)] if 0 <= height < len(shape) else 0
        ground = _TABLE if y > _SIZE - 40 else _BED
        shade = 1 - y % 4 / 10
        thing = bytes(int(part * shade) for part in (red, green, blue))
        side = bytes(ground) * (_SIZE // 2 - half)
        rows.append(side + thing * (2 * half) + side)
    return png(_SIZE, rows)


_FAULTS: dict[CoverFault, Callable[[], web.Response]] = {
    CoverFault.FORBIDDEN: lambda: web.Response(status=403),
    CoverFault.MISSING: lambda: web.Response(status=404),
    CoverFault.SERVER_ERROR: lambda: web.Response(status=502),
    CoverFault.HTML: lambda: web.Response(text="<html>", content_type="text/html"),
    CoverFault.EMPTY: web.Response,
    CoverFault.HUGE: lambda: web.Response(body=draw("", "FFFFFF") + bytes(_HUGE)),
    CoverFault.SLOW: lambda: web.Response(status=504),
    CoverFault.REDIRECT: lambda: web.Response(status=302, headers={"Location": PATH}),
}
