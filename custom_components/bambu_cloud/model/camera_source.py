"""Choose the transport of a printer's camera (protocol F, camera 6.1)."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any, Self

from .catalog import CameraKind
from .printer import PrinterState
from .values import as_object, text


class CameraTransport(StrEnum):
    """The way on which frames come."""

    LAN_RTSPS = "lan_rtsps"
    LAN_JPEG = "lan_jpeg"
    PREVIEW = "preview"
    """A still now and then; experimental (camera 2.4)."""
    EXTERNAL = "external"
    EXTERNAL_JPEG = "external_jpeg"
    BRIDGE = "bridge"
    """Through the cloud, by a bridge of the owner's (docs/camera-bridge.md)."""
    BRIDGE_JPEG = "bridge_jpeg"


class CameraStatus(StrEnum):
    """Whether there are frames, and why there are none."""

    IDLE = "idle"
    """Nothing is in the way, whether there is a viewer or not."""
    PRINTER_OFFLINE = "printer_offline"
    NOT_PRINTING = "not_printing"
    LIVEVIEW_DISABLED = "liveview_disabled"
    NO_LAN_ADDRESS = "no_lan_address"
    NO_ACCESS_CODE = "no_access_code"
    WRONG_ACCESS_CODE = "wrong_access_code"
    UNREACHABLE = "unreachable"
    BUSY = "busy"
    CERTIFICATE_CHANGED = "certificate_changed"
    CLOUD_NOT_PERMITTED = "cloud_not_permitted"
    UNSUPPORTED_TRANSPORT = "unsupported_transport"
    BRIDGE_FAILED = "bridge_failed"
    OFF = "off"


class CameraChoice(StrEnum):
    """Which source the owner of a printer has chosen."""

    AUTO = "auto"
    LAN = "lan"
    EXTERNAL = "external"
    BRIDGE = "bridge"
    DISABLED = "disabled"


class CameraTime(StrEnum):
    """When the owner of a printer allows its camera."""

    ALWAYS = "always"
    PRINTING = "printing"
    """While a job is prepared, printed or paused."""


class StreamType(StrEnum):
    """Format of an owner's own stream, or of what the bridge plays."""

    VIDEO = "video"
    """H.264 or H.265, which Home Assistant plays."""
    PICTURES = "pictures"
    """MJPEG, or a JPEG that changes with each request."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CameraOptions:
    """Camera options that the owner of a printer has set."""

    choice: CameraChoice = CameraChoice.AUTO
    url: str | None = field(default=None, repr=False)
    """Address of the owner's own stream."""
    bridge: str | None = field(default=None, repr=False)
    """Address of the owner's bridge to the cloud."""
    stream_type: StreamType = StreamType.VIDEO
    host: str | None = field(default=None, repr=False)
    """Address of the printer, if it reports none or a wrong one."""
    access_code: str | None = field(default=None, repr=False)
    """The code on its screen, if the cloud does not have it."""
    when: CameraTime = CameraTime.ALWAYS
    """When to connect to the printer: some are slowed by it."""
    preview: bool = False
    """Whether to request stills, which is experimental."""

    @classmethod
    def read(cls, stored: Any) -> Self:
        """Read stored options; what cannot be read gets its default."""
        found: Mapping[str, Any] = as_object(stored)
        return cls(
            choice=_choice(found.get("source"), CameraChoice.AUTO),
            url=text(found.get("url")),
            bridge=text(found.get("bridge")),
            stream_type=_choice(found.get("stream_type"), StreamType.VIDEO),
            host=text(found.get("host")),
            access_code=text(found.get("access_code")),
            when=_choice(found.get("when"), CameraTime.ALWAYS),
            preview=found.get("preview") is True,
        )


def _choice[ChoiceT: StrEnum](stored: Any, default: ChoiceT) -> ChoiceT:
    """Return the stored choice, the default if there is no such."""
    choices = {choice.value: choice for choice in type(default)}
    return choices.get(stored, default) if isinstance(stored, str) else default


@dataclass(frozen=True, slots=True, kw_only=True)
class CameraSource:
    """The source of a camera, and what is missing for it."""

    transport: CameraTransport | None = None
    problem: CameraStatus | None = None
    """What is missing for a frame; None for nothing."""
    url: str | None = field(default=None, repr=False)
    """Of the owner's own stream, or of the bridge."""
    host: str | None = field(default=None, repr=False)
    """Of the printer, not to be trusted: only local addresses are allowed."""
    access_code: str | None = field(default=None, repr=False)
    has_preview: bool = False
    """Whether to request stills, if nothing better is possible."""


_UNSUPPORTED = CameraSource(problem=CameraStatus.UNSUPPORTED_TRANSPORT)
_BY_KIND: Mapping[CameraKind, CameraTransport | None] = {
    CameraKind.RTSPS: CameraTransport.LAN_RTSPS,
    CameraKind.JPEG: CameraTransport.LAN_JPEG,
    CameraKind.NONE: None,
}
_EXTERNAL: Mapping[StreamType, CameraTransport] = {
    StreamType.VIDEO: CameraTransport.EXTERNAL,
    StreamType.PICTURES: CameraTransport.EXTERNAL_JPEG,
}
_BRIDGED: Mapping[StreamType, CameraTransport] = {
    StreamType.VIDEO: CameraTransport.BRIDGE,
    StreamType.PICTURES: CameraTransport.BRIDGE_JPEG,
}
_BY_LIVEVIEW: Mapping[str, CameraTransport] = {
    "rtsps": CameraTransport.LAN_RTSPS,
    "rtsp": CameraTransport.LAN_RTSPS,
    "local": CameraTransport.LAN_JPEG,
}


def camera_source(
    printer: PrinterState,
    options: CameraOptions,
    access_code: str | None,
    *,
    refuses_jpeg: bool = False,
) -> CameraSource:
    """Return the source of the camera, as options or else the printer choose.

    Args:
        printer: Its reports come before the defaults of its model.
        options: Those of its owner.
        access_code: The one that the cloud returns.
        refuses_jpeg: Whether it has turned out to send no JPEG (camera 2.2).
    """
    if (own := _own_source(options)) is not None:
        return own
    if options.choice is CameraChoice.BRIDGE:
        return _bridge(printer, options)
    source = _local(printer)
    if options.preview and printer.camera.has_preview:
        source = _with_preview(source)
    if source.transport is None:
        return source
    if refuses_jpeg and source.transport is CameraTransport.LAN_JPEG:
        source = replace(source, transport=CameraTransport.LAN_RTSPS)
    source = replace(
        source,
        host=options.host or printer.address.ip,
        access_code=options.access_code or access_code,
    )
    return replace(source, problem=_problem(source, printer, options.when))


def _own_source(options: CameraOptions) -> CameraSource | None:
    """Return the source that only depends on options, None for the printer's."""
    match options.choice:
        case CameraChoice.DISABLED:
            return CameraSource(problem=CameraStatus.OFF)
        case CameraChoice.AUTO | CameraChoice.EXTERNAL if options.url:
            transport = _EXTERNAL[options.stream_type]
            return CameraSource(transport=transport, url=options.url)
        case CameraChoice.EXTERNAL:
            return _UNSUPPORTED
        case CameraChoice.BRIDGE if not options.bridge:
            return _UNSUPPORTED
    return None


def _bridge(printer: PrinterState, options: CameraOptions) -> CameraSource:
    """Return the source through the owner's bridge; the printer has to be on."""
    return CameraSource(
        transport=_BRIDGED[options.stream_type],
        problem=_pause(printer, options.when),
        url=options.bridge,
    )


def _pause(printer: PrinterState, when: CameraTime) -> CameraStatus | None:
    """Return why the printer is not to be connected to at all."""
    if not printer.presence.online:
        return CameraStatus.PRINTER_OFFLINE
    if when is CameraTime.PRINTING and not printer.job.is_active:
        return CameraStatus.NOT_PRINTING
    return None


def _problem(
    source: CameraSource, printer: PrinterState, when: CameraTime
) -> CameraStatus | None:
    """Return what is missing for a frame of the printer's camera."""
    if pause := _pause(printer, when):
        return pause
    missing = (
        (source.problem is not None, CameraStatus.LIVEVIEW_DISABLED),
        (not source.host, CameraStatus.NO_LAN_ADDRESS),
        (not source.access_code, CameraStatus.NO_ACCESS_CODE),
    )
    return next((status for applies, status in missing if applies), None)


def _with_preview(source: CameraSource) -> CameraSource:
    """Return a source with stills: beside the video, or in place of one that is off."""
    if source.problem is CameraStatus.LIVEVIEW_DISABLED:
        return CameraSource(transport=CameraTransport.PREVIEW, has_preview=True)
    is_video = source.transport is CameraTransport.LAN_RTSPS
    return replace(source, has_preview=is_video)


def _local(printer: PrinterState) -> CameraSource:
    """Return the source of a printer on the local network, without an address."""
    camera, default = printer.camera, _BY_KIND[printer.model.camera]
    if camera.present is False:
        return _UNSUPPORTED
    if camera.rtsp_enabled is not None:
        problem = None if camera.rtsp_enabled else CameraStatus.LIVEVIEW_DISABLED
        return CameraSource(transport=CameraTransport.LAN_RTSPS, problem=problem)
    match camera.local_liveview:
        case None:
            return CameraSource(transport=default) if default else _UNSUPPORTED
        case "disabled":
            return CameraSource(
                transport=default, problem=CameraStatus.LIVEVIEW_DISABLED
            )
        case name:
            transport = _BY_LIVEVIEW.get(name)
            return CameraSource(transport=transport) if transport else _UNSUPPORTED
