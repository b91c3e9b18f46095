"""The URL and the options of a printer's stream (camera 6.3)."""

from collections.abc import Mapping

from homeassistant.components.stream import (
    CONF_RTSP_TRANSPORT,
    CONF_USE_WALLCLOCK_AS_TIMESTAMPS,
)

from ..api import rtsps_url
from ..model import CameraSource, CameraTransport, PrinterState

type StreamOptions = Mapping[str, str | bool | float]


def stream_url(
    source: CameraSource, address: str | None, printer: PrinterState
) -> str | None:
    """Return the URL of the stream of a source, None if it has none.

    Args:
        source: How the camera is reached.
        address: Of the printer; no host name, as players would verify that.
        printer: Its reported state.
    """
    match source.transport:
        case CameraTransport.LAN_RTSPS if address:
            reported = printer.camera.rtsp_url
            return rtsps_url(address, source.access_code, reported)
        case CameraTransport.EXTERNAL:
            return source.url
        case _:
            return None


def stream_options(source: CameraSource, printer: PrinterState) -> StreamOptions:
    """Return how the stream is to be played (camera 4.2)."""
    if source.transport is not CameraTransport.LAN_RTSPS:
        return {}
    wall_clock = {CONF_USE_WALLCLOCK_AS_TIMESTAMPS: True}
    stuck = not printer.model.camera_clock
    return {CONF_RTSP_TRANSPORT: "tcp", **(wall_clock if stuck else {})}
