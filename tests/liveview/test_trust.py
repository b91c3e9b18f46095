"""A changed certificate is shown to the owner, who may trust it."""

import pytest
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from tests.helpers.camera_entity import is_notice
from tests.helpers.frame_camera import (
    fix,
    open_stream,
    printer_issues,
    snapshot,
    status,
    trust,
)
from tests.helpers.home import P1S, Home
from tests.simulator.camera.certificates import leaf
from tests.simulator.camera.jpeg_camera import JpegCamera

pytestmark = pytest.mark.usefixtures("quick_hub")


async def test_certificate_changed(
    home: Home, camera: JpegCamera, hass_client: ClientSessionGenerator
) -> None:
    """Another certificate shows nothing before the owner has trusted it."""
    assert await snapshot(home, hass_client)
    await home.until(lambda: camera.counts.open == 0)
    camera.leaf = leaf(P1S)
    await home.hass.config_entries.async_reload(home.entry.entry_id)
    await home.until_happened(lambda: status(home) == "idle")
    sent = camera.counts.sent

    assert await snapshot(home, hass_client) is None
    assert is_notice(await open_stream(home, hass_client))

    assert status(home) == "certificate_changed"
    assert printer_issues(home) == ["certificate_changed"]
    assert camera.counts.sent == sent
    await trust(home, hass_client)
    assert printer_issues(home) == []
    assert status(home) == "idle"
    assert await snapshot(home, hass_client)
    await home.hass.config_entries.async_reload(home.entry.entry_id)
    await home.until_happened(lambda: status(home) == "idle")
    assert await snapshot(home, hass_client)


async def test_trust_without_the_account(
    home: Home, camera: JpegCamera, hass_client: ClientSessionGenerator
) -> None:
    """A printer is trusted only while its account is loaded."""
    assert await snapshot(home, hass_client)
    await home.until(lambda: camera.counts.open == 0)
    camera.leaf = leaf(P1S)
    assert await snapshot(home, hass_client) is None
    started = await fix(home, hass_client)
    assert await home.hass.config_entries.async_unload(home.entry.entry_id)

    done = await fix(home, hass_client, started["flow_id"])

    assert (done["type"], done["reason"]) == ("abort", "not_loaded")
