"""Totals of prints outlast a restart, and are not written again without news."""

import logging
from typing import Any

import pytest

from custom_components.bambu_cloud.const import DOMAIN
from tests.helpers.home import P1S, Home
from tests.helpers.print_history import (
    NEWEST,
    complete,
    expected,
    is_adding_up,
    remember,
    set_up,
    shown,
)

pytestmark = pytest.mark.usefixtures("entity_registry_enabled_by_default")


async def until_idle(house: Home) -> None:
    """Wait until what was fetched is part of the totals, and these are written."""
    await house.until(lambda: not is_adding_up())
    await house.hass.async_block_till_done()


async def test_nothing_new_is_not_written(
    house: Home, caplog: pytest.LogCaptureFixture
) -> None:
    """Newest prints that are part of the totals already wear no card out."""
    remember(house, 10)
    await set_up(house)
    await complete(house)
    await house.until_reported()
    await until_idle(house)
    caplog.set_level(logging.DEBUG, "pytest_homeassistant_custom_component")
    caplog.clear()
    await house.entry.runtime_data.history.async_refresh(P1S)
    await until_idle(house)
    assert ".statistics" not in caplog.text


@pytest.mark.parametrize("tasks", [None, {P1S: {"1": None}}])
async def test_damaged_file(
    house: Home,
    hass_storage: dict[str, Any],
    caplog: pytest.LogCaptureFixture,
    tasks: Any,
) -> None:
    """A file that makes no sense is set aside and replaced by another walk."""
    rows = remember(house, 60)
    key = f"{DOMAIN}.{house.entry.entry_id}.statistics"
    data = {"done": NEWEST, "top": None, "after": None, "tasks": tasks}
    hass_storage[key] = {"version": 1, "minor_version": 1, "key": key, "data": data}
    await set_up(house)

    await complete(house)

    assert shown(house) == pytest.approx(expected(rows))
    assert f"{key} makes no sense" in caplog.text


async def test_account_that_is_removed(
    house: Home, hass_storage: dict[str, Any]
) -> None:
    """Nothing is left of an account that is removed."""
    remember(house, 60)
    await set_up(house)
    await complete(house)
    assert any("statistics" in key for key in hass_storage)

    await house.hass.config_entries.async_remove(house.entry.entry_id)

    assert not any("statistics" in key for key in hass_storage)
