"""A bridge of an owner, which plays sessions of the cloud (docs/camera-bridge.md)."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import asynccontextmanager
from http import HTTPStatus
from secrets import token_hex

from aiohttp import web
from aiohttp.test_utils import TestServer
from yarl import URL

from tests.simulator.printer.state import Payload

_TUTK = {"uid": "ttcode", "authkey": "authkey", "passwd": "passwd"}
"""Fields of a request, and of the ticket that the cloud has given."""


class Bridge:
    """Play each ticket of the cloud once, as pictures or as a video.

    Attributes:
        status: What to answer with, 201 for a stream.
        answer: What to answer in place of a stream.
        requests: All that was asked for.
        playing: The sessions that play, with the printers that they show.
        ended: The sessions that the client has ended.
        viewers: How many watch pictures now.
    """

    def __init__(
        self,
        tickets: Sequence[Payload],
        draw: Callable[[str], bytes],
        *,
        is_video: bool = False,
        period: float = 0.01,
    ) -> None:
        """Play the tickets of a cloud; `draw` returns what a camera sees."""
        self.status = HTTPStatus.CREATED
        self.answer: Payload | None = None
        self.requests: list[Payload] = []
        self.playing: dict[str, str] = {}
        self.ended: list[str] = []
        self.viewers = 0
        self._tickets = tickets
        self._used: set[str] = set()
        self._draw = draw
        self._is_video = is_video
        self._period = period

    @asynccontextmanager
    async def listening(self) -> AsyncGenerator[URL]:
        """Serve until the end of the block, and return where."""
        app = web.Application()
        app.router.add_post("/play", self._play)
        app.router.add_delete("/play/{session}", self._end)
        app.router.add_get("/streams/{session}", self._stream)
        async with TestServer(app, host="127.0.0.1") as server:
            yield server.make_url("/play")

    async def _play(self, request: web.Request) -> web.Response:
        """Begin to play a session."""
        asked = await request.json()
        self.requests.append(asked)
        if self.status is not HTTPStatus.CREATED:
            return web.Response(status=self.status)
        if self.answer is not None:
            return web.json_response(self.answer)
        if not self._is_fresh(asked):
            return web.Response(status=HTTPStatus.FORBIDDEN)
        session = token_hex(8)
        self.playing[session] = asked["serial"]
        where = request.url.with_path(f"/streams/{session}")
        url = where.with_scheme("rtsp") if self._is_video else where
        answer = {"url": f"{url}", "session": session}
        return web.json_response(answer, status=HTTPStatus.CREATED)

    def _is_fresh(self, asked: Payload) -> bool:
        """Return whether a session is one of the cloud's that was not used yet."""
        uid = asked.get("uid")
        for ticket in self._tickets:
            if uid not in self._used and all(
                asked.get(field) == ticket[name] for field, name in _TUTK.items()
            ):
                self._used.add(ticket["ttcode"])
                return True
        return False

    async def _end(self, request: web.Request) -> web.Response:
        """End a session."""
        session = request.match_info["session"]
        self.playing.pop(session, None)
        self.ended.append(session)
        return web.Response(status=HTTPStatus.NO_CONTENT)

    async def _stream(self, request: web.Request) -> web.StreamResponse:
        """Send pictures until the client leaves or the session ends."""
        session = request.match_info["session"]
        kind = "multipart/x-mixed-replace; boundary=frame"
        response = web.StreamResponse(headers={"Content-Type": kind})
        await response.prepare(request)
        self.viewers += 1
        try:
            while serial := self.playing.get(session):
                frame = self._draw(serial)
                head = (
                    f"Content-Type: image/jpeg\r\nContent-Length: {len(frame)}\r\n\r\n"
                )
                await response.write(
                    b"".join((b"--frame\r\n", head.encode(), frame, b"\r\n"))
                )
                await asyncio.sleep(self._period)
        except OSError:
            pass
        finally:
            self.viewers -= 1
        return response
