"""Move axes and filament."""

from enum import StrEnum

from homeassistant.const import ATTR_DEVICE_ID
from homeassistant.core import ServiceCall, ServiceResponse, SupportsResponse
from homeassistant.helpers import config_validation as cv
import voluptuous as vol

from ..api import Argument, commands
from ..api.commands.command import number_within
from ..devices.commands import home_command
from ..errors import command_errors
from ..model import LEFT, RIGHT, preconditions
from .access import Access
from .action import Action
from .commands import async_send
from .fields import Checked, number
from .targets import printer_of

HOME_AXES, MOVE_AXIS, EXTRUDE = "home_axes", "move_axis", "extrude"
ATTR_AXIS, ATTR_DISTANCE, ATTR_SPEED = "axis", "distance", "speed"
ATTR_LENGTH, ATTR_NOZZLE = "length", "nozzle"

_SECONDS_PER_MINUTE = 60
_SPEED_MIN, _SPEED_MAX = 1, 100
"""mm/s."""


class Axis(StrEnum):
    """An axis, as automations name it."""

    X = "x"
    Y = "y"
    Z = "z"


class Side(StrEnum):
    """A side with a nozzle."""

    LEFT = "left"
    RIGHT = "right"


_AXES = {Axis.X: commands.Axis.X, Axis.Y: commands.Axis.Y, Axis.Z: commands.Axis.Z}
_EXTRUDERS = {Side.LEFT: LEFT, Side.RIGHT: RIGHT}

HOME_SCHEMA = vol.Schema({vol.Required(ATTR_DEVICE_ID): cv.string})
MOVE_SCHEMA = vol.Schema(
    {
        vol.Required(ATTR_DEVICE_ID): cv.string,
        vol.Required(ATTR_AXIS): Checked(Argument.AXIS, vol.Coerce(Axis)),
        vol.Required(ATTR_DISTANCE): Checked(Argument.DISTANCE, number),
        vol.Optional(ATTR_SPEED): Checked(Argument.SPEED, number),
    }
)
EXTRUDE_SCHEMA = vol.Schema(
    {
        vol.Required(ATTR_DEVICE_ID): cv.string,
        vol.Required(ATTR_LENGTH): Checked(Argument.LENGTH, number),
        vol.Optional(ATTR_NOZZLE): Checked(Argument.NOZZLE, vol.Coerce(Side)),
    }
)


async def _async_home_axes(call: ServiceCall) -> ServiceResponse:
    """Home the axes of an idle printer."""
    printer = printer_of(call)
    return await async_send(
        printer, home_command(printer.data), preconditions.when_free
    )


async def _async_move_axis(call: ServiceCall) -> ServiceResponse:
    """Move an axis of an idle printer."""
    printer = printer_of(call)
    speed: float | None = call.data.get(ATTR_SPEED)
    with command_errors():
        if speed is not None:
            number_within(Argument.SPEED, speed, _SPEED_MIN, _SPEED_MAX, "mm/s")
            speed *= _SECONDS_PER_MINUTE
        command = commands.move_axis(
            _AXES[call.data[ATTR_AXIS]], call.data[ATTR_DISTANCE], speed=speed
        )
    return await async_send(printer, command, preconditions.when_free)


async def _async_extrude(call: ServiceCall) -> ServiceResponse:
    """Push filament through a hot nozzle, or pull it back."""
    printer = printer_of(call)
    length: float = call.data[ATTR_LENGTH]
    extruder: int | None = None
    if ATTR_NOZZLE in call.data and printer.data.model.nozzles > 1:
        extruder = _EXTRUDERS[call.data[ATTR_NOZZLE]]
    with command_errors():
        if extruder is None:
            command = commands.extrude(length)
        else:
            command = commands.extrude_with(length, extruder=extruder)
    return await async_send(printer, command, preconditions.extrude(extruder))


_HANDLERS = (
    (HOME_AXES, _async_home_axes, HOME_SCHEMA),
    (MOVE_AXIS, _async_move_axis, MOVE_SCHEMA),
    (EXTRUDE, _async_extrude, EXTRUDE_SCHEMA),
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
