"""Move axes and filament."""

from enum import StrEnum

from homeassistant.const import ATTR_DEVICE_ID
from homeassistant.core import ServiceCall, ServiceResponse, SupportsResponse
from homeassistant.helpers import config_validation as cv
import voluptuous as vol

from ..api import BambuInputError, Command, commands
from ..model import LEFT, RIGHT, PrinterState, preconditions
from .action import Action
from .commands import async_order, choice, number, printer_of

MOVE_AXIS, EXTRUDE = "move_axis", "extrude"
ATTR_AXIS, ATTR_DISTANCE, ATTR_SPEED = "axis", "distance", "speed"
ATTR_LENGTH, ATTR_NOZZLE = "length", "nozzle"

_SECONDS_PER_MINUTE = 60
_FASTEST = 100


class Axis(StrEnum):
    """A direction to move in."""

    X = "x"
    Y = "y"
    Z = "z"


class Side(StrEnum):
    """One of two nozzles."""

    LEFT = "left"
    RIGHT = "right"


_AXES = {Axis.X: commands.Axis.X, Axis.Y: commands.Axis.Y, Axis.Z: commands.Axis.Z}
_EXTRUDERS = {Side.LEFT: LEFT, Side.RIGHT: RIGHT}

MOVE_SCHEMA = vol.Schema(
    {
        vol.Required(ATTR_DEVICE_ID): cv.string,
        vol.Required(ATTR_AXIS): object,
        vol.Required(ATTR_DISTANCE): object,
        vol.Optional(ATTR_SPEED): object,
    }
)
EXTRUDE_SCHEMA = vol.Schema(
    {
        vol.Required(ATTR_DEVICE_ID): cv.string,
        vol.Required(ATTR_LENGTH): object,
        vol.Optional(ATTR_NOZZLE): object,
    }
)


async def _async_move_axis(call: ServiceCall) -> ServiceResponse:
    """Move an axis of a printer that does nothing else."""

    def make() -> Command:
        axis = _AXES[choice(call, ATTR_AXIS, Axis)]
        speed = _speed(call)
        return commands.move_axis(axis, number(call, ATTR_DISTANCE), speed=speed)

    return await async_order(printer_of(call), make, preconditions.when_free)


def _speed(call: ServiceCall) -> float | None:
    """Return a speed in mm/min, None for the usual one.

    Raises:
        BambuInputError: It is too slow or too fast.
    """
    if ATTR_SPEED not in call.data:
        return None
    wanted = number(call, ATTR_SPEED)
    if not 1 <= wanted <= _FASTEST:
        raise BambuInputError(ATTR_SPEED, low=1, high=_FASTEST, unit="mm/s")
    return wanted * _SECONDS_PER_MINUTE


async def _async_extrude(call: ServiceCall) -> ServiceResponse:
    """Push filament through a hot nozzle, or pull it back."""
    printer = printer_of(call)
    has_two = printer.data.model.nozzles > 1
    extruder: int | None = None

    def make() -> Command:
        nonlocal extruder
        if ATTR_NOZZLE in call.data and has_two:
            extruder = _EXTRUDERS[choice(call, ATTR_NOZZLE, Side)]
            return commands.extrude_with(number(call, ATTR_LENGTH), extruder=extruder)
        return commands.extrude(number(call, ATTR_LENGTH))

    def precondition(state: PrinterState) -> preconditions.BlockedReason | None:
        return preconditions.extrude(extruder)(state)

    return await async_order(printer, make, precondition)


ACTIONS = (
    Action(
        name=MOVE_AXIS,
        handler=_async_move_axis,
        schema=MOVE_SCHEMA,
        response=SupportsResponse.OPTIONAL,
    ),
    Action(
        name=EXTRUDE,
        handler=_async_extrude,
        schema=EXTRUDE_SCHEMA,
        response=SupportsResponse.OPTIONAL,
    ),
)
