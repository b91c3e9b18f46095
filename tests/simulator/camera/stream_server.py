"""Run the streams of cameras, which need GStreamer and its Python."""

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
    """Return why this machine has no streams, None if it has."""
    if not Path(_PYTHON).exists():
        return f"there is no {_PYTHON}"
    check = subprocess.run(  # noqa: S603  our own program
        [_PYTHON, _PROGRAM, "--check"], check=False, capture_output=True
    )
    packages = "GStreamer's RTSP server or its plugins are not installed"
    return packages if check.returncode else None


class StreamServer:
    """Run the process that serves the streams of all printers.

    Attributes:
        opened: The streams that are open.
        watched: Those that somebody watches.
    """

    def __init__(self, draw: Callable[[str], bytes]) -> None:
        """Prepare it; `draw` returns the picture of a stream."""
        self.opened: set[str] = set()
        self.viewed: set[str] = set()
        self._draw = draw
        self._process: Process | None = None
        self._tasks: list[asyncio.Task[None]] = []
        self._ready = asyncio.Event()
        self._news = asyncio.Event()

    async def start(self) -> None:
        """Start the process and wait until it reads commands."""
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
        """End the process."""
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
        """Start a stream; `opened` says when that is done."""
        pem = (leaf.key + leaf.pem).decode()
        asked = {"address": str(address), "port": port, "code": code, "pem": pem}
        self._ask({"do": "open", "id": name} | asked)

    def close(self, name: str) -> None:
        """Stop a stream; `opened` says when that is done."""
        self._ask({"do": "close", "id": name})

    def _ask(self, wanted: dict[str, object]) -> None:
        """Send a command to the process."""
        if self._process is not None and self._process.stdin is not None:
            self._process.stdin.write(orjson.dumps(wanted) + b"\n")

    async def _listen(self, process: Process) -> None:
        """Read the events of the process."""
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
        """Push pictures while a stream is viewed."""
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
