"""Select how a printer's camera is reached."""

from dataclasses import replace

from ..api import is_host_name, is_lan_address
from ..devices.printer import PrinterCoordinator
from ..model import CameraOptions, CameraSource, CameraStatus, camera_source


class CameraSourceSelector:
    """Select the source from what printer, cloud and owner say.

    Attributes:
        options: What the owner has set.
        refuses_jpeg: Whether the printer refused a request for single frames.
    """

    def __init__(self, printer: PrinterCoordinator, options: CameraOptions) -> None:
        """Select for a printer."""
        self.options = options
        self.refuses_jpeg = False
        self._printer = printer

    def select(self) -> CameraSource:
        """Return how the camera is reached now."""
        source = camera_source(
            self._printer.data,
            self.options,
            self._printer.access_code,
            refuses_jpeg=self.refuses_jpeg,
        )
        host = source.host
        if source.problem or host is None or is_lan_address(host):
            return source
        if not is_host_name(host):
            return replace(source, problem=CameraStatus.NO_LAN_ADDRESS)
        return source
