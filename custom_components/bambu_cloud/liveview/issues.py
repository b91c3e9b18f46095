"""Issues that only the owner of a printer can mend at its camera."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from homeassistant.core import CALLBACK_TYPE, HassJob, HomeAssistant, callback
from homeassistant.helpers import issue_registry as ir
from homeassistant.helpers.event import async_call_later

from ..const import DOMAIN
from ..model import CameraStatus, CameraTransport, PrinterModel
from ..texts import async_text
from .camera import PrinterCamera

_DELAY = 10 * 60
"""Seconds that a reported problem has to last if no attempt has failed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """Describe something that the owner can mend."""

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
_MENUS = "config_panel.liveview_menu"


@callback
def async_menu_of(hass: HomeAssistant, model: PrinterModel) -> str:
    """Return where on the screen of a printer the live view is switched on."""
    return async_text(hass, f"{_MENUS}.{model.liveview_menu}")


def issue_id(status: CameraStatus, device_id: str) -> str:
    """Return how an issue about a printer's camera is found."""
    return f"{status}_{device_id}"


class CameraIssues:
    """Create an issue for what the owner can mend, and delete it when that is done."""

    def __init__(self, hass: HomeAssistant, camera: PrinterCamera) -> None:
        """Start without an issue."""
        self._hass = hass
        self._camera = camera
        self._created: CameraStatus | None = None
        self._pending: CameraStatus | None = None
        self._cancel_delay: CALLBACK_TYPE | None = None

    @callback
    def async_update(self) -> None:
        """Create, delete or plan the issue that the status calls for."""
        status = self._camera.state.status
        if status is CameraStatus.PRINTER_OFFLINE:
            # Nothing can be said while the printer is off.
            return
        wanted = status if status in ISSUES and not self._is_uncertain else None
        if wanted is not self._created:
            self._async_delete()
        if wanted is not self._pending:
            self._async_cancel()
        if wanted is None or wanted is self._created:
            return
        if self._camera.state.has_failed:
            self._async_create(wanted)
        elif self._cancel_delay is None:
            self._pending = wanted
            job = HassJob(self._async_delay_over, cancel_on_shutdown=True)
            self._cancel_delay = async_call_later(self._hass, _DELAY, job)

    @property
    def _is_uncertain(self) -> bool:
        """Return whether the code may be right: a lack of stills shows alike."""
        state = self._camera.state
        refused = state.status is CameraStatus.WRONG_ACCESS_CODE
        return refused and state.source.transport is CameraTransport.PREVIEW

    @callback
    def async_stop(self) -> None:
        """Delete the issue, and plan none."""
        self._async_cancel()
        self._async_delete()

    @callback
    def _async_delay_over(self, _: datetime) -> None:
        """Create the issue of a problem that lasted."""
        status, self._cancel_delay = self._pending, None
        if status:
            self._async_create(status)

    @callback
    def _async_create(self, status: CameraStatus) -> None:
        """Create an issue."""
        self._async_cancel()
        self._created = status
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
                "menu": async_menu_of(self._hass, printer.data.model),
            },
        )

    @callback
    def _async_delete(self) -> None:
        """Delete the issue that was created."""
        if self._created:
            created = issue_id(self._created, self._camera.printer.device_id)
            ir.async_delete_issue(self._hass, DOMAIN, created)
            self._created = None

    @callback
    def _async_cancel(self) -> None:
        """Cancel the plan to create an issue."""
        if self._cancel_delay:
            self._cancel_delay()
        self._cancel_delay = self._pending = None
