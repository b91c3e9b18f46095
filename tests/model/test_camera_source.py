"""The source of a camera depends on its printer and its owner."""

from dataclasses import replace
from typing import Any

import pytest

from custom_components.bambu_cloud.model import (
    MODELS,
    CameraChoice,
    CameraOptions,
    CameraSource,
    CameraStatus,
    CameraTime,
    CameraTransport,
    Presence,
    PrinterState,
    StreamType,
    camera_source,
    identify,
)
from tests.helpers.printer_reports import after, full, printer

RTSPS, JPEG = CameraTransport.LAN_RTSPS, CameraTransport.LAN_JPEG
PREVIEW = CameraTransport.PREVIEW
NET = {"info": [{"ip": 0x3200A8C0, "mask": 0}]}
CODE = "12345678"
URL = "rtsps://192.168.0.99:322/streaming/live/1"
MINE = "rtsp://192.168.0.7:8554/workshop"


def online(key: str, ipcam: Any = None, **fields: Any) -> PrinterState:
    """Return a printer of this model that is online and complete."""
    state = after(printer(key), full(ipcam=ipcam, net=NET, **fields))
    return replace(state, presence=Presence(reported=True))


def source(
    state: PrinterState, code: str | None = CODE, **options: Any
) -> CameraSource:
    """Return the camera source of a printer."""
    return camera_source(state, CameraOptions(**options), code)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.key)
def test_models(model: Any) -> None:
    """A printer that says nothing of its camera has that of its model."""
    expected = {"none": None, "jpeg": JPEG, "rtsps": RTSPS}[model.camera.value]
    found = source(online(model.key))
    assert found.transport is expected
    unknown = None if expected else CameraStatus.UNSUPPORTED_TRANSPORT
    assert found.problem is unknown


def test_what_is_needed() -> None:
    """The printer's own address and the cloud's access code are enough."""
    found = source(online("P1S"))
    assert found == CameraSource(transport=JPEG, host="192.168.0.50", access_code=CODE)
    assert CODE not in repr(found)
    assert "192.168" not in repr(found)


@pytest.mark.parametrize(
    ("key", "ipcam", "transport", "problem"),
    [
        ("X1C", {"rtsp_url": URL}, RTSPS, None),
        ("X1C", {"rtsp_url": "disable"}, RTSPS, CameraStatus.LIVEVIEW_DISABLED),
        ("X1C", {"rtsp_url": ""}, RTSPS, None),
        ("P1S", {"rtsp_url": URL, "liveview": {"local": "local"}}, RTSPS, None),
        ("P1S", {"liveview": {"local": "rtsps"}}, RTSPS, None),
        ("P1S", {"liveview": {"local": "rtsp"}}, RTSPS, None),
        ("X1C", {"liveview": {"local": "local"}}, JPEG, None),
        (
            "A1",
            {"liveview": {"local": "disabled"}},
            JPEG,
            CameraStatus.LIVEVIEW_DISABLED,
        ),
        (
            "",
            {"liveview": {"local": "disabled"}},
            None,
            CameraStatus.LIVEVIEW_DISABLED,
        ),
        ("", {"liveview": {"local": "local"}}, JPEG, None),
        (
            "X1C",
            {"liveview": {"local": "none"}},
            None,
            CameraStatus.UNSUPPORTED_TRANSPORT,
        ),
        (
            "P2S",
            {"liveview": {"local": "holo"}},
            None,
            CameraStatus.UNSUPPORTED_TRANSPORT,
        ),
        ("P1P", {"ipcam_dev": "0"}, None, CameraStatus.UNSUPPORTED_TRANSPORT),
        ("P1P", {"ipcam_dev": "1"}, JPEG, None),
    ],
)
def test_what_the_printer_says(
    key: str,
    ipcam: dict[str, Any],
    transport: CameraTransport | None,
    problem: CameraStatus | None,
) -> None:
    """Its own words beat the table of models."""
    found = source(online(key, ipcam))
    assert (found.transport, found.problem) == (transport, problem)


def test_no_single_pictures() -> None:
    """A printer that has refused to send single pictures is asked for a stream."""
    found = camera_source(online("P1S"), CameraOptions(), CODE, refuses_jpeg=True)
    assert (found.transport, found.problem) == (RTSPS, None)


STILLS = {"liveview_preview": True}
OFF = CameraStatus.LIVEVIEW_DISABLED


@pytest.mark.parametrize(
    ("key", "ipcam", "wanted", "transport", "problem"),
    [
        ("P2S", {"rtsp_url": "disable"} | STILLS, True, PREVIEW, None),
        ("P2S", {"rtsp_url": "disable"} | STILLS, False, RTSPS, OFF),
        ("P2S", {"rtsp_url": "disable"}, True, RTSPS, OFF),
        ("", {"liveview": {"local": "disabled"}} | STILLS, True, PREVIEW, None),
        ("P2S", {"rtsp_url": URL} | STILLS, True, RTSPS, None),
        ("P2S", {"rtsp_url": URL} | STILLS, False, RTSPS, None),
        ("P1S", STILLS, True, JPEG, None),
        (
            "P2S",
            {"ipcam_dev": "0"} | STILLS,
            True,
            None,
            CameraStatus.UNSUPPORTED_TRANSPORT,
        ),
    ],
)
def test_stills(
    key: str,
    ipcam: dict[str, Any],
    wanted: bool,  # noqa: FBT001  # a table
    transport: CameraTransport | None,
    problem: CameraStatus | None,
) -> None:
    """Stills stand in for a video that is off, where owner and printer say so."""
    found = source(online(key, ipcam), preview=wanted)
    assert (found.transport, found.problem) == (transport, problem)
    asks = wanted and "liveview_preview" in ipcam and transport in {RTSPS, PREVIEW}
    assert found.has_preview is asks
    assert found.host == (None if problem and not transport else "192.168.0.50")


def test_stills_in_spite_of_no_single_pictures() -> None:
    """What a printer says of its JPEG stream makes no difference to its stills."""
    state = online("P1S", {"liveview": {"local": "disabled"}} | STILLS)
    options = CameraOptions(preview=True)
    assert camera_source(state, options, CODE, refuses_jpeg=True).transport is PREVIEW


@pytest.mark.parametrize(
    ("presence", "ipcam", "net", "code", "problem"),
    [
        (False, None, NET, CODE, CameraStatus.PRINTER_OFFLINE),
        (None, {"rtsp_url": "disable"}, NET, CODE, CameraStatus.PRINTER_OFFLINE),
        (True, {"rtsp_url": "disable"}, {}, None, CameraStatus.LIVEVIEW_DISABLED),
        (True, None, {}, None, CameraStatus.NO_LAN_ADDRESS),
        (True, None, NET, None, CameraStatus.NO_ACCESS_CODE),
        (True, None, NET, "", CameraStatus.NO_ACCESS_CODE),
        (True, None, NET, CODE, None),
    ],
)
def test_what_is_missing(
    presence: bool | None,  # noqa: FBT001  # a table
    ipcam: Any,
    net: Any,
    code: str | None,
    problem: CameraStatus | None,
) -> None:
    """What has to be done first comes first."""
    state = after(printer("X1C"), full(ipcam=ipcam, net=net))
    state = replace(state, presence=Presence(reported=presence))
    found = source(state, code)
    assert (found.transport, found.problem) == (RTSPS, problem)


def test_own_address_and_code() -> None:
    """What the owner sets is used in place of what printer and cloud say."""
    found = source(online("P1S"), None, host="192.168.7.7", access_code="87654321")
    assert (found.host, found.access_code) == ("192.168.7.7", "87654321")
    assert found.problem is None


@pytest.mark.parametrize(
    ("choice", "url", "transport", "problem"),
    [
        (CameraChoice.AUTO, MINE, CameraTransport.EXTERNAL, None),
        (CameraChoice.EXTERNAL, MINE, CameraTransport.EXTERNAL, None),
        (CameraChoice.EXTERNAL, None, None, CameraStatus.UNSUPPORTED_TRANSPORT),
        (CameraChoice.LAN, MINE, JPEG, None),
        (CameraChoice.DISABLED, MINE, None, CameraStatus.OFF),
    ],
)
def test_choice(
    choice: CameraChoice,
    url: str | None,
    transport: CameraTransport | None,
    problem: CameraStatus | None,
) -> None:
    """The owner decides; without a wish, an own stream beats the printer's."""
    found = source(online("P1S"), choice=choice, url=url)
    assert (found.transport, found.problem) == (transport, problem)
    assert found.url == (url if transport is CameraTransport.EXTERNAL else None)


@pytest.mark.parametrize(
    ("kind", "transport"),
    [
        (StreamType.VIDEO, CameraTransport.EXTERNAL),
        (StreamType.PICTURES, CameraTransport.EXTERNAL_JPEG),
    ],
)
def test_kind_of_stream(kind: StreamType, transport: CameraTransport) -> None:
    """The owner says what his stream consists of."""
    found = source(online("P1S"), url=MINE, stream_type=kind)
    assert found == CameraSource(transport=transport, url=MINE)


@pytest.mark.parametrize(
    ("state", "problem"),
    [
        ("RUNNING", None),
        ("PAUSE", None),
        ("PREPARE", None),
        ("IDLE", CameraStatus.NOT_PRINTING),
        ("FINISH", CameraStatus.NOT_PRINTING),
        ("FAILED", CameraStatus.NOT_PRINTING),
    ],
)
def test_only_while_printing(state: str, problem: CameraStatus | None) -> None:
    """A printer is left alone between its prints, if its owner wants that."""
    printing = online("P1S", gcode_state=state)
    assert source(printing, when=CameraTime.PRINTING).problem is problem
    assert source(printing).problem is None
    assert source(printing, when=CameraTime.PRINTING, url=MINE).problem is None


def test_own_stream_needs_no_printer() -> None:
    """A camera of one's own shows the room also while the printer is off."""
    found = source(printer("P1S"), None, url=MINE)
    assert found == CameraSource(transport=CameraTransport.EXTERNAL, url=MINE)


@pytest.mark.parametrize(
    "stored",
    [None, [], {}, {"source": "tv"}, {"source": []}, {"preview": "yes"}, {"when": 5}],
)
def test_options_without_sense(stored: Any) -> None:
    """What makes no sense is not set."""
    assert CameraOptions.read(stored) == CameraOptions()


def test_options() -> None:
    """What is stored is read, without showing secrets."""
    stored = {
        "source": "lan",
        "url": MINE,
        "host": " 192.168.7.7",
        "access_code": CODE,
        "preview": True,
        "stream_type": "pictures",
        "when": "printing",
    }
    options = CameraOptions.read(stored)
    assert options == CameraOptions(
        choice=CameraChoice.LAN,
        url=MINE,
        host="192.168.7.7",
        access_code=CODE,
        preview=True,
        stream_type=StreamType.PICTURES,
        when=CameraTime.PRINTING,
    )
    assert CODE not in repr(options)


def test_clock() -> None:
    """Only the P2S sends pictures whose time stands still."""
    stuck = {model.key for model in MODELS if not model.camera_clock}
    assert stuck == {"P2S"}
    assert identify(code="N7").camera_clock is False
