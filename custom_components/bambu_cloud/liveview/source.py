"""Choose how a printer's camera is watched, by all that is known of it."""

from dataclasses import replace

from ..api import is_host_name, is_lan_address
from ..devices.printer import PrinterCoordinator
from ..model import CameraOptions, CameraSource, CameraStatus, camera_source


class CameraChooser:
    """Choose a source whenever printer, cloud or owner say something new.

    Attributes:
        options: What the owner wants.
        refuses_jpeg: Whether the printer was asked for single pictures, and has none.
    """

    def __init__(self, printer: PrinterCoordinator, options: CameraOptions) -> None:
        """Choose for a printer."""
        self.options = options
        self.refuses_jpeg = False
        self._printer = printer

    def choose(self) -> CameraSource:
        """Return how the camera is watched by all that is known now."""
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
