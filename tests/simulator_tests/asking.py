"""Questions to the simulated cloud, without the client that is tested with it."""

from typing import Any

import aiohttp
from yarl import URL

IOT = "/v1/iot-service/api/user"
MY = "/v1/user-service/my"


async def ask(
    session: aiohttp.ClientSession,
    method: str,
    path: str,
    body: Any = None,
    **query: str,
) -> tuple[int, Any]:
    """Return status and content of an answer, None where there is no JSON."""
    async with session.request(method, path, json=body, params=query) as response:
        is_json = response.content_type == "application/json"
        return response.status, await response.json() if is_json else None


async def at_store(
    method: str, url: str, content: bytes | None = None, **headers: str
) -> tuple[int, bytes]:
    """Return status and content of an answer of the store, which knows nobody."""
    async with (
        aiohttp.ClientSession(skip_auto_headers=["Content-Type"]) as session,
        session.request(
            method, URL(url, encoded=True), data=content, headers=headers
        ) as response,
    ):
        return response.status, await response.read()
