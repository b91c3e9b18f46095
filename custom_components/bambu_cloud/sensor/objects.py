"""What lies on the plate of the current print."""

from collections.abc import Iterator
from functools import partial
import logging
from typing import override

from homeassistant.components.sensor import (
    SensorEntity,
    SensorEntityDescription,
    SensorStateClass,
)
from homeassistant.core import callback

from ..api import BambuError
from ..devices.printer import PrinterCoordinator
from ..entity.base import Attributes, BambuEntity
from ..entity.fetched import BambuFetchedEntity
from ..model import Plate
from ..prints.plates import PlateKey

_LOGGER = logging.getLogger(__name__)

# The dashboard asks for the objects when somebody looks at them; an entity has to read
# the sliced project of every print.
OBJECTS = SensorEntityDescription(
    key="printable_objects",
    translation_key="printable_objects",
    entity_registry_enabled_default=False,
    state_class=SensorStateClass.MEASUREMENT,
)


def object_sensors(printer: PrinterCoordinator) -> Iterator[BambuEntity]:
    """Return the sensor of the objects on a printer's plate."""
    yield ObjectsSensor(printer, OBJECTS)


class ObjectsSensor(BambuFetchedEntity[PlateKey], SensorEntity):
    """Show how many objects are on the plate, unknown without a print of the cloud."""

    _unrecorded_attributes = frozenset({"objects"})

    _plate: Plate | None = None
    _plate_key: PlateKey | None = None

    @property
    @override
    def current_value(self) -> int | None:
        """Return how many objects there are."""
        return len(self._plate.objects) if self._plate else None

    @property
    @override
    def native_value(self) -> int | None:
        """Return how many objects there are."""
        return self.current_value

    @property
    @override
    def extra_state_attributes(self) -> Attributes | None:
        """Return the objects, and whether some can be skipped."""
        if self._plate is None:
            return None
        return {
            "can_skip": self._plate.can_skip,
            "objects": [
                {"id": each.id, "name": each.name} for each in self._plate.objects
            ],
        }

    @override
    async def async_added_to_hass(self) -> None:
        """Read the plate of the current print."""
        await super().async_added_to_hass()
        self._async_update_fetched()

    @override
    @callback
    def _async_update_fetched(self) -> None:
        """Read another plate."""
        key = self.runtime_data.plates.current_key(self.printer)
        if key != self._plate_key:
            self._plate = self._plate_key = None
        if key and key != self._plate_key:
            self._async_fetch_once(key, partial(self._async_read, key))

    async def _async_read(self, key: PlateKey) -> None:
        """Read a plate, and show nothing if that fails."""
        plates = self.runtime_data.plates
        try:
            await plates.async_current(self.printer)
        except BambuError as err:
            _LOGGER.debug("Doing without the objects of a print: %s", err)
        self._fetching = None
        if content := plates.stored(key):
            self._plate, self._plate_key = content.plate, key
        self._handle_coordinator_update()
