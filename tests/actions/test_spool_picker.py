"""Who chooses a spool chooses among spools."""

from pathlib import Path

from homeassistant.helpers import config_validation as cv, entity_registry as er
from homeassistant.util.yaml import load_yaml_dict
import pytest

from custom_components.bambu_cloud import services
from custom_components.bambu_cloud.actions.targets import place_of
from custom_components.bambu_cloud.const import DOMAIN
from custom_components.bambu_cloud.model.spool_match import spools_of
from tests.helpers.home import H2D, Home

FORMS = load_yaml_dict(Path(services.__file__).with_name("services.yaml"))


def _offered(home: Home, action: str, field: str) -> list[str]:
    """Return the entities that the picker of a field offers."""
    wanted = FORMS[action]["fields"][field]["selector"]["entity"]["filter"]
    assert wanted.keys() == {"integration", "domain", "device_class"}
    assert wanted["integration"] == DOMAIN
    classes = cv.ensure_list(wanted["device_class"])
    return [
        entry.entity_id
        for entry in er.async_get(home.hass).entities.values()
        if entry.platform == DOMAIN
        and entry.domain == wanted["domain"]
        and (state := home.hass.states.get(entry.entity_id))
        and state.attributes.get("device_class") in classes
    ]


@pytest.mark.parametrize(
    ("action", "field"),
    [
        ("set_filament", "entity_id"),
        ("load_filament", "entity_id"),
        ("start_print", "spools"),
        ("reprint", "spools"),
    ],
)
async def test_only_spools_are_offered(home: Home, action: str, field: str) -> None:
    """Pickers offer each spool of each printer once, and no other sensor."""
    await home.until(lambda: home.entity_id(H2D, "left_external_spool"))
    places = [place_of(home.hass, item)[:2] for item in _offered(home, action, field)]
    assert len(places) == len(set(places))
    assert set(places) >= {
        (printer, spool.location)
        for printer in home.entry.runtime_data.account.printers.values()
        for spool in spools_of(printer.data)
    }


async def test_only_spools_with_tags_are_offered(home: Home) -> None:
    """Outside of an AMS nothing reads a tag."""
    await home.until(lambda: home.entity_id(H2D, "left_external_spool"))
    offered = _offered(home, "read_filament_tag", "entity_id")
    everywhere = _offered(home, "load_filament", "entity_id")
    inside = [item for item in everywhere if place_of(home.hass, item).location.in_ams]
    assert offered == inside != everywhere
