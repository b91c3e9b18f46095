"""What a camera says has words, and so has what it asks."""

import re
from typing import Any

import pytest
import voluptuous as vol

from custom_components.bambu_cloud.flows.options_camera import (
    CAMERA_SCHEMA,
    printer_schema,
)
from custom_components.bambu_cloud.liveview.issues import ISSUES
from custom_components.bambu_cloud.model import (
    CameraChoice,
    CameraTime,
    CameraTransport,
    StreamType,
)

from .helpers.translations import ENGLISH, literals, vol_schema

OPTIONS: dict[str, Any] = ENGLISH["options"]


@pytest.mark.parametrize(
    ("step", "schema"),
    [("camera", printer_schema({})), ("camera_source", CAMERA_SCHEMA)],
)
def test_each_field_of_a_form_is_explained(step: str, schema: vol.Schema) -> None:
    """A form has a title and text, and each field a label and an explanation."""
    words = OPTIONS["step"][step]
    fields = {str(field) for field in vol_schema(schema)}
    assert words["title"]
    assert words["description"]
    assert words["data"].keys() == words["data_description"].keys() == fields


def test_errors_have_texts() -> None:
    """Each error has words."""
    used = {
        text
        for text in literals("flows/options_camera.py")
        if re.match("no_|not_", text)
    }
    assert len(used) == 7
    assert used <= OPTIONS["error"].keys()


def test_choices_are_named() -> None:
    """The form offers each source by name."""
    choices = ENGLISH["selector"]["camera_source"]["options"]
    assert list(choices) == [choice.value for choice in CameraChoice]
    times = ENGLISH["selector"]["camera_time"]["options"]
    assert list(times) == [each.value for each in CameraTime]
    types = ENGLISH["selector"]["stream_type"]["options"]
    assert list(types) == [each.value for each in StreamType]


def test_issues_have_texts() -> None:
    """Each issue has words: those of a flow where it can be put right here."""
    texts = ENGLISH["issues"]
    for status, issue in ISSUES.items():
        assert ("fix_flow" in texts[status.value]) is issue.is_fixable
    flow = texts["certificate_changed"]["fix_flow"]
    assert flow["step"].keys() == {"confirm"}
    assert flow["abort"].keys() <= literals("repairs.py")


def test_attributes_have_texts() -> None:
    """Whatever a camera says of itself has words, the same ones as the sensor's."""
    attributes = ENGLISH["entity"]["camera"]["camera"]["state_attributes"]
    status = ENGLISH["entity"]["sensor"]["camera_status"]["state"]
    assert attributes["reason"]["state"] == status
    ways = [transport.value for transport in CameraTransport]
    assert list(attributes["transport"]["state"]) == ways
