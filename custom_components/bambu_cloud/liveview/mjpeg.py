"""Send single frames one after the other, which browsers show as a stream.

Home Assistant's own still stream ends each frame with the next one, so that browsers
are one frame behind: seconds, with the printers that send one per second or fewer.
"""

import asyncio

from aiohttp import hdrs, web

from ..api import BambuCameraError, CameraHub, Viewer

_BOUNDARY = "frame"
_CONTENT_TYPE = f"multipart/x-mixed-replace; boundary={_BOUNDARY}"
_DELIMITER = f"--{_BOUNDARY}\r\n".encode()
_HEARTBEAT = 5.0
"""Seconds after which to check whether the viewer is still connected."""
_FIRST_FRAME_TIMEOUT = 15.0
"""Seconds within which the first frame has to come."""


async def async_send_frames(
    request: web.Request, hub: CameraHub
) -> web.StreamResponse | None:
    """Send frames as they come, until the viewer leaves; None without any."""
    async with hub.viewing() as viewer:
        try:
            async with asyncio.timeout(_FIRST_FRAME_TIMEOUT):
                frame = await viewer.next()
        except BambuCameraError, TimeoutError:
            return None
        if frame is None:
            return None
        headers = {hdrs.CONTENT_TYPE: _CONTENT_TYPE, hdrs.CACHE_CONTROL: "no-store"}
        response = web.StreamResponse(headers=headers)
        await response.prepare(request)
        await response.write(_DELIMITER)
        while frame is not None:
            await response.write(_part(frame))
            frame = await _next(viewer, request)
    return response


async def _next(viewer: Viewer, request: web.Request) -> bytes | None:
    """Return the next frame, None if there is none or the viewer left."""
    while request.transport is not None:
        try:
            async with asyncio.timeout(_HEARTBEAT):
                return await viewer.next()
        except TimeoutError:
            continue
        except BambuCameraError:
            return None
    return None


def _part(frame: bytes) -> bytes:
    """Return a frame with the delimiter after it, which makes browsers show it."""
    head = f"Content-Type: image/jpeg\r\nContent-Length: {len(frame)}\r\n\r\n"
    return b"".join((head.encode(), frame, b"\r\n", _DELIMITER))
