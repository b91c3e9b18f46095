"""Fans of printers that accept commands."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, override

from homeassistant.components.fan import (
    FanEntity,
    FanEntityDescription,
    FanEntityFeature,
)
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .api.commands import Fan, set_fan
from .devices.printer import PrinterCoordinator
from .entity.control import BambuControl, BambuControlDescription, Commands
from .entity.setup import async_add_when_found
from .model import PrinterState
from .runtime_data import BambuConfigEntry

PARALLEL_UPDATES = 0

_FULL, _STEP = 100, 10


@dataclass(frozen=True, kw_only=True)
class BambuFanDescription(
    BambuControlDescription[PrinterState, int], FanEntityDescription
):
    """Describe a fan of a printer, by its speed in %."""

    section: str | None = "fans"


def _set_speed(fan: Fan) -> Callable[[PrinterState, int], Commands]:
    """Return the command builder for the speed of a fan."""
    return lambda _, percent: [set_fan(fan, percent)]


FANS: tuple[BambuFanDescription, ...] = (
    BambuFanDescription(
        key="part_fan",
        translation_key="part_fan",
        value_fn=lambda printer: printer.fans.part,
        commands_fn=_set_speed(Fan.PART),
    ),
    BambuFanDescription(
        key="auxiliary_fan",
        translation_key="auxiliary_fan",
        value_fn=lambda printer: printer.fans.auxiliary,
        commands_fn=_set_speed(Fan.AUXILIARY),
    ),
    BambuFanDescription(
        key="chamber_fan",
        translation_key="chamber_fan",
        value_fn=lambda printer: printer.fans.chamber,
        commands_fn=_set_speed(Fan.CHAMBER),
    ),
    BambuFanDescription(
        key="second_auxiliary_fan",
        translation_key="second_auxiliary_fan",
        value_fn=lambda printer: printer.fans.second_auxiliary,
        commands_fn=_set_speed(Fan.SECOND_AUXILIARY),
    ),
)


async def async_setup_entry(
    hass: HomeAssistant,
    entry: BambuConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Set up the fans of all printers."""
    await async_add_when_found(entry, async_add_entities, _of_printer)


def _of_printer(printer: PrinterCoordinator) -> Iterable[BambuFan]:
    """Return all fans that a printer might have."""
    return (BambuFan(printer, item) for item in FANS)


class BambuFan(BambuControl[PrinterState, int], FanEntity):
    """Run a fan of a printer, in steps of 10 %."""

    entity_description: BambuFanDescription
    _attr_speed_count = _FULL // _STEP
    _attr_supported_features = (
        FanEntityFeature.SET_SPEED
        | FanEntityFeature.TURN_ON
        | FanEntityFeature.TURN_OFF
    )

    @property
    @override
    def percentage(self) -> int | None:
        """Return the speed in %."""
        return self.current_value

    @property
    @override
    def is_on(self) -> bool | None:
        """Return whether it runs."""
        return None if self.current_value is None else self.current_value > 0

    @override
    async def async_set_percentage(self, percentage: int) -> None:
        """Set the speed, rounded up to the next 10 %."""
        await self.async_change(-(-percentage // _STEP) * _STEP)

    @override
    async def async_turn_on(
        self,
        percentage: int | None = None,
        preset_mode: str | None = None,
        **kwargs: Any,
    ) -> None:
        """Turn it on, at full speed by default."""
        await self.async_set_percentage(_FULL if percentage is None else percentage)

    @override
    async def async_turn_off(self, **kwargs: Any) -> None:
        """Turn it off."""
        await self.async_set_percentage(0)
