"""Bring the entry of an account up to date that an earlier version stored."""

from typing import TYPE_CHECKING

from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import issue_registry as ir

from ..const import DOMAIN

if TYPE_CHECKING:
    from ..runtime_data import BambuConfigEntry

VERSION, MINOR_VERSION = 1, 2
"""A new minor version can be read by an earlier release, a new version cannot."""
_POLLING = frozenset({"poll_link_down", "poll_link_up"})
"""Options of 0.1.0: how often to poll is decided by the integration (decision 12)."""


@callback
def async_migrate(hass: HomeAssistant, entry: BambuConfigEntry) -> None:
    """Migrate an entry; Home Assistant refuses those of a later version."""
    if entry.minor_version < MINOR_VERSION:
        # Of 0.1.0: that printers accept few commands is nothing to repair.
        ir.async_delete_issue(hass, DOMAIN, f"signed_only_{entry.entry_id}")
        options = {
            key: value for key, value in entry.options.items() if key not in _POLLING
        }
        hass.config_entries.async_update_entry(
            entry, options=options, minor_version=MINOR_VERSION
        )
