"""Start prints, change the current one, and calibrate."""

from collections.abc import Mapping
from itertools import zip_longest

from homeassistant.const import ATTR_DEVICE_ID
from homeassistant.core import ServiceCall, ServiceResponse, SupportsResponse
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers import config_validation as cv
import voluptuous as vol

from ..api import Argument, commands
from ..const import CONF_ALLOW_GCODE, DOMAIN
from ..errors import blocked_error, command_errors
from ..model import preconditions
from ..model.spool_match import Wanted
from . import objects
from .access import Access
from .action import Action
from .commands import async_send, reply_response
from .fields import Checked, color_or_none, number
from .mapping import (
    Places,
    chosen_places,
    matching_places,
    places_response,
    same_places,
)
from .print_sources import (
    PlateSource,
    async_find_print,
    async_plate_of,
    async_project_plate,
)
from .targets import printer_of, target_of

START, REPRINT, SKIP = "start_print", "reprint", "skip_objects"
GCODE, CALIBRATE = "send_gcode", "calibrate"
ATTR_FILE, ATTR_PROJECT, ATTR_PLATE, ATTR_TITLE = "file", "project", "plate", "title"
ATTR_SPOOLS, ATTR_COLORS, ATTR_MATERIALS = "spools", "colors", "materials"
ATTR_PRINT, ATTR_GCODE, ATTR_WHAT = "print_id", "gcode", "what"
ATTR_BED_TYPE = "bed_type"

OPTIONS = {
    "bed_leveling": True,
    "flow_calibration": False,
    "vibration_calibration": True,
    "layer_inspection": True,
    "nozzle_offset_calibration": False,
    "timelapse": False,
}
"""Options of a print, and their defaults."""
CALIBRATIONS = {
    calibration.name.lower(): calibration for calibration in commands.Calibration
}
"""As automations name them."""
_OPTION_FIELDS = {
    **{
        vol.Optional(name, default=default): cv.boolean
        for name, default in OPTIONS.items()
    },
    vol.Optional(ATTR_BED_TYPE, default=commands.BedType.AUTO.value): Checked(
        Argument.BED_TYPE, vol.Coerce(commands.BedType)
    ),
}

START_SCHEMA = vol.Schema(
    {
        vol.Required(ATTR_DEVICE_ID): cv.string,
        vol.Optional(ATTR_FILE): Checked(Argument.FILE_NAME, str),
        vol.Optional(ATTR_PROJECT): cv.string,
        vol.Optional(ATTR_PLATE, default=1): Checked(Argument.PLATE, number),
        vol.Optional(ATTR_TITLE): Checked(Argument.TITLE, str),
        vol.Optional(ATTR_SPOOLS): vol.All(cv.ensure_list, [cv.string]),
        vol.Optional(ATTR_COLORS): vol.All(
            cv.ensure_list, [Checked(Argument.COLOR, color_or_none)]
        ),
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
GCODE_SCHEMA = vol.Schema(
    {
        vol.Required(ATTR_DEVICE_ID): cv.string,
        vol.Required(ATTR_GCODE): Checked(Argument.GCODE, str),
    }
)
CALIBRATE_SCHEMA = vol.Schema(
    {
        vol.Required(ATTR_DEVICE_ID): cv.string,
        vol.Required(ATTR_WHAT): Checked(
            Argument.CALIBRATION, vol.All(cv.ensure_list, [vol.In(CALIBRATIONS)])
        ),
    }
)


async def _async_start_print(call: ServiceCall) -> ServiceResponse:
    """Print a file on the printer, or a plate of a project in the cloud."""
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
    """Return the plate to print.

    Raises:
        ServiceValidationError: There is no such file, project or plate.
    """
    plate: float = call.data[ATTR_PLATE]
    if ATTR_PROJECT in call.data:
        entry, _ = target_of(call)
        return await async_project_plate(entry, call.data[ATTR_PROJECT], plate)
    storage = printer_of(call).data.model.file_storage
    with command_errors():
        file = commands.file_on_printer(call.data[ATTR_FILE], storage)
    name = file.name.partition(".gcode")[0].partition(".3mf")[0]
    return PlateSource(file=file, title=name, plate=plate)


def _wanted(call: ServiceCall) -> Mapping[int, Wanted]:
    """Return the requested filaments by their numbers in the file, from 1."""
    rows = zip_longest(
        call.data.get(ATTR_MATERIALS, []), call.data.get(ATTR_COLORS, [])
    )
    return {
        index: Wanted(material or None, color)
        for index, (material, color) in enumerate(rows, start=1)
        if material or color
    }


async def _async_reprint(call: ServiceCall) -> ServiceResponse:
    """Print again what the account's history has."""
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
    """Start a print, and return its title, plate and spools."""
    printer = printer_of(call)
    entry, _ = target_of(call)
    title: str = call.data.get(ATTR_TITLE, source.title)
    options = {name: call.data[name] for name in (*OPTIONS, ATTR_BED_TYPE)}
    with command_errors():
        command = commands.start_print(
            source.file,
            title=title,
            plate=source.plate,
            spools=_spools(places),
            options=commands.PrintOptions(**options),
            ids=source.ids,
        )
    reply = await printer.async_send(command, preconditions.when_free)
    return {
        **reply_response(reply),
        "title": title,
        "plate": int(source.plate),
        "mapping": places_response(call.hass, entry.runtime_data.account, places),
    }


def _spools(places: Places) -> commands.PrintSpools:
    """Return the spools of a print; extruders only where there are two."""
    has_one = any(place and place.extruder is None for place in places)
    extruders = [place.extruder or 0 if place else 0 for place in places]
    return commands.PrintSpools(
        locations=[place and place.location for place in places],
        extruders=() if has_one else extruders,
    )


async def _async_send_gcode(call: ServiceCall) -> ServiceResponse:
    """Run G-code, if the options of the account allow it."""
    entry, serial = target_of(call)
    if not entry.options.get(CONF_ALLOW_GCODE):
        raise ServiceValidationError(
            translation_domain=DOMAIN, translation_key="gcode_not_allowed"
        )
    printer = entry.runtime_data.account.printers[serial]
    with command_errors():
        command = commands.send_gcode(call.data[ATTR_GCODE])
    return await async_send(printer, command, preconditions.control)


async def _async_calibrate(call: ServiceCall) -> ServiceResponse:
    """Run one or more calibrations."""
    printer = printer_of(call)
    with command_errors():
        command = commands.calibrate(
            [CALIBRATIONS[name] for name in call.data[ATTR_WHAT]]
        )
    return await async_send(printer, command, preconditions.when_free)


_HANDLERS = (
    (START, _async_start_print, START_SCHEMA, Access.CONTROL),
    (REPRINT, _async_reprint, REPRINT_SCHEMA, Access.CONTROL),
    (SKIP, objects.async_skip_objects, objects.SCHEMA, Access.CONTROL),
    (GCODE, _async_send_gcode, GCODE_SCHEMA, Access.ADMINISTRATION),
    (CALIBRATE, _async_calibrate, CALIBRATE_SCHEMA, Access.CONTROL),
)
ACTIONS = tuple(
    Action(
        name=name,
        handler=handler,
        schema=schema,
        access=access,
        response=SupportsResponse.OPTIONAL,
    )
    for name, handler, schema, access in _HANDLERS
)
