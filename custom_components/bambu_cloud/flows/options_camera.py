"""Choose for each printer what its camera entity shows."""

from collections.abc import Mapping
from typing import Any

from homeassistant.config_entries import ConfigFlowResult, OptionsFlowWithReload
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
    CONF_CAMERAS,
    CONF_PREVIEW,
    CONF_PRINTER,
    CONF_STREAM_TYPE,
    CONF_WHEN,
)
from ..model import CameraChoice, CameraTime, StreamType

# What the frame has room for that carries it (protocol F.4).
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


class CameraSteps(OptionsFlowWithReload):
    """Ask which printer it is about, and what its camera entity shows."""

    _serial: str

    async def async_step_camera(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask for the printer."""
        if user_input is not None:
            self._serial = user_input[CONF_PRINTER]
            return await self.async_step_camera_source()
        return self.async_show_form(
            step_id="camera", data_schema=printer_schema(self._names())
        )

    async def async_step_camera_source(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask what its camera entity shows."""
        shown = self._cameras().get(self._serial, {})
        errors: dict[str, str] = {}
        if user_input is not None:
            shown = _entered(user_input)
            errors = _errors(shown) or await _unreachable(shown)
            if not errors:
                return self._finish(shown)
        return self.async_show_form(
            step_id="camera_source",
            data_schema=self.add_suggested_values_to_schema(CAMERA_SCHEMA, shown),
            description_placeholders={"printer": self._names().get(self._serial, "")},
            errors=errors,
        )

    def _finish(self, chosen: dict[str, Any]) -> ConfigFlowResult:
        """Keep what was chosen, and what others have stored."""
        # The cameras take note by themselves; the rest goes on as it is.
        self.automatic_reload = False
        cameras = {**self._cameras(), self._serial: chosen}
        return self.async_create_entry(
            data={**self.config_entry.options, CONF_CAMERAS: cameras}
        )

    def _cameras(self) -> dict[str, dict[str, Any]]:
        """Return what is stored for all cameras."""
        return {**self.config_entry.options.get(CONF_CAMERAS, {})}

    def _names(self) -> dict[str, str]:
        """Return the printers of the account by serial, none while it is not loaded."""
        runtime_data = getattr(self.config_entry, "runtime_data", None)
        printers = runtime_data.account.printers if runtime_data else {}
        return {
            serial: printer.data.name or printer.data.model.name or serial
            for serial, printer in printers.items()
        }


def printer_schema(names: Mapping[str, str]) -> vol.Schema:
    """Return the form that offers these printers."""
    options = [
        SelectOptionDict(value=serial, label=name) for serial, name in names.items()
    ]
    selector = SelectSelector(SelectSelectorConfig(options=options))
    return vol.Schema({vol.Required(CONF_PRINTER): selector})


def _entered(user_input: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a person has entered, without what was left empty."""
    stripped = {
        key: value.strip() if isinstance(value, str) else value
        for key, value in user_input.items()
    }
    entered = {key: value for key, value in stripped.items() if value}
    if CONF_URL not in entered:
        del entered[CONF_STREAM_TYPE]
    if entered[CONF_WHEN] == CameraTime.ALWAYS:
        del entered[CONF_WHEN]
    return entered


def _errors(chosen: Mapping[str, Any]) -> dict[str, str]:
    """Name what is wrong with each field."""
    errors: dict[str, str] = {}
    url, host, code = (
        chosen.get(key) for key in (CONF_URL, CONF_HOST, CONF_ACCESS_CODE)
    )
    if url and not _is_stream(url):
        errors[CONF_URL] = "not_a_stream"
    elif url and chosen[CONF_STREAM_TYPE] == StreamType.PICTURES and not _is_web(url):
        errors[CONF_URL] = "not_pictures"
    elif not url and chosen[CONF_SOURCE] == CameraChoice.EXTERNAL:
        errors[CONF_URL] = "no_stream"
    if host and not (is_lan_address(host) or is_host_name(host)):
        errors[CONF_HOST] = "not_at_home"
    if code and not (code.isascii() and code.isalnum() and len(code) <= _LONGEST_CODE):
        errors[CONF_ACCESS_CODE] = "not_a_code"
    return errors


async def _unreachable(chosen: Mapping[str, Any]) -> dict[str, str]:
    """Name a host that leads to no address at home."""
    if host := chosen.get(CONF_HOST):
        try:
            await resolve(host)
        except BambuCameraError:
            return {CONF_HOST: "not_at_home"}
    return {}


def _is_stream(address: str) -> bool:
    """Tell whether this is the address of something that can be streamed."""
    try:
        url = URL(address)
    except ValueError:
        return False
    return url.scheme in _SCHEMES and bool(url.host)


def _is_web(address: str) -> bool:
    """Tell whether this is the address of something on the web."""
    return URL(address).scheme in {"http", "https"}
