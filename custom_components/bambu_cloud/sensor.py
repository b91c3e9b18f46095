"""Sensors of a printer."""

from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import override

from homeassistant.components.sensor import (
    SensorDeviceClass,
    SensorEntity,
    SensorEntityDescription,
    SensorStateClass,
)
from homeassistant.const import (
    MAX_LENGTH_STATE_STATE,
    SIGNAL_STRENGTH_DECIBELS_MILLIWATT,
    EntityCategory,
    UnitOfRatio,
    UnitOfTemperature,
    UnitOfTime,
)
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .coordinator import BambuConfigEntry
from .entity import (
    BambuEntityDescription,
    BambuPrinterEntity,
    async_add_printer_entities,
)
from .model import STAGE_SLUGS, PrinterState, PrintStatus, PrintType, SpeedLevel

PARALLEL_UPDATES = 0

type Value = str | int | float | datetime


@dataclass(frozen=True, kw_only=True)
class BambuSensorDescription(BambuEntityDescription[Value], SensorEntityDescription):
    """Describe a sensor of a printer."""


def _known[EnumT: (PrintStatus, PrintType)](value: EnumT | None) -> EnumT | None:
    """Return a value that has a name; firmware may report others."""
    return None if value == "unknown" else value


def _task_name(printer: PrinterState) -> str | None:
    """Return the name of the job, as much of it as a state can hold."""
    name = printer.job.name
    return None if name is None else name[:MAX_LENGTH_STATE_STATE]


_temperature = partial(
    BambuSensorDescription,
    noun="temperatures",
    device_class=SensorDeviceClass.TEMPERATURE,
    native_unit_of_measurement=UnitOfTemperature.CELSIUS,
    state_class=SensorStateClass.MEASUREMENT,
    suggested_display_precision=0,
)
_fan_speed = partial(
    BambuSensorDescription,
    noun="fans",
    native_unit_of_measurement=UnitOfRatio.PERCENTAGE,
    state_class=SensorStateClass.MEASUREMENT,
)

SENSORS: tuple[BambuSensorDescription, ...] = (
    BambuSensorDescription(
        key="print_status",
        translation_key="print_status",
        noun="job",
        device_class=SensorDeviceClass.ENUM,
        options=[status for status in PrintStatus if status != PrintStatus.UNKNOWN],
        always=True,
        polled=True,
        value_fn=lambda printer: _known(printer.job.status),
    ),
    BambuSensorDescription(
        key="stage",
        translation_key="stage",
        noun="job",
        device_class=SensorDeviceClass.ENUM,
        options=list(STAGE_SLUGS),
        always=True,
        value_fn=lambda printer: printer.job.stage,
    ),
    BambuSensorDescription(
        key="progress",
        translation_key="progress",
        noun="job",
        native_unit_of_measurement=UnitOfRatio.PERCENTAGE,
        suggested_display_precision=0,
        always=True,
        polled=True,
        value_fn=lambda printer: printer.job.progress,
    ),
    BambuSensorDescription(
        key="remaining_time",
        translation_key="remaining_time",
        noun="job",
        device_class=SensorDeviceClass.DURATION,
        native_unit_of_measurement=UnitOfTime.MINUTES,
        always=True,
        polled=True,
        value_fn=lambda printer: printer.job.remaining_minutes,
    ),
    BambuSensorDescription(
        key="finish_time",
        translation_key="finish_time",
        noun="job",
        device_class=SensorDeviceClass.TIMESTAMP,
        always=True,
        polled=True,
        value_fn=lambda printer: printer.job.finish_at,
    ),
    BambuSensorDescription(
        key="current_layer",
        translation_key="current_layer",
        noun="job",
        always=True,
        value_fn=lambda printer: printer.job.layer,
    ),
    BambuSensorDescription(
        key="total_layers",
        translation_key="total_layers",
        noun="job",
        always=True,
        value_fn=lambda printer: printer.job.total_layers,
    ),
    BambuSensorDescription(
        key="task_name",
        translation_key="task_name",
        noun="job",
        always=True,
        polled=True,
        value_fn=_task_name,
    ),
    BambuSensorDescription(
        key="print_type",
        translation_key="print_type",
        noun="job",
        device_class=SensorDeviceClass.ENUM,
        options=[kind for kind in PrintType if kind != PrintType.UNKNOWN],
        entity_category=EntityCategory.DIAGNOSTIC,
        always=True,
        value_fn=lambda printer: _known(printer.job.print_type),
    ),
    BambuSensorDescription(
        key="speed_level",
        translation_key="speed_level",
        noun="job",
        device_class=SensorDeviceClass.ENUM,
        options=list(SpeedLevel),
        value_fn=lambda printer: printer.job.speed,
    ),
    _temperature(
        key="nozzle_temperature",
        translation_key="nozzle_temperature",
        always=True,
        value_fn=lambda printer: printer.temperatures.nozzle,
    ),
    _temperature(
        key="nozzle_target_temperature",
        translation_key="nozzle_target_temperature",
        always=True,
        value_fn=lambda printer: printer.temperatures.nozzle_target,
    ),
    _temperature(
        key="bed_temperature",
        translation_key="bed_temperature",
        always=True,
        value_fn=lambda printer: printer.temperatures.bed,
    ),
    _temperature(
        key="bed_target_temperature",
        translation_key="bed_target_temperature",
        always=True,
        value_fn=lambda printer: printer.temperatures.bed_target,
    ),
    _temperature(
        key="chamber_temperature",
        translation_key="chamber_temperature",
        value_fn=lambda printer: printer.temperatures.chamber,
    ),
    _temperature(
        key="chamber_target_temperature",
        translation_key="chamber_target_temperature",
        value_fn=lambda printer: printer.temperatures.chamber_target,
    ),
    _fan_speed(
        key="part_fan_speed",
        translation_key="part_fan_speed",
        value_fn=lambda printer: printer.fans.part,
    ),
    _fan_speed(
        key="auxiliary_fan_speed",
        translation_key="auxiliary_fan_speed",
        value_fn=lambda printer: printer.fans.auxiliary,
    ),
    _fan_speed(
        key="second_auxiliary_fan_speed",
        translation_key="second_auxiliary_fan_speed",
        value_fn=lambda printer: printer.fans.second_auxiliary,
    ),
    _fan_speed(
        key="chamber_fan_speed",
        translation_key="chamber_fan_speed",
        value_fn=lambda printer: printer.fans.chamber,
    ),
    _fan_speed(
        key="heatbreak_fan_speed",
        translation_key="heatbreak_fan_speed",
        entity_category=EntityCategory.DIAGNOSTIC,
        entity_registry_enabled_default=False,
        value_fn=lambda printer: printer.fans.heatbreak,
    ),
    BambuSensorDescription(
        key="wifi_signal",
        translation_key="wifi_signal",
        noun="network",
        device_class=SensorDeviceClass.SIGNAL_STRENGTH,
        native_unit_of_measurement=SIGNAL_STRENGTH_DECIBELS_MILLIWATT,
        state_class=SensorStateClass.MEASUREMENT,
        entity_category=EntityCategory.DIAGNOSTIC,
        entity_registry_enabled_default=False,
        value_fn=lambda printer: printer.network.wifi_signal,
    ),
)


async def async_setup_entry(
    hass: HomeAssistant,
    entry: BambuConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Set up the sensors of all printers."""
    async_add_printer_entities(entry, async_add_entities, SENSORS, BambuSensor)


class BambuSensor(BambuPrinterEntity[Value], SensorEntity):
    """Show a value of a printer."""

    entity_description: BambuSensorDescription

    @property
    @override
    def native_value(self) -> Value | None:
        """Return the value."""
        return self.value
