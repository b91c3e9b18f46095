"""Connect to a printer's camera, on whatever way, and know whether it is that one."""

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


class CameraLink:
    """Open what leads to pictures, where the source of the moment says they are.

    Attributes:
        pin: SHA-256 of the certificate by which the printer is known, if it is.
    """

    def __init__(
        self,
        serial: str,
        source: Callable[[], CameraSource],
        pin: str | None,
        on_pin: Callable[[str], None],
        *,
        session: ClientSession,
    ) -> None:
        """Open nothing yet.

        Args:
            session: For a camera of the owner's own.
            serial: Of the printer.
            source: Tells how the camera is watched now.
            pin: SHA-256 of the certificate by which it is known.
            on_pin: Told another one, which is to be remembered.
        """
        self.pin = pin
        self._session = session
        self._serial = serial
        self._source = source
        self._on_pin = on_pin
        self._shown: str | None = None
        self._found: dict[str, str] = {}

    @property
    def _printer(self) -> LanPrinter:
        """Return what it takes to watch the printer."""
        source = self._source()
        return LanPrinter(
            serial=self._serial,
            address=source.host,
            access_code=source.access_code,
            pin=self.pin,
        )

    @property
    def address(self) -> str | None:
        """Return where the printer is, None if its host name was not resolved yet."""
        host = self._source().host or ""
        return self._found.get(host) if is_host_name(host) else host

    async def locate(self) -> None:
        """Find out where the printer is; that asks nobody unless it has a host name.

        Raises:
            BambuCameraError: there is no address for us.
        """
        if host := self._source().host:
            self._found[host] = str(await resolve(host))

    def frames(self, times: HubTimes) -> AsyncGenerator[bytes]:
        """Connect, and yield single pictures until the connection fails.

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

    async def reach(self, *, with_code: bool) -> None:
        """Make sure that the printer's video can be played.

        Args:
            with_code: Also see whether the access code is right, which takes longer.

        Raises:
            BambuCameraError: it cannot; the class says why.
        """
        printer = self._printer
        pin, address = await preflight(printer)
        self._found[printer.address or ""] = address
        self._recognize(pin)
        if with_code:
            await check_access_code(self._printer)

    def read(self, error: BambuCameraError) -> CameraStatus:
        """Return what stands in the way, and remember what could be trusted."""
        if isinstance(error, BambuCameraCertificateError):
            self._shown = error.fingerprint
        return CameraStatus(error.reason)

    def trust(self) -> bool:
        """Trust the certificate that was shown last, if one was: a person said so."""
        if self._shown is None:
            return False
        self._know(self._shown)
        return True

    def _recognize(self, pin: str) -> None:
        """Know the printer by the first certificate that it shows."""
        if self.pin is None:
            self._know(pin)

    def _know(self, pin: str) -> None:
        """Know the printer by this certificate from now on."""
        self.pin = pin
        self._on_pin(pin)
