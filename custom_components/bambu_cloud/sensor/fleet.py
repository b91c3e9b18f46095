"""Sensors of all printers of an account together."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import override

from homeassistant.components.sensor import (
    SensorDeviceClass,
    SensorEntity,
    SensorEntityDescription,
    SensorStateClass,
)
from homeassistant.const import UnitOfMass
from homeassistant.core import callback
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from ..account.service_devices import ServiceDevice, service_info
from ..entity.base import Attributes
from ..fleet.manager import FleetManager
from ..runtime_data import BambuConfigEntry

type Value = int | float | datetime | None


@dataclass(frozen=True, kw_only=True)
class FleetSensorDescription(SensorEntityDescription):
    """Describe a sensor by how its value is read."""

    value_fn: Callable[[FleetManager], Value]
    attributes_fn: Callable[[FleetManager], Attributes] = lambda _: {}
    since_midnight: bool = False
    """Whether it begins anew each day."""


FLEET_SENSORS: tuple[FleetSensorDescription, ...] = (
    FleetSensorDescription(
        key="printers_printing",
        translation_key="printers_printing",
        state_class=SensorStateClass.MEASUREMENT,
        value_fn=lambda fleet: len(fleet.data.printing) if fleet.data else None,
        attributes_fn=lambda fleet: {
            "printers": list(fleet.data.printing) if fleet.data else []
        },
    ),
    FleetSensorDescription(
        key="printers_attention",
        translation_key="printers_attention",
        state_class=SensorStateClass.MEASUREMENT,
        value_fn=lambda fleet: len(fleet.data.attention) if fleet.data else None,
        attributes_fn=lambda fleet: {
            "printers": list(fleet.data.attention) if fleet.data else []
        },
    ),
    FleetSensorDescription(
        key="next_finish",
        translation_key="next_finish",
        device_class=SensorDeviceClass.TIMESTAMP,
        value_fn=lambda fleet: fleet.data.next_finish if fleet.data else None,
        attributes_fn=lambda fleet: {
            "printer": fleet.data.next_printer if fleet.data else None
        },
    ),
    FleetSensorDescription(
        key="prints_today",
        translation_key="prints_today",
        state_class=SensorStateClass.TOTAL,
        value_fn=lambda fleet: (
            fleet.today.finished + fleet.today.failed if fleet.today else None
        ),
        attributes_fn=lambda fleet: {
            "failed": fleet.today.failed if fleet.today else None
        },
        since_midnight=True,
    ),
    FleetSensorDescription(
        key="filament_today",
        translation_key="filament_today",
        device_class=SensorDeviceClass.WEIGHT,
        native_unit_of_measurement=UnitOfMass.GRAMS,
        suggested_unit_of_measurement=UnitOfMass.GRAMS,
        suggested_display_precision=0,
        state_class=SensorStateClass.TOTAL,
        value_fn=lambda fleet: round(fleet.today.weight, 1) if fleet.today else None,
        since_midnight=True,
    ),
)


@callback
def async_add_fleet(
    entry: BambuConfigEntry, async_add_entities: AddConfigEntryEntitiesCallback
) -> None:
    """Add the sensors as soon as there are several printers: one needs no sums."""
    fleet, account = entry.runtime_data.fleet, entry.runtime_data.account
    added = False

    @callback
    def sync() -> None:
        """Add the sensors once."""
        nonlocal added
        if fleet.has_several and not added:
            added = True
            async_add_entities(FleetSensor(fleet, item) for item in FLEET_SENSORS)

    sync()
    entry.async_on_unload(account.async_add_listener(sync))


class FleetSensor(SensorEntity):
    """Show what all printers do or have done."""

    _attr_has_entity_name = True
    _attr_should_poll = False
    entity_description: FleetSensorDescription
    _shown: tuple[object, ...] | None = None

    def __init__(
        self, fleet: FleetManager, description: FleetSensorDescription
    ) -> None:
        """Belong to the device of all printers."""
        self.fleet = fleet
        self.entity_description = description
        self._attr_unique_id = f"{fleet.device_name}_{description.key}"
        self._attr_device_info = service_info(fleet.entry, ServiceDevice.FLEET)

    @property
    @override
    def available(self) -> bool:
        """Return whether any printer is connected."""
        return self.fleet.is_reachable

    @property
    @override
    def native_value(self) -> Value:
        """Return the value."""
        return self.entity_description.value_fn(self.fleet)

    @property
    @override
    def extra_state_attributes(self) -> Attributes:
        """Return which printers it is about."""
        return self.entity_description.attributes_fn(self.fleet)

    @property
    @override
    def last_reset(self) -> datetime | None:
        """Return when it began to count."""
        return self.fleet.midnight if self.entity_description.since_midnight else None

    @override
    async def async_added_to_hass(self) -> None:
        """Subscribe to the printers."""
        await super().async_added_to_hass()
        self.async_on_remove(self.fleet.async_add_listener(self._handle_update))

    @callback
    def _handle_update(self) -> None:
        """Write the state if it differs."""
        shown = (
            self.available,
            self.native_value,
            self.extra_state_attributes,
            self.last_reset,
        )
        if shown != self._shown:
            self._shown = shown
            self.async_write_ha_state()
