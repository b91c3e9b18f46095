"""The H2D, whose camera gives a still at intervals."""

from tests.helpers.home import H2D, Home
from tests.simulator.camera.certificates import leaf
from tests.simulator.camera.file_tunnel import FileTunnel
from tests.simulator.camera.jpeg_camera import JpegCamera
from tests.simulator.camera.pictures import Scene, picture


class Printer:
    """The H2D, whose live view is off and which has stills."""

    def __init__(self, home: Home) -> None:
        """Draw another picture each time."""
        self.drawn: list[bytes] = []
        code = home.cloud.printers[H2D].identity
        self.tunnel = FileTunnel(access_code=lambda: code.access_code, draw=self._draw)
        self.server = JpegCamera(
            leaf=leaf(H2D),
            access_code=str,
            draw=bytes,
            is_supported=False,
            tunnel=self.tunnel,
        )

    def _draw(self) -> bytes:
        """Return what the camera sees."""
        time = f"{len(self.drawn)}"
        self.drawn.append(picture(Scene(name="H2D", time=time, state="")))
        return self.drawn[-1]
