"""Sensors of the current or last print, and of all prints, from the history."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import override

from homeassistant.components.sensor import (
    RestoreSensor,
    SensorDeviceClass,
    SensorEntity,
    SensorStateClass,
)
from homeassistant.const import UnitOfLength, UnitOfMass, UnitOfRatio, UnitOfTime
from homeassistant.core import callback

from ..devices.printer import PrinterCoordinator
from ..entity.base import Attributes, BambuEntity
from ..entity.history import BambuHistoryEntity, filament_attributes
from ..model import PrintTask
from ..prints.totals import Totals
from .base import BambuSensorDescription, Value, shortened

_HOUR = 3600
BED_TYPES = [
    "auto",
    "cool_plate",
    "supertack_plate",
    "eng_plate",
    "hot_plate",
    "textured_plate",
]


def _bed_type(task: PrintTask) -> str | None:
    """Return the kind of build plate, None for one without a name."""
    return task.bed_type if task.bed_type in BED_TYPES else None


def _rounded(number: float | None) -> float | None:
    """Return g or m to the hundredth, as slicers do."""
    return None if number is None else round(number, 2)


def _success_rate(totals: Totals) -> int | None:
    """Return whole % of prints that finished."""
    rate = totals.success_rate
    return None if rate is None else round(rate)


def _materials(task: PrintTask) -> str | None:
    """Return the names of all materials without repetition."""
    materials = (filament.material for filament in task.filaments)
    return shortened(", ".join(dict.fromkeys(filter(None, materials)))) or None


def _filaments(task: PrintTask) -> Attributes:
    """Return all filaments, and their weight by material."""
    weights = {
        material: weight for material, weight in task.weights.items() if material
    }
    return {
        "filaments": filament_attributes(task),
        "weight_by_material": {
            material: round(weight, 2) for material, weight in weights.items()
        },
    }


TASK_SENSORS: tuple[BambuSensorDescription[PrintTask], ...] = (
    BambuSensorDescription(
        key="print_weight",
        translation_key="print_weight",
        entity_registry_enabled_default=False,
        device_class=SensorDeviceClass.WEIGHT,
        native_unit_of_measurement=UnitOfMass.GRAMS,
        state_class=SensorStateClass.MEASUREMENT,
        suggested_display_precision=1,
        value_fn=lambda task: _rounded(task.weight),
    ),
    BambuSensorDescription(
        key="print_length",
        translation_key="print_length",
        entity_registry_enabled_default=False,
        device_class=SensorDeviceClass.DISTANCE,
        native_unit_of_measurement=UnitOfLength.METERS,
        suggested_unit_of_measurement=UnitOfLength.METERS,
        state_class=SensorStateClass.MEASUREMENT,
        suggested_display_precision=2,
        value_fn=lambda task: _rounded(task.length),
    ),
    BambuSensorDescription(
        key="bed_type",
        translation_key="bed_type",
        entity_registry_enabled_default=False,
        device_class=SensorDeviceClass.ENUM,
        options=BED_TYPES,
        value_fn=_bed_type,
    ),
    BambuSensorDescription(
        key="print_filaments",
        translation_key="print_filaments",
        entity_registry_enabled_default=False,
        value_fn=_materials,
        attributes_fn=_filaments,
    ),
)


@dataclass(frozen=True, kw_only=True)
class TotalSensorDescription(BambuSensorDescription[Totals]):
    """Describe a sensor of all that a printer has printed."""

    recent: bool = False
    """Whether only the last 30 days count."""


def _by_material(totals: Totals) -> Attributes:
    """Return the weight in g by material."""
    return {
        "by_material": {
            material: round(weight, 2)
            for material, weight in sorted(totals.weights.items())
            if material
        }
    }


TOTAL_SENSORS: tuple[TotalSensorDescription, ...] = (
    TotalSensorDescription(
        key="prints_finished",
        translation_key="prints_finished",
        state_class=SensorStateClass.TOTAL_INCREASING,
        value_fn=lambda totals: totals.finished,
    ),
    TotalSensorDescription(
        key="prints_failed",
        translation_key="prints_failed",
        entity_registry_enabled_default=False,
        state_class=SensorStateClass.TOTAL_INCREASING,
        value_fn=lambda totals: totals.failed,
    ),
    TotalSensorDescription(
        key="success_rate",
        translation_key="success_rate",
        entity_registry_enabled_default=False,
        native_unit_of_measurement=UnitOfRatio.PERCENTAGE,
        state_class=SensorStateClass.MEASUREMENT,
        suggested_display_precision=0,
        recent=True,
        value_fn=_success_rate,
    ),
    TotalSensorDescription(
        key="print_time",
        translation_key="print_time",
        device_class=SensorDeviceClass.DURATION,
        native_unit_of_measurement=UnitOfTime.HOURS,
        state_class=SensorStateClass.TOTAL_INCREASING,
        suggested_display_precision=1,
        value_fn=lambda totals: round(totals.seconds / _HOUR, 2),
    ),
    TotalSensorDescription(
        key="filament_used",
        translation_key="filament_used",
        device_class=SensorDeviceClass.WEIGHT,
        native_unit_of_measurement=UnitOfMass.GRAMS,
        state_class=SensorStateClass.TOTAL_INCREASING,
        suggested_display_precision=0,
        value_fn=lambda totals: round(totals.weight, 2),
        attributes_fn=_by_material,
    ),
)


def history_sensors(printer: PrinterCoordinator) -> Iterator[BambuEntity]:
    """Return all sensors of a printer's history."""
    for description in TASK_SENSORS:
        yield TaskSensor(printer, description)
    for total in TOTAL_SENSORS:
        yield TotalSensor(printer, total, sections=frozenset())


class HistorySensor[SubjectT](BambuHistoryEntity, SensorEntity):
    """Show one value of the history of a printer."""

    _unrecorded_attributes = frozenset(
        {"by_material", "filaments", "weight_by_material"}
    )
    entity_description: BambuSensorDescription[SubjectT]

    @property
    def subject(self) -> SubjectT | None:
        """Return what the value is read from."""
        raise NotImplementedError

    @property
    @override
    def current_value(self) -> Value | None:
        """Return the value."""
        return self.entity_description.value(self.subject)

    @property
    @override
    def native_value(self) -> Value | None:
        """Return the value."""
        return self.current_value

    @property
    @override
    def extra_state_attributes(self) -> Attributes | None:
        """Return the details of the value."""
        return self.entity_description.attributes(self.subject)


class TaskSensor(HistorySensor[PrintTask], RestoreSensor):
    """Show a value of the current or last print, unknown without a task.

    After a reload, what was shown a moment ago stays until the history is fetched.
    """

    _restored: tuple[Value, Attributes] | None = None

    @property
    @override
    def subject(self) -> PrintTask | None:
        """Return the task."""
        return self.task

    @property
    @override
    def current_value(self) -> Value | None:
        """Return the value."""
        return self._restored[0] if self._restored else super().current_value

    @property
    @override
    def extra_state_attributes(self) -> Attributes | None:
        """Return the details of the value."""
        return self._restored[1] if self._restored else super().extra_state_attributes

    @override
    async def async_added_to_hass(self) -> None:
        """Restore what was shown a moment ago."""
        await super().async_added_to_hass()
        if not self.printer.is_held or self.task is not None:
            return
        state = await self.async_get_last_state()
        data = await self.async_get_last_sensor_data()
        if state and data and isinstance(data.native_value, str | int | float):
            details = {
                name: value
                for name, value in state.attributes.items()
                if name in self._unrecorded_attributes
            }
            self._restored = data.native_value, details

    @override
    @callback
    def _handle_history_update(self) -> None:
        """Show what was fetched."""
        self._restored = None
        super()._handle_history_update()


class TotalSensor(HistorySensor[Totals]):
    """Show totals of all prints, unknown until the whole history is loaded."""

    entity_description: TotalSensorDescription

    @property
    @override
    def subject(self) -> Totals | None:
        """Return the totals."""
        statistics = self.runtime_data.statistics
        if self.entity_description.recent:
            return statistics.recent(self.serial)
        return statistics.totals(self.serial)
