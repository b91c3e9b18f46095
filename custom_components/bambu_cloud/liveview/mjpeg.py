"""Show single pictures one after the other, which browsers take for a film."""

import asyncio

from aiohttp import hdrs, web

from ..api import BambuCameraError, CameraHub, Viewer

_BOUNDARY = "picture"
_CONTENT_TYPE = f"multipart/x-mixed-replace; boundary={_BOUNDARY}"
_EDGE = f"--{_BOUNDARY}\r\n".encode()
_HEARTBEAT = 5.0
"""Seconds after which to look whether anybody is still there."""
_PATIENCE = 15.0
"""Seconds within which the first picture has to come."""


async def async_show(request: web.Request, hub: CameraHub) -> web.StreamResponse | None:
    """Send pictures as they come, as long as somebody looks; None without any."""
    async with hub.viewing() as viewer:
        try:
            async with asyncio.timeout(_PATIENCE):
                picture = await viewer.next()
        except BambuCameraError, TimeoutError:
            return None
        if picture is None:
            return None
        headers = {hdrs.CONTENT_TYPE: _CONTENT_TYPE, hdrs.CACHE_CONTROL: "no-store"}
        response = web.StreamResponse(headers=headers)
        await response.prepare(request)
        await response.write(_EDGE)
        while picture is not None:
            await response.write(_part(picture))
            picture = await _next(viewer, request)
        await response.write_eof()
    return response


async def _next(viewer: Viewer, request: web.Request) -> bytes | None:
    """Return the next picture, None if there is none or nobody to see it."""
    while request.transport is not None:
        try:
            async with asyncio.timeout(_HEARTBEAT):
                return await viewer.next()
        except TimeoutError:
            continue
        except BambuCameraError:
            return None
    return None


def _part(picture: bytes) -> bytes:
    """Return a picture with the edge after it: browsers show what has an end."""
    head = f"Content-Type: image/jpeg\r\nContent-Length: {len(picture)}\r\n\r\n"
    return b"".join((head.encode(), picture, b"\r\n", _EDGE))
