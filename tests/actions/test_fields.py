"""The forms of all actions offer what the actions take."""

from enum import StrEnum
from pathlib import Path

from homeassistant.util.yaml import load_yaml_dict
import pytest
import voluptuous as vol

from custom_components.bambu_cloud import services
from custom_components.bambu_cloud.actions import ACTIONS, Action

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
    """A choice offers what the action understands, in the same order."""
    fields = FORMS[action.name]["fields"]
    for key, check in action.schema.schema.items():
        kind = check.type if isinstance(check, vol.Coerce) else None
        if isinstance(kind, type) and issubclass(kind, StrEnum):
            offered = fields[str(key)]["selector"]["select"]["options"]
            assert offered == [value.value for value in kind]
