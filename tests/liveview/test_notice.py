"""A camera without a picture says why, in a picture, and only to who views it."""

from collections.abc import Awaitable, Callable
from http import HTTPStatus
import re
import xml.etree.ElementTree as ET

from aiohttp import ClientResponse
from homeassistant.components.camera import async_get_image
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
import pytest
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from custom_components.bambu_cloud.liveview import notice
from custom_components.bambu_cloud.model import CameraStatus
from tests.helpers.camera_entity import entity_id, report, set_options, shown
from tests.helpers.home import H2D, P1S, X1C, Home

type Get = Callable[[str], Awaitable[ClientResponse]]


@pytest.fixture
async def get(home: Home, hass_client: ClientSessionGenerator) -> Get:
    """Return what a browser does to get something."""
    client = await hass_client()
    return client.get


async def text_of(response: ClientResponse) -> str:
    """Return the text in a picture."""
    assert response.status == HTTPStatus.OK
    assert response.content_type == "image/svg+xml"
    return text_in(await response.read())


def text_in(picture: bytes) -> str:
    """Return the text in a picture, which has to be well-formed."""
    return "".join(drawn(picture).itertext())


def drawn(picture: bytes, name: str = "") -> ET.Element:
    """Return an element of a picture, or all of it."""
    root = ET.fromstring(picture)  # noqa: S314 - our own
    element = root.find(f"{{*}}{name}") if name else root
    assert element is not None
    return element


async def no_code(home: Home) -> str:
    """Let the cloud have no access code."""
    home.cloud.printers[X1C].identity.access_code = ""
    await home.poll()
    return X1C


async def no_address(home: Home) -> str:
    """Let a printer report no address."""
    await report(home, X1C, net={"info": [{"ip": 0}]})
    await home.until_camera(X1C, "no_lan_address")
    return X1C


async def switched_off(home: Home) -> str:
    """Turn a printer off."""
    home.cloud.power_off(P1S)
    await home.until_happened(
        lambda: home.camera_status(P1S) == CameraStatus.PRINTER_OFFLINE
    )
    return P1S


async def live_view_off(home: Home) -> str:
    """Return the printer whose live view is off."""
    return H2D


async def not_wanted(home: Home) -> str:
    """Let the owner want no camera."""
    set_options(home, P1S, source="disabled")
    return P1S


@pytest.mark.parametrize(
    ("begin", "reason", "text"),
    [
        (live_view_off, "liveview_disabled", "Live view is off"),
        (no_address, "no_lan_address", "Address unknown"),
        (no_code, "no_access_code", "Access code unknown"),
        (switched_off, "printer_offline", "Printer is offline"),
        (not_wanted, "off", "Off"),
    ],
)
async def test_dialog_and_cards_say_why(
    home: Home,
    get: Get,
    begin: Callable[[Home], Awaitable[str]],
    reason: str,
    text: str,
) -> None:
    """The camera is there, idle; its attribute, its still and its stream say why."""
    serial = await begin(home)
    state = shown(home, serial)
    assert (state.state, state.attributes["reason"]) == ("idle", reason)
    camera = entity_id(home, serial)
    assert await text_of(await get(f"/api/camera_proxy/{camera}")) == text
    sized = await get(f"/api/camera_proxy/{camera}?width=640&height=360")
    assert await text_of(sized) == text
    assert await text_of(await get(f"/api/camera_proxy_stream/{camera}")) == text


async def test_files_and_messages_get_no_notice(home: Home) -> None:
    """An action gets a picture of the camera, or an error."""
    with pytest.raises(HomeAssistantError):
        await async_get_image(home.hass, entity_id(home, H2D))


async def test_in_the_language_of_the_house(
    hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The text is the one of the attribute; a long one is smaller, none is lost."""
    key = f"{notice._TEXTS}.liveview_disabled"
    texts = {key: "Live-Ansicht <aus> & zu"}

    async def translate(_: HomeAssistant, key: str) -> str:
        """Return a text of another language."""
        return texts[key]

    monkeypatch.setattr(notice, "async_load_text", translate)

    async def size() -> float:
        """Return how large the letters are."""
        picture = await notice.async_notice(hass, CameraStatus.LIVEVIEW_DISABLED)
        assert text_in(picture) == texts[key]
        return float(drawn(picture, "text").attrib["font-size"])

    assert await size() == 32
    texts[key] = "x" * 36
    assert await size() == 32
    texts[key] = "x" * 48
    assert await size() == 24
    texts[key] = "\u30ab\u30e1\u30e9" * 12
    assert await size() == 16


async def test_symbol_and_text_are_within_the_picture(hass: HomeAssistant) -> None:
    """A symbol of 24 units stands in the middle, above the text."""
    picture = await notice.async_notice(hass, CameraStatus.OFF)
    left, top, width, height = drawn(picture).attrib["viewBox"].split()
    assert (left, top) == ("0", "0")
    symbol, text = drawn(picture, "g"), drawn(picture, "text").attrib
    place = re.fullmatch(
        r"translate\((\d+) (\d+)\) scale\((\d+)\)", symbol.attrib["transform"]
    )
    assert place
    x, y, scale = map(int, place.groups())
    assert x + 12 * scale == int(width) / 2
    assert (text["x"], text["text-anchor"]) == ("50%", "middle")
    baseline = int(height) * float(text["y"].removesuffix("%")) / 100
    assert 0 < y < y + 24 * scale < baseline - int(text["font-size"])
    assert baseline < int(height)
