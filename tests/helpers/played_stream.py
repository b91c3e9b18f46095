"""The stream of the X1C, which Home Assistant plays."""

from homeassistant.components.camera import Camera
from homeassistant.components.camera.helper import get_camera_from_entity_id
from homeassistant.components.stream import Stream

from tests.helpers.camera_entity import entity_id, report
from tests.helpers.home import X1C, Home

ADDRESS, OTHER_ADDRESS = "127.0.0.21", "127.0.0.22"


async def move(home: Home, address: str) -> None:
    """Let the X1C report another address."""
    number = int.from_bytes(bytes(map(int, address.split("."))), "little")
    await report(home, X1C, net={"info": [{"ip": number}]})
    account = home.entry.runtime_data.account
    await home.until(lambda: account.printers[X1C].data.address.ip == address)


def camera_of(home: Home, serial: str = X1C) -> Camera:
    """Return the camera of a printer."""
    return get_camera_from_entity_id(home.hass, entity_id(home, serial))


async def opened(home: Home) -> Stream:
    """Return what plays the video of the X1C."""
    stream = await camera_of(home).async_create_stream()
    assert stream
    return stream
