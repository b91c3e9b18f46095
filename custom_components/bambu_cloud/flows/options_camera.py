"""What the camera entity of a printer shows, as a person chooses it."""

from collections.abc import Mapping
from typing import Any

from homeassistant.const import CONF_HOST, CONF_SOURCE, CONF_URL
from homeassistant.helpers.selector import (
    BooleanSelector,
    SelectOptionDict,
    SelectSelector,
    SelectSelectorConfig,
    SelectSelectorMode,
    TextSelector,
    TextSelectorConfig,
    TextSelectorType,
)
import voluptuous as vol
from yarl import URL

from ..api import BambuCameraError, is_host_name, is_lan_address, resolve
from ..const import (
    CONF_ACCESS_CODE,
    CONF_BRIDGE,
    CONF_PREVIEW,
    CONF_PRINTER,
    CONF_STREAM_TYPE,
    CONF_WHEN,
)
from ..model import CameraChoice, CameraTime, StreamType

# The login frame has room for no more (protocol F.4).
_LONGEST_CODE = 32
_SCHEMES = frozenset({"rtsp", "rtsps", "http", "https"})

CAMERA_SCHEMA = vol.Schema(
    {
        vol.Required(CONF_SOURCE, default=CameraChoice.AUTO.value): SelectSelector(
            SelectSelectorConfig(
                options=[choice.value for choice in CameraChoice],
                translation_key="camera_source",
                mode=SelectSelectorMode.DROPDOWN,
            )
        ),
        vol.Optional(CONF_URL): TextSelector(
            TextSelectorConfig(type=TextSelectorType.URL)
        ),
        vol.Optional(CONF_BRIDGE): TextSelector(
            TextSelectorConfig(type=TextSelectorType.URL)
        ),
        vol.Required(CONF_STREAM_TYPE, default=StreamType.VIDEO.value): SelectSelector(
            SelectSelectorConfig(
                options=[kind.value for kind in StreamType],
                translation_key="stream_type",
                mode=SelectSelectorMode.DROPDOWN,
            )
        ),
        vol.Optional(CONF_HOST): TextSelector(),
        vol.Optional(CONF_ACCESS_CODE): TextSelector(
            TextSelectorConfig(type=TextSelectorType.PASSWORD, autocomplete="off")
        ),
        vol.Required(CONF_WHEN, default=CameraTime.ALWAYS.value): SelectSelector(
            SelectSelectorConfig(
                options=[time.value for time in CameraTime],
                translation_key="camera_time",
                mode=SelectSelectorMode.DROPDOWN,
            )
        ),
        vol.Optional(CONF_PREVIEW, default=False): BooleanSelector(),
    }
)


def printer_schema(names: Mapping[str, str]) -> vol.Schema:
    """Return the form for a printer; `names` are those of the printers by serial."""
    options = [
        SelectOptionDict(value=serial, label=name) for serial, name in names.items()
    ]
    selector = SelectSelector(SelectSelectorConfig(options=options))
    return vol.Schema({vol.Required(CONF_PRINTER): selector})


def camera_options(user_input: Mapping[str, Any]) -> dict[str, Any]:
    """Return the options for a form, without empty fields and defaults."""
    stripped = {
        key: value.strip() if isinstance(value, str) else value
        for key, value in user_input.items()
    }
    entered = {key: value for key, value in stripped.items() if value}
    if not entered.keys() & {CONF_URL, CONF_BRIDGE}:
        del entered[CONF_STREAM_TYPE]
    if entered[CONF_WHEN] == CameraTime.ALWAYS:
        del entered[CONF_WHEN]
    return entered


async def async_camera_errors(camera: Mapping[str, Any]) -> dict[str, str]:
    """Return the errors of the form by field; a host name has to lead to the LAN."""
    if errors := _errors(camera):
        return errors
    if host := camera.get(CONF_HOST):
        try:
            await resolve(host)
        except BambuCameraError:
            return {CONF_HOST: "not_at_home"}
    return {}


def _errors(camera: Mapping[str, Any]) -> dict[str, str]:
    """Return the errors that can be found without the network, by field."""
    errors: dict[str, str] = {}
    url, host, code = (
        camera.get(key) for key in (CONF_URL, CONF_HOST, CONF_ACCESS_CODE)
    )
    if url and not _is_stream(url):
        errors[CONF_URL] = "not_a_stream"
    elif url and camera[CONF_STREAM_TYPE] == StreamType.PICTURES and not _is_web(url):
        errors[CONF_URL] = "not_pictures"
    elif not url and camera[CONF_SOURCE] == CameraChoice.EXTERNAL:
        errors[CONF_URL] = "no_stream"
    errors |= _bridge_errors(camera)
    if host and not (is_lan_address(host) or is_host_name(host)):
        errors[CONF_HOST] = "not_at_home"
    if code and not (code.isascii() and code.isalnum() and len(code) <= _LONGEST_CODE):
        errors[CONF_ACCESS_CODE] = "not_a_code"
    return errors


def _bridge_errors(camera: Mapping[str, Any]) -> dict[str, str]:
    """Return what is wrong with the address of a bridge."""
    bridge = camera.get(CONF_BRIDGE)
    if bridge and not (_is_stream(bridge) and _is_web(bridge)):
        return {CONF_BRIDGE: "not_a_bridge"}
    if not bridge and camera[CONF_SOURCE] == CameraChoice.BRIDGE:
        return {CONF_BRIDGE: "no_bridge"}
    return {}


def _is_stream(address: str) -> bool:
    """Return whether an address is one that can be streamed."""
    try:
        url = URL(address)
    except ValueError:
        return False
    return url.scheme in _SCHEMES and bool(url.host)


def _is_web(address: str) -> bool:
    """Return whether an address is one of the web."""
    return URL(address).scheme in {"http", "https"}
