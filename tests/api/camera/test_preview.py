"""Stills come through a printer's file tunnel whole, or not at all, with the reason."""

from typing import Any

import pytest

from custom_components.bambu_cloud.api import (
    BambuCameraCertificateError,
    BambuCameraCodeError,
    BambuCameraError,
    BambuCameraFrameError,
    BambuCameraRefusedError,
    BambuCameraUnreachableError,
    BambuCameraUnsupportedError,
    preview_still,
)
from custom_components.bambu_cloud.model import CameraKind
from tests.helpers.cameras import CODE, SERIAL, Deaf, camera, on, printer
from tests.helpers.stills import PICTURE
from tests.helpers.wait import until
from tests.simulator.camera.certificates import leaf
from tests.simulator.camera.file_tunnel import FileTunnel, TunnelFault
from tests.simulator.camera.jpeg_camera import JpegCamera

pytestmark = pytest.mark.usefixtures("lan_enabled", "no_leftovers")


@pytest.mark.parametrize("code", [None, "", " \n", "ö", "123456789"])
async def test_no_code(code: str | None) -> None:
    """What cannot be an access code is not sent."""
    with pytest.raises(BambuCameraCodeError):
        await preview_still(printer(address="10.0.0.1", access_code=code))


async def test_still(tunnel_camera: JpegCamera, tunnel: FileTunnel) -> None:
    """A still is the picture that the printer sees, without what describes it."""
    assert len(PICTURE) > 60_000
    leaves: list[str] = []
    assert await preview_still(printer(), on_leaf=leaves.append) == PICTURE
    assert leaves == [tunnel_camera.leaf.fingerprint]
    assert tunnel.sent == 1


async def test_other_messages(tunnel_camera: JpegCamera, tunnel: FileTunnel) -> None:
    """Messages without a request are skipped."""
    tunnel.fault = TunnelFault.CHATTY
    assert await preview_still(printer()) == PICTURE


@pytest.mark.parametrize(
    ("fault", "error", "text"),
    [
        (TunnelFault.REFUSE, BambuCameraRefusedError, "or no file tunnel"),
        (TunnelFault.DENY, BambuCameraUnsupportedError, "no file tunnel"),
        (TunnelFault.DEAF, BambuCameraUnreachableError, "fell silent"),
        (TunnelFault.STALL, BambuCameraUnreachableError, "fell silent"),
        (TunnelFault.CUT, BambuCameraUnreachableError, "broke"),
        (TunnelFault.ERROR, BambuCameraUnsupportedError, "refuses to send"),
        (TunnelFault.SHORT, BambuCameraFrameError, "another size"),
        (TunnelFault.LONG, BambuCameraFrameError, "another size"),
        (TunnelFault.HUGE, BambuCameraFrameError, "announced"),
        (TunnelFault.DISORDER, BambuCameraFrameError, "part of the picture is missing"),
        (TunnelFault.GAP, BambuCameraFrameError, "part of the picture is missing"),
        (TunnelFault.BAD_MD5, BambuCameraFrameError, "another MD5"),
        (TunnelFault.NO_MD5, BambuCameraFrameError, "another MD5"),
        (TunnelFault.NO_PICTURE, BambuCameraFrameError, "no JPEG"),
        (TunnelFault.NO_JSON, BambuCameraFrameError, "no message"),
        (TunnelFault.ENDLESS, BambuCameraFrameError, "not come to an end"),
    ],
)
async def test_faults(
    tunnel_camera: JpegCamera,
    tunnel: FileTunnel,
    fault: TunnelFault,
    error: type[BambuCameraError],
    text: str,
) -> None:
    """A fault has an error, the connection is closed, and no pin is reported."""
    tunnel.fault = fault
    pins: list[str] = []
    is_silent = fault in {TunnelFault.DEAF, TunnelFault.STALL}
    with pytest.raises(error, match=text) as caught:
        await preview_still(
            printer(), on_leaf=pins.append, timeout=0.2 if is_silent else 10
        )
    await until(lambda: not tunnel_camera.counts.open)
    assert type(caught.value) is error
    assert not pins
    tunnel.fault = None
    assert await preview_still(printer()) == PICTURE


async def test_wrong_code(tunnel_camera: JpegCamera, tunnel: FileTunnel) -> None:
    """A printer hangs up on a wrong access code."""
    with pytest.raises(BambuCameraRefusedError):
        await preview_still(printer(access_code="00000000"))
    assert tunnel.refused == 1


async def test_strangers_do_not_get_the_code(
    tunnel_camera: JpegCamera, tunnel: FileTunnel
) -> None:
    """A server with another certificate does not get the access code."""
    with pytest.raises(BambuCameraCertificateError):
        await preview_still(printer(pin=leaf(SERIAL).fingerprint))
    await until(lambda: tunnel_camera.counts.opened and not tunnel_camera.counts.open)
    assert not tunnel.opened + tunnel.refused


async def test_deaf() -> None:
    """Who does not answer in time is given up."""
    deaf = Deaf()
    async with deaf.listening(CameraKind.JPEG) as to:
        with pytest.raises(BambuCameraUnreachableError):
            await preview_still(to, connect_timeout=0.05)
        await until(lambda: not deaf.open)


@pytest.mark.parametrize(
    ("kind", "text"), [(0x0001013F, "broke"), (0x0102013F, "something else")]
)
async def test_login_is_answered_by_something_else(kind: int, text: str) -> None:
    """What is no welcome opens nothing; a welcome may hold something or be cut."""

    class Odd(FileTunnel):
        async def serve(self, size: int, reader: Any, writer: Any) -> None:
            await reader.readexactly(size)
            size = 4 if kind == 0x0102013F else 400
            writer.write(b"".join(n.to_bytes(4, "little") for n in (size, kind, 0, 0)))
            writer.write(b"{{{{")

    odd = Odd(access_code=lambda: CODE, draw=lambda: PICTURE)
    with pytest.raises(BambuCameraError, match=text):
        async with on(camera(leaf=leaf(SERIAL), tunnel=odd)) as to:
            await preview_still(to)
