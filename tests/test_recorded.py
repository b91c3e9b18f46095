"""What a real recorder stores of our states."""

from collections.abc import Callable
from functools import partial
from typing import Any

from homeassistant.components.recorder import get_instance
from homeassistant.components.recorder.history import get_significant_states
from homeassistant.core import State
from homeassistant.helpers import entity_registry as er
from homeassistant.util import dt as dt_util
import pytest
from pytest_homeassistant_custom_component.components.recorder.common import (
    async_wait_recording_done,
)

from custom_components.bambu_cloud.const import DOMAIN

from .helpers.home import P1S, Home

pytestmark = pytest.mark.usefixtures("recorder_mock")


@pytest.fixture
def mock_recorder_before_hass(async_test_recorder: Callable[..., Any]) -> None:
    """Have a recorder's database before Home Assistant."""


async def recorded_names(home: Home) -> set[str]:
    """Return the names of all attributes that were recorded."""
    await async_wait_recording_done(home.hass)
    entries = er.async_get(home.hass).entities.values()
    ids = [each.entity_id for each in entries if each.platform == DOMAIN]
    read = partial(
        get_significant_states, home.hass, dt_util.utc_from_timestamp(0), None, ids
    )
    found = await get_instance(home.hass).async_add_executor_job(read)
    rows = [row for rows in found.values() for row in rows if isinstance(row, State)]
    return {name for row in rows for name in row.attributes}


async def test_recorded_attributes(home: Home) -> None:
    """Tags, lists and details of a kind of filament are not recorded."""
    await home.cloud.scenario(P1S, "print_uninterrupted", 600)
    await home.until_happened(lambda: home.shows(P1S, "print_status") == "finished")
    await home.until_happened(
        lambda: home.attributes(P1S, "print_event", "event").get("filaments")
    )
    names = await recorded_names(home)
    assert {"active", "type", "color", "event_type"} <= names
    secret = {"cover", "tag_uid", "tray_uuid"}
    long = {"filaments", "weight_by_material", "by_material", "messages", "objects"}
    of_its_kind = {"k_value", "nozzle_temperature_max", "drying_hours", "product"}
    assert names.isdisjoint(secret | long | of_its_kind)
