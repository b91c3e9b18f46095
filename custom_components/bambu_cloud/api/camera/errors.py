"""Errors of cameras on the local network, named for what can be done about them.

    BambuCameraError                    no picture; `reason` is the word for it
    ├── BambuCameraAddressError         no address on the local network: set one
    ├── BambuCameraNameError            a host name that leads nowhere: check it
    ├── BambuCameraCodeError            no access code: set it
    ├── BambuCameraUnreachableError     nobody answers: check the network
    │   ├── BambuCameraClosedError      the printer is there, its camera is not
    │   └── BambuCameraStrangerError    another device has the address
    ├── BambuCameraDisabledError        turn the live view on at the printer
    ├── BambuCameraRefusedError         wrong access code, or the camera is busy
    ├── BambuCameraBusyError            too many watch: close another viewer
    ├── BambuCameraFrameError           what came is no picture
    ├── BambuCameraUnsupportedError     this way leads to no picture: take another
    └── BambuCameraCertificateError     another certificate than at first: ask

Texts of these errors name neither address nor access code nor serial.
"""

from typing import ClassVar

from ..errors import BambuError


class BambuCameraError(BambuError):
    """Tell that a printer's camera gives no picture.

    Attributes:
        reason: The word that a user's display translates (camera 6.2).
        is_final: Whether the same attempt can only fail again.
    """

    reason: ClassVar[str] = "unreachable"
    is_final: ClassVar[bool] = False


class BambuCameraAddressError(BambuCameraError):
    """Tell that there is no address, or none that may be connected to."""

    reason = "no_lan_address"
    is_final = True


class BambuCameraNameError(BambuCameraError):
    """Tell that a host name leads to no address on the local network, at least now."""

    reason = "no_lan_address"


class BambuCameraCodeError(BambuCameraError):
    """Tell that there is no access code, or none that could be one."""

    reason = "no_access_code"
    is_final = True


class BambuCameraUnreachableError(BambuCameraError):
    """Tell that nobody answered, or that the connection broke."""


class BambuCameraClosedError(BambuCameraUnreachableError):
    """Tell that the address refuses connections to the camera's port."""


class BambuCameraStrangerError(BambuCameraUnreachableError):
    """Tell that something else than this printer answers at the address."""


class BambuCameraDisabledError(BambuCameraError):
    """Tell that the printer offers no stream: its live view is off (camera 2.3)."""

    reason = "liveview_disabled"


class BambuCameraRefusedError(BambuCameraError):
    """Tell that the printer hung up at once: wrong access code or camera busy.

    A printer does not say which of the two it is (camera 2.2).
    """

    reason = "wrong_access_code"


class BambuCameraBusyError(BambuCameraError):
    """Tell that the printer takes us, but sends nothing: it serves two (camera 2.2)."""

    reason = "busy"


class BambuCameraFrameError(BambuCameraError):
    """Tell that the printer sent what is no picture: none, too large, or cut."""

    reason = "unsupported_transport"


class BambuCameraUnsupportedError(BambuCameraError):
    """Tell that there is no picture on this way, though there may be on another."""

    reason = "unsupported_transport"
    is_final = True


class BambuCameraCertificateError(BambuCameraError):
    """Tell that a printer shows another certificate than the one it had at first.

    Attributes:
        fingerprint: The SHA-256 of what it shows, to be trusted by a person only.
    """

    reason = "certificate_changed"
    is_final = True

    def __init__(self, message: str, *, fingerprint: str) -> None:
        """Remember what was shown."""
        super().__init__(message)
        self.fingerprint = fingerprint
