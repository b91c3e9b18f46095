"""Load, unload, describe and dry filament."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from homeassistant.const import ATTR_DEVICE_ID, ATTR_ENTITY_ID
from homeassistant.core import ServiceCall, ServiceResponse, SupportsResponse
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers import config_validation as cv
import voluptuous as vol

from ..api import Argument, Command, commands
from ..const import DOMAIN
from ..devices.commands import (
    addressed,
    drying_command,
    load_command,
    read_tag_command,
    unload_command,
)
from ..errors import blocked_error, command_errors
from ..model import preconditions
from ..runtime_data import RuntimeData
from .access import Access
from .action import Action
from .commands import async_send
from .fields import Checked, color, material, number
from .targets import Place, ams_of, place_of, printer_of

SET_FILAMENT, LOAD, UNLOAD = "set_filament", "load_filament", "unload_filament"
READ_TAG, CONTINUE = "read_filament_tag", "continue_filament_change"
START_DRYING, STOP_DRYING = "start_drying", "stop_drying"
ATTR_MATERIAL, ATTR_COLOR, ATTR_FILAMENT_ID = "material", "color", "filament_id"
ATTR_NOZZLE_MIN, ATTR_NOZZLE_MAX = "nozzle_temperature_min", "nozzle_temperature_max"
ATTR_TEMPERATURE, ATTR_HOURS, ATTR_ROTATE = "temperature", "hours", "rotate"
ATTR_CHOICE = "choice"


class ChangeChoice(StrEnum):
    """What to do with a change of filament that has stopped."""

    RETRY = "retry"
    DONE = "done"
    """The filament comes out of the nozzle."""


_CHOICES = {
    ChangeChoice.RETRY: commands.AmsAction.RESUME,
    ChangeChoice.DONE: commands.AmsAction.DONE,
}


def _preset(
    filament_id: str, nozzle_min: float, nozzle_max: float
) -> Mapping[str, str | float]:
    """Return the fields of a generic preset; temperatures in °C."""
    return {
        ATTR_FILAMENT_ID: filament_id,
        ATTR_NOZZLE_MIN: nozzle_min,
        ATTR_NOZZLE_MAX: nozzle_max,
    }


PRESETS = {
    "PLA": _preset("GFL99", 190, 240),
    "PETG": _preset("GFG99", 220, 270),
    "ABS": _preset("GFB99", 240, 280),
    "ASA": _preset("GFB98", 240, 280),
    "TPU": _preset("GFU99", 200, 250),
    "PC": _preset("GFC99", 260, 290),
    "PA": _preset("GFN99", 260, 300),
    "PVA": _preset("GFS99", 190, 250),
}
"""Defaults by material; of others, the caller has to give everything."""
_DETAILS = {ATTR_FILAMENT_ID, ATTR_NOZZLE_MIN, ATTR_NOZZLE_MAX}

SET_SCHEMA = vol.Schema(
    {
        vol.Required(ATTR_ENTITY_ID): cv.string,
        vol.Required(ATTR_MATERIAL): Checked(Argument.MATERIAL, material),
        vol.Required(ATTR_COLOR): Checked(Argument.COLOR, color),
        vol.Optional(ATTR_FILAMENT_ID): Checked(Argument.FILAMENT, str),
        vol.Optional(ATTR_NOZZLE_MIN): Checked(
            Argument.LOWEST_NOZZLE_TEMPERATURE, number
        ),
        vol.Optional(ATTR_NOZZLE_MAX): Checked(
            Argument.HIGHEST_NOZZLE_TEMPERATURE, number
        ),
    }
)
LOAD_SCHEMA = vol.Schema(
    {
        vol.Required(ATTR_ENTITY_ID): cv.string,
        vol.Optional(ATTR_TEMPERATURE): Checked(Argument.TEMPERATURE, number),
    }
)
READ_TAG_SCHEMA = vol.Schema({vol.Required(ATTR_ENTITY_ID): cv.string})
CONTINUE_SCHEMA = vol.Schema(
    {
        vol.Required(ATTR_DEVICE_ID): cv.string,
        vol.Required(ATTR_CHOICE): Checked(
            Argument.CHANGE_CHOICE, vol.Coerce(ChangeChoice)
        ),
    }
)
UNLOAD_SCHEMA = vol.Schema({vol.Required(ATTR_DEVICE_ID): cv.string})
START_SCHEMA = vol.Schema(
    {
        vol.Required(ATTR_DEVICE_ID): cv.string,
        vol.Optional(ATTR_TEMPERATURE): Checked(Argument.TEMPERATURE, number),
        vol.Optional(ATTR_HOURS): Checked(Argument.DRYING_TIME, number),
        vol.Optional(ATTR_MATERIAL): Checked(Argument.MATERIAL, str),
        vol.Optional(ATTR_ROTATE, default=False): cv.boolean,
    }
)
STOP_SCHEMA = vol.Schema({vol.Required(ATTR_DEVICE_ID): cv.string})


async def _async_set_filament(call: ServiceCall) -> ServiceResponse:
    """Set the filament of a slot or of a spool holder."""
    place = place_of(call.hass, call.data[ATTR_ENTITY_ID])
    with command_errors():
        command = _set_filament_command(call, place)
    precondition = preconditions.set_filament(place.location)
    return await async_send(place.printer, command, precondition)


def _set_filament_command(call: ServiceCall, place: Place) -> Command:
    """Return the command for a filament, with defaults of its material.

    Raises:
        BambuInputError: A value is not possible.
        ServiceValidationError: A value is missing that has no default.
    """
    name: str = call.data[ATTR_MATERIAL]
    values: dict[str, Any] = {**PRESETS.get(name, {}), **call.data}
    if not values.keys() >= _DETAILS:
        raise ServiceValidationError(
            translation_domain=DOMAIN,
            translation_key="unknown_material",
            translation_placeholders={"material": name},
        )
    data: RuntimeData = place.printer.link.entry.runtime_data
    wanted: str = values[ATTR_FILAMENT_ID]
    return commands.set_filament(
        place.location,
        filament_id=data.filament_names.filament_id(wanted) or wanted,
        material=name,
        color=f"{values[ATTR_COLOR]}FF",
        nozzle_min=values[ATTR_NOZZLE_MIN],
        nozzle_max=values[ATTR_NOZZLE_MAX],
    )


async def _async_load(call: ServiceCall) -> ServiceResponse:
    """Load a spool."""
    place = place_of(call.hass, call.data[ATTR_ENTITY_ID])
    with command_errors():
        command = load_command(
            addressed(place.printer.data, place.location),
            place.printer.data.tray(place.location),
            extruder=place.extruder,
            temperature=call.data.get(ATTR_TEMPERATURE),
        )
    return await async_send(place.printer, command, preconditions.load(place.location))


async def _async_unload(call: ServiceCall) -> ServiceResponse:
    """Unload the nozzle in use."""
    printer = printer_of(call)
    with command_errors():
        command = unload_command(printer.data)
    return await async_send(printer, command, preconditions.unload)


async def _async_continue_change(call: ServiceCall) -> ServiceResponse:
    """Go on with a change of filament that has stopped."""
    command = commands.control_ams(_CHOICES[call.data[ATTR_CHOICE]])
    return await async_send(printer_of(call), command, preconditions.continue_change)


async def _async_read_tag(call: ServiceCall) -> ServiceResponse:
    """Read the tag of a spool in an AMS."""
    place = place_of(call.hass, call.data[ATTR_ENTITY_ID])
    precondition = preconditions.read_tag(place.location)
    state = place.printer.data
    if blocked := precondition(state):
        raise blocked_error(blocked)
    has_command = state.model.has_tag_command(state.firmware.installed)
    command = read_tag_command(place.location, has_command=has_command)
    return await async_send(place.printer, command, precondition)


async def _async_start_drying(call: ServiceCall) -> ServiceResponse:
    """Dry the spools in an AMS."""
    ams = ams_of(call)
    with command_errors():
        command = drying_command(
            ams.data.unit,
            temperature=call.data.get(ATTR_TEMPERATURE),
            hours=call.data.get(ATTR_HOURS),
            filament=call.data.get(ATTR_MATERIAL),
            rotate=call.data[ATTR_ROTATE],
        )
    return await async_send(ams.printer, command, preconditions.dry(ams.serial))


async def _async_stop_drying(call: ServiceCall) -> ServiceResponse:
    """Stop drying the spools in an AMS."""
    ams = ams_of(call)
    with command_errors():
        command = commands.stop_drying(ams.data.unit.id)
    return await async_send(ams.printer, command, preconditions.stop_drying(ams.serial))


_HANDLERS = (
    (SET_FILAMENT, _async_set_filament, SET_SCHEMA),
    (LOAD, _async_load, LOAD_SCHEMA),
    (UNLOAD, _async_unload, UNLOAD_SCHEMA),
    (CONTINUE, _async_continue_change, CONTINUE_SCHEMA),
    (READ_TAG, _async_read_tag, READ_TAG_SCHEMA),
    (START_DRYING, _async_start_drying, START_SCHEMA),
    (STOP_DRYING, _async_stop_drying, STOP_SCHEMA),
)
ACTIONS = tuple(
    Action(
        name=name,
        handler=handler,
        schema=schema,
        access=Access.CONTROL,
        response=SupportsResponse.OPTIONAL,
    )
    for name, handler, schema in _HANDLERS
)
