"""Errors of cameras on the local network, named for what can be done about them.

    BambuCameraError                    no frame; `reason` is the status
    ├── BambuCameraAddressError         no address on the local network: set one
    ├── BambuCameraNameError            a host name that leads nowhere: check it
    ├── BambuCameraCodeError            no access code: set it
    ├── BambuCameraUnreachableError     no answer: check the network
    │   ├── BambuCameraClosedError      the printer is there, its camera is not
    │   └── BambuCameraStrangerError    another device has the address
    ├── BambuCameraDisabledError        turn the live view on at the printer
    ├── BambuCameraRefusedError         wrong access code, or the camera is busy
    ├── BambuCameraBusyError            too many viewers: close one
    ├── BambuCameraFrameError           what came is no JPEG
    ├── BambuCameraUnsupportedError     not by this transport: use another
    ├── BambuCameraPermissionError      Bambu Lab grants no session: use the network
    ├── BambuCameraBridgeError          look at the bridge of your own
    └── BambuCameraCertificateError     another certificate than at first: ask

Texts of these errors name neither address nor access code nor serial.
"""

from typing import ClassVar

from ..errors import BambuError


class BambuCameraError(BambuError):
    """A printer's camera gives no frame.

    Attributes:
        reason: The status that is shown, translated (camera 6.2).
        is_final: Whether the same attempt can only fail again.
    """

    reason: ClassVar[str] = "unreachable"
    is_final: ClassVar[bool] = False


class BambuCameraAddressError(BambuCameraError):
    """There is no address, or none that may be connected to."""

    reason = "no_lan_address"
    is_final = True


class BambuCameraNameError(BambuCameraError):
    """The host name has no address on the local network, at least now."""

    reason = "no_lan_address"


class BambuCameraCodeError(BambuCameraError):
    """There is no access code, or none that could be one."""

    reason = "no_access_code"
    is_final = True


class BambuCameraUnreachableError(BambuCameraError):
    """There was no answer, or the connection broke."""


class BambuCameraClosedError(BambuCameraUnreachableError):
    """The address refuses connections to the camera's port."""


class BambuCameraStrangerError(BambuCameraUnreachableError):
    """Something else than this printer answers at the address."""


class BambuCameraDisabledError(BambuCameraError):
    """The printer offers no stream: its live view is off (camera 2.3)."""

    reason = "liveview_disabled"


class BambuCameraRefusedError(BambuCameraError):
    """The printer hung up at once: wrong access code or camera busy.

    A printer does not say which of the two it is (camera 2.2).
    """

    reason = "wrong_access_code"


class BambuCameraBusyError(BambuCameraError):
    """The printer accepts us, but sends nothing: it serves two (camera 2.2)."""

    reason = "busy"


class BambuCameraFrameError(BambuCameraError):
    """The printer sent no whole JPEG: none, too large, or cut."""

    reason = "unsupported_transport"


class BambuCameraUnsupportedError(BambuCameraError):
    """There is no frame by this transport, though maybe by another."""

    reason = "unsupported_transport"
    is_final = True


class BambuCameraPermissionError(BambuCameraError):
    """Bambu Lab grants no session through the cloud for this printer (camera 1)."""

    reason = "cloud_not_permitted"
    is_final = True


class BambuCameraBridgeError(BambuCameraError):
    """The owner's bridge does not answer, or plays nothing (docs/camera-bridge.md)."""

    reason = "bridge_failed"


class BambuCameraCertificateError(BambuCameraError):
    """The printer shows another certificate than the one it had at first.

    Attributes:
        fingerprint: The SHA-256 of what it shows, to be trusted by a person only.
    """

    reason = "certificate_changed"
    is_final = True

    def __init__(self, message: str, *, fingerprint: str) -> None:
        """Store the fingerprint of the certificate that was shown."""
        super().__init__(message)
        self.fingerprint = fingerprint
