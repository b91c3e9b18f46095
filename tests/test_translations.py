"""What the integration says has words, in every language the same ones, and icons."""

import json
from pathlib import Path
import re
from typing import Any

import hass_frontend
import pytest

from custom_components.bambu_cloud.account.service_devices import ServiceDevice
from custom_components.bambu_cloud.actions import ACTIONS
from custom_components.bambu_cloud.actions.account import About
from custom_components.bambu_cloud.actions.filament import ChangeChoice
from custom_components.bambu_cloud.actions.history import Outcome
from custom_components.bambu_cloud.actions.motion import Axis, Side
from custom_components.bambu_cloud.actions.print import CALIBRATIONS
from custom_components.bambu_cloud.api import Refusal, Region
from custom_components.bambu_cloud.api.commands import BedType
from custom_components.bambu_cloud.entity.base import BambuEntityDescription
from custom_components.bambu_cloud.liveview.issues import ISSUES
from custom_components.bambu_cloud.maintenance.tasks import (
    FAMILIES,
    Task,
    Unit,
    choices_of,
)
from custom_components.bambu_cloud.model import (
    AttentionReason,
    HealthEventType,
    PrintEventType,
    Severity,
)
from custom_components.bambu_cloud.model.preconditions import BlockedReason
from custom_components.bambu_cloud.select import SELECTS, BambuSelectDescription
from custom_components.bambu_cloud.sensor.errors import HMS, NO_ERROR, PRINT_ERROR
from custom_components.bambu_cloud.sensor.filament import (
    EMPTY,
    EXTERNAL_SPOOL,
    FILAMENT,
    SPOOL,
    UNIDENTIFIED,
)
from custom_components.bambu_cloud.sensor.spools import (
    NOTHING,
)
from custom_components.bambu_cloud.trigger import SEVERITIES
from tests.helpers.arguments import argument_errors
from tests.helpers.descriptions import ALL_SENSORS, SPOOLS, TABLES
from tests.helpers.translations import (
    ENGLISH,
    ICONS,
    KEY,
    ROOT,
    keys,
    literals,
    placeholders,
    raised,
    texts,
)

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
    assert (description.key in icons) is (
        description.device_class in {None, "enum", SPOOL, EXTERNAL_SPOOL}
    )


def test_same_thing_has_the_same_name() -> None:
    """What can be read and set is called and worded alike; a count is no problem."""
    described: dict[tuple[str, str], Any] = {}
    for words in ENGLISH["entity"].values():
        for key, own in words.items():
            if key != HMS.key:
                for part in {"name", "state"} & own.keys():
                    assert own[part] == described.setdefault((key, part), own[part]), (
                        key
                    )


@pytest.mark.parametrize("description", ALL_SENSORS, ids=lambda sensor: sensor.key)
def test_each_option_has_a_name(description: Any) -> None:
    """Each option has a text; icons have no other options."""
    words = ENGLISH["entity"]["sensor"].get(description.key, {}).get("state", {})
    options = [str(option) for option in description.options or ()]
    assert sorted(words) == sorted(WORDS.get(description.key, options))
    icons = ICONS["entity"]["sensor"].get(description.key, {}).get("state", {})
    assert icons.keys() <= words.keys()


@pytest.mark.parametrize("select", SELECTS, ids=lambda select: select.key)
def test_each_choice_has_a_name(select: BambuSelectDescription) -> None:
    """Each option of a select has a text, and there are no others."""
    words = ENGLISH["entity"]["select"][select.key].get("state", {})
    assert sorted(words) == sorted(select.options or ())


def test_issues_have_texts() -> None:
    """Each issue that is raised has a title, and says what to do or how to fix it."""
    described = ENGLISH["issues"]
    texts = {text for path in ROOT.rglob("*.py") for text in literals(path)}
    assert described.keys() <= texts | {status.value for status in ISSUES}
    for words in described.values():
        assert words["title"]
        assert ("description" in words) is not ("fix_flow" in words)
    flow = described["login_ends"]["fix_flow"]
    assert flow["step"].keys() == {"confirm"}
    assert flow["abort"].keys() <= literals("repairs.py")


@pytest.mark.parametrize("platform", TABLES)
def test_nothing_is_translated_in_vain(platform: str) -> None:
    """Words and icons without an entity would be left over."""
    described = {description.key for description in TABLES[platform]}
    assert ENGLISH["entity"][platform].keys() <= described
    assert ICONS["entity"].get(platform, {}).keys() <= described


def test_health_has_texts() -> None:
    """Each line of the page about the system's health has words."""
    regions = {f"{what}_{region}" for what in ("api", "broker") for region in Region}
    described = ENGLISH["system_health"]["info"].keys()
    states = {"connected", "polled", "not_connected", "login_ended", "not_loaded"}
    assert states <= literals("system_health.py")
    assert described == regions | states | {"accounts", "token_days_left", "printers"}


def test_errors_have_texts() -> None:
    """Each error that Home Assistant shows has words, and none is left over."""
    words = literals("errors.py") - placeholders("errors.py")
    polls = {text for text in words if KEY.fullmatch(text)}
    others = {key for path in ROOT.rglob("*.py") for key in raised(path)}
    others |= {reason.value for reason in (*Refusal, *BlockedReason)}
    others |= argument_errors()
    assert polls | others == ENGLISH["exceptions"].keys()


def test_actions_have_texts() -> None:
    """Each action and each of its fields has words, and each action an icon."""
    described = ENGLISH["services"]
    names = {action.name for action in ACTIONS}
    assert described.keys() == ICONS["services"].keys() == names
    for action in ACTIONS:
        fields = described[action.name].get("fields", {})
        assert fields.keys() == {str(key) for key in action.schema.schema}
    for key, words in {
        "outcome": [outcome.value for outcome in Outcome],
        "about": [subject.value for subject in About],
        "axis": [axis.value for axis in Axis],
        "nozzle": sorted(side.value for side in Side),
        "calibration": list(CALIBRATIONS),
        "severity": SEVERITIES,
        "change_choice": [choice.value for choice in ChangeChoice],
        "bed_type": [kind.value for kind in BedType],
    }.items():
        assert list(ENGLISH["selector"][key]["options"]) == words


def test_reasons_for_attention_have_texts() -> None:
    """Each reason has words."""
    attention = ENGLISH["entity"]["binary_sensor"]["attention"]
    described = attention["state_attributes"]["reason"]["state"]
    assert list(described) == [reason.value for reason in AttentionReason]
    events = ENGLISH["entity"]["event"]["print_event"]
    assert events["state_attributes"]["reason"]["state"] == described


def test_events_have_texts() -> None:
    """Each type of event has words, and each reason the same as elsewhere."""
    attributes = ENGLISH["entity"]["event"]["print_event"]["state_attributes"]
    types = attributes["event_type"]["state"]
    assert list(types) == [kind.value for kind in PrintEventType]
    attention = ENGLISH["entity"]["binary_sensor"]["attention"]
    reasons = attention["state_attributes"]["reason"]["state"]
    assert attributes["reason"]["state"] == reasons
    attributes = ENGLISH["entity"]["event"]["health_message"]["state_attributes"]
    types = attributes["event_type"]["state"]
    assert list(types) == [kind.value for kind in HealthEventType]
    assert list(attributes["severity"]["state"]) == [item.value for item in Severity]


def test_maintenance_has_texts() -> None:
    """Each task has a name, the same in the list and in the options."""
    listed = ENGLISH["entity"]["todo"]["maintenance"]["state_attributes"]["task"]
    assert list(listed["state"]) == [task.value for task in Task]
    asked = ENGLISH["options"]["step"]["maintenance_tasks"]["data"]
    chosen = {task.value for model in FAMILIES for task in choices_of(model)}
    assert asked == {key: listed["state"][key] for key in chosen}
    units = ENGLISH["selector"]["maintenance"]["choices"]
    assert list(units) == [unit.value for unit in Unit]


def test_devices_are_named() -> None:
    """Each kind of device has a name, and none is left over."""
    assert ENGLISH["device"].keys() <= {*literals("devices/ams.py"), *ServiceDevice}


def test_texts_fit_home_assistant() -> None:
    """No markup, no address, no reference that only the core resolves."""
    for text in texts(ENGLISH):
        assert text.strip() == text
        assert text
        assert not re.search(r"<\w|https?:|\[%key|'\{", text), text
    for key in keys(ENGLISH):
        assert KEY.fullmatch(key), key


def test_icons_exist() -> None:
    """The frontend has each icon."""
    listed = Path(hass_frontend.__file__).parent / "static" / "mdi" / "iconList.json"
    icons = {f"mdi:{icon['name']}" for icon in json.loads(listed.read_bytes())}
    assert set(texts(ICONS)) <= icons
