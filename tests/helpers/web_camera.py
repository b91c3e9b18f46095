"""A camera that is no printer's: it shows itself at addresses of the web."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from aiohttp import web
from aiohttp.test_utils import TestServer
from yarl import URL

from tests.simulator.camera.pictures import Scene, picture

USER, PASSWORD = "cat", "secret"
_LOGIN = "Basic Y2F0OnNlY3JldA=="


class WebCamera:
    """Serve MJPEG at /stream and single JPEGs at /still.

    Attributes:
        period: Seconds between two pictures of a stream.
        lengths: Whether a stream tells how long its pictures are.
        content: What to send in place of a picture.
        status: What to answer with.
        asked: How often it was asked.
        open: How many watch its stream now.
    """

    def __init__(self) -> None:
        """Start without clients."""
        self.period = 0.01
        self.lengths = True
        self.content: bytes | None = None
        self.status = 200
        self.asked = self.open = self.drawn = 0

    @asynccontextmanager
    async def listening(self) -> AsyncGenerator[URL]:
        """Serve until the end of the block, and return where."""
        app = web.Application()
        app.router.add_get("/stream", self._stream)
        app.router.add_get("/still", self._still)
        async with TestServer(app, host="127.0.0.1") as server:
            yield server.make_url("/")

    def _draw(self) -> bytes:
        """Return what it sees, something else each time."""
        self.drawn += 1
        scene = Scene(name="Webcam", time=f"{self.drawn % 20}", state="")
        return picture(scene) if self.content is None else self.content

    def _admits(self, request: web.Request) -> bool:
        """Return whether a request has the right password."""
        self.asked += 1
        return request.headers.get("Authorization") == _LOGIN

    async def _still(self, request: web.Request) -> web.Response:
        """Send one picture."""
        if not self._admits(request):
            return web.Response(status=401)
        return web.Response(
            status=self.status, body=self._draw(), content_type="image/jpeg"
        )

    async def _stream(self, request: web.Request) -> web.StreamResponse:
        """Send pictures until the client leaves."""
        if not self._admits(request):
            return web.Response(status=401)
        kind = "multipart/x-mixed-replace; boundary=--edge"
        response = web.StreamResponse(headers={"Content-Type": kind})
        await response.prepare(request)
        self.open += 1
        try:
            await response.write(b"--edge\r\n")
            while self.status == 200:
                await response.write(self._part(self._draw()))
                await asyncio.sleep(self.period)
        except OSError:
            pass
        finally:
            self.open -= 1
        return response

    def _part(self, jpeg: bytes) -> bytes:
        """Return a picture with the edge after it."""
        head = b"Content-Type: image/jpeg\r\n"
        if self.lengths:
            head += f"Content-Length: {len(jpeg)}\r\n".encode()
        return head + b"\r\n" + jpeg + b"\r\n--edge\r\n"
