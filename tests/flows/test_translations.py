"""Each step, field, error and choice of the dialogs has texts."""

import pytest

from custom_components.bambu_cloud.api import Region
from custom_components.bambu_cloud.config_flow import BambuConfigFlow
from custom_components.bambu_cloud.flows import options_costs, options_general
from custom_components.bambu_cloud.flows.login_errors import ERRORS
from custom_components.bambu_cloud.flows.login_schemas import FORMS
from custom_components.bambu_cloud.flows.options import (
    CONTROLS_SCHEMA,
    BambuOptionsFlow,
)
from tests.helpers.translations import ENGLISH, ROOT, literals, vol_schema

WAYS = {"password", "mail", "phone", "token"}
MENUS = {
    "user": WAYS,
    "reauth_confirm": WAYS,
    "reconfigure": WAYS,
    "wrong_account": WAYS,
    "two_factor": {"totp", "code_instead"},
    "totp_blocked": {"totp", "code_instead"},
    "totp_unreachable": {"totp", "code_instead"},
}
# Steps that show nothing of their own.
SILENT = {"reauth", "code_instead"}


@pytest.mark.parametrize("step", FORMS)
def test_each_field_of_a_form_is_explained(step: str) -> None:
    """A form has a title and text, and each field a label and an explanation."""
    words = ENGLISH["config"]["step"][step]
    fields = {str(field) for field in dict(vol_schema(FORMS[step]))}
    assert words["title"]
    assert words["description"]
    assert words["data"].keys() == words["data_description"].keys() == fields


@pytest.mark.parametrize("step", MENUS)
def test_each_choice_of_a_menu_is_named(step: str) -> None:
    """A menu has a title and text, and each of its choices leads to a step."""
    words = ENGLISH["config"]["step"][step]
    assert words["title"]
    assert words["description"]
    assert words["menu_options"].keys() == MENUS[step]
    assert words.get("menu_option_descriptions", {}).keys() <= MENUS[step]
    for choice in MENUS[step]:
        assert hasattr(BambuConfigFlow, f"async_step_{choice}")


def test_all_steps_have_words() -> None:
    """Each step of the flow has words, and each one with words is in the flow."""
    assert ENGLISH["config"]["step"].keys() == FORMS.keys() | MENUS.keys()
    steps = {
        name.removeprefix("async_step_")
        for kind in BambuConfigFlow.__mro__
        if kind.__module__.startswith("custom_components")
        for name in vars(kind)
        if name.startswith("async_step_")
    }
    assert FORMS.keys() | MENUS.keys() | SILENT == steps


def test_errors_of_the_login_have_words() -> None:
    """Each error and each reason to end has words, and none is left over."""
    own = {*{"no_code", "no_address", "no_number", "too_soon"}, "invalid_token"}
    own |= {"invalid_totp", "totp_expired"}
    paths = [ROOT / "config_flow.py", *(ROOT / "flows").glob("login*.py")]
    assert own <= {text for path in paths for text in literals(path)}
    assert set(ERRORS.values()) | own == ENGLISH["config"]["error"].keys()
    # Home Assistant raises this one itself.
    assert ENGLISH["config"]["abort"].keys() == {"already_configured"}
    # Home Assistant shows the first one if the flow names none.
    assert ENGLISH["config"]["create_entry"].keys() == {"default", "no_printers"}
    assert "no_printers" in literals("config_flow.py")
    # The button is "Add hub" without it.
    assert ENGLISH["config"]["initiate_flow"] == {"user": "Add account"}


def test_options_have_words() -> None:
    """Each subject of the options is in the menu, and each of its fields explained."""
    texts = ENGLISH["options"]
    menu = texts["step"]["init"]["menu_options"]
    further = {"camera_source", "costs_printer", "maintenance_tasks"}
    assert texts["step"].keys() == {"init", *further, *menu}
    for step, words in texts["step"].items():
        assert hasattr(BambuOptionsFlow, f"async_step_{step}")
        assert words["title"]
        assert words["description"]
    words = texts["step"]["general"]
    fields = {str(field) for field in vol_schema(options_general.general_schema({}))}
    assert words["data"].keys() == words["data_description"].keys() == fields
    words = texts["step"]["costs_printer"]
    fields = {str(field) for field in vol_schema(options_costs.costs_schema("EUR"))}
    assert words["data"].keys() == words["data_description"].keys() == fields
    words = texts["step"]["controls"]
    fields = {str(field) for field in vol_schema(CONTROLS_SCHEMA)}
    assert words["data"].keys() == words["data_description"].keys() == fields
    used = literals("flows/options_camera.py") | literals("flows/options_costs.py")
    assert texts["error"].keys() <= used
    assert texts["abort"].keys() <= literals("flows/options.py")
    assert set(ENGLISH["selector"]["error_language"]["options"]) == {
        options_general.AUTO
    }


def test_regions_are_named() -> None:
    """The form offers each region by name."""
    named = ENGLISH["selector"]["region"]["options"]
    assert list(named) == [region.value for region in Region]
