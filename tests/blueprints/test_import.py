"""Blueprints can be imported."""

import re

from homeassistant.components.automation.helpers import async_get_blueprints
from homeassistant.components.blueprint import Blueprint
from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component
import pytest

from custom_components.bambu_cloud.const import DOMAIN
from tests.helpers.blueprints import BLUEPRINTS
from tests.helpers.pages import read_page

ROOT = BLUEPRINTS.parent.parent
NAMES = sorted(path.stem for path in (BLUEPRINTS / DOMAIN).iterdir())
README, PAGE = read_page("README.md"), read_page("docs/automations.md")


@pytest.mark.parametrize("name", NAMES)
async def test_blueprint_can_be_imported(hass: HomeAssistant, name: str) -> None:
    """The page links to the import of each, and its source is where it says."""
    await async_setup_component(hass, "automation", {})
    path = f"{DOMAIN}/{name}.yaml"
    blueprint = (await async_get_blueprints(hass).async_get_blueprints())[path]
    assert isinstance(blueprint, Blueprint)
    assert blueprint.validate() is None
    metadata = blueprint.metadata
    assert metadata["homeassistant"]["min_version"] == "2026.9.0"
    url = metadata["source_url"]
    assert url.startswith("https://github.com/bambu-cloud/ha-bambu-cloud/blob/main/")
    assert (ROOT / url.partition("/blob/main/")[2]).is_file()
    quoted = url.replace(":", "%3A").replace("/", "%2F")
    assert f"blueprint_import/?blueprint_url={quoted}" in PAGE
    assert f"(../blueprints/automation/{path})" in PAGE
    assert f"**{metadata['name']}**" in README
    text = (BLUEPRINTS / path).read_text(encoding="utf-8")
    assert set(re.findall(r"!input (\w+)", text)) == blueprint.inputs.keys()
    assert all(each["name"] for each in blueprint.inputs.values())
