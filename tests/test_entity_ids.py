"""Entity ids are those of the first setup, in the language that was used then."""

from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er
from homeassistant.util import slugify
import pytest

from tests.helpers.home import P1S, Home
from tests.languages import read

NAME = "entity.sensor.bed_temperature.name"


def entity_ids(home: Home) -> dict[str, str]:
    """Return the entity ids of the account by their unique ids."""
    registry = er.async_get(home.hass)
    entries = er.async_entries_for_config_entry(registry, home.entry.entry_id)
    return {f"{each.domain}.{each.unique_id}": each.entity_id for each in entries}


async def test_language_changes(home: Home) -> None:
    """Another language changes names, and no entity id."""
    before = entity_ids(home)
    assert await home.hass.config_entries.async_unload(home.entry.entry_id)
    home.hass.config.language = "de"
    assert await home.hass.config_entries.async_setup(home.entry.entry_id)
    await home.until_reported()
    shown = home.state(P1S, "bed_temperature")
    assert shown is not None
    assert shown.name == f"Workshop P1S {read('de')[NAME]}"
    assert entity_ids(home) == before


@pytest.fixture
def german(hass: HomeAssistant) -> None:
    """Let Home Assistant be in German before there is an account."""
    hass.config.language = "de"


@pytest.fixture
def japanese(hass: HomeAssistant) -> None:
    """Let Home Assistant be in Japanese before there is an account."""
    hass.config.language = "ja"


async def test_new_in_german(german: None, home: Home) -> None:
    """New entity ids are Home Assistant's, from German names."""
    name = slugify(f"Workshop P1S {read('de')[NAME]}")
    assert home.entity_id(P1S, "bed_temperature") == f"sensor.{name}"


async def test_new_in_japanese(japanese: None, home: Home) -> None:
    """Home Assistant makes no entity ids from Japanese: they are the English ones."""
    shown = home.state(P1S, "bed_temperature")
    assert shown is not None
    assert shown.name == f"Workshop P1S {read('ja')[NAME]}"
    assert shown.entity_id == "sensor.workshop_p1s_bed_temperature"
