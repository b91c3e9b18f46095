"""Tell the owner of a printer what only he can do about its camera."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from homeassistant.core import CALLBACK_TYPE, HassJob, HomeAssistant, callback
from homeassistant.helpers import issue_registry as ir
from homeassistant.helpers.event import async_call_later

from ..const import DOMAIN
from ..model import CameraStatus, CameraTransport, LiveviewMenu, PrinterModel
from .camera import PrinterCamera

_PATIENCE = 10 * 60
"""How long a printer may report a problem that nobody has run into, in seconds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """Describe something that its owner can do."""

    severity: ir.IssueSeverity = ir.IssueSeverity.WARNING
    is_fixable: bool = False
    """Whether it can be done here, after a confirmation."""


ISSUES: Mapping[CameraStatus, Issue] = {
    CameraStatus.LIVEVIEW_DISABLED: Issue(),
    CameraStatus.NO_LAN_ADDRESS: Issue(),
    CameraStatus.WRONG_ACCESS_CODE: Issue(),
    CameraStatus.CERTIFICATE_CHANGED: Issue(
        severity=ir.IssueSeverity.ERROR, is_fixable=True
    ),
}
_SETTLED = CameraStatus.PRINTER_OFFLINE
"""Nothing can be said while the printer is off."""

_MENUS: Mapping[LiveviewMenu, str] = {
    LiveviewMenu.NETWORK: "Settings → Network → LAN Only Liveview",
    LiveviewMenu.LAN_ONLY: "Settings → LAN Only → LAN Only Liveview",
}


def menu_of(model: PrinterModel) -> str:
    """Return where on the screen of a printer the live view is switched on."""
    return _MENUS[model.liveview_menu]


def issue_id(status: CameraStatus, device_id: str) -> str:
    """Return how an issue about a printer's camera is found."""
    return f"{status}_{device_id}"


class CameraIssues:
    """Raise what stands in the way of a picture, and take it back when it is gone."""

    def __init__(self, hass: HomeAssistant, camera: PrinterCamera) -> None:
        """Begin without an issue."""
        self._hass = hass
        self._camera = camera
        self._raised: CameraStatus | None = None
        self._waits_for: CameraStatus | None = None
        self._unwait: CALLBACK_TYPE | None = None

    @callback
    def async_follow(self) -> None:
        """Compare what is raised with how things are."""
        status = self._camera.status
        if status is CameraStatus.PRINTER_OFFLINE:
            return
        wanted = status if status in ISSUES and not self._is_doubtful else None
        if wanted is not self._raised:
            self._async_take_back()
        if wanted is not self._waits_for:
            self._async_stop_waiting()
        if wanted is None or wanted is self._raised:
            return
        if self._camera.is_in_trouble:
            self._async_raise(wanted)
        elif self._unwait is None:
            self._waits_for = wanted
            job = HassJob(self._async_waited, cancel_on_shutdown=True)
            self._unwait = async_call_later(self._hass, _PATIENCE, job)

    @property
    def _is_doubtful(self) -> bool:
        """Tell whether the code may be right: who has no stills hangs up, too."""
        transport, status = self._camera.source.transport, self._camera.status
        refused = status is CameraStatus.WRONG_ACCESS_CODE
        return refused and transport is CameraTransport.PREVIEW

    @callback
    def async_stop(self) -> None:
        """Take back what is raised."""
        self._async_stop_waiting()
        self._async_take_back()

    @callback
    def _async_waited(self, _: datetime) -> None:
        """Raise what has not gone by itself."""
        status, self._unwait = self._waits_for, None
        if status:
            self._async_raise(status)

    @callback
    def _async_raise(self, status: CameraStatus) -> None:
        """Tell the owner."""
        self._async_stop_waiting()
        self._raised = status
        issue, printer = ISSUES[status], self._camera.printer
        ir.async_create_issue(
            self._hass,
            DOMAIN,
            issue_id(status, printer.device_id),
            data={
                "entry_id": printer.link.entry.entry_id,
                "serial": printer.data.serial,
            },
            is_fixable=issue.is_fixable,
            severity=issue.severity,
            translation_key=status.value,
            translation_placeholders={
                "printer": printer.data.name,
                "menu": menu_of(printer.data.model),
            },
        )

    @callback
    def _async_take_back(self) -> None:
        """Take back what was raised."""
        if self._raised:
            raised = issue_id(self._raised, self._camera.printer.device_id)
            ir.async_delete_issue(self._hass, DOMAIN, raised)
            self._raised = None

    @callback
    def _async_stop_waiting(self) -> None:
        """Wait no longer."""
        if self._unwait:
            self._unwait()
        self._unwait = self._waits_for = None
