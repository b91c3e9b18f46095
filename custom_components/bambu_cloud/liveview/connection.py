"""Connect to a printer's camera by any transport, and verify that it is the one."""

from collections.abc import AsyncGenerator, Callable

from aiohttp import ClientSession

from ..api import (
    BambuCameraCertificateError,
    BambuCameraError,
    HubTimes,
    LanPrinter,
    check_access_code,
    http_frames,
    is_host_name,
    jpeg_frames,
    preflight,
    preview_still,
    resolve,
)
from ..model import CameraSource, CameraStatus, CameraTransport
from .bridge import BridgeConnection


class CameraConnection:
    """Connect to the camera as its source of the moment says.

    Attributes:
        pin: SHA-256 of the printer's certificate, if it was seen before.
        bridge: The owner's bridge to the cloud.
    """

    def __init__(
        self,
        serial: str,
        source: Callable[[], CameraSource],
        pin: str | None,
        on_pin: Callable[[str], None],
        *,
        session: ClientSession,
        bridge: BridgeConnection,
    ) -> None:
        """Start without a connection.

        Args:
            session: For a camera of the owner's own.
            bridge: For a camera through the cloud.
            serial: Of the printer.
            source: Returns how the camera is reached now.
            pin: SHA-256 of its certificate, if it was seen before.
            on_pin: Called with another one, which is to be stored.
        """
        self.pin = pin
        self.bridge = bridge
        self._session = session
        self._serial = serial
        self._source = source
        self._on_pin = on_pin
        self._shown: str | None = None
        self._addresses: dict[str, str] = {}

    @property
    def _printer(self) -> LanPrinter:
        """Return the printer with its credentials."""
        source = self._source()
        return LanPrinter(
            serial=self._serial,
            address=source.host,
            access_code=source.access_code,
            pin=self.pin,
        )

    @property
    def address(self) -> str | None:
        """Return the printer's address, None if its host name was not resolved yet."""
        host = self._source().host or ""
        return self._addresses.get(host) if is_host_name(host) else host

    async def locate(self) -> None:
        """Resolve the printer's host name, if it has one.

        Raises:
            BambuCameraError: there is no address for us.
        """
        if host := self._source().host:
            self._addresses[host] = str(await resolve(host))

    def frames(self, times: HubTimes) -> AsyncGenerator[bytes]:
        """Connect, and yield frames until the connection fails.

        Raises:
            BambuCameraError: it has failed; the class says why.
        """
        source = self._source()
        if source.transport is CameraTransport.EXTERNAL_JPEG:
            return http_frames(
                self._session,
                source.url or "",
                connect_timeout=times.connect,
                frame_timeout=times.frame,
            )
        if source.transport is CameraTransport.BRIDGE_JPEG:
            return self.bridge.frames(source.url or "", times)
        return jpeg_frames(
            self._printer,
            on_leaf=self._recognize,
            connect_timeout=times.connect,
            frame_timeout=times.frame,
        )

    async def preview(self) -> bytes:
        """Return a still of the printer.

        Raises:
            BambuCameraError: there is none; the class says why.
        """
        return await preview_still(self._printer, on_leaf=self._recognize)

    async def check(self, *, with_code: bool) -> None:
        """Check whether the printer's stream can be played.

        Args:
            with_code: Also check the access code, which takes longer.

        Raises:
            BambuCameraError: it cannot; the class says why.
        """
        printer = self._printer
        pin, address = await preflight(printer)
        self._addresses[printer.address or ""] = address
        self._recognize(pin)
        if with_code:
            await check_access_code(self._printer)

    def status_of(self, error: BambuCameraError) -> CameraStatus:
        """Return the status of a failure; a new certificate may be trusted later."""
        if isinstance(error, BambuCameraCertificateError):
            self._shown = error.fingerprint
        return CameraStatus(error.reason)

    def trust(self) -> bool:
        """Trust the certificate that was shown last, if one was: a person said so."""
        if self._shown is None:
            return False
        self._set_pin(self._shown)
        return True

    def _recognize(self, pin: str) -> None:
        """Pin the first certificate that the printer shows."""
        if self.pin is None:
            self._set_pin(pin)

    def _set_pin(self, pin: str) -> None:
        """Pin a certificate."""
        self.pin = pin
        self._on_pin(pin)
