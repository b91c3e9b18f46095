"""The camera has the settings of the printer's menu."""

from typing import Any

import pytest

from custom_components.bambu_cloud.model import Camera
from tests.helpers.printer_reports import after, delta, full, printer

URL = "rtsps://192.168.0.50:322/streaming/live/1"
WORDS = {
    "ipcam_dev": "1",
    "ipcam_record": "enable",
    "timelapse": "disable",
    "resolution": "1080p",
}


def camera(ipcam: Any = None, **fields: Any) -> Camera:
    """Return the camera of a printer that sent one full report."""
    return after(printer("X1C"), full(ipcam=ipcam, **fields)).camera


def test_camera_of_an_old_printer() -> None:
    """A P1 or A1 reports everything in words, and has no stream."""
    section = camera(WORDS | {"tutk_server": "disable"}, home_flag=863847839)

    assert section == Camera(
        present=True,
        recording=False,
        records_prints=True,
        timelapse=False,
        resolution="1080p",
        cloud_video=False,
    )


def test_printer_without_camera() -> None:
    """A P1P can be bought without one."""
    section = camera({"ipcam_dev": "0", "resolution": ""})

    assert section == Camera(present=False)


@pytest.mark.parametrize(
    ("cfg", "records", "timelapse"),
    [("8", True, False), ("20", False, True), ("28", True, True), ("x", True, False)],
)
def test_what_is_recorded(cfg: str, records: bool, timelapse: bool) -> None:  # noqa: FBT001  # a table
    """The newer word decides where a printer sends both."""
    section = camera(WORDS, cfg=cfg)

    assert (section.records_prints, section.timelapse) == (records, timelapse)


@pytest.mark.parametrize(
    ("fields", "recording"),
    [
        ({"stat": "17802181F0", "home_flag": 0}, True),
        ({"stat": "46258008", "home_flag": -1}, False),
        ({"home_flag": -1066934785}, True),
        ({"home_flag": 863847839}, False),
        ({}, None),
    ],
)
def test_recording(fields: dict[str, Any], recording: bool | None) -> None:  # noqa: FBT001  # a table
    """The state of recording is beside the camera's settings."""
    assert camera(WORDS, **fields).recording is recording


@pytest.mark.parametrize(
    ("sent", "url", "enabled"),
    [
        (URL, URL, True),
        ("disable", None, False),
        ("", None, None),
        (None, None, None),
        (322, None, None),
    ],
)
def test_stream(sent: Any, url: str | None, enabled: bool | None) -> None:  # noqa: FBT001  # a table
    """A word in place of an address means that it is switched off."""
    section = camera({"rtsp_url": sent})

    assert (section.rtsp_url, section.rtsp_enabled) == (url, enabled)


def test_live_views() -> None:
    """The printer names its live views, local and remote."""
    section = camera({"liveview": {"local": "rtsps", "remote": "tutk_agaro"}})

    assert (section.local_liveview, section.remote_liveview) == ("rtsps", "tutk_agaro")
    assert camera({"liveview": {"local": 5, "remote": ""}}) == Camera()
    assert camera({"liveview": "none"}) == Camera()


@pytest.mark.parametrize(
    ("sent", "section"),
    [(True, True), (False, False), (None, None), ("maybe", None), ([], None)],
)
def test_stills(sent: Any, section: bool | None) -> None:  # noqa: FBT001  # a table
    """A printer that has stills says so."""
    assert camera({"liveview_preview": sent}).has_preview is section


@pytest.mark.parametrize(
    ("ipcam", "open_now"),
    [
        ({"tutk_server": "enable"}, True),
        ({"tutk_server": "disable", "brtc_service": "enable"}, True),
        ({"agora_service": "enable"}, True),
        ({"tutk_server": "disable", "agora_service": "disable"}, False),
        ({}, None),
        ("disable", None),
    ],
)
def test_cloud_video(ipcam: Any, open_now: bool | None) -> None:  # noqa: FBT001  # a table
    """Any relay will do."""
    assert camera(ipcam).cloud_video is open_now


def test_a_setting_changes() -> None:
    """One word is changed by a delta, the others stay."""
    before = after(printer("P1S"), full(ipcam=WORDS))
    state = after(before, delta(ipcam={"timelapse": "enable"}))

    assert state.camera.timelapse is True
    assert state.camera.resolution == "1080p"
