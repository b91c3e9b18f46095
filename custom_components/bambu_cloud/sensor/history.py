"""Sensors of the current or last print, and of all prints, from the history."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, override

from homeassistant.components.sensor import (
    SensorDeviceClass,
    SensorEntity,
    SensorEntityDescription,
    SensorStateClass,
)
from homeassistant.const import UnitOfLength, UnitOfMass, UnitOfRatio, UnitOfTime

from ..devices.printer import PrinterCoordinator
from ..entity.base import AnyBambuEntity, Attributes, BambuEntityDescription
from ..entity.history import BambuHistoryEntity, filament_attributes
from ..model import PrintTask
from ..prints.totals import Totals
from .printer import shortened

BED_TYPES = [
    "auto",
    "cool_plate",
    "supertack_plate",
    "eng_plate",
    "hot_plate",
    "textured_plate",
]


@dataclass(frozen=True, kw_only=True)
class TaskSensorDescription(
    BambuEntityDescription[PrintTask, str | float], SensorEntityDescription
):
    """Describe a sensor that shows one value of a task."""


def _bed_type(task: PrintTask) -> str | None:
    """Return the kind of build plate, if it has a name."""
    return task.bed_type if task.bed_type in BED_TYPES else None


def _materials(task: PrintTask) -> str | None:
    """Return the names of all materials, each once."""
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


TASK_SENSORS: tuple[TaskSensorDescription, ...] = (
    TaskSensorDescription(
        key="print_weight",
        translation_key="print_weight",
        device_class=SensorDeviceClass.WEIGHT,
        native_unit_of_measurement=UnitOfMass.GRAMS,
        suggested_display_precision=1,
        value_fn=lambda task: task.weight,
    ),
    TaskSensorDescription(
        key="print_length",
        translation_key="print_length",
        device_class=SensorDeviceClass.DISTANCE,
        native_unit_of_measurement=UnitOfLength.METERS,
        suggested_display_precision=2,
        value_fn=lambda task: task.length,
    ),
    TaskSensorDescription(
        key="bed_type",
        translation_key="bed_type",
        device_class=SensorDeviceClass.ENUM,
        options=BED_TYPES,
        value_fn=_bed_type,
    ),
    TaskSensorDescription(
        key="print_filaments",
        translation_key="print_filaments",
        value_fn=_materials,
        attributes_fn=_filaments,
    ),
)


@dataclass(frozen=True, kw_only=True)
class TotalSensorDescription(
    BambuEntityDescription[Totals, float], SensorEntityDescription
):
    """Describe a sensor that shows what a printer has printed altogether."""

    recent: bool = False
    """Of the last 30 days only."""


def _by_material(totals: Totals) -> Attributes:
    """Return g by material."""
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
        state_class=SensorStateClass.TOTAL_INCREASING,
        value_fn=lambda totals: totals.failed,
    ),
    TotalSensorDescription(
        key="success_rate",
        translation_key="success_rate",
        native_unit_of_measurement=UnitOfRatio.PERCENTAGE,
        state_class=SensorStateClass.MEASUREMENT,
        suggested_display_precision=0,
        recent=True,
        value_fn=lambda totals: totals.success_rate,
    ),
    TotalSensorDescription(
        key="print_time",
        translation_key="print_time",
        device_class=SensorDeviceClass.DURATION,
        native_unit_of_measurement=UnitOfTime.SECONDS,
        suggested_unit_of_measurement=UnitOfTime.HOURS,
        state_class=SensorStateClass.TOTAL_INCREASING,
        suggested_display_precision=1,
        value_fn=lambda totals: totals.seconds,
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


def history_sensors(printer: PrinterCoordinator) -> Iterator[AnyBambuEntity]:
    """Return all sensors that show something of a printer's history."""
    for description in TASK_SENSORS:
        yield TaskSensor(printer, description)
    for total in TOTAL_SENSORS:
        yield TotalSensor(printer, total, sections=frozenset())


class TaskSensor(BambuHistoryEntity[PrintTask, Any], SensorEntity):
    """Show a value of the current or last print; unknown where it has no task."""

    entity_description: TaskSensorDescription

    @property
    @override
    def subject(self) -> PrintTask | None:
        """Return the task."""
        return self.task

    @property
    @override
    def native_value(self) -> str | float | None:
        """Return the value."""
        value: str | float | None = self.current_value
        return value


class TotalSensor(BambuHistoryEntity[Totals, float], SensorEntity):
    """Show what a printer has printed; unknown until the whole past is known."""

    entity_description: TotalSensorDescription

    @property
    @override
    def subject(self) -> Totals | None:
        """Return what the printer has printed."""
        statistics = self.runtime_data.statistics
        if self.entity_description.recent:
            return statistics.recent(self.serial)
        return statistics.totals(self.serial)

    @property
    @override
    def native_value(self) -> float | None:
        """Return the value."""
        return self.current_value
