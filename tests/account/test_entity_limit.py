"""An account with more entities than Home Assistant adds says how to mend it."""

from collections.abc import Generator
from unittest.mock import patch

from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er, issue_registry as ir
from homeassistant.setup import async_setup_component
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from custom_components.bambu_cloud.account.options import CONF_UNFOLLOWED
from custom_components.bambu_cloud.const import DOMAIN
from tests.helpers.home import A1_MINI, H2D, X1C, Home
from tests.simulator import SimulatedCloud

MOST = 60
"""As one printer has, and not four."""


@pytest.fixture(autouse=True)
def limit() -> Generator[None]:
    """Let Home Assistant add only a few entities."""
    name = "MAX_ENABLED_ENTITIES_PER_CONFIG_ENTRY"
    ours = "custom_components.bambu_cloud.account.entity_limit.MOST"
    with (
        patch(f"homeassistant.helpers.entity_platform.{name}", MOST),
        patch(ours, MOST),
    ):
        yield


@pytest.fixture
async def full(
    hass: HomeAssistant, cloud: SimulatedCloud, config_entry: MockConfigEntry
) -> Home:
    """Return a home whose account has more entities than are added."""
    home = Home(hass, cloud, config_entry)
    assert await async_setup_component(hass, "repairs", {})
    assert await hass.config_entries.async_setup(config_entry.entry_id)
    await home.until_happened(lambda: issue(home))
    return home


def issue(home: Home) -> ir.IssueEntry | None:
    """Return what the page of repairs shows."""
    issue_id = f"too_many_entities_{home.entry.entry_id}"
    return ir.async_get(home.hass).async_get_issue(DOMAIN, issue_id)


async def test_printers_are_left_out(full: Home) -> None:
    """The issue goes when printers are left out in the options."""
    found = issue(full)
    assert found
    assert found.translation_placeholders == {"account": "Owner", "most": "60"}
    hass, entry = full.hass, full.entry

    options = {CONF_UNFOLLOWED: [X1C, A1_MINI, H2D]}
    hass.config_entries.async_update_entry(entry, options=options)
    await hass.config_entries.async_reload(entry.entry_id)
    await full.until(lambda: issue(full) is None)

    entities = er.async_get(hass).entities
    assert entities.get_enabled_count_for_config_entry_id(entry.entry_id) < MOST


async def test_fix_leads_to_the_options(
    full: Home, hass_client: ClientSessionGenerator
) -> None:
    """The page of repairs explains the issue, and opens the options."""
    client, path = await hass_client(), "/api/repairs/issues/fix"
    found = issue(full)
    assert found
    body = {"handler": DOMAIN, "issue_id": found.issue_id}
    step = await (await client.post(path, json=body)).json()
    assert step["step_id"] == "confirm"

    end = await (await client.post(f"{path}/{step['flow_id']}", json={})).json()

    assert (end["type"], end["reason"]) == ("abort", "choose_printers")
    kind, flow_id = end["next_flow"]
    assert kind == "options_flow"
    assert full.hass.config_entries.options.async_get(flow_id)["handler"] == (
        full.entry.entry_id
    )


async def test_account_that_is_removed(full: Home) -> None:
    """An account that is gone has no issue."""
    await full.hass.config_entries.async_remove(full.entry.entry_id)
    assert issue(full) is None
