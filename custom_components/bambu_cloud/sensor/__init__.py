"""Sensors of printers and of their AMS units."""

from collections.abc import Iterable

from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from ..devices.printer import PrinterCoordinator
from ..entity.base import BambuEntity
from ..entity.setup import async_add_when_found
from ..entity.spool import async_add_spools
from ..runtime_data import BambuConfigEntry
from .account_spools import account_spool_sensors
from .ams import ams_sensors
from .base import BambuSensor
from .camera import camera_sensors
from .costs import cost_sensors
from .errors import error_sensors
from .fleet import async_add_fleet
from .history import history_sensors
from .hotend_rack import rack_sensors
from .objects import object_sensors
from .printer import SENSORS
from .spools import spool_sensors

PARALLEL_UPDATES = 0


async def async_setup_entry(
    hass: HomeAssistant,
    entry: BambuConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Set up the sensors of all printers and AMS units, the spools and the fleet."""
    async_add_spools(entry, async_add_entities, account_spool_sensors)
    async_add_fleet(entry, async_add_entities)
    await async_add_when_found(entry, async_add_entities, _of_printer, ams_sensors)


def _of_printer(printer: PrinterCoordinator) -> Iterable[BambuEntity]:
    """Return all sensors that a printer might have."""
    yield from (BambuSensor(printer, description) for description in SENSORS)
    yield from rack_sensors(printer)
    yield from spool_sensors(printer)
    yield from error_sensors(printer)
    yield from history_sensors(printer)
    yield from object_sensors(printer)
    yield from camera_sensors(printer)
    yield from cost_sensors(printer)
