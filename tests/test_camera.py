"""Each printer has one camera, whose pictures come on whatever way there is."""

from pathlib import Path
from typing import Any

from homeassistant.components.camera.helper import get_camera_from_entity_id
from homeassistant.config_entries import ConfigEntryState
from homeassistant.const import EntityStateAttribute
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.template import Template
from homeassistant.util.yaml import load_yaml_dict
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from pytest_homeassistant_custom_component.typing import (
    WebSocketGenerator,
)

from custom_components.bambu_cloud.const import DOMAIN
from tests.helpers.camera_entity import (
    CODE,
    URL,
    act,
    capabilities,
    entity_id,
    report,
    set_options,
    shown,
    source,
)
from tests.simulator import SimulatedCloud, another

from .helpers.home import A1_MINI, H2D, P1S, X1C, Home

BLUEPRINT = Path(__file__).parents[1] / (
    "blueprints/automation/bambu_cloud/print_ended.yaml"
)
EVENT = "print_event"


async def test_one_for_each_printer(home: Home) -> None:
    """Each printer has exactly one, and nothing is opened before there is a viewer."""
    registry = er.async_get(home.hass)
    entries = er.async_entries_for_config_entry(registry, home.entry.entry_id)
    cameras = [entry for entry in entries if entry.domain == "camera"]
    assert {camera.unique_id for camera in cameras} == {
        f"{serial}_camera" for serial in home.cloud.printers
    }
    assert shown(home, X1C).state == shown(home, P1S).state == "idle"
    assert shown(home, X1C).name == "Workshop X1C Camera"
    attributes = shown(home, X1C).attributes
    assert {key: attributes[key] for key in ("reason", "transport", "resolution")} == {
        "reason": None,
        "transport": "lan_rtsps",
        "resolution": "1080p",
    }
    assert shown(home, P1S).attributes["transport"] == "lan_jpeg"
    assert home.camera_status(P1S) == "idle"
    assert CODE not in f"{shown(home, X1C).as_dict()}"
    assert "192.168" not in f"{shown(home, X1C).as_dict()}"


async def test_printer_is_off_at_start(
    hass: HomeAssistant, cloud: SimulatedCloud, config_entry: MockConfigEntry
) -> None:
    """A printer that never sent a report has its camera, too."""
    cloud.power_off(P1S)
    await cloud.advance(60)
    assert await hass.config_entries.async_setup(config_entry.entry_id)
    await hass.async_block_till_done()
    home = Home(hass, cloud, config_entry)
    await home.until_camera(P1S, "printer_offline")
    assert shown(home, P1S).state == "idle"
    assert await source(home, P1S) is None

    cloud.connect(P1S)
    await home.until_happened(lambda: home.camera_status(P1S) == "idle")
    assert shown(home, P1S).state == "idle"


async def test_stranger_without_a_camera(home: Home) -> None:
    """Only an unknown model without a camera has no entity."""
    stranger = another("N99", home.cloud.printers)
    serial = stranger.identity.serial
    stranger.state["ipcam"]["ipcam_dev"] = "0"
    home.cloud.add_printer(stranger)
    await home.poll()
    await home.until_happened(lambda: home.shows(serial, "nozzle_temperature"))
    registry = er.async_get(home.hass)
    find = registry.async_get_entity_id
    assert find("camera", DOMAIN, f"{serial}_camera") is None


async def test_camera_is_never_removed(home: Home) -> None:
    """A camera of an unknown model that was reported once stays."""
    stranger = another("N99", home.cloud.printers)
    serial = stranger.identity.serial
    stranger.state["ipcam"]["liveview"] = {"local": "local"}
    home.cloud.add_printer(stranger)
    await home.poll()
    await home.until_happened(lambda: home.camera_status(serial) == "idle")

    await report(home, serial, ipcam={"ipcam_dev": "0"})
    await home.until_camera(serial, "unsupported_transport")

    assert shown(home, serial).state == "idle"


async def test_video_is_played_by_home_assistant(
    home: Home, hass_ws_client: WebSocketGenerator
) -> None:
    """Players get a URL with the cloud's address and code, not the reported ones."""
    await report(home, X1C, ipcam={"rtsp_url": "rtsps://8.8.8.8:80/streaming/live/2"})
    account = home.entry.runtime_data.account
    await home.until(lambda: "8.8" in account.printers[X1C].data.camera.rtsp_url)
    expected = f"rtsps://bblp:{CODE}@192.168.0.50:322/streaming/live/2"
    assert await source(home, X1C) == expected
    assert await capabilities(home, hass_ws_client, X1C) == {"hls"}
    assert await capabilities(home, hass_ws_client, P1S) == set()
    assert await source(home, P1S) is None


async def test_live_view_is_off(home: Home, hass_ws_client: WebSocketGenerator) -> None:
    """The word "disable" is no address; once it is on, the video is there."""
    assert await source(home, H2D) is None
    assert shown(home, H2D).state == "idle"
    assert home.camera_status(H2D) == "liveview_disabled"
    assert await capabilities(home, hass_ws_client, H2D) == set()

    await report(home, H2D, ipcam={"rtsp_url": URL})
    await home.until_camera(H2D, "idle")

    assert await source(home, H2D) == URL.replace("//", f"//bblp:{CODE}@")
    assert shown(home, H2D).state == "idle"
    assert await capabilities(home, hass_ws_client, H2D) == {"hls"}

    await report(home, H2D, ipcam={"rtsp_url": "disable"})
    await home.until_camera(H2D, "liveview_disabled")
    assert await capabilities(home, hass_ws_client, H2D) == set()


@pytest.mark.parametrize(
    "address",
    [0x08080808, 0x0100007F, 0xFFFFFFFF, 0x010000E0, 0xFE01FEA9 - 0x100000000],
    ids=["internet", "ourselves", "everybody", "group", "negative"],
)
async def test_addresses_that_are_not_at_home(home: Home, address: int) -> None:
    """A report cannot point Home Assistant at itself, nor at the internet."""
    await report(home, X1C, net={"info": [{"ip": address}]})
    await home.until_camera(X1C, "no_lan_address")
    assert await source(home, X1C) is None
    assert shown(home, X1C).state == "idle"

    set_options(home, X1C, host="192.168.7.7")
    assert await source(home, X1C) == (
        f"rtsps://bblp:{CODE}@192.168.7.7:322/streaming/live/1"
    )


async def test_own_stream(home: Home, hass_ws_client: WebSocketGenerator) -> None:
    """A stream of one's own is played for any model, also while the printer is off."""
    url = "rtsp://cat:secret@192.168.7.7:8554/workshop"
    set_options(home, A1_MINI, url=url)
    assert await source(home, A1_MINI) == url
    assert await capabilities(home, hass_ws_client, A1_MINI) == {"hls"}

    home.cloud.power_off(A1_MINI)
    await home.until_happened(lambda: home.shows(A1_MINI, "online") == "off")

    assert await source(home, A1_MINI) == url
    assert shown(home, A1_MINI).state == "idle"
    assert "secret" not in f"{shown(home, A1_MINI).as_dict()}"
    set_options(home, A1_MINI, source="disabled")
    assert shown(home, A1_MINI).state == "idle"
    assert home.camera_status(A1_MINI) == "off"


async def test_code_comes_with_the_poll(home: Home) -> None:
    """A code that the owner has renewed is used as soon as the cloud has it."""
    home.cloud.printers[X1C].identity.access_code = "24682468"
    await home.poll()
    assert ":24682468@" in (await source(home, X1C) or "")

    set_options(home, X1C, access_code="a@b/c")
    assert ":a%40b%2Fc@" in (await source(home, X1C) or "")

    home.cloud.printers[P1S].identity.access_code = ""
    await home.poll()
    assert home.camera_status(P1S) == "no_access_code"


async def test_off_and_on(home: Home) -> None:
    """A camera that is off shows nothing, not even to those who ask."""
    await act(home, "turn_off", X1C)
    assert home.camera_status(X1C) == "off"
    with pytest.raises(HomeAssistantError, match="off"):
        await source(home, X1C)
    assert shown(home, X1C).attributes[EntityStateAttribute.SUPPORTED_FEATURES] == 1

    await act(home, "turn_on", X1C)
    assert home.camera_status(X1C) == "idle"
    assert await source(home, X1C)


async def test_off_outlasts_a_restart(home: Home) -> None:
    """Who has turned a camera off does not find it on again."""
    await act(home, "turn_off", X1C)
    await home.hass.config_entries.async_reload(home.entry.entry_id)
    await home.until(lambda: home.entry.state is ConfigEntryState.LOADED)
    await home.hass.async_block_till_done()
    assert home.camera_status(X1C) == "off"
    assert home.camera_status(P1S) != "off"


async def test_clock_that_stands_still(home: Home) -> None:
    """Pictures of a P2S are dated when they come, as it does not date them itself."""
    printer = another("P2S", home.cloud.printers)
    serial = printer.identity.serial
    home.cloud.add_printer(printer)
    await home.poll()
    await home.until_happened(lambda: home.camera_status(serial) == "idle")

    def options(serial: str) -> dict[str, Any]:
        camera = get_camera_from_entity_id(home.hass, entity_id(home, serial))
        return dict(camera.stream_options)

    tcp = {"rtsp_transport": "tcp"}
    assert options(serial) == {**tcp, "use_wallclock_as_timestamps": True}
    assert options(X1C) == tcp


async def test_blueprint_finds_the_camera(home: Home) -> None:
    """The blueprint about ended prints gets its picture from this entity."""
    blueprint = load_yaml_dict(BLUEPRINT)
    variables: Any = blueprint["variables"]
    given = {"picture": "camera", "source": home.entity_id(P1S, EVENT)}

    found = Template(variables["picture_entity"], home.hass).async_render(given)

    assert found == entity_id(home, P1S)
