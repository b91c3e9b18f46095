"""The forms of all actions offer what their schemas accept."""

from enum import StrEnum
from pathlib import Path
from typing import Any

from homeassistant.helpers import device_registry as dr, entity_registry as er
from homeassistant.util.yaml import load_yaml_dict
import pytest
import voluptuous as vol

from custom_components.bambu_cloud import services
from custom_components.bambu_cloud.actions import ACTIONS, Action
from custom_components.bambu_cloud.actions.fields import Checked
from custom_components.bambu_cloud.actions.filament import PRESETS
from tests.helpers.home import Home

FORMS = load_yaml_dict(Path(services.__file__).with_name("services.yaml"))


def test_forms() -> None:
    """Each action has a form, and none is left over."""
    assert FORMS.keys() == {action.name for action in ACTIONS}


@pytest.mark.parametrize("action", ACTIONS, ids=lambda action: action.name)
def test_fields(action: Action) -> None:
    """The form has a field for each argument, required where the action needs it."""
    fields = FORMS[action.name]["fields"]
    arguments = action.schema.schema

    assert fields.keys() == {str(key) for key in arguments}
    required = {str(key) for key in arguments if isinstance(key, vol.Required)}
    assert {key for key, field in fields.items() if field.get("required")} == required


@pytest.mark.parametrize("action", ACTIONS, ids=lambda action: action.name)
def test_choices(action: Action) -> None:
    """A choice offers what the schema accepts, in the same order."""
    fields = FORMS[action.name]["fields"]
    for key, value in action.schema.schema.items():
        check = value.validator if isinstance(value, Checked) else value
        kind = check.type if isinstance(check, vol.Coerce) else None
        if isinstance(kind, type) and issubclass(kind, StrEnum):
            offered = fields[str(key)]["selector"]["select"]["options"]
            assert offered == [value.value for value in kind]


@pytest.mark.parametrize(
    ("action", "field"), [("set_filament", "material"), ("start_print", "materials")]
)
def test_materials(action: str, field: str) -> None:
    """Materials that need nothing else are offered, and any other can be entered."""
    selector = FORMS[action]["fields"][field]["selector"]["select"]
    assert selector["custom_value"]
    assert selector["options"] == list(PRESETS)


def offered(home: Home, selector: dict[str, Any]) -> set[str]:
    """Return the serials of the devices that a field lets choose from."""
    entry_id = home.entry.entry_id
    filters = selector["filter"]
    several = filters if isinstance(filters, list) else [filters]
    models = [each.get("model") for each in several]
    domain = selector.get("entity", {}).get("domain")
    entities = er.async_get(home.hass)
    return {
        serial
        for device in dr.async_entries_for_config_entry(
            dr.async_get(home.hass), entry_id
        )
        for _, serial in device.identifiers
        if models == [None] or device.model in models
        if domain is None
        or any(
            entity.domain == domain
            for entity in er.async_entries_for_device(entities, device.id)
        )
    }


async def test_devices(home: Home) -> None:
    """A field for a printer offers printers, and nothing else."""
    printers = set(home.cloud.printers)
    dryers = {
        serial
        for serial, ams in home.entry.runtime_data.account.ams.units.items()
        if ams.data.unit.can_dry
    }
    assert dryers
    for name, form in FORMS.items():
        if field := form["fields"].get("device_id"):
            expected = dryers if name.endswith("_drying") else printers
            assert offered(home, field["selector"]["device"]) == expected, name
