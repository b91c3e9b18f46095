"""Describe the camera of a printer (protocol C.4.3)."""

from dataclasses import dataclass
from typing import Any

from ..section import Section, at, read_from
from ..values import as_object, bit, boolean, hexadecimal, integer, text

_RELAYS = ("tutk_server", "agora_service", "brtc_service")


def _lower_text(value: Any) -> str | None:
    """Read a text in lower case; "" stands for "none"."""
    return text(value.lower()) if isinstance(value, str) else None


def _address(value: Any) -> str | None:
    """Read `rtsp_url`, which may also be "disable" or blank."""
    return value if isinstance(value, str) and value.startswith("rtsp") else None


def _rtsp_enabled(value: Any) -> bool | None:
    """Read from `rtsp_url` whether there is a stream."""
    return False if value == "disable" else True if _address(value) else None


def _cloud_video(ipcam: Any) -> bool | None:
    """Read whether any relay of the cloud is open."""
    relays = [boolean(as_object(ipcam).get(name)) for name in _RELAYS]
    return True if True in relays else False if False in relays else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Camera(Section):
    """The camera and its recordings."""

    present: bool | None = read_from(at("ipcam.ipcam_dev", boolean))
    recording: bool | None = read_from(
        at("stat", bit(hexadecimal, 7)), at("home_flag", bit(integer, 5))
    )
    """Whether it records right now."""
    records_prints: bool | None = read_from(
        at("cfg", bit(hexadecimal, 3)), at("ipcam.ipcam_record", boolean)
    )
    """Whether prints are recorded."""
    timelapse: bool | None = read_from(
        at("cfg", bit(hexadecimal, 5)), at("ipcam.timelapse", boolean)
    )
    """Whether prints are recorded as time-lapse."""
    resolution: str | None = read_from(at("ipcam.resolution", _lower_text))
    """Such as "1080p"."""
    local_liveview: str | None = read_from(at("ipcam.liveview.local", _lower_text))
    """Its live view on the local network: a wire word of protocol C.4.3."""
    remote_liveview: str | None = read_from(at("ipcam.liveview.remote", _lower_text))
    """Its live view through the cloud, in the same way."""
    rtsp_url: str | None = read_from(at("ipcam.rtsp_url", _address), show=False)
    """As sent; not to be trusted, and not to be shown."""
    rtsp_enabled: bool | None = read_from(at("ipcam.rtsp_url", _rtsp_enabled))
    """None where the printer has no such stream."""
    has_preview: bool | None = read_from(at("ipcam.liveview_preview", boolean))
    """Whether it sends stills where there is no video (camera 2.4)."""
    cloud_video: bool | None = read_from(at("ipcam", _cloud_video))
    """Whether Bambu Lab's own applications get video through the cloud.

    What counts is that a relay is ready now: a printer may open one when asked.
    """
