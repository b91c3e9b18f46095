"""The cameras of a cloud's printers, each at its own address of this machine.

Real printers have their cameras on the local network, at known ports. Here they are on
127.0.0.11 and up, at ports that are free; what printers report and what the device
list says agrees with that.
"""

import asyncio
from contextlib import AsyncExitStack
import errno
from ipaddress import IPv4Address
from secrets import randbelow
import socket
from typing import TYPE_CHECKING

from tests.simulator.printer.printer import SimulatedPrinter
from tests.simulator.printer.state import get

from .certificates import Leaf, leaf
from .file_tunnel import FileTunnel
from .jpeg_camera import JpegCamera
from .pictures import Scene, picture
from .stream_server import StreamServer, missing

if TYPE_CHECKING:
    from tests.simulator.cloud import SimulatedCloud

_FIRST = IPv4Address("127.0.0.11")
_ATTEMPTS = 5
_PATH = "/streaming/live/1"
_STREAM_PORT = 322
_STEPS_PER_SECOND = 5
_GREEN = (0, 174, 66)
# Firmwares that still show the oldest kind of certificate (camera 2.5).
_OLD_LEAFS = frozenset({"C12"})


class PrinterCamera:
    """The camera of one printer.

    Attributes:
        address: Where it is.
        leaf: The certificate that it shows.
        jpeg: What serves single pictures, or tells that it has none.
        tunnel: What serves stills, if the printer says that it has them.
        has_stream: Whether the model has a stream instead.
        liveview: Whether its owner has turned the stream on.
    """

    def __init__(
        self, cloud: SimulatedCloud, printer: SimulatedPrinter, period: float
    ) -> None:
        """Prepare the camera of a printer."""
        self._cloud = cloud
        self._printer = printer
        ipcam = printer.state["ipcam"]
        self.address = IPv4Address(0)
        self.leaf = self._leaf()
        self.has_stream = "rtsp_url" in ipcam
        self.liveview = self.has_stream and ipcam["rtsp_url"] != "disable"
        self.tunnel = FileTunnel(
            access_code=lambda: printer.identity.access_code,
            draw=self.draw,
            is_there=lambda: get(ipcam, "liveview_preview", False) is True,
        )
        self.jpeg = JpegCamera(
            leaf=self.leaf,
            access_code=lambda: printer.identity.access_code,
            draw=self.draw,
            is_on=lambda: printer.powered,
            is_supported=get(ipcam, "liveview.local", "local") == "local"
            and not self.has_stream,
            period=period,
            tunnel=self.tunnel,
        )
        self._listening = AsyncExitStack()

    @property
    def serial(self) -> str:
        """Return the printer's serial."""
        return self._printer.identity.serial

    @property
    def serves_stream(self) -> bool:
        """Return whether the printer serves its stream."""
        return self.liveview and self._printer.powered

    @property
    def access_code(self) -> str:
        """Return the printer's access code."""
        return self._printer.identity.access_code

    def draw(self) -> bytes:
        """Return the current picture."""
        return picture(self._scene())

    async def open(self, address: IPv4Address, jpeg_port: int) -> int:
        """Serve at an address; return the port of single pictures."""
        listening = self.jpeg.listening(str(address), jpeg_port)
        port = await self._listening.enter_async_context(listening)
        self.address = address
        return port

    async def close(self) -> None:
        """Stop serving."""
        await self._listening.aclose()

    def renew_leaf(self) -> None:
        """Use another certificate from now on."""
        self.leaf = self.jpeg.leaf = self._leaf()

    def update_report(self, stream_port: int) -> None:
        """Report the address and what is served there (protocol C.4.3)."""
        state = self._printer.state
        address = int.from_bytes(self.address.packed, "little")
        state["net"]["info"][0]["ip"] = address
        if self.has_stream:
            url = f"rtsps://{self.address}:{stream_port or _STREAM_PORT}{_PATH}"
            state["ipcam"]["rtsp_url"] = url if self.liveview else "disable"
        self._cloud.speak_up(self.serial)

    def _leaf(self) -> Leaf:
        """Return a new certificate for the printer."""
        old = self._printer.identity.code in _OLD_LEAFS
        return leaf(self.serial, version_1=old)

    def _scene(self) -> Scene:
        """Return what the camera sees."""
        state = self._printer.state
        color = str(get(state, "ams.ams.0.tray.0.tray_color", ""))
        moves = self._printer.gcode_state == "RUNNING"
        now = asyncio.get_running_loop().time()
        return Scene(
            name=self._printer.identity.name,
            time=f"{self._cloud.now:%H:%M:%S}",
            state=self._printer.gcode_state.capitalize(),
            layer=state["layer_num"],
            layers=state["total_layer_num"],
            percent=state["mc_percent"],
            color=_rgb(color),
            light=get(state, "lights_report.0.mode") == "on",
            step=int(now * _STEPS_PER_SECOND) if moves else 0,
        )


def _free_port() -> int:
    """Return a port that is free at the moment."""
    with socket.socket() as probe:
        probe.bind((str(_FIRST), 0))
        port: int = probe.getsockname()[1]
        return port


def _rgb(color: str) -> tuple[int, int, int]:
    """Return the three parts of a color of a report."""
    try:
        red, green, blue = bytes.fromhex(color[:6])
    except ValueError:
        return _GREEN
    return red, green, blue


class Cameras:
    """The cameras of all simulated printers.

    Attributes:
        by_serial: What serves, by printer.
        jpeg_port: Where all of them serve single pictures, 0 while they do not.
        stream_port: Where those that have a stream serve it, 0 while they do not.
        period: Seconds between two single pictures, 0 if there are no cameras.
        streams: What serves the streams, None where nothing does.
    """

    def __init__(
        self, cloud: SimulatedCloud, period: float, *, with_streams: bool
    ) -> None:
        """Prepare the cameras of a cloud; none is open yet."""
        self._cloud = cloud
        self.period = period
        self.by_serial: dict[str, PrinterCamera] = {}
        self.jpeg_port = 0
        self.stream_port = 0
        self.streams: StreamServer | None = None
        self._with_streams = with_streams and missing() is None
        self._streaming: set[str] = set()
        self._used = 0

    async def start(self) -> None:
        """Open a camera for each printer that has none."""
        if self._with_streams and self.streams is None:
            self.stream_port = _free_port()
            self.streams = StreamServer(lambda serial: self.by_serial[serial].draw())
            await self.streams.start()
        for attempt in range(1, _ATTEMPTS + 1):
            try:
                for serial in list(self._cloud.printers):
                    if serial not in self.by_serial:
                        await self._open(serial)
            except OSError as err:
                # The port that was free at one address is taken at another.
                if err.errno != errno.EADDRINUSE or attempt == _ATTEMPTS:
                    raise
                await self._close()
            else:
                return

    async def stop(self) -> None:
        """Close all cameras and the stream server."""
        if self.streams is not None:
            await self.streams.stop()
            self.streams, self.stream_port = None, 0
        await self._close()

    async def _close(self) -> None:
        """Close all cameras."""
        for camera in self.by_serial.values():
            await camera.close()
        self.by_serial.clear()
        self._streaming.clear()
        self.jpeg_port = 0

    async def refresh_access_code(self, serial: str) -> str:
        """Give a printer a new access code, as its owner can."""
        printer = self._cloud.simulated(serial)
        code = f"{randbelow(10**8):08}"
        printer.identity.access_code = code
        self.by_serial[serial].jpeg.drop()
        self.sync(serial, anew=True)
        return code

    async def change_certificate(self, serial: str) -> None:
        """Give a printer a new certificate, as a new mainboard has."""
        self.by_serial[serial].renew_leaf()
        self.by_serial[serial].jpeg.drop()
        self.sync(serial, anew=True)

    async def toggle_liveview(self, serial: str) -> bool:
        """Turn a stream on or off, as the owner can on the screen.

        Raises:
            KeyError: The printer has no such switch.
        """
        camera = self.by_serial[serial]
        if not camera.has_stream:
            raise KeyError("live view")
        camera.liveview = not camera.liveview
        self.sync(serial)
        camera.update_report(self.stream_port)
        return camera.liveview

    async def move(self, serial: str) -> IPv4Address:
        """Give a printer a new address, as a router can."""
        camera = self.by_serial[serial]
        await camera.close()
        await camera.open(self._address(), self.jpeg_port)
        self.sync(serial, anew=True)
        camera.update_report(self.stream_port)
        return camera.address

    def sync(self, serial: str, *, anew: bool = False) -> None:
        """Serve a printer's stream exactly while the printer does.

        Args:
            serial: Of the printer.
            anew: Send home who watches: address, code or certificate have changed.
        """
        camera = self.by_serial.get(serial)
        if camera is None or self.streams is None or not camera.has_stream:
            return
        if serial in self._streaming and (anew or not camera.serves_stream):
            self.streams.close(serial)
            self._streaming.discard(serial)
        if serial not in self._streaming and camera.serves_stream:
            port = self.stream_port
            self.streams.open(
                serial, camera.address, port, camera.access_code, camera.leaf
            )
            self._streaming.add(serial)

    async def _open(self, serial: str) -> None:
        """Open the camera of one printer, if it is a simulated one."""
        printer = self._cloud.printers[serial]
        if isinstance(printer, SimulatedPrinter):
            camera = PrinterCamera(self._cloud, printer, self.period)
            self.jpeg_port = await camera.open(self._address(), self.jpeg_port)
            self.by_serial[serial] = camera
            self.sync(serial)
            camera.update_report(self.stream_port)

    def _address(self) -> IPv4Address:
        """Return an address that no printer has had."""
        self._used += 1
        return _FIRST + (self._used - 1)
