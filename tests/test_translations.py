"""What the integration says has words, in every language the same ones, and icons."""

import ast
from collections.abc import Iterator
import json
from pathlib import Path
import re
from typing import Any

import hass_frontend
import pytest
import voluptuous as vol

from custom_components.bambu_cloud.actions import ACTIONS
from custom_components.bambu_cloud.actions.account import About
from custom_components.bambu_cloud.actions.history import Outcome
from custom_components.bambu_cloud.actions.motion import Axis, Side
from custom_components.bambu_cloud.actions.print import CALIBRATIONS
from custom_components.bambu_cloud.api import Refusal, Region
from custom_components.bambu_cloud.binary_sensor import (
    AMS_BINARY_SENSORS,
    BINARY_SENSORS,
)
from custom_components.bambu_cloud.button import (
    BUTTONS,
    REFRESH,
    SLOT_BUTTONS,
    TEST_CLOUD_CAMERA,
)
from custom_components.bambu_cloud.calendar import PRINTS
from custom_components.bambu_cloud.camera import CAMERA
from custom_components.bambu_cloud.config_flow import BambuConfigFlow
from custom_components.bambu_cloud.entity.base import BambuEntityDescription
from custom_components.bambu_cloud.event import PRINT_EVENT
from custom_components.bambu_cloud.fan import FANS
from custom_components.bambu_cloud.flows import options_general
from custom_components.bambu_cloud.flows.login_errors import ERRORS
from custom_components.bambu_cloud.flows.login_schemas import FORMS
from custom_components.bambu_cloud.flows.options import BambuOptionsFlow
from custom_components.bambu_cloud.flows.options_control import CONTROLS_SCHEMA
from custom_components.bambu_cloud.image import COVER
from custom_components.bambu_cloud.light import LIGHTS
from custom_components.bambu_cloud.liveview.issues import ISSUES
from custom_components.bambu_cloud.model import AttentionReason, PrintEventType
from custom_components.bambu_cloud.model.preconditions import BlockedReason
from custom_components.bambu_cloud.number import NUMBERS
from custom_components.bambu_cloud.select import SELECTS, BambuSelectDescription
from custom_components.bambu_cloud.sensor.ams import AMS_SENSORS
from custom_components.bambu_cloud.sensor.camera import CAMERA_STATUS
from custom_components.bambu_cloud.sensor.errors import HMS, NO_ERROR, PRINT_ERROR
from custom_components.bambu_cloud.sensor.filament import (
    ACTIVE_FILAMENT,
    EMPTY,
    EXTERNAL_SPOOLS,
    FILAMENT,
    NOTHING,
    TRAY_SENSORS,
    UNIDENTIFIED,
)
from custom_components.bambu_cloud.sensor.history import TASK_SENSORS, TOTAL_SENSORS
from custom_components.bambu_cloud.sensor.hotend_rack import RACK_SENSORS
from custom_components.bambu_cloud.sensor.printer import SENSORS
from custom_components.bambu_cloud.switch import AMS_SWITCHES, SWITCHES
from custom_components.bambu_cloud.update import AMS_FIRMWARE, FIRMWARE
from tests.helpers.arguments import argument_errors

ROOT = Path(__file__).parent.parent / "custom_components" / "bambu_cloud"
ENGLISH: dict[str, Any] = json.loads((ROOT / "translations" / "en.json").read_bytes())
ICONS: dict[str, Any] = json.loads((ROOT / "icons.json").read_bytes())
SPOOLS = (ACTIVE_FILAMENT, *EXTERNAL_SPOOLS)
ALL_SENSORS: tuple[Any, ...] = (
    *SENSORS,
    *RACK_SENSORS,
    *SPOOLS,
    *AMS_SENSORS,
    *TRAY_SENSORS,
    *(FILAMENT, HMS, PRINT_ERROR),
    *TASK_SENSORS,
    *TOTAL_SENSORS,
    CAMERA_STATUS,
)
TABLES: dict[str, tuple[Any, ...]] = {
    "binary_sensor": (*BINARY_SENSORS, *AMS_BINARY_SENSORS),
    "button": (REFRESH, TEST_CLOUD_CAMERA, *BUTTONS, *SLOT_BUTTONS),
    "calendar": (PRINTS,),
    "camera": (CAMERA,),
    "event": (PRINT_EVENT,),
    "fan": FANS,
    "image": (COVER,),
    "light": LIGHTS,
    "number": NUMBERS,
    "select": SELECTS,
    "sensor": ALL_SENSORS,
    "switch": (*SWITCHES, *AMS_SWITCHES),
    "update": (FIRMWARE, AMS_FIRMWARE),
}
# States of sensors that show a text, in place of a text that there is not.
WORDS = {
    FILAMENT.key: {EMPTY, UNIDENTIFIED},
    PRINT_ERROR.key: {NO_ERROR},
    **{spool.key: {NOTHING, EMPTY, UNIDENTIFIED} for spool in SPOOLS},
}
DESCRIPTIONS = [
    pytest.param(platform, description, id=f"{platform}-{description.key}")
    for platform, table in TABLES.items()
    for description in table
]
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
KEY = re.compile(r"[a-z0-9]+(?:[_-][a-z0-9]+)*")


def texts(value: Any) -> Iterator[str]:
    """Yield every text."""
    if isinstance(value, str):
        yield value
    else:
        for inner in value.values():
            yield from texts(inner)


def keys(value: Any) -> Iterator[str]:
    """Yield every key."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield key
            yield from keys(inner)


def literals(module: str | Path) -> set[str]:
    """Return every text that a module of ours contains."""
    tree = ast.parse((ROOT / module).read_text(encoding="utf-8"))
    return {
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def placeholders(module: str) -> set[Any]:
    """Return the names that a module of ours gives to parts of its words."""
    tree = ast.parse((ROOT / module).read_text(encoding="utf-8"))
    return {
        key.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Dict)
        for key in node.keys
        if isinstance(key, ast.Constant)
    }


def raised(path: Path) -> set[str]:
    """Return the keys of the translated errors that a module of ours raises."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    calls = (node.exc for node in ast.walk(tree) if isinstance(node, ast.Raise))
    return {
        keyword.value.value
        for call in calls
        if isinstance(call, ast.Call)
        for keyword in call.keywords
        if keyword.arg == "translation_key"
        and isinstance(keyword.value, ast.Constant)
        and isinstance(keyword.value.value, str)
    }


@pytest.mark.parametrize(("platform", "description"), DESCRIPTIONS)
def test_entity_has_a_name_and_an_icon(
    platform: str, description: BambuEntityDescription[Any, Any]
) -> None:
    """Both come from our own files, or from the device class."""
    words = ENGLISH["entity"][platform]
    if description.translation_key:
        assert description.translation_key == description.key
        assert words[description.key]["name"]
    else:
        assert description.device_class
        assert description.key not in words
    icons = ICONS["entity"].get(platform, {})
    assert (description.key in icons) is (description.device_class in {None, "enum"})


def test_same_thing_has_the_same_name() -> None:
    """What can be read and set is called and worded alike; a count is no problem."""
    told: dict[tuple[str, str], Any] = {}
    for words in ENGLISH["entity"].values():
        for key, own in words.items():
            if key != HMS.key:
                for part in {"name", "state"} & own.keys():
                    assert own[part] == told.setdefault((key, part), own[part]), key


@pytest.mark.parametrize("description", ALL_SENSORS, ids=lambda sensor: sensor.key)
def test_each_option_has_a_name(description: Any) -> None:
    """A person reads words, not what the protocol calls them; icons know no others."""
    words = ENGLISH["entity"]["sensor"].get(description.key, {}).get("state", {})
    options = [str(option) for option in description.options or ()]
    assert sorted(words) == sorted(WORDS.get(description.key, options))
    icons = ICONS["entity"]["sensor"].get(description.key, {}).get("state", {})
    assert icons.keys() <= words.keys()


@pytest.mark.parametrize("select", SELECTS, ids=lambda select: select.key)
def test_each_choice_has_a_name(select: BambuSelectDescription) -> None:
    """What can be chosen is told in words, and nothing else is."""
    words = ENGLISH["entity"]["select"][select.key].get("state", {})
    assert sorted(words) == sorted(select.options or ())


def test_issues_are_told() -> None:
    """Each issue that is raised has a title, and says what to do or how to fix it."""
    told = ENGLISH["issues"]
    texts = {text for path in ROOT.rglob("*.py") for text in literals(path)}
    assert told.keys() <= texts | {status.value for status in ISSUES}
    for words in told.values():
        assert words["title"]
        assert ("description" in words) is not ("fix_flow" in words)
    flow = told["login_ends"]["fix_flow"]
    assert flow["step"].keys() == {"confirm"}
    assert flow["abort"].keys() <= literals("repairs.py")


@pytest.mark.parametrize("platform", TABLES)
def test_nothing_is_translated_in_vain(platform: str) -> None:
    """Words and icons without an entity would be left over."""
    described = {description.key for description in TABLES[platform]}
    assert ENGLISH["entity"][platform].keys() <= described
    assert ICONS["entity"].get(platform, {}).keys() <= described


@pytest.mark.parametrize("step", FORMS)
def test_each_field_of_a_form_is_explained(step: str) -> None:
    """A form has a title and text, and each field a label and an explanation."""
    words = ENGLISH["config"]["step"][step]
    fields = {str(field) for field in dict(vol_schema(FORMS[step]))}
    assert words["title"]
    assert words["description"]
    assert words["data"].keys() == words["data_description"].keys() == fields


def vol_schema(schema: vol.Schema) -> dict[Any, Any]:
    """Return the fields of a form."""
    fields: dict[Any, Any] = schema.schema
    return fields


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


def test_all_steps_are_known() -> None:
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


def test_errors_of_the_login_are_told() -> None:
    """Each error and each reason to end has words, and none is left over."""
    own = {*{"no_code", "no_address", "no_number", "too_soon"}, "invalid_token"}
    own |= {"invalid_totp", "totp_expired"}
    assert own <= {
        text for path in (ROOT / "flows").glob("login*.py") for text in literals(path)
    }
    assert set(ERRORS.values()) | own == ENGLISH["config"]["error"].keys()
    # Home Assistant raises this one itself.
    assert ENGLISH["config"]["abort"].keys() == {"already_configured"}


def test_options_are_told() -> None:
    """Each subject of the options is in the menu, and each of its fields explained."""
    told = ENGLISH["options"]
    menu = told["step"]["init"]["menu_options"]
    assert told["step"].keys() == {"init", "camera_source", *menu}
    for step, words in told["step"].items():
        assert hasattr(BambuOptionsFlow, f"async_step_{step}")
        assert words["title"]
        assert words["description"]
    words = told["step"]["general"]
    fields = {str(field) for field in vol_schema(options_general.schema({}))}
    assert words["data"].keys() == words["data_description"].keys() == fields
    words = told["step"]["controls"]
    fields = {str(field) for field in vol_schema(CONTROLS_SCHEMA)}
    assert words["data"].keys() == words["data_description"].keys() == fields
    used = literals("account/options.py") | literals("flows/options_camera.py")
    assert told["error"].keys() <= used
    assert told["abort"].keys() <= literals("flows/options.py")
    assert set(ENGLISH["selector"]["error_language"]["options"]) == {
        options_general.AUTO
    }


def test_health_is_told() -> None:
    """Each line of the page about the system's health has words."""
    regions = {f"{what}_{region}" for what in ("api", "broker") for region in Region}
    told = ENGLISH["system_health"]["info"].keys()
    assert told == regions | {"accounts", "token_days_left", "printers"}


def test_errors_are_told() -> None:
    """Each error that Home Assistant shows has words, and none is left over."""
    words = literals("errors.py") - placeholders("errors.py")
    polls = {text for text in words if KEY.fullmatch(text)}
    others = {key for path in ROOT.rglob("*.py") for key in raised(path)}
    others |= {reason.value for reason in (*Refusal, *BlockedReason)}
    others |= argument_errors()
    assert polls | others == ENGLISH["exceptions"].keys()


def test_actions_are_told() -> None:
    """Each action and each of its fields has words, and each action an icon."""
    told = ENGLISH["services"]
    names = {action.name for action in ACTIONS}
    assert told.keys() == ICONS["services"].keys() == names
    for action in ACTIONS:
        fields = told[action.name].get("fields", {})
        assert fields.keys() == {str(key) for key in action.schema.schema}
    for key, words in {
        "outcome": [outcome.value for outcome in Outcome],
        "about": [subject.value for subject in About],
        "axis": [axis.value for axis in Axis],
        "nozzle": sorted(side.value for side in Side),
        "calibration": list(CALIBRATIONS),
    }.items():
        assert list(ENGLISH["selector"][key]["options"]) == words


def test_reasons_for_attention_are_told() -> None:
    """Each reason has words."""
    attention = ENGLISH["entity"]["binary_sensor"]["attention"]
    told = attention["state_attributes"]["reason"]["state"]
    assert list(told) == [reason.value for reason in AttentionReason]
    events = ENGLISH["entity"]["event"]["print_event"]
    assert events["state_attributes"]["reason"]["state"] == told


def test_events_are_told() -> None:
    """Each type of event has words, and each reason the same as elsewhere."""
    attributes = ENGLISH["entity"]["event"]["print_event"]["state_attributes"]
    types = attributes["event_type"]["state"]
    assert list(types) == [kind.value for kind in PrintEventType]
    attention = ENGLISH["entity"]["binary_sensor"]["attention"]
    reasons = attention["state_attributes"]["reason"]["state"]
    assert attributes["reason"]["state"] == reasons


def test_devices_are_named() -> None:
    """Each kind of device has a name, and none is left over."""
    assert ENGLISH["device"].keys() <= literals("devices/ams.py")


def test_regions_are_named() -> None:
    """The form offers each region by name."""
    named = ENGLISH["selector"]["region"]["options"]
    assert list(named) == [region.value for region in Region]


def test_words_obey_home_assistant() -> None:
    """No markup, no address, no reference that only the core resolves."""
    for text in texts(ENGLISH):
        assert text.strip() == text
        assert text
        assert not re.search(r"<\w|https?:|\[%key|'\{", text), text
    for key in keys(ENGLISH):
        assert KEY.fullmatch(key), key


def test_icons_exist() -> None:
    """The frontend knows each icon."""
    listed = Path(hass_frontend.__file__).parent / "static" / "mdi" / "iconList.json"
    known = {f"mdi:{icon['name']}" for icon in json.loads(listed.read_bytes())}
    assert set(texts(ICONS)) <= known
