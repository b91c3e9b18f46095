"""Titles of accounts, which Home Assistant writes into its log."""

from itertools import chain, count
import re
from typing import TYPE_CHECKING

from homeassistant.const import CONF_EMAIL
from homeassistant.core import HomeAssistant, callback

from ..api import Region
from ..const import CONF_REGION, DOMAIN
from ..texts import async_load_text

if TYPE_CHECKING:
    from ..runtime_data import BambuConfigEntry

_DEFAULT = "Bambu Lab Cloud"
# Addresses, and what may be a phone number or, in names that Bambu Lab made up, a uid.
_PRIVATE = re.compile(r"@|(?:\d\W*){6}")


async def async_title(hass: HomeAssistant, region: Region, name: str = "") -> str:
    """Return the name of an account, or a default where that would identify its owner.

    No two accounts have the same title.
    """
    name = name.strip()
    is_fit = name and not _PRIVATE.search(name)
    title = name if is_fit else await _async_default(hass, region)
    used = {entry.title for entry in hass.config_entries.async_entries(DOMAIN)}
    numbered = (f"{title} {number}" for number in count(2))
    return next(
        candidate for candidate in chain([title], numbered) if candidate not in used
    )


async def async_hide_address(hass: HomeAssistant, entry: BambuConfigEntry) -> None:
    """Replace the title of an account if it is the address it was added with."""
    if entry.title == entry.data.get(CONF_EMAIL):
        title = await async_title(hass, Region(entry.data[CONF_REGION]))
        hass.config_entries.async_update_entry(entry, title=title)


@callback
def async_address(entry: BambuConfigEntry) -> str:
    """Return the address of an account, else its title, to show to its owner only."""
    return entry.data.get(CONF_EMAIL) or entry.title


async def _async_default(hass: HomeAssistant, region: Region) -> str:
    """Return the title of an account that has no name of its own."""
    if region is Region.GLOBAL:
        return _DEFAULT
    name = await async_load_text(hass, f"selector.region.options.{region}")
    return f"{_DEFAULT} ({name})"
