"""Tell once which printers only obey Bambu Lab's own apps (protocol B.10)."""

from typing import Any

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.helpers import issue_registry as ir

from ..const import DOMAIN
from .printer import Following, PrinterCoordinator, PrintersBySerial

EXPLANATION = "https://blog.bambulab.com/firmware-update-introducing-new-authorization-control-system-2/"


class SignedOnly:
    """Keep one issue for all such printers of an account, as long as there are any."""

    def __init__(self, hass: HomeAssistant, entry: ConfigEntry[Any]) -> None:
        """Begin without printers."""
        self._hass = hass
        self._entry = entry
        self._following = Following(self._async_watch)

    @callback
    def async_start(self, printers: PrintersBySerial) -> None:
        """Begin to watch, as long as the entry is loaded."""
        self._following.async_start(self._entry, printers)
        self._async_tell()

    @callback
    def async_follow(self) -> None:
        """Watch the printers of the account, and tell of those that came or left."""
        self._following.async_follow()
        self._async_tell()

    @callback
    def _async_watch(self, printer: PrinterCoordinator) -> CALLBACK_TYPE:
        """Tell whenever a printer says whom it obeys."""
        return printer.async_add_listener(self._async_tell, frozenset({"control"}))

    @callback
    def _async_tell(self) -> None:
        """Raise the issue, change it, or take it back."""
        printers = self._following.printers.values()
        names = sorted(
            printer.display_name
            for printer in printers
            if printer.data.control.accepts_commands is False
        )
        if names:
            ir.async_create_issue(
                self._hass,
                DOMAIN,
                issue_id(self._entry.entry_id),
                is_fixable=False,
                learn_more_url=EXPLANATION,
                severity=ir.IssueSeverity.WARNING,
                translation_key="signed_only",
                translation_placeholders={"printers": ", ".join(names)},
            )
        elif all(printer.data.control.accepts_commands for printer in printers):
            self._async_take_back()

    @callback
    def _async_take_back(self) -> None:
        """Remove the issue; one of an earlier run only tells that it was ignored."""
        issue = ir.async_get(self._hass).async_get_issue(
            DOMAIN, issue_id(self._entry.entry_id)
        )
        if issue and issue.active:
            ir.async_delete_issue(self._hass, DOMAIN, issue.issue_id)


def issue_id(entry_id: str) -> str:
    """Return what the issue of an account is called."""
    return f"signed_only_{entry_id}"


@callback
def async_forget_signed_only(hass: HomeAssistant, entry_id: str) -> None:
    """Remove the issue with its account."""
    ir.async_delete_issue(hass, DOMAIN, issue_id(entry_id))
