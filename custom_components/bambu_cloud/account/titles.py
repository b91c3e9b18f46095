"""What an account is called: Home Assistant writes it into its log."""

from collections.abc import Mapping
from itertools import chain, count
import re
from typing import Any

from homeassistant.config_entries import ConfigEntry
from homeassistant.const import CONF_EMAIL
from homeassistant.core import HomeAssistant, callback

from ..api import Region
from ..const import CONF_REGION, DOMAIN

_UNNAMED: Mapping[Region, str] = {
    Region.GLOBAL: "Bambu Lab Cloud",
    Region.CHINA: "Bambu Lab Cloud (China)",
}
# Addresses, and what may be a phone number or, in names that Bambu Lab made up, a uid.
_PRIVATE = re.compile(r"@|(?:\d\W*){6}")


@callback
def async_title(hass: HomeAssistant, region: Region, name: str = "") -> str:
    """Return the name that its owner gave an account, unless that tells who it is.

    No two accounts have the same title.
    """
    name = name.strip()
    title = _UNNAMED[region] if not name or _PRIVATE.search(name) else name
    taken = {entry.title for entry in hass.config_entries.async_entries(DOMAIN)}
    numbered = (f"{title} {number}" for number in count(2))
    return next(each for each in chain([title], numbered) if each not in taken)


@callback
def async_hide_address(hass: HomeAssistant, entry: ConfigEntry[Any]) -> None:
    """Give an account another title if that is still the address it was added with."""
    if entry.title == entry.data.get(CONF_EMAIL):
        title = async_title(hass, Region(entry.data[CONF_REGION]))
        hass.config_entries.async_update_entry(entry, title=title)


@callback
def async_address(entry: ConfigEntry[Any]) -> str:
    """Return what its owner knows an account by, for nobody else's eyes."""
    return entry.data.get(CONF_EMAIL) or entry.title
