"""Control of a printer's camera, for the control page."""

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from aiohttp import web

from tests.simulator.camera.jpeg_camera import CameraFault
from tests.simulator.cloud_side.answers import answer
from tests.simulator.printer.job import BusyError

if TYPE_CHECKING:
    from tests.simulator.camera.cameras import Cameras
    from tests.simulator.cloud import SimulatedCloud

PATH = "/camera/{action}"

type _Action = Callable[[Cameras, str], Awaitable[object]]

_ACTIONS: dict[str, _Action] = {
    "code": lambda cameras, serial: cameras.refresh_access_code(serial),
    "certificate": lambda cameras, serial: cameras.change_certificate(serial),
    "liveview": lambda cameras, serial: cameras.toggle_liveview(serial),
    "move": lambda cameras, serial: cameras.move(serial),
}


class CameraControl:
    """The handler of the actions."""

    def __init__(self, cloud: SimulatedCloud) -> None:
        """Control the cameras of this cloud."""
        self._cloud = cloud

    async def act(self, request: web.Request) -> web.Response:
        """Apply an action to a camera: code, certificate, liveview, move, fault."""
        serial, name = request.match_info["serial"], request.match_info["action"]
        cameras = self._cloud.cameras
        if serial in self._cloud.printers and serial not in cameras.by_serial:
            raise BusyError(f"the camera of {serial} does not run")
        camera = cameras.by_serial[serial]
        if name == "fault":
            wanted = (await request.json()).get("fault")
            camera.jpeg.fault = CameraFault(wanted) if wanted else None
        else:
            await _ACTIONS[name](cameras, serial)
        return answer(shown(cameras, serial))


def shown(cameras: Cameras, serial: str) -> Any:
    """Return a camera as the page shows it, None while it does not run."""
    camera = cameras.by_serial.get(serial)
    if camera is None:
        return None
    return {
        "address": str(camera.address),
        "access_code": camera.access_code,
        "liveview": camera.liveview if camera.has_stream else None,
        "viewers": camera.jpeg.counts.open,
        "stills": camera.tunnel.sent,
        "fault": camera.jpeg.fault,
    }
