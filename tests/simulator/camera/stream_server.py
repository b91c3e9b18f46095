"""Run the streams of cameras, which needs GStreamer and the Python that knows it."""

import asyncio
from asyncio.subprocess import DEVNULL, PIPE, Process
from base64 import b64encode
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from ipaddress import IPv4Address
from pathlib import Path
import subprocess

import orjson

from .certificates import Leaf

_PYTHON = "/usr/bin/python3"
_PROGRAM = Path(__file__).with_name("rtsp_server.py")
_INTERVAL = 1 / 15
_TIMEOUT = 10.0


@cache
def missing() -> str | None:
    """Return why there are no streams on this machine, None if there are."""
    if not Path(_PYTHON).exists():
        return f"there is no {_PYTHON}"
    check = subprocess.run(  # noqa: S603  our own program
        [_PYTHON, _PROGRAM, "--check"], check=False, capture_output=True
    )
    packages = "GStreamer's RTSP server or its plugins are not installed"
    return packages if check.returncode else None


class StreamServer:
    """The program that serves streams, one for all printers.

    Attributes:
        opened: The streams that are open.
        watched: Those that somebody watches.
    """

    def __init__(self, draw: Callable[[str], bytes]) -> None:
        """Prepare it; `draw` gives what a stream shows."""
        self.opened: set[str] = set()
        self.viewed: set[str] = set()
        self._draw = draw
        self._process: Process | None = None
        self._tasks: list[asyncio.Task[None]] = []
        self._ready = asyncio.Event()
        self._news = asyncio.Event()

    async def start(self) -> None:
        """Start the program and wait until it listens to us."""
        self._process = await asyncio.create_subprocess_exec(
            _PYTHON, _PROGRAM, stdin=PIPE, stdout=PIPE, stderr=DEVNULL
        )
        self._tasks = [
            asyncio.create_task(self._listen(self._process)),
            asyncio.create_task(self._feed(self._process)),
        ]
        async with asyncio.timeout(_TIMEOUT):
            await self._ready.wait()

    async def stop(self) -> None:
        """End the program."""
        for task in self._tasks:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
        if self._process is not None and self._process.stdin is not None:
            self._process.stdin.close()
            await self._process.wait()
        self._process = None
        self.opened.clear()
        self.viewed.clear()

    def open(
        self, name: str, address: IPv4Address, port: int, code: str, leaf: Leaf
    ) -> None:
        """Begin to serve a stream; `opened` tells when that is done."""
        pem = (leaf.key + leaf.pem).decode()
        asked = {"address": str(address), "port": port, "code": code, "pem": pem}
        self._ask({"do": "open", "id": name} | asked)

    def close(self, name: str) -> None:
        """Serve a stream no more; `opened` tells when that is done."""
        self._ask({"do": "close", "id": name})

    def _ask(self, wanted: dict[str, object]) -> None:
        """Have something done."""
        if self._process is not None and self._process.stdin is not None:
            self._process.stdin.write(orjson.dumps(wanted) + b"\n")

    async def _listen(self, process: Process) -> None:
        """Take note of what the program tells."""
        assert process.stdout is not None
        async for line in process.stdout:
            match orjson.loads(line):
                case {"event": "ready"}:
                    self._ready.set()
                case {"event": "opened", "id": name}:
                    self.opened.add(name)
                case {"event": "closed", "id": name}:
                    self.opened.discard(name)
                case {"event": "viewed", "id": name}:
                    self.viewed.add(name)
                    self._news.set()
                case {"event": "left", "id": name}:
                    self.viewed.discard(name)

    async def _feed(self, process: Process) -> None:
        """Give the program pictures, as long as somebody watches."""
        assert process.stdin is not None
        while True:
            self._news.clear()
            if not self.viewed:
                await self._news.wait()
            for name in tuple(self.viewed):
                jpeg = b64encode(self._draw(name)).decode()
                self._ask({"do": "frame", "id": name, "jpeg": jpeg})
            await process.stdin.drain()
            await asyncio.sleep(_INTERVAL)
