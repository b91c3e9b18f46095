"""Say that Home Assistant adds no more entities of an account."""

from typing import TYPE_CHECKING

from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import entity_registry as er, issue_registry as ir
from homeassistant.helpers.entity_platform import (
    MAX_ENABLED_ENTITIES_PER_CONFIG_ENTRY as MOST,
)

from ..const import DOMAIN

if TYPE_CHECKING:
    from ..runtime_data import BambuConfigEntry

SUBJECT = "too_many_entities"


@callback
def async_check_entity_limit(hass: HomeAssistant, entry: BambuConfigEntry) -> None:
    """Create the issue of an account that is full, delete that of another one.

    Home Assistant leaves out what is beyond its limit, with a line in the log.
    """
    entities = er.async_get(hass).entities
    if entities.get_enabled_count_for_config_entry_id(entry.entry_id) < MOST:
        async_delete_limit_issue(hass, entry.entry_id)
        return
    ir.async_create_issue(
        hass,
        DOMAIN,
        _issue_id(entry.entry_id),
        data={"entry_id": entry.entry_id},
        is_fixable=True,
        severity=ir.IssueSeverity.WARNING,
        translation_key=SUBJECT,
        translation_placeholders={"account": entry.title, "most": f"{MOST}"},
    )


@callback
def async_delete_limit_issue(hass: HomeAssistant, entry_id: str) -> None:
    """Delete the issue of an account."""
    ir.async_delete_issue(hass, DOMAIN, _issue_id(entry_id))


def _issue_id(entry_id: str) -> str:
    """Return the id of the issue of an account."""
    return f"{SUBJECT}_{entry_id}"
