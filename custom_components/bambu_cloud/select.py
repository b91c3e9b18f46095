"""Settings of printers with several options."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import override

from homeassistant.components.select import SelectEntity, SelectEntityDescription
from homeassistant.const import EntityCategory
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .api.commands import (
    Detector,
    Resolution,
    set_air_duct,
    set_detector,
    set_door_check,
    set_resolution,
    set_speed,
)
from .devices.printer import PrinterCoordinator
from .entity.control import BambuControl, BambuControlDescription, Commands
from .entity.setup import async_add_when_found
from .model import (
    AirDuctMode,
    DoorCheck,
    PrinterState,
    Sensitivity,
    SpeedLevel,
    preconditions,
)
from .runtime_data import BambuConfigEntry

PARALLEL_UPDATES = 0


_DUCT_MODES = tuple(mode for mode in AirDuctMode if mode is not AirDuctMode.UNKNOWN)
_SENSITIVITIES = (Sensitivity.LOW, Sensitivity.MEDIUM, Sensitivity.HIGH)


@dataclass(frozen=True, kw_only=True)
class BambuSelectDescription(
    BambuControlDescription[PrinterState, str], SelectEntityDescription
):
    """Describe a setting of a printer with several options."""

    options_fn: Callable[[PrinterState], Sequence[str]] | None = None
    """Returns those options that the printer has; None for all."""


def _duct_modes(printer: PrinterState) -> list[str]:
    """Return the modes of the air duct."""
    has = printer.fans.air_duct_modes
    return [mode.value for mode in _DUCT_MODES if mode in has]


def _duct_mode(printer: PrinterState) -> str | None:
    """Return the mode of an air duct with several, else None."""
    has_choice = len(_duct_modes(printer)) > 1
    return printer.fans.air_duct_mode if has_choice else None


def _set_duct_mode(_: PrinterState, mode: str) -> Commands:
    """Set the air duct mode."""
    return [set_air_duct(AirDuctMode(mode).number)]


def _resolution(printer: PrinterState) -> str | None:
    """Return the resolution of a camera with several, else None."""
    resolution = printer.camera.resolution
    has_choice = printer.model.has_resolution_choice
    return resolution if has_choice and resolution in set(Resolution) else None


def _set_sensitivity(
    detector: Detector, is_on: Callable[[PrinterState], bool | None]
) -> Callable[[PrinterState, str], Commands]:
    """Return the command builder for the sensitivity of a detector, on or off."""
    return lambda printer, level: [
        set_detector(detector, on=bool(is_on(printer)), sensitivity=Sensitivity(level))
    ]


_setting = partial(
    BambuSelectDescription,
    section="settings",
    requires_authorization=False,
    entity_category=EntityCategory.CONFIG,
)
_sensitivity = partial(
    _setting,
    options=[level.value for level in _SENSITIVITIES],
    entity_registry_enabled_default=False,
)

SELECTS: tuple[BambuSelectDescription, ...] = (
    BambuSelectDescription(
        key="speed_level",
        translation_key="speed_level",
        options=list(SpeedLevel),
        section="job",
        value_fn=lambda printer: printer.job.speed,
        commands_fn=lambda _, level: [set_speed(SpeedLevel(level))],
        precondition=preconditions.set_speed,
    ),
    BambuSelectDescription(
        key="air_duct_mode",
        translation_key="air_duct_mode",
        options=[mode.value for mode in _DUCT_MODES],
        options_fn=_duct_modes,
        section="fans",
        value_fn=_duct_mode,
        commands_fn=_set_duct_mode,
    ),
    _setting(
        key="ai_sensitivity",
        translation_key="ai_sensitivity",
        entity_registry_enabled_default=False,
        options=list(Sensitivity),
        value_fn=lambda printer: printer.settings.ai_sensitivity,
        commands_fn=_set_sensitivity(
            Detector.PRINTING, lambda printer: printer.settings.ai_monitoring
        ),
    ),
    _sensitivity(
        key="spaghetti_sensitivity",
        translation_key="spaghetti_sensitivity",
        value_fn=lambda printer: printer.settings.spaghetti_sensitivity,
        commands_fn=_set_sensitivity(
            Detector.SPAGHETTI, lambda printer: printer.settings.spaghetti_detection
        ),
    ),
    _sensitivity(
        key="pile_up_sensitivity",
        translation_key="pile_up_sensitivity",
        value_fn=lambda printer: printer.settings.pile_up_sensitivity,
        commands_fn=_set_sensitivity(
            Detector.PILE_UP, lambda printer: printer.settings.pile_up_detection
        ),
    ),
    _sensitivity(
        key="clump_sensitivity",
        translation_key="clump_sensitivity",
        value_fn=lambda printer: printer.settings.clump_sensitivity,
        commands_fn=_set_sensitivity(
            Detector.CLUMP, lambda printer: printer.settings.clump_detection
        ),
    ),
    _sensitivity(
        key="air_print_sensitivity",
        translation_key="air_print_sensitivity",
        value_fn=lambda printer: printer.settings.air_print_sensitivity,
        commands_fn=_set_sensitivity(
            Detector.AIR_PRINT, lambda printer: printer.settings.air_print_detection
        ),
    ),
    _setting(
        key="door_check",
        translation_key="door_check",
        entity_registry_enabled_default=False,
        options=list(DoorCheck),
        value_fn=lambda printer: printer.settings.door_check,
        commands_fn=lambda _, check: [set_door_check(DoorCheck(check))],
    ),
    _setting(
        key="camera_resolution",
        translation_key="camera_resolution",
        options=list(Resolution),
        entity_registry_enabled_default=False,
        section="camera",
        lacks_fn=lambda printer: (
            bool(printer.model.key) and not printer.model.has_resolution_choice
        ),
        value_fn=_resolution,
        commands_fn=lambda _, resolution: [set_resolution(Resolution(resolution))],
    ),
)


async def async_setup_entry(
    hass: HomeAssistant,
    entry: BambuConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Set up the selects of all printers."""
    await async_add_when_found(entry, async_add_entities, _of_printer)


def _of_printer(printer: PrinterCoordinator) -> Iterable[BambuSelect]:
    """Return all selects that a printer might have."""
    return (BambuSelect(printer, item) for item in SELECTS)


class BambuSelect(BambuControl[PrinterState, str], SelectEntity):
    """Select an option of a setting of a printer."""

    entity_description: BambuSelectDescription

    @property
    @override
    def options(self) -> list[str]:
        """Return the options that the printer has."""
        description = self.entity_description
        if description.options_fn is None:
            return description.options or []
        return list(description.options_fn(self.printer.data))

    @property
    @override
    def current_option(self) -> str | None:
        """Return the selected option."""
        return self.current_value

    @override
    async def async_select_option(self, option: str) -> None:
        """Select an option."""
        await self.async_change(option)
