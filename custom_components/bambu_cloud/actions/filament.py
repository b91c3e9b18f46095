"""Load, unload, name and dry filament."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from homeassistant.const import ATTR_DEVICE_ID, ATTR_ENTITY_ID
from homeassistant.core import ServiceCall, ServiceResponse, SupportsResponse
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers import config_validation as cv
import voluptuous as vol

from ..api import BambuInputError, Command, commands
from ..api.commands.command import matching
from ..api.commands.filament import MATERIAL
from ..const import DOMAIN
from ..devices.commands import drying_command, load_command, unload_command
from ..model import preconditions
from ..model.spool_match import COLOR
from ..runtime_data import RuntimeData
from .action import Action
from .commands import async_order, number, printer_of
from .targets import Place, ams_of, place_of

SET_FILAMENT, LOAD, UNLOAD = "set_filament", "load_filament", "unload_filament"
START_DRYING, STOP_DRYING = "start_drying", "stop_drying"
ATTR_MATERIAL, ATTR_COLOR, ATTR_FILAMENT_ID = "material", "color", "filament_id"
ATTR_NOZZLE_MIN, ATTR_NOZZLE_MAX = "nozzle_temperature_min", "nozzle_temperature_max"
ATTR_TEMPERATURE, ATTR_HOURS, ATTR_ROTATE = "temperature", "hours", "rotate"

_RGB = 3


class _Usual(NamedTuple):
    """What a material is like, unless somebody knows better."""

    filament_id: str
    """The generic preset."""
    low: int
    high: int
    """°C of the nozzle."""


_MATERIALS: Mapping[str, _Usual] = {
    "PLA": _Usual("GFL99", 190, 240),
    "PETG": _Usual("GFG99", 220, 270),
    "ABS": _Usual("GFB99", 240, 280),
    "ASA": _Usual("GFB98", 240, 280),
    "TPU": _Usual("GFU99", 200, 250),
    "PC": _Usual("GFC99", 260, 290),
    "PA": _Usual("GFN99", 260, 300),
    "PVA": _Usual("GFS99", 190, 250),
}
_DETAILS = {ATTR_FILAMENT_ID, ATTR_NOZZLE_MIN, ATTR_NOZZLE_MAX}
_NOTHING = _Usual("", 0, 0)
"""Of other materials, somebody has to say everything."""

SET_SCHEMA = vol.Schema(
    {
        vol.Required(ATTR_ENTITY_ID): cv.string,
        vol.Required(ATTR_MATERIAL): object,
        vol.Required(ATTR_COLOR): object,
        vol.Optional(ATTR_FILAMENT_ID): object,
        vol.Optional(ATTR_NOZZLE_MIN): object,
        vol.Optional(ATTR_NOZZLE_MAX): object,
    }
)
LOAD_SCHEMA = vol.Schema(
    {
        vol.Required(ATTR_ENTITY_ID): cv.string,
        vol.Optional(ATTR_TEMPERATURE): object,
    }
)
UNLOAD_SCHEMA = vol.Schema({vol.Required(ATTR_DEVICE_ID): cv.string})
START_SCHEMA = vol.Schema(
    {
        vol.Required(ATTR_DEVICE_ID): cv.string,
        vol.Optional(ATTR_TEMPERATURE): object,
        vol.Optional(ATTR_HOURS): object,
        vol.Optional(ATTR_MATERIAL): object,
        vol.Optional(ATTR_ROTATE, default=False): cv.boolean,
    }
)
STOP_SCHEMA = vol.Schema({vol.Required(ATTR_DEVICE_ID): cv.string})


async def _async_set_filament(call: ServiceCall) -> ServiceResponse:
    """Say what is in a slot or on a spool holder."""
    place = place_of(call.hass, call.data[ATTR_ENTITY_ID])

    def make() -> Command:
        material = matching(ATTR_MATERIAL, call.data[ATTR_MATERIAL], MATERIAL)
        usual = _MATERIALS.get(material, _NOTHING)
        if usual is _NOTHING and not call.data.keys() >= _DETAILS:
            raise ServiceValidationError(
                translation_domain=DOMAIN,
                translation_key="unknown_material",
                translation_placeholders={"material": material},
            )
        return commands.set_filament(
            place.location,
            filament_id=_filament_id(call, place, usual),
            material=material,
            color=_color(call.data[ATTR_COLOR]),
            nozzle_min=_celsius(call, ATTR_NOZZLE_MIN, usual.low),
            nozzle_max=_celsius(call, ATTR_NOZZLE_MAX, usual.high),
        )

    precondition = preconditions.set_filament(place.location)
    return await async_order(place.printer, make, precondition)


def _filament_id(call: ServiceCall, place: Place, usual: _Usual) -> Any:
    """Return the id of a preset that is named or numbered, or what is usual."""
    wanted = call.data.get(ATTR_FILAMENT_ID, usual.filament_id)
    if not isinstance(wanted, str):
        return wanted
    data: RuntimeData = place.printer.link.entry.runtime_data
    return data.filament_names.filament_id(wanted) or wanted


def _celsius(call: ServiceCall, key: str, usual: int) -> Any:
    """Return a temperature, or what is usual for the material."""
    return number(call, key) if key in call.data else usual


def _color(value: object) -> str:
    """Return "RRGGBBAA" of "#RRGGBB", or of three numbers as the color picker has them.

    Raises:
        BambuInputError: That is no color.
    """
    if isinstance(value, list) and len(value) == _RGB:
        try:
            value = f"#{bytes(value).hex()}"
        except TypeError, ValueError:
            raise BambuInputError(ATTR_COLOR) from None
    found = COLOR.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        raise BambuInputError(ATTR_COLOR)
    return f"{found[1].upper()}FF"


async def _async_load(call: ServiceCall) -> ServiceResponse:
    """Load a spool."""
    place = place_of(call.hass, call.data[ATTR_ENTITY_ID])
    tray = preconditions.tray_at(place.printer.data, place.location)

    def make() -> Command:
        return load_command(
            place.location,
            tray,
            extruder=place.extruder,
            temperature=_number_or_none(call, ATTR_TEMPERATURE),
        )

    return await async_order(place.printer, make, preconditions.load(place.location))


async def _async_unload(call: ServiceCall) -> ServiceResponse:
    """Pull back what the nozzle in use has loaded."""
    printer = printer_of(call)

    def make() -> Command:
        return unload_command(printer.data)

    return await async_order(printer, make, preconditions.unload)


async def _async_start_drying(call: ServiceCall) -> ServiceResponse:
    """Dry the spools in an AMS, as they need it unless somebody says how."""
    ams = ams_of(call)

    def make() -> Command:
        return drying_command(
            ams.data.unit,
            temperature=_number_or_none(call, ATTR_TEMPERATURE),
            hours=_number_or_none(call, ATTR_HOURS),
            filament=call.data.get(ATTR_MATERIAL),
            rotate=call.data[ATTR_ROTATE],
        )

    return await async_order(ams.printer, make, preconditions.dry(ams.serial))


def _number_or_none(call: ServiceCall, key: str) -> float | None:
    """Return a number, None where the caller gave none."""
    return number(call, key) if key in call.data else None


async def _async_stop_drying(call: ServiceCall) -> ServiceResponse:
    """Stop to dry the spools in an AMS."""
    ams = ams_of(call)

    def make() -> Command:
        return commands.stop_drying(ams.data.unit.id)

    return await async_order(ams.printer, make, preconditions.stop_drying(ams.serial))


_HANDLERS = (
    (SET_FILAMENT, _async_set_filament, SET_SCHEMA),
    (LOAD, _async_load, LOAD_SCHEMA),
    (UNLOAD, _async_unload, UNLOAD_SCHEMA),
    (START_DRYING, _async_start_drying, START_SCHEMA),
    (STOP_DRYING, _async_stop_drying, STOP_SCHEMA),
)
ACTIONS = tuple(
    Action(
        name=name, handler=handler, schema=schema, response=SupportsResponse.OPTIONAL
    )
    for name, handler, schema in _HANDLERS
)
