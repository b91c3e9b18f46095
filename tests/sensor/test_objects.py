"""What lies on the plate is counted and listed, and shown as a mask."""

from datetime import datetime
from http import HTTPStatus
from typing import Any

from homeassistant.const import STATE_UNKNOWN
from homeassistant.helpers import entity_registry as er
import pytest
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from custom_components.bambu_cloud.const import DOMAIN
from tests.helpers.home import P1S, Home
from tests.simulator.faults import HttpFault
from tests.simulator.printer.job import Job

NAMES = ["Hull 1", "Chimney", "Flag", "Hull 2"]


def mask_id(home: Home) -> str:
    """Return the image of the mask."""
    registry = er.async_get(home.hass)
    found = registry.async_get_entity_id("image", DOMAIN, f"{P1S}_object_mask")
    assert found
    return found


def mask(home: Home) -> str:
    """Return the state of the mask."""
    state = home.hass.states.get(mask_id(home))
    assert state
    return state.state


def files_read(home: Home) -> int:
    """Return how often a sliced project was asked for."""
    return len([each for each in home.cloud.requests if "/profile/" in each.path])


async def start(home: Home, **changes: Any) -> None:
    """Start a print of the cloud with this on its plate."""
    await home.cloud.scenario(P1S, "print_uninterrupted", 600)
    job = home.cloud.simulated(P1S).job
    assert job
    for name, value in changes.items():
        setattr(job, name, value)
    await home.cloud.advance(120)
    await home.until_shown(P1S, "print_status", "printing")


async def test_disabled_at_first(home: Home) -> None:
    """Projects are read only for those who enable what shows them."""
    registry = er.async_get(home.hass)
    for entity_id in (home.entity_id(P1S, "printable_objects"), mask_id(home)):
        assert entity_id
        entry = registry.async_get(entity_id)
        assert entry
        assert entry.disabled_by is er.RegistryEntryDisabler.INTEGRATION


@pytest.mark.usefixtures("entity_registry_enabled_by_default")
async def test_objects(home: Home) -> None:
    """They are listed while they are printed, and read once."""
    assert home.shows(P1S, "printable_objects") == STATE_UNKNOWN
    await start(home)
    await home.until_shown(P1S, "printable_objects", "4")
    attributes = home.attributes(P1S, "printable_objects")
    assert [each["name"] for each in attributes["objects"]] == NAMES
    assert len({each["id"] for each in attributes["objects"]}) == len(NAMES)
    assert attributes["can_skip"] is True

    before = files_read(home)
    assert before
    await home.cloud.advance(60)
    await home.poll()
    assert files_read(home) == before
    await home.until_happened(lambda: home.shows(P1S, "printing") == "off")
    await home.until_shown(P1S, "printable_objects", STATE_UNKNOWN)
    assert "objects" not in home.attributes(P1S, "printable_objects")


@pytest.mark.usefixtures("entity_registry_enabled_by_default")
async def test_objects_that_cannot_be_skipped(home: Home) -> None:
    """They are counted all the same."""
    await start(home, objects=tuple(map(str, range(65))))
    await home.until_shown(P1S, "printable_objects", "65")
    assert home.attributes(P1S, "printable_objects")["can_skip"] is False


@pytest.mark.usefixtures("entity_registry_enabled_by_default")
async def test_print_of_the_local_network(home: Home) -> None:
    """What is not from the cloud has no objects."""
    printer = home.cloud.simulated(P1S)
    home.cloud.send_report(P1S, printer.printing.start(Job(task_id=0, title="SD card")))
    await home.until_happened(lambda: home.shows(P1S, "printing") == "on")
    assert home.shows(P1S, "printable_objects") == STATE_UNKNOWN
    assert mask(home) == STATE_UNKNOWN


@pytest.mark.usefixtures("entity_registry_enabled_by_default")
async def test_project_that_is_not_handed_out(home: Home) -> None:
    """What failed is tried again with the next history, not with each report."""
    home.cloud.faults.targets["/v1/iot-service/api/user/profile/"] = HttpFault.FORBIDDEN
    await start(home)
    assert home.shows(P1S, "printable_objects") == STATE_UNKNOWN
    home.cloud.faults.targets.clear()
    await home.entry.runtime_data.history.async_refresh(P1S)
    await home.until_shown(P1S, "printable_objects", "4")


@pytest.mark.usefixtures("entity_registry_enabled_by_default")
async def test_mask(home: Home, hass_client: ClientSessionGenerator) -> None:
    """It is there as long as its print, and has one time for as long."""
    client = await hass_client()
    assert mask(home) == STATE_UNKNOWN
    await start(home)
    await home.until(lambda: mask(home) != STATE_UNKNOWN)
    before = mask(home)
    assert datetime.fromisoformat(before)
    response = await client.get(f"/api/image_proxy/{mask_id(home)}")
    assert response.status == HTTPStatus.OK
    assert response.content_type == "image/png"
    await home.poll()
    assert mask(home) == before
    await home.until_happened(lambda: home.shows(P1S, "printing") == "off")
    await home.until(lambda: mask(home) == STATE_UNKNOWN)


@pytest.mark.usefixtures("entity_registry_enabled_by_default")
async def test_mask_that_is_not_handed_out(
    home: Home, hass_client: ClientSessionGenerator
) -> None:
    """It is unknown, until the cloud has one."""
    client = await hass_client()
    home.cloud.faults.targets["/v1/iot-service/api/user/profile/"] = HttpFault.FORBIDDEN
    await start(home)
    await home.until(lambda: mask(home) != STATE_UNKNOWN)
    response = await client.get(f"/api/image_proxy/{mask_id(home)}")
    assert response.status == HTTPStatus.INTERNAL_SERVER_ERROR
    assert mask(home) == STATE_UNKNOWN
    home.cloud.faults.targets.clear()
    await home.entry.runtime_data.history.async_refresh(P1S)
    await home.until(lambda: mask(home) != STATE_UNKNOWN)
    response = await client.get(f"/api/image_proxy/{mask_id(home)}")
    assert response.status == HTTPStatus.OK
