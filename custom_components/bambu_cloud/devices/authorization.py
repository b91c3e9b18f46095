"""Authorization Control: printers that accept commands of few apps (protocol B.10)."""

from typing import TYPE_CHECKING, override

from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.helpers import issue_registry as ir

from ..account.part import AccountPart
from ..const import DOMAIN
from .printer import PrinterCoordinator
from .subscriptions import PrintersBySerial, PrinterSubscriptions

if TYPE_CHECKING:
    from ..runtime_data import BambuConfigEntry

EXPLANATION = "https://blog.bambulab.com/firmware-update-introducing-new-authorization-control-system-2/"
_ISSUE = "signed_only"


class AuthorizationIssue(AccountPart):
    """Raise one issue for all such printers of an account, as long as there are any."""

    def __init__(self, hass: HomeAssistant, entry: BambuConfigEntry) -> None:
        """Start without printers."""
        self._hass = hass
        self._entry = entry
        self._subscriptions = PrinterSubscriptions(self._async_subscribe)

    @override
    @callback
    def async_start(self, printers: PrintersBySerial) -> None:
        """Update the issue, as long as the entry is loaded."""
        self._subscriptions.async_start(self._entry, printers)
        self._async_update()

    @override
    @callback
    def async_sync_printers(self) -> None:
        """Update the issue for the printers that there are."""
        self._subscriptions.async_sync_printers()
        self._async_update()

    @callback
    def _async_subscribe(self, printer: PrinterCoordinator) -> CALLBACK_TYPE:
        """Update the issue whenever a printer reports what it accepts."""
        return printer.async_add_listener(self._async_update, frozenset({"control"}))

    @callback
    def _async_update(self) -> None:
        """Create, change or delete the issue."""
        printers = self._subscriptions.printers.values()
        names = sorted(
            printer.display_name
            for printer in printers
            if printer.data.control.accepts_commands is False
        )
        if names:
            ir.async_create_issue(
                self._hass,
                DOMAIN,
                _issue_id(self._entry.entry_id),
                is_fixable=False,
                learn_more_url=EXPLANATION,
                severity=ir.IssueSeverity.WARNING,
                translation_key=_ISSUE,
                translation_placeholders={"printers": ", ".join(names)},
            )
        elif all(printer.data.control.accepts_commands for printer in printers):
            self._async_delete()

    @callback
    def _async_delete(self) -> None:
        """Delete the issue; a stored one only says that it was ignored."""
        issue_id = _issue_id(self._entry.entry_id)
        issue = ir.async_get(self._hass).async_get_issue(DOMAIN, issue_id)
        if issue and issue.active:
            ir.async_delete_issue(self._hass, DOMAIN, issue_id)

    @override
    @staticmethod
    async def async_remove(hass: HomeAssistant, entry_id: str) -> None:
        """Delete the issue of an account."""
        ir.async_delete_issue(hass, DOMAIN, _issue_id(entry_id))


def _issue_id(entry_id: str) -> str:
    """Return the id of the issue of an account."""
    return f"{_ISSUE}_{entry_id}"
