"""Say in a picture why a camera has none, to the people who view it.

Home Assistant answers a browser that gets no picture with an error of the server, and
leaves the dialog of the camera empty.
"""

from html import escape

from homeassistant.core import HomeAssistant
from homeassistant.helpers.http import current_request

from ..model import CameraStatus
from ..texts import async_load_text

CONTENT_TYPE = "image/svg+xml"
_STILLS = "/api/camera_proxy/"
_TEXTS = "entity.camera.camera.state_attributes.reason.state"
_FONT_SIZE, _LETTERS = 32, 36
"""As many of that size fit into one line; East Asian ones are twice as wide."""
_NOTICE = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 360">'
    '<rect width="100%" height="100%" fill="#212121"/>'
    '<g transform="translate(284 84) scale(3)" fill="none" stroke="#9e9e9e">'
    '<path stroke-width="2" d="M3 7h12v10H3zM15 11l6-3v8l-6-3M2 3l19 19"/></g>'
    '<text x="50%" y="68%" text-anchor="middle" font-family="sans-serif"'
    ' font-size="{size}" fill="#e0e0e0">{text}</text></svg>'
)


def is_viewed() -> bool:
    """Return whether a browser asks for a still, which no file and no message needs."""
    request = current_request.get()
    return request is not None and request.path.startswith(_STILLS)


async def async_notice(hass: HomeAssistant, status: CameraStatus) -> bytes:
    """Return a picture with the status in the language of Home Assistant."""
    text = await async_load_text(hass, f"{_TEXTS}.{status}")
    letters = sum(1 + (letter > "\u2e7f") for letter in text)
    size = _FONT_SIZE * _LETTERS // max(letters, _LETTERS)
    return _NOTICE.format(size=size, text=escape(text)).encode()
