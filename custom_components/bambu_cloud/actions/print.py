"""Start prints, and change what is being printed."""

from collections.abc import Mapping
from typing import Any

from homeassistant.const import ATTR_DEVICE_ID
from homeassistant.core import ServiceCall, ServiceResponse, SupportsResponse
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers import config_validation as cv
import voluptuous as vol

from ..api import BambuInputError, Command, commands
from ..const import CONF_ALLOW_GCODE, DOMAIN
from ..errors import blocked_error, command_error
from ..model import preconditions
from ..model.spool_match import COLOR, Wanted
from .action import Action, target_of
from .commands import async_order, made, number, numbers, printer_of, told
from .mapping import (
    Places,
    chosen_places,
    matching_places,
    same_places,
    told_places,
)
from .print_sources import (
    PlateSource,
    async_find_print,
    async_plate_of,
    async_project_plate,
)

START, REPRINT, SKIP = "start_print", "reprint", "skip_objects"
GCODE, CALIBRATE = "send_gcode", "calibrate"
ATTR_FILE, ATTR_PROJECT, ATTR_PLATE, ATTR_TITLE = "file", "project", "plate", "title"
ATTR_SPOOLS, ATTR_COLORS, ATTR_MATERIALS = "spools", "colors", "materials"
ATTR_PRINT, ATTR_OBJECTS, ATTR_GCODE, ATTR_WHAT = "print_id", "objects", "gcode", "what"

OPTIONS = {
    "bed_leveling": True,
    "flow_calibration": False,
    "vibration_calibration": True,
    "layer_inspection": True,
    "timelapse": False,
}
"""What can be chosen for a print, and what happens unless somebody chooses."""
_OPTION_FIELDS = {
    vol.Optional(name, default=usual): cv.boolean for name, usual in OPTIONS.items()
}

START_SCHEMA = vol.Schema(
    {
        vol.Required(ATTR_DEVICE_ID): cv.string,
        vol.Optional(ATTR_FILE): object,
        vol.Optional(ATTR_PROJECT): object,
        vol.Optional(ATTR_PLATE, default=1): object,
        vol.Optional(ATTR_TITLE): object,
        vol.Optional(ATTR_SPOOLS): vol.All(cv.ensure_list, [cv.string]),
        vol.Optional(ATTR_COLORS): vol.All(cv.ensure_list, [cv.string]),
        vol.Optional(ATTR_MATERIALS): vol.All(cv.ensure_list, [cv.string]),
        **_OPTION_FIELDS,
    }
)
REPRINT_SCHEMA = vol.Schema(
    {
        vol.Required(ATTR_DEVICE_ID): cv.string,
        vol.Optional(ATTR_PRINT): cv.string,
        vol.Optional(ATTR_SPOOLS): vol.All(cv.ensure_list, [cv.string]),
        **_OPTION_FIELDS,
    }
)
SKIP_SCHEMA = vol.Schema(
    {vol.Required(ATTR_DEVICE_ID): cv.string, vol.Required(ATTR_OBJECTS): object}
)
GCODE_SCHEMA = vol.Schema(
    {vol.Required(ATTR_DEVICE_ID): cv.string, vol.Required(ATTR_GCODE): object}
)
CALIBRATE_SCHEMA = vol.Schema(
    {
        vol.Required(ATTR_DEVICE_ID): cv.string,
        vol.Required(ATTR_WHAT): vol.All(cv.ensure_list, [object]),
    }
)


async def _async_start_print(call: ServiceCall) -> ServiceResponse:
    """Print a file of the printer, or a plate of a project in the cloud."""
    printer = printer_of(call)
    if (ATTR_FILE in call.data) is (ATTR_PROJECT in call.data):
        raise ServiceValidationError(
            translation_domain=DOMAIN, translation_key="file_or_project"
        )
    if blocked := preconditions.when_free(printer.data):
        raise blocked_error(blocked)
    source = await _async_source(call)
    if ATTR_SPOOLS in call.data:
        places = chosen_places(call.hass, printer, call.data[ATTR_SPOOLS])
    else:
        places = matching_places(printer, _wanted(call) or source.filaments)
    return await _async_print(call, source, places)


async def _async_source(call: ServiceCall) -> PlateSource:
    """Return what is to be printed.

    Raises:
        ServiceValidationError: There is no such file, project or plate.
    """
    try:
        plate = number(call, ATTR_PLATE)
    except BambuInputError as err:
        raise command_error(err) from err
    if ATTR_PROJECT in call.data:
        entry, _ = target_of(call)
        return await async_project_plate(entry, call.data[ATTR_PROJECT], plate)
    path = call.data[ATTR_FILE]
    storage = printer_of(call).data.model.file_storage
    try:
        file = commands.file_on_printer(path, storage)
    except BambuInputError as err:
        raise command_error(err) from err
    name = file.name.partition(".gcode")[0].partition(".3mf")[0]
    return PlateSource(file=file, title=name, plate=plate)


def _wanted(call: ServiceCall) -> Mapping[int, Wanted]:
    """Return what a caller wants the filaments to be, by their numbers.

    Raises:
        ServiceValidationError: A color is none.
    """
    colors = call.data.get(ATTR_COLORS, [])
    materials = call.data.get(ATTR_MATERIALS, [])
    for color in colors:
        if color and not COLOR.fullmatch(color):
            raise command_error(BambuInputError("color"))
    count = max(len(colors), len(materials))
    rows = zip(_filled(materials, count), _filled(colors, count), strict=True)
    return {
        index: Wanted(material or None, color or None)
        for index, (material, color) in enumerate(rows, start=1)
        if material or color
    }


def _filled(values: list[str], count: int) -> list[str]:
    """Return a list with so many values."""
    return [*values, *[""] * (count - len(values))]


async def _async_reprint(call: ServiceCall) -> ServiceResponse:
    """Print again what the account's history remembers."""
    printer = printer_of(call)
    if blocked := preconditions.when_free(printer.data):
        raise blocked_error(blocked)
    entry, serial = target_of(call)
    task = await async_find_print(entry, serial, call.data.get(ATTR_PRINT))
    source = await async_plate_of(entry, task)
    if ATTR_SPOOLS in call.data:
        places = chosen_places(call.hass, printer, call.data[ATTR_SPOOLS])
    else:
        places = same_places(printer, source.filaments, task.filaments)
    return await _async_print(call, source, places)


async def _async_print(
    call: ServiceCall, source: PlateSource, places: Places
) -> ServiceResponse:
    """Start a print, and answer what was started and with which spools."""
    printer = printer_of(call)
    entry, _ = target_of(call)
    title = call.data.get(ATTR_TITLE, source.title)

    def make() -> Command:
        extruders = [place.extruder for place in places if place is not None]
        two = [0 if place is None else place.extruder or 0 for place in places]
        return commands.start_print(
            source.file,
            title=title,
            plate=source.plate,
            mapping=[place and place.location for place in places],
            options=commands.PrintOptions(
                **{name: call.data[name] for name in OPTIONS}
            ),
            ids=source.ids,
            nozzle_mapping=two if None not in extruders else (),
        )

    answer = await printer.async_send(made(make), preconditions.when_free)
    account = entry.runtime_data.account
    return {
        **told(answer),
        "title": title,
        "plate": int(source.plate),
        "mapping": told_places(call.hass, account, places),
    }


async def _async_skip_objects(call: ServiceCall) -> ServiceResponse:
    """Leave objects out of the print in work."""

    def make() -> Command:
        return commands.skip_objects(numbers(call, ATTR_OBJECTS))

    return await async_order(printer_of(call), make, preconditions.skip_objects)


async def _async_send_gcode(call: ServiceCall) -> ServiceResponse:
    """Run G-code, if the owner of the account allows that."""
    entry, _ = target_of(call)
    if not entry.options.get(CONF_ALLOW_GCODE):
        raise ServiceValidationError(
            translation_domain=DOMAIN, translation_key="gcode_not_allowed"
        )

    def make() -> Command:
        return commands.send_gcode(call.data[ATTR_GCODE])

    return await async_order(printer_of(call), make, preconditions.control)


async def _async_calibrate(call: ServiceCall) -> ServiceResponse:
    """Calibrate one or more things."""

    def make() -> Command:
        try:
            what = [CALIBRATIONS[each] for each in call.data[ATTR_WHAT]]
        except KeyError, TypeError:
            raise BambuInputError("calibration") from None
        return commands.calibrate(what)

    return await async_order(printer_of(call), make, preconditions.when_free)


CALIBRATIONS: Mapping[Any, commands.Calibration] = {
    each.name.lower(): each for each in commands.Calibration
}
"""What can be calibrated, by the word for it."""
_HANDLERS = (
    (START, _async_start_print, START_SCHEMA),
    (REPRINT, _async_reprint, REPRINT_SCHEMA),
    (SKIP, _async_skip_objects, SKIP_SCHEMA),
    (GCODE, _async_send_gcode, GCODE_SCHEMA),
    (CALIBRATE, _async_calibrate, CALIBRATE_SCHEMA),
)
ACTIONS = tuple(
    Action(
        name=name, handler=handler, schema=schema, response=SupportsResponse.OPTIONAL
    )
    for name, handler, schema in _HANDLERS
)
