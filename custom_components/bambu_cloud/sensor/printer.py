"""The sensors that show one value of a printer, as a table."""

from functools import partial

from homeassistant.components.sensor import SensorDeviceClass, SensorStateClass
from homeassistant.const import (
    SIGNAL_STRENGTH_DECIBELS_MILLIWATT,
    EntityCategory,
    UnitOfLength,
    UnitOfRatio,
    UnitOfTemperature,
    UnitOfTime,
)

from ..model import (
    LEFT,
    RIGHT,
    STAGE_SLUGS,
    AirDuctMode,
    Nozzle,
    NozzleMaterial,
    PrinterState,
    PrintStatus,
    PrintType,
    SpeedLevel,
    StorageState,
    ToolModule,
)
from .base import BambuSensorDescription, named, names, shortened


def _only_nozzle(printer: PrinterState) -> Nozzle | None:
    """Return the only nozzle, None where there are two."""
    return None if _has_two_nozzles(printer) else printer.nozzles.nozzle(RIGHT)


def _nozzle_of_two(printer: PrinterState, number: int) -> Nozzle | None:
    """Return one of two nozzles, None where there is only one."""
    return printer.nozzles.nozzle(number) if _has_two_nozzles(printer) else None


def _has_two_nozzles(printer: PrinterState) -> bool:
    """Return whether there are a left and a right nozzle."""
    return printer.model.nozzles > 1 or len(printer.nozzles.installed) > 1


def _has_control(printer: PrinterState) -> bool | None:
    """Return whether a control shows the same, None while that is unknown."""
    return printer.control.accepts_commands


def _has_other_target(printer: PrinterState) -> bool | None:
    """Return whether a control, or each of two nozzles, shows the target."""
    return _has_two_nozzles(printer) or _has_control(printer)


def _diameter(nozzle: Nozzle | None) -> float | None:
    """Return the diameter of a nozzle in mm, None without one."""
    return nozzle.diameter if nozzle else None


def _material(nozzle: Nozzle | None) -> NozzleMaterial | None:
    """Return the material of a nozzle, None without one."""
    return named(nozzle.material) if nozzle else None


def _flow(nozzle: Nozzle | None) -> dict[str, str | None]:
    """Return the flow class of a nozzle as an attribute."""
    return {"flow": named(nozzle.flow) if nozzle else None}


_temperature = partial(
    BambuSensorDescription,
    section="temperatures",
    device_class=SensorDeviceClass.TEMPERATURE,
    native_unit_of_measurement=UnitOfTemperature.CELSIUS,
    suggested_unit_of_measurement=UnitOfTemperature.CELSIUS,
    state_class=SensorStateClass.MEASUREMENT,
    suggested_display_precision=0,
)
_target = partial(_temperature, twin_fn=_has_control)
_nozzle_diameter = partial(
    BambuSensorDescription,
    section="nozzles",
    device_class=SensorDeviceClass.DISTANCE,
    native_unit_of_measurement=UnitOfLength.MILLIMETERS,
    suggested_unit_of_measurement=UnitOfLength.MILLIMETERS,
    suggested_display_precision=1,
    entity_category=EntityCategory.DIAGNOSTIC,
    entity_registry_enabled_default=False,
)
_nozzle_type = partial(
    BambuSensorDescription,
    section="nozzles",
    device_class=SensorDeviceClass.ENUM,
    options=names(NozzleMaterial),
    entity_category=EntityCategory.DIAGNOSTIC,
    entity_registry_enabled_default=False,
)
_fan_speed = partial(
    BambuSensorDescription,
    section="fans",
    native_unit_of_measurement=UnitOfRatio.PERCENTAGE,
    state_class=SensorStateClass.MEASUREMENT,
    twin_fn=_has_control,
)

SENSORS: tuple[BambuSensorDescription[PrinterState], ...] = (
    BambuSensorDescription(
        key="print_status",
        translation_key="print_status",
        section="job",
        device_class=SensorDeviceClass.ENUM,
        options=names(PrintStatus),
        always=True,
        polled=True,
        value_fn=lambda printer: named(printer.job.status),
    ),
    BambuSensorDescription(
        key="stage",
        translation_key="stage",
        section="job",
        device_class=SensorDeviceClass.ENUM,
        options=list(STAGE_SLUGS),
        always=True,
        value_fn=lambda printer: printer.job.stage,
        attributes_fn=lambda printer: {"stage_id": printer.job.stage_id},
    ),
    BambuSensorDescription(
        key="progress",
        translation_key="progress",
        section="job",
        native_unit_of_measurement=UnitOfRatio.PERCENTAGE,
        state_class=SensorStateClass.MEASUREMENT,
        suggested_display_precision=0,
        always=True,
        polled=True,
        value_fn=lambda printer: printer.job.shown.percent,
    ),
    BambuSensorDescription(
        key="remaining_time",
        translation_key="remaining_time",
        section="job",
        device_class=SensorDeviceClass.DURATION,
        native_unit_of_measurement=UnitOfTime.MINUTES,
        always=True,
        polled=True,
        value_fn=lambda printer: printer.job.remaining_minutes,
    ),
    BambuSensorDescription(
        key="finish_time",
        translation_key="finish_time",
        section="job",
        device_class=SensorDeviceClass.TIMESTAMP,
        always=True,
        polled=True,
        value_fn=lambda printer: printer.job.finish_at,
    ),
    BambuSensorDescription(
        key="start_time",
        translation_key="start_time",
        entity_registry_enabled_default=False,
        section="job",
        device_class=SensorDeviceClass.TIMESTAMP,
        always=True,
        polled=True,
        value_fn=lambda printer: printer.job.started_at,
    ),
    BambuSensorDescription(
        key="download_progress",
        translation_key="download_progress",
        section="job",
        native_unit_of_measurement=UnitOfRatio.PERCENTAGE,
        suggested_display_precision=0,
        entity_category=EntityCategory.DIAGNOSTIC,
        entity_registry_enabled_default=False,
        always=True,
        value_fn=lambda printer: printer.job.prepare_progress,
    ),
    BambuSensorDescription(
        key="current_layer",
        translation_key="current_layer",
        section="job",
        state_class=SensorStateClass.MEASUREMENT,
        always=True,
        value_fn=lambda printer: printer.job.shown.layer,
    ),
    BambuSensorDescription(
        key="total_layers",
        translation_key="total_layers",
        section="job",
        state_class=SensorStateClass.MEASUREMENT,
        always=True,
        value_fn=lambda printer: printer.job.shown.total_layers,
    ),
    BambuSensorDescription(
        key="task_name",
        translation_key="task_name",
        section="job",
        always=True,
        polled=True,
        value_fn=lambda printer: shortened(printer.job.name),
    ),
    BambuSensorDescription(
        key="gcode_file",
        translation_key="gcode_file",
        section="job",
        entity_category=EntityCategory.DIAGNOSTIC,
        entity_registry_enabled_default=False,
        always=True,
        value_fn=lambda printer: shortened(printer.job.file),
    ),
    BambuSensorDescription(
        key="plate",
        translation_key="plate",
        entity_registry_enabled_default=False,
        section="job",
        entity_category=EntityCategory.DIAGNOSTIC,
        value_fn=lambda printer: printer.job.plate,
        attributes_fn=lambda printer: {"count": printer.job.plate_count},
    ),
    BambuSensorDescription(
        key="skipped_objects",
        translation_key="skipped_objects",
        entity_registry_enabled_default=False,
        section="job",
        state_class=SensorStateClass.MEASUREMENT,
        entity_category=EntityCategory.DIAGNOSTIC,
        always=True,
        value_fn=lambda printer: len(printer.job.skipped_objects),
        attributes_fn=lambda printer: {"objects": list(printer.job.skipped_objects)},
    ),
    BambuSensorDescription(
        key="queue_position",
        translation_key="queue_position",
        section="job",
        state_class=SensorStateClass.MEASUREMENT,
        entity_category=EntityCategory.DIAGNOSTIC,
        entity_registry_enabled_default=False,
        value_fn=lambda printer: printer.job.queue_position,
        attributes_fn=lambda printer: {
            "length": printer.job.queue_length,
            "seconds": printer.job.queue_seconds,
        },
    ),
    BambuSensorDescription(
        key="print_type",
        translation_key="print_type",
        entity_registry_enabled_default=False,
        section="job",
        device_class=SensorDeviceClass.ENUM,
        options=names(PrintType),
        entity_category=EntityCategory.DIAGNOSTIC,
        always=True,
        value_fn=lambda printer: named(printer.job.print_type),
    ),
    BambuSensorDescription(
        key="speed_level",
        translation_key="speed_level",
        section="job",
        twin_fn=_has_control,
        device_class=SensorDeviceClass.ENUM,
        options=list(SpeedLevel),
        value_fn=lambda printer: printer.job.speed,
        attributes_fn=lambda printer: {"percent": printer.job.speed_percent},
    ),
    _temperature(
        key="nozzle_temperature",
        translation_key="nozzle_temperature",
        twin_fn=_has_two_nozzles,
        always=True,
        value_fn=lambda printer: printer.temperatures.nozzle,
    ),
    _target(
        key="nozzle_target_temperature",
        translation_key="nozzle_target_temperature",
        twin_fn=_has_other_target,
        always=True,
        value_fn=lambda printer: printer.temperatures.nozzle_target,
    ),
    _temperature(
        key="left_nozzle_temperature",
        translation_key="left_nozzle_temperature",
        value_fn=lambda printer: printer.temperatures.left_nozzle,
    ),
    _target(
        key="left_nozzle_target_temperature",
        translation_key="left_nozzle_target_temperature",
        value_fn=lambda printer: printer.temperatures.left_nozzle_target,
    ),
    _temperature(
        key="right_nozzle_temperature",
        translation_key="right_nozzle_temperature",
        value_fn=lambda printer: printer.temperatures.right_nozzle,
    ),
    _target(
        key="right_nozzle_target_temperature",
        translation_key="right_nozzle_target_temperature",
        value_fn=lambda printer: printer.temperatures.right_nozzle_target,
    ),
    _temperature(
        key="bed_temperature",
        translation_key="bed_temperature",
        always=True,
        value_fn=lambda printer: printer.temperatures.bed,
    ),
    _target(
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
    _target(
        key="chamber_target_temperature",
        translation_key="chamber_target_temperature",
        entity_registry_enabled_default=False,
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
        twin_fn=None,
        entity_category=EntityCategory.DIAGNOSTIC,
        entity_registry_enabled_default=False,
        value_fn=lambda printer: printer.fans.heatbreak,
    ),
    BambuSensorDescription(
        key="air_duct_mode",
        translation_key="air_duct_mode",
        entity_registry_enabled_default=False,
        section="fans",
        device_class=SensorDeviceClass.ENUM,
        options=names(AirDuctMode),
        value_fn=lambda printer: named(printer.fans.air_duct_mode),
    ),
    _nozzle_diameter(
        key="nozzle_diameter",
        translation_key="nozzle_diameter",
        value_fn=lambda printer: _diameter(_only_nozzle(printer)),
    ),
    _nozzle_diameter(
        key="left_nozzle_diameter",
        translation_key="left_nozzle_diameter",
        value_fn=lambda printer: _diameter(_nozzle_of_two(printer, LEFT)),
    ),
    _nozzle_diameter(
        key="right_nozzle_diameter",
        translation_key="right_nozzle_diameter",
        value_fn=lambda printer: _diameter(_nozzle_of_two(printer, RIGHT)),
    ),
    _nozzle_type(
        key="nozzle_type",
        translation_key="nozzle_type",
        value_fn=lambda printer: _material(_only_nozzle(printer)),
        attributes_fn=lambda printer: _flow(_only_nozzle(printer)),
    ),
    _nozzle_type(
        key="left_nozzle_type",
        translation_key="left_nozzle_type",
        value_fn=lambda printer: _material(_nozzle_of_two(printer, LEFT)),
        attributes_fn=lambda printer: _flow(_nozzle_of_two(printer, LEFT)),
    ),
    _nozzle_type(
        key="right_nozzle_type",
        translation_key="right_nozzle_type",
        value_fn=lambda printer: _material(_nozzle_of_two(printer, RIGHT)),
        attributes_fn=lambda printer: _flow(_nozzle_of_two(printer, RIGHT)),
    ),
    BambuSensorDescription(
        key="tool_module",
        translation_key="tool_module",
        entity_registry_enabled_default=False,
        section="nozzles",
        device_class=SensorDeviceClass.ENUM,
        options=names(ToolModule),
        entity_category=EntityCategory.DIAGNOSTIC,
        value_fn=lambda printer: named(printer.nozzles.tool),
    ),
    BambuSensorDescription(
        key="storage",
        translation_key="storage",
        entity_registry_enabled_default=False,
        section="storage",
        device_class=SensorDeviceClass.ENUM,
        options=names(StorageState),
        entity_category=EntityCategory.DIAGNOSTIC,
        value_fn=lambda printer: printer.storage.state,
    ),
    BambuSensorDescription(
        key="ip_address",
        translation_key="ip_address",
        section="address",
        entity_category=EntityCategory.DIAGNOSTIC,
        entity_registry_enabled_default=False,
        value_fn=lambda printer: printer.address.ip,
    ),
    BambuSensorDescription(
        key="serial_number",
        translation_key="serial_number",
        section="presence",
        entity_category=EntityCategory.DIAGNOSTIC,
        entity_registry_enabled_default=False,
        always=True,
        polled=True,
        needs_printer=False,
        value_fn=lambda printer: printer.serial,
    ),
    BambuSensorDescription(
        key="wifi_signal",
        translation_key="wifi_signal",
        section="network",
        device_class=SensorDeviceClass.SIGNAL_STRENGTH,
        native_unit_of_measurement=SIGNAL_STRENGTH_DECIBELS_MILLIWATT,
        state_class=SensorStateClass.MEASUREMENT,
        entity_category=EntityCategory.DIAGNOSTIC,
        entity_registry_enabled_default=False,
        value_fn=lambda printer: printer.network.wifi_signal,
    ),
)
