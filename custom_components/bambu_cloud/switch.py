"""Switches of printers and of their AMS units."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial

from homeassistant.components.switch import SwitchEntity, SwitchEntityDescription
from homeassistant.const import EntityCategory
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .api import Command
from .api.commands import (
    Detector,
    set_air_duct,
    set_air_print_detection,
    set_ams_options,
    set_auto_refill,
    set_detector,
    set_file_retention,
    set_nozzle_blob_detection,
    set_prompt_sound,
    set_recording,
    set_step_loss_recovery,
    set_tangle_detection,
    set_timelapse,
    stop_drying,
)
from .devices.ams import AmsCoordinator, PluggedAms
from .devices.commands import drying_command
from .devices.printer import PrinterCoordinator
from .entity.base import BambuEntity
from .entity.control import BambuControlDescription, BambuToggle, Commands
from .entity.setup import async_add_when_found
from .model import (
    AirDuctMode,
    PrinterState,
    Sensitivity,
    preconditions,
)
from .model.preconditions import Precondition
from .runtime_data import BambuConfigEntry

PARALLEL_UPDATES = 0


@dataclass(frozen=True, kw_only=True)
class BambuSwitchDescription[SubjectT](
    BambuControlDescription[SubjectT, bool], SwitchEntityDescription
):
    """Describe a switch of a printer or an AMS."""


type Switch = Callable[[PrinterState, bool], Commands]


def option(command: Callable[..., Command]) -> Switch:
    """Return the command builder for an option with a command of its own."""
    return lambda _, on: [command(on=on)]


def detection(
    detector: Detector,
    sensitivity_fn: Callable[[PrinterState], Sensitivity | None] = lambda _: None,
) -> Switch:
    """Return the command builder for a detector, with its present sensitivity."""
    return lambda printer, on: [
        set_detector(detector, on=on, sensitivity=sensitivity_fn(printer))
    ]


def _ams_option(name: str) -> Switch:
    """Return the command builder for one of the three options of one command."""

    def commands(printer: PrinterState, on: bool) -> Commands:  # noqa: FBT001  a value
        settings = printer.settings
        options = {
            "reads_at_power_up": bool(settings.ams_reads_at_power_up),
            "reads_on_insert": bool(settings.ams_reads_on_insert),
            "estimates_remaining": bool(settings.ams_estimates_remaining),
        }
        return [set_ams_options(**options | {name: on})]

    return commands


def _filter_air(printer: PrinterState, on: bool) -> Commands:  # noqa: FBT001  a value
    """Switch the air filter in the present mode of the air duct."""
    mode = printer.fans.air_duct_mode or AirDuctMode.COOLING
    return [set_air_duct(mode.number, air_filter=on)]


def _air_print(*, by_camera: bool) -> Callable[[PrinterState], bool | None]:
    """Return the reader of air print detection, by the camera or by the extruder."""

    def value(printer: PrinterState) -> bool | None:
        settings = printer.settings
        is_camera = settings.air_print_sensitivity is not None
        return settings.air_print_detection if is_camera is by_camera else None

    return value


_authorized = partial(
    BambuSwitchDescription[PrinterState],
    section="settings",
    entity_category=EntityCategory.CONFIG,
)
_free = partial(_authorized, requires_authorization=False)

SWITCHES: tuple[BambuSwitchDescription[PrinterState], ...] = (
    _free(
        key="timelapse",
        translation_key="timelapse",
        section="camera",
        value_fn=lambda printer: printer.camera.timelapse,
        commands_fn=option(set_timelapse),
    ),
    _free(
        key="record_prints",
        translation_key="record_prints",
        entity_registry_enabled_default=False,
        section="camera",
        value_fn=lambda printer: printer.camera.records_prints,
        commands_fn=option(set_recording),
    ),
    _free(
        key="ai_monitoring",
        translation_key="ai_monitoring",
        value_fn=lambda printer: printer.settings.ai_monitoring,
        commands_fn=detection(
            Detector.PRINTING, lambda printer: printer.settings.ai_sensitivity
        ),
    ),
    _free(
        key="first_layer_inspection",
        translation_key="first_layer_inspection",
        lacks_fn=lambda printer: (
            bool(printer.model.key) and not printer.model.has_first_layer_inspection
        ),
        value_fn=lambda printer: printer.settings.first_layer_inspection,
        commands_fn=detection(Detector.FIRST_LAYER),
    ),
    _free(
        key="build_plate_detection",
        translation_key="build_plate_detection",
        entity_registry_enabled_default=False,
        value_fn=lambda printer: printer.settings.build_plate_detection,
        commands_fn=detection(Detector.BUILD_PLATE),
    ),
    _free(
        key="spaghetti_detection",
        translation_key="spaghetti_detection",
        value_fn=lambda printer: printer.settings.spaghetti_detection,
        commands_fn=detection(
            Detector.SPAGHETTI, lambda printer: printer.settings.spaghetti_sensitivity
        ),
    ),
    _free(
        key="pile_up_detection",
        translation_key="pile_up_detection",
        value_fn=lambda printer: printer.settings.pile_up_detection,
        commands_fn=detection(
            Detector.PILE_UP, lambda printer: printer.settings.pile_up_sensitivity
        ),
    ),
    _free(
        key="clump_detection",
        translation_key="clump_detection",
        value_fn=lambda printer: printer.settings.clump_detection,
        commands_fn=detection(
            Detector.CLUMP, lambda printer: printer.settings.clump_sensitivity
        ),
    ),
    _free(
        key="air_print_detection",
        translation_key="air_print_detection",
        value_fn=_air_print(by_camera=True),
        commands_fn=detection(
            Detector.AIR_PRINT, lambda printer: printer.settings.air_print_sensitivity
        ),
    ),
    _free(
        key="keep_files",
        translation_key="keep_files",
        entity_registry_enabled_default=False,
        value_fn=lambda printer: printer.settings.stores_files,
        commands_fn=option(set_file_retention),
    ),
    _authorized(
        key="air_print_check",
        translation_key="air_print_check",
        value_fn=_air_print(by_camera=False),
        commands_fn=option(set_air_print_detection),
    ),
    _authorized(
        key="step_loss_recovery",
        translation_key="step_loss_recovery",
        entity_registry_enabled_default=False,
        value_fn=lambda printer: printer.settings.step_loss_recovery,
        commands_fn=option(set_step_loss_recovery),
    ),
    _authorized(
        key="tangle_detection",
        translation_key="tangle_detection",
        value_fn=lambda printer: printer.settings.tangle_detection,
        commands_fn=option(set_tangle_detection),
    ),
    _authorized(
        key="nozzle_blob_detection",
        translation_key="nozzle_blob_detection",
        value_fn=lambda printer: printer.settings.nozzle_blob_detection,
        commands_fn=option(set_nozzle_blob_detection),
    ),
    _authorized(
        key="prompt_sound",
        translation_key="prompt_sound",
        entity_registry_enabled_default=False,
        value_fn=lambda printer: printer.settings.prompt_sound,
        commands_fn=option(set_prompt_sound),
    ),
    _authorized(
        key="air_filter",
        translation_key="air_filter",
        entity_category=None,
        section="fans",
        lacks_fn=lambda printer: printer.fans.has_air_filter is False,
        value_fn=lambda printer: printer.fans.air_filter,
        commands_fn=_filter_air,
    ),
    _authorized(
        key="ams_auto_refill",
        translation_key="ams_auto_refill",
        entity_registry_enabled_default=False,
        value_fn=lambda printer: printer.settings.ams_auto_refill,
        commands_fn=option(set_auto_refill),
    ),
    _authorized(
        key="ams_read_on_insert",
        translation_key="ams_read_on_insert",
        entity_registry_enabled_default=False,
        value_fn=lambda printer: printer.settings.ams_reads_on_insert,
        commands_fn=_ams_option("reads_on_insert"),
    ),
    _authorized(
        key="ams_read_at_power_up",
        translation_key="ams_read_at_power_up",
        entity_registry_enabled_default=False,
        value_fn=lambda printer: printer.settings.ams_reads_at_power_up,
        commands_fn=_ams_option("reads_at_power_up"),
    ),
    _authorized(
        key="ams_estimate_remaining",
        translation_key="ams_estimate_remaining",
        entity_registry_enabled_default=False,
        value_fn=lambda printer: printer.settings.ams_estimates_remaining,
        commands_fn=_ams_option("estimates_remaining"),
    ),
)


def _dry(ams: PluggedAms, on: bool) -> Commands:  # noqa: FBT001  a value
    """Start or stop drying."""
    return [drying_command(ams.unit) if on else stop_drying(ams.unit.id)]


def _dry_precondition(ams: PluggedAms, on: bool) -> Precondition:  # noqa: FBT001  a value
    """Return the precondition of starting or stopping to dry."""
    serial = ams.unit.serial or ""
    return preconditions.dry(serial) if on else preconditions.stop_drying(serial)


AMS_SWITCHES: tuple[BambuSwitchDescription[PluggedAms], ...] = (
    BambuSwitchDescription(
        key="drying",
        translation_key="drying",
        value_fn=lambda ams: ams.unit.is_drying,
        commands_fn=_dry,
        precondition_fn=_dry_precondition,
    ),
)


async def async_setup_entry(
    hass: HomeAssistant,
    entry: BambuConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Set up the switches of all printers and AMS units."""
    await async_add_when_found(entry, async_add_entities, _of_printer, _of_ams)


def _of_printer(printer: PrinterCoordinator) -> Iterable[BambuEntity]:
    """Return all switches that a printer might have."""
    return (BambuSwitch(printer, item) for item in SWITCHES)


def _of_ams(ams: AmsCoordinator) -> Iterable[BambuEntity]:
    """Return all switches that an AMS might have."""
    return (BambuSwitch(ams, item) for item in AMS_SWITCHES)


class BambuSwitch[SubjectT](BambuToggle[SubjectT], SwitchEntity):
    """Switch a setting of a printer or an AMS."""

    entity_description: BambuSwitchDescription[SubjectT]
