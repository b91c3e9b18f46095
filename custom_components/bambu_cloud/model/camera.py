"""Describe the camera of a printer (protocol C.4.3)."""

from dataclasses import dataclass

from .noun import Noun


@dataclass(frozen=True, slots=True, kw_only=True)
class Camera(Noun):
    """The camera and what is recorded with it."""

    present: bool | None = None
    recording: bool | None = None
    """Whether it records right now."""
    records_prints: bool | None = None
    """Whether prints are recorded."""
    timelapse: bool | None = None
    """Whether prints are recorded as time-lapse."""
    resolution: str | None = None
    """Such as "1080p"."""
    local_liveview: str | None = None
    """How it can be watched on the local network: a wire word of protocol C.4.3."""
    remote_liveview: str | None = None
    rtsp_url: str | None = None
    """As sent; not to be trusted, and not to be shown."""
    rtsp_enabled: bool | None = None
    """None where the printer has no such stream."""
    cloud_video: bool | None = None
    """Whether Bambu Lab's own applications may watch through the cloud."""
