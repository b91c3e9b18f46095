"""Attributes that no language has a name for."""

from collections.abc import Iterator
from importlib.resources import files
import json
from typing import Any

from homeassistant.helpers import entity_registry as er

from .home import Home
from .translations import ENGLISH

_OF_EACH = {
    *{"assumed_state", "attribution", "device_class", "entity_picture", "icon"},
    *{"friendly_name", "restored", "supported_features", "unit_of_measurement"},
    *{
        "auto_update",
        "update_percentage",
        "in_progress",
        "display_precision",
        "access_token",
    },
}
"""Home Assistant names or hides them itself."""


def named_by_home_assistant(platform: str) -> set[str]:
    """Return the attributes of a platform that Home Assistant itself names."""
    texts = files("homeassistant.components") / platform / "translations" / "en.json"
    common = json.loads(texts.read_bytes()).get("entity_component", {})
    return set(common.get("_", {}).get("state_attributes", {}))


def unnamed_attributes(home: Home) -> Iterator[str]:
    """Yield the attributes that have no name of ours and none of Home Assistant's."""
    entries = er.async_entries_for_config_entry(
        er.async_get(home.hass), home.entry.entry_id
    )
    for entry in entries:
        state = home.hass.states.get(entry.entity_id)
        if state is None:
            continue
        words: dict[str, Any] = ENGLISH["entity"].get(entry.domain, {})
        own = words.get(entry.translation_key or "", {}).get("state_attributes", {})
        named = named_by_home_assistant(entry.domain) | _OF_EACH | own.keys()
        for name in state.attributes.keys() - named:
            yield f"{entry.domain}.{entry.translation_key}.{name}"
