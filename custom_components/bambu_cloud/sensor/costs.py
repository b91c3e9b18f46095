"""What the current or last print of a printer costs."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple, override

from homeassistant.components.sensor import (
    SensorDeviceClass,
    SensorEntity,
    SensorEntityDescription,
    SensorStateClass,
)
from homeassistant.const import UnitOfEnergy

from ..costs.settings import CostSettings
from ..devices.printer import PrinterCoordinator
from ..entity.base import Attributes, BambuEntity, sections_of
from ..entity.costs import cost_attributes
from ..model.print_cost import PrintCost


class Shown(NamedTuple):
    """A value, and the start of the print that it is about."""

    value: float
    since: datetime | None


@dataclass(frozen=True, kw_only=True)
class CostSensorDescription(SensorEntityDescription):
    """Describe a sensor by its key in the attributes of a print's cost."""

    exists_fn: Callable[[CostSettings], bool]
    details: tuple[str, ...]
    """Further keys that are shown as attributes."""


COST_SENSORS: tuple[CostSensorDescription, ...] = (
    CostSensorDescription(
        key="print_energy",
        translation_key="print_energy",
        device_class=SensorDeviceClass.ENERGY,
        native_unit_of_measurement=UnitOfEnergy.KILO_WATT_HOUR,
        suggested_display_precision=2,
        state_class=SensorStateClass.TOTAL,
        exists_fn=lambda settings: bool(settings.meter),
        details=(),
    ),
    CostSensorDescription(
        key="print_cost",
        translation_key="print_cost",
        device_class=SensorDeviceClass.MONETARY,
        suggested_display_precision=2,
        state_class=SensorStateClass.TOTAL,
        exists_fn=lambda settings: settings.has_cost,
        details=("energy_cost", "filament_cost", "cost_is_partial"),
    ),
)


def cost_sensors(printer: PrinterCoordinator) -> Iterator[BambuEntity]:
    """Return the sensors of what prints of a printer cost."""
    for description in COST_SENSORS:
        yield CostSensor(printer, description)


class CostSensor(BambuEntity, SensorEntity):
    """Show what the current or last print costs, where that is configured.

    It begins anew with each print, so that long-term statistics add prints up.
    """

    polled = True
    needs_printer = False
    entity_description: CostSensorDescription

    def __init__(
        self, printer: PrinterCoordinator, description: CostSensorDescription
    ) -> None:
        """Be counted in the currency of Home Assistant."""
        super().__init__(printer, description, sections=sections_of("job"))
        if description.device_class is SensorDeviceClass.MONETARY:
            self._attr_native_unit_of_measurement = printer.hass.config.currency

    @property
    @override
    def exists(self) -> bool:
        """Return whether a person has configured what it needs."""
        settings = self.runtime_data.costs.settings(self.serial)
        return self.entity_description.exists_fn(settings)

    @property
    @override
    def is_gone(self) -> bool:
        """Return whether it is not configured any more."""
        return not self.exists

    @property
    def _cost(self) -> PrintCost | None:
        """Return what the print costs, None in another currency than that of today."""
        cost = self.runtime_data.costs.current(self.serial)
        if cost is None or cost.currency != self.hass.config.currency:
            return None
        return cost

    @property
    @override
    def current_value(self) -> Shown | None:
        """Return the value, and since when it is counted."""
        cost, key = self._cost, self.entity_description.key.removeprefix("print_")
        value = cost_attributes(cost).get(key)
        return Shown(value, cost.started_at) if cost and value is not None else None

    @property
    @override
    def native_value(self) -> float | None:
        """Return the value."""
        shown = self.current_value
        return shown.value if shown else None

    @property
    @override
    def last_reset(self) -> datetime | None:
        """Return when the print began."""
        shown = self.current_value
        return shown.since if shown else None

    @property
    @override
    def extra_state_attributes(self) -> Attributes:
        """Return what the value is made of."""
        attributes = cost_attributes(self._cost)
        details = self.entity_description.details
        return {key: attributes.get(key) for key in details}

    @override
    async def async_added_to_hass(self) -> None:
        """Subscribe to the costs of the printer."""
        await super().async_added_to_hass()
        self.async_on_remove(
            self.runtime_data.costs.async_add_listener(
                self.serial, self._handle_coordinator_update
            )
        )
