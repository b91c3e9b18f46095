"""Send requests to the simulated cloud, without the integration's client."""

from typing import Any

import aiohttp
from yarl import URL

IOT = "/v1/iot-service/api/user"
MY = "/v1/user-service/my"
LOGIN = "/v1/user-service/user/login"
SEND_CODE = "/v1/user-service/user/sendemail/code"
PREFERENCE = "/v1/design-user-service/my/preference"
BIND = "/v1/iot-service/api/user/bind"
PRINT = "/v1/iot-service/api/user/print"
VERSION = "/v1/iot-service/api/user/device/version"


async def request(
    session: aiohttp.ClientSession,
    method: str,
    path: str,
    body: Any = None,
    **query: str,
) -> tuple[int, Any]:
    """Return the status and the JSON of a response, None if it is not JSON."""
    async with session.request(method, path, json=body, params=query) as response:
        is_json = response.content_type == "application/json"
        return response.status, await response.json() if is_json else None


async def request_store(
    method: str, url: str, content: bytes | None = None, **headers: str
) -> tuple[int, bytes]:
    """Return the status and the content of a response of the file store."""
    async with (
        aiohttp.ClientSession(skip_auto_headers=["Content-Type"]) as session,
        session.request(
            method, URL(url, encoded=True), data=content, headers=headers
        ) as response,
    ):
        return response.status, await response.read()


async def post(
    http: aiohttp.ClientSession, path: str, **body: Any
) -> tuple[int, dict[str, Any]]:
    """Post an object; return the status and the JSON of the response."""
    async with http.post(path, json=body) as response:
        return response.status, await response.json()


async def get(
    http: aiohttp.ClientSession, path: str, **query: str
) -> tuple[int, dict[str, Any]]:
    """Get a path; return the status and the JSON of the response."""
    async with http.get(path, params=query) as response:
        return response.status, await response.json()
