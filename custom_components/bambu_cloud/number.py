"""Target temperatures of printers that accept commands, and weights of spools."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import override

from homeassistant.components.number import (
    DOMAIN as NUMBER,
    NumberDeviceClass,
    NumberEntity,
    NumberEntityDescription,
    NumberMode,
)
from homeassistant.const import (
    CONF_UNIT_OF_MEASUREMENT,
    EntityCategory,
    UnitOfMass,
    UnitOfTemperature,
)
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .api import BambuError
from .api.commands import heat_bed, heat_chamber, heat_nozzle
from .devices.printer import PrinterCoordinator
from .entity.control import BambuControl, BambuControlDescription, Commands
from .entity.setup import async_add_when_found
from .entity.spool import BambuSpoolEntity, async_add_spools
from .errors import request_error
from .filament.spools import AccountSpools
from .model import LEFT, RIGHT, PrinterState, preconditions
from .runtime_data import BambuConfigEntry

PARALLEL_UPDATES = 0


@dataclass(frozen=True, kw_only=True)
class BambuNumberDescription(
    BambuControlDescription[PrinterState, float], NumberEntityDescription
):
    """Describe a target temperature of a printer."""

    section: str | None = "temperatures"
    max_fn: Callable[[PrinterState], int | None]
    """Returns the highest °C that the model reaches."""


def _only_target(printer: PrinterState) -> float | None:
    """Return the target of the only nozzle, None where there are two."""
    temperatures = printer.temperatures
    if temperatures.right_nozzle_target is not None:
        return None
    return temperatures.nozzle_target


def _nozzle(
    extruder: int | None = None,
) -> Callable[[PrinterState, float], Commands]:
    """Return the command builder for a nozzle."""

    def commands(printer: PrinterState, target: float) -> Commands:
        limit = printer.model.nozzle_max
        return [heat_nozzle(target, extruder=extruder, limit=limit)]

    return commands


def _bed(printer: PrinterState, target: float) -> Commands:
    """Heat the bed."""
    return [heat_bed(target, limit=_bed_max(printer))]


def _bed_max(printer: PrinterState) -> int:
    """Return the hottest bed in °C, which may depend on the mains."""
    return printer.temperatures.bed_max(printer.model)


def _chamber(printer: PrinterState, target: float) -> Commands:
    """Heat the chamber, with the air duct closed where there is one."""
    model = printer.model
    return [
        heat_chamber(
            target,
            limit=model.chamber_heater_max or 0,
            has_air_duct=bool(model.air_duct_modes),
        )
    ]


_target = partial(
    BambuNumberDescription,
    device_class=NumberDeviceClass.TEMPERATURE,
    native_unit_of_measurement=UnitOfTemperature.CELSIUS,
    native_min_value=0,
    native_step=1,
    mode=NumberMode.BOX,
)
_nozzle_target = partial(_target, max_fn=lambda printer: printer.model.nozzle_max)

NUMBERS: tuple[BambuNumberDescription, ...] = (
    _nozzle_target(
        key="nozzle_target_temperature",
        translation_key="nozzle_target_temperature",
        value_fn=_only_target,
        commands_fn=_nozzle(),
    ),
    _nozzle_target(
        key="left_nozzle_target_temperature",
        translation_key="left_nozzle_target_temperature",
        value_fn=lambda printer: printer.temperatures.left_nozzle_target,
        commands_fn=_nozzle(LEFT),
    ),
    _nozzle_target(
        key="right_nozzle_target_temperature",
        translation_key="right_nozzle_target_temperature",
        value_fn=lambda printer: printer.temperatures.right_nozzle_target,
        commands_fn=_nozzle(RIGHT),
    ),
    _target(
        key="bed_target_temperature",
        translation_key="bed_target_temperature",
        max_fn=_bed_max,
        value_fn=lambda printer: printer.temperatures.bed_target,
        commands_fn=_bed,
    ),
    _target(
        key="chamber_target_temperature",
        translation_key="chamber_target_temperature",
        max_fn=lambda printer: printer.model.chamber_heater_max,
        value_fn=lambda printer: printer.temperatures.chamber_target,
        commands_fn=_chamber,
        precondition_fn=lambda _, target: preconditions.heat_chamber(target),
    ),
)

SPOOL_WEIGHT = NumberEntityDescription(
    key="spool_weight",
    translation_key="spool_weight",
    # The sensor shows the same; this is for correcting it.
    entity_registry_enabled_default=False,
    entity_category=EntityCategory.CONFIG,
    device_class=NumberDeviceClass.WEIGHT,
    native_unit_of_measurement=UnitOfMass.GRAMS,
    native_min_value=0,
    native_max_value=10_000,  # of the heaviest spools that are sold
    native_step=1,
    mode=NumberMode.BOX,
)


async def async_setup_entry(
    hass: HomeAssistant,
    entry: BambuConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Set up the target temperatures of all printers, and the weights of spools."""
    async_add_spools(entry, async_add_entities, _of_spool)
    await async_add_when_found(entry, async_add_entities, _of_printer)


def _of_printer(printer: PrinterCoordinator) -> Iterable[BambuNumber]:
    """Return all target temperatures that a printer might have."""
    return (BambuNumber(printer, item) for item in NUMBERS)


def _of_spool(spools: AccountSpools, spool_id: str) -> Iterable[BambuSpoolEntity]:
    """Return the number of a spool."""
    yield SpoolWeightNumber(spools, spool_id, SPOOL_WEIGHT)


class BambuNumber(BambuControl[PrinterState, float], NumberEntity):
    """Set a target temperature of a printer."""

    entity_description: BambuNumberDescription

    @override
    def get_initial_entity_options(self) -> er.EntityOptionsType:
        """Return °C as the unit that is shown, as sensors suggest it."""
        # Numbers cannot suggest a unit, and one device would show 60 °C and 140 °F.
        unit = self.entity_description.native_unit_of_measurement
        return {NUMBER: {CONF_UNIT_OF_MEASUREMENT: unit}}

    @property
    @override
    def native_max_value(self) -> float:
        """Return the highest °C."""
        return self.entity_description.max_fn(self.printer.data) or 0

    @property
    @override
    def native_value(self) -> float | None:
        """Return the target in °C."""
        return self.current_value

    @override
    async def async_set_native_value(self, value: float) -> None:
        """Set the target in whole °C; 0 turns the heater off."""
        await self.async_change(round(value))


class SpoolWeightNumber(BambuSpoolEntity, NumberEntity):
    """Correct how much is left of a spool."""

    @property
    @override
    def native_value(self) -> int | None:
        """Return the g that are left."""
        return self.remaining

    @override
    async def async_set_native_value(self, value: float) -> None:
        """Set how many whole g are left."""
        try:
            await self.coordinator.async_set_weight(self.spool_id, value)
        except BambuError as err:
            raise request_error(err) from err
