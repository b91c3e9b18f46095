"""Which entities there are, by which they are identified, and what each shows.

What stands here is what users have in their registries, dashboards and automations.
"""

from typing import Any

from homeassistant.helpers import entity_registry as er
import pytest
from syrupy.assertion import SnapshotAssertion

from custom_components.bambu_cloud import PLATFORMS
from custom_components.bambu_cloud.binary_sensor import BINARY_SENSORS
from custom_components.bambu_cloud.button import BUTTONS
from custom_components.bambu_cloud.entity.base import BambuEntityDescription
from custom_components.bambu_cloud.fan import FANS
from custom_components.bambu_cloud.light import LIGHTS
from custom_components.bambu_cloud.model import SECTIONS
from custom_components.bambu_cloud.number import NUMBERS
from custom_components.bambu_cloud.select import SELECTS
from custom_components.bambu_cloud.sensor.hotend_rack import RACK_SENSORS
from custom_components.bambu_cloud.sensor.printer import SENSORS
from custom_components.bambu_cloud.switch import SWITCHES
from tests.simulator import another

from .helpers.controls import accept_commands, let_accept_commands
from .helpers.home import H2D, X1C, Home

_TIMED = {"access_token", "entity_picture", "start_time", "end_time"}
"""Attributes that differ from one day to the next."""
_REPEATED = {"friendly_name", "device_class", "icon", "supported_features"}
"""Attributes that follow from the rest."""


def registered(home: Home, platform: str) -> dict[str, Any]:
    """Return the entities of a platform by entity id."""
    registry = er.async_get(home.hass)
    entries = er.async_entries_for_config_entry(registry, home.entry.entry_id)
    return {
        entry.entity_id: described(home, entry)
        for entry in sorted(entries, key=lambda entry: entry.entity_id)
        if entry.domain == platform
    }


def described(home: Home, entry: er.RegistryEntry) -> dict[str, Any]:
    """Return what identifies an entity and what it shows, without what is empty."""
    state = home.hass.states.get(entry.entity_id)
    assert state
    varies = entry.original_device_class == "signal_strength"
    described = {
        "unique_id": entry.unique_id,
        "translation_key": entry.translation_key,
        "device_class": entry.original_device_class,
        "category": entry.entity_category,
        "features": entry.supported_features,
        "state": "…" if varies else state.state,
        "attributes": {
            name: "…" if name in _TIMED else repr(value)
            for name, value in state.attributes.items()
            if name not in _REPEATED
        },
        "options": dict(entry.options),
    }
    return {name: value for name, value in described.items() if value}


@pytest.mark.parametrize(
    "description",
    [
        pytest.param(description, id=f"{type(description).__name__}-{description.key}")
        for table in (
            *(BINARY_SENSORS, BUTTONS, FANS, LIGHTS, NUMBERS, RACK_SENSORS),
            *(SELECTS, SENSORS, SWITCHES),
        )
        for description in table
    ],
)
def test_entities_of_printers_name_their_sections(
    description: BambuEntityDescription[Any, Any],
) -> None:
    """An entity without a section would be updated by each report."""
    assert {description.section, *description.more_sections} <= set(SECTIONS)


@pytest.fixture
async def every_kind(home: Home) -> Home:
    """Add a printer with all detectors, and let all printers accept commands."""
    printer = another("P2S", home.cloud.printers)
    let_accept_commands(printer)
    home.cloud.add_printer(printer)
    await home.poll()
    await home.until_reported()
    for serial in (X1C, H2D):
        await accept_commands(home, serial)
    return home


@pytest.mark.usefixtures("entity_registry_enabled_by_default")
async def test_entities(every_kind: Home, snapshot: SnapshotAssertion) -> None:
    """Identities, states and attributes of entities stay the same."""
    for platform in PLATFORMS:
        assert registered(every_kind, platform) == snapshot(name=platform)
