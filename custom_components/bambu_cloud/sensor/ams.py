"""Sensors of an AMS and of the spools in it."""

from collections.abc import Iterable

from homeassistant.components.sensor import (
    SensorDeviceClass,
    SensorStateClass,
)
from homeassistant.const import (
    EntityCategory,
    UnitOfRatio,
    UnitOfTemperature,
    UnitOfTime,
)

from ..devices.ams import AmsCoordinator, PluggedAms
from ..entity.base import BambuEntity
from ..model import DryStatus
from .base import BambuSensor, BambuSensorDescription
from .filament import tray_sensors

AMS_SENSORS: tuple[BambuSensorDescription[PluggedAms], ...] = (
    BambuSensorDescription(
        key="humidity",
        device_class=SensorDeviceClass.HUMIDITY,
        native_unit_of_measurement=UnitOfRatio.PERCENTAGE,
        state_class=SensorStateClass.MEASUREMENT,
        value_fn=lambda ams: ams.unit.humidity,
    ),
    BambuSensorDescription(
        key="dryness_level",
        translation_key="dryness_level",
        state_class=SensorStateClass.MEASUREMENT,
        value_fn=lambda ams: ams.unit.humidity_index,
    ),
    BambuSensorDescription(
        key="temperature",
        device_class=SensorDeviceClass.TEMPERATURE,
        native_unit_of_measurement=UnitOfTemperature.CELSIUS,
        suggested_unit_of_measurement=UnitOfTemperature.CELSIUS,
        state_class=SensorStateClass.MEASUREMENT,
        suggested_display_precision=0,
        value_fn=lambda ams: ams.unit.temperature,
    ),
    BambuSensorDescription(
        key="drying_status",
        translation_key="drying_status",
        device_class=SensorDeviceClass.ENUM,
        options=list(DryStatus),
        value_fn=lambda ams: ams.unit.drying,
        attributes_fn=lambda ams: {"obstacles": list(ams.unit.drying_obstacles)},
    ),
    BambuSensorDescription(
        key="drying_remaining_time",
        translation_key="drying_remaining_time",
        device_class=SensorDeviceClass.DURATION,
        native_unit_of_measurement=UnitOfTime.MINUTES,
        value_fn=lambda ams: (
            (ams.unit.drying_minutes or 0) if ams.unit.drying else None
        ),
    ),
    BambuSensorDescription(
        key="drying_temperature",
        translation_key="drying_temperature",
        entity_registry_enabled_default=False,
        device_class=SensorDeviceClass.TEMPERATURE,
        native_unit_of_measurement=UnitOfTemperature.CELSIUS,
        suggested_unit_of_measurement=UnitOfTemperature.CELSIUS,
        suggested_display_precision=0,
        value_fn=lambda ams: ams.unit.drying_temperature,
    ),
    BambuSensorDescription(
        key="drying_duration",
        translation_key="drying_duration",
        entity_registry_enabled_default=False,
        device_class=SensorDeviceClass.DURATION,
        native_unit_of_measurement=UnitOfTime.HOURS,
        value_fn=lambda ams: ams.unit.drying_hours,
    ),
    BambuSensorDescription(
        key="drying_filament",
        translation_key="drying_filament",
        entity_registry_enabled_default=False,
        value_fn=lambda ams: ams.unit.drying_filament,
    ),
    BambuSensorDescription(
        key="feeds_nozzle",
        translation_key="feeds_nozzle",
        device_class=SensorDeviceClass.ENUM,
        options=["left", "right"],
        entity_category=EntityCategory.DIAGNOSTIC,
        entity_registry_enabled_default=False,
        value_fn=lambda ams: ams.nozzle,
    ),
)


def ams_sensors(ams: AmsCoordinator) -> Iterable[BambuEntity]:
    """Return all sensors that an AMS might have."""
    yield from (BambuSensor(ams, description) for description in AMS_SENSORS)
    yield from tray_sensors(ams)
