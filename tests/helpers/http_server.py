"""An HTTP server with canned responses."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
import json
from typing import Any

import pytest

from custom_components.bambu_cloud.api import BambuError

SERIAL = "01P00A000000001"
BOUND: dict[str, Any] = {
    "dev_id": SERIAL,
    "name": "Workshop",
    "online": True,
    "print_status": "SUCCESS",
    "dev_model_name": "C12",
    "dev_product_name": "P1S",
    "dev_access_code": "12345678\n",
    "nozzle_diameter": 0.4,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceivedRequest:
    """One request as it arrived."""

    method: str
    target: str
    headers: Mapping[str, str]
    body: bytes


def answer(
    status: int = 200, body: Any = b"", headers: Mapping[str, str] | None = None
) -> bytes:
    """Return a response byte by byte; anything but bytes goes as JSON."""
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    head = {"Content-Length": str(len(content)), **(headers or {})}
    lines = "".join(f"{name}: {value}\r\n" for name, value in head.items())
    return f"HTTP/1.1 {status} Canned\r\n{lines}\r\n".encode() + content


def listed(*devices: Any, **more: Any) -> bytes:
    """Return a response of the device service (protocol A.3)."""
    envelope = {"message": "success", "code": None, "error": None}
    return answer(200, {**envelope, "devices": list(devices), **more})


async def caught(call: Any) -> BambuError:
    """Return the error that a call ends with."""
    with pytest.raises(BambuError) as info:
        await call
    return info.value


class CannedServer:
    """Respond to requests in turn; the last response is repeated."""

    def __init__(self) -> None:
        """Start with an empty account."""
        self.requests: list[ReceivedRequest] = []
        self.responses = [answer(body={"devices": []})]
        self.hold: asyncio.Event | None = None
        self.held = asyncio.Event()

    def respond_with(self, *responses: bytes) -> None:
        """Respond so from now on; an empty response closes the connection."""
        self.responses = list(responses)

    async def __call__(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        """Serve one connection."""
        while True:
            head = (await reader.readuntil(b"\r\n\r\n")).decode()
            first, *lines = head.strip().split("\r\n")
            method, target, _ = first.split(" ")
            pairs = (line.split(": ", 1) for line in lines)
            headers = {name.lower(): value for name, value in pairs}
            body = await reader.readexactly(int(headers.get("content-length", 0)))
            self.requests.append(
                ReceivedRequest(
                    method=method, target=target, headers=headers, body=body
                )
            )
            if self.hold is not None:
                self.held.set()
                await self.hold.wait()
            data = (
                self.responses.pop(0) if len(self.responses) > 1 else self.responses[0]
            )
            writer.write(data)
            await writer.drain()
            if not data or b"X-Cut" in data:
                return
