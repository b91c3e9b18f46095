"""Lights of printers, which every firmware lets third parties switch."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import override

from homeassistant.components.light import (
    ColorMode,
    LightEntity,
    LightEntityDescription,
)
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .api.commands import LightMode, LightNode, set_light
from .devices.printer import PrinterCoordinator
from .entity.control import BambuControlDescription, BambuToggle, Commands
from .entity.setup import async_add_when_found
from .model import PrinterState
from .runtime_data import BambuConfigEntry

PARALLEL_UPDATES = 0


@dataclass(frozen=True, kw_only=True)
class BambuLightDescription(
    BambuControlDescription[PrinterState, bool], LightEntityDescription
):
    """Describe a light of a printer."""

    section: str | None = "lights"
    requires_authorization: bool = False


def _is_on(*nodes: LightNode) -> Callable[[PrinterState], bool | None]:
    """Return the reader of whether any of these lights is on, None without any."""

    def read(printer: PrinterState) -> bool | None:
        modes = [light.mode for light in printer.lights.nodes if light.node in nodes]
        return any(mode != LightMode.OFF for mode in modes) if modes else None

    return read


def _switch(*nodes: LightNode) -> Callable[[PrinterState, bool], Commands]:
    """Return the command builder for those of these lights that the printer has."""

    def commands(printer: PrinterState, on: bool) -> Commands:  # noqa: FBT001  a value
        mode = LightMode.ON if on else LightMode.OFF
        reported = {light.node for light in printer.lights.nodes}
        return [set_light(node, mode) for node in nodes if node in reported]

    return commands


def _switch_bed(_: PrinterState, on: bool) -> Commands:  # noqa: FBT001  a value
    """Switch the bed light, which is never reported."""
    return [set_light(LightNode.HEATBED, LightMode.ON if on else LightMode.OFF)]


_CHAMBER = (LightNode.CHAMBER, LightNode.SECOND_CHAMBER)

LIGHTS: tuple[BambuLightDescription, ...] = (
    BambuLightDescription(
        key="chamber_light",
        translation_key="chamber_light",
        value_fn=_is_on(*_CHAMBER),
        commands_fn=_switch(*_CHAMBER),
    ),
    BambuLightDescription(
        key="work_light",
        translation_key="work_light",
        entity_registry_enabled_default=False,
        value_fn=_is_on(LightNode.WORK),
        commands_fn=_switch(LightNode.WORK),
    ),
    BambuLightDescription(
        key="heatbed_light",
        translation_key="heatbed_light",
        exists_fn=lambda printer: printer.model.has_heatbed_light,
        is_reported=False,
        value_fn=lambda _: None,
        commands_fn=_switch_bed,
    ),
)


async def async_setup_entry(
    hass: HomeAssistant,
    entry: BambuConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Set up the lights of all printers."""
    await async_add_when_found(entry, async_add_entities, _of_printer)


def _of_printer(printer: PrinterCoordinator) -> Iterable[BambuLight]:
    """Return all lights that a printer might have."""
    return (BambuLight(printer, item) for item in LIGHTS)


class BambuLight(BambuToggle[PrinterState], LightEntity):
    """Switch a light of a printer."""

    entity_description: BambuLightDescription
    _attr_color_mode = ColorMode.ONOFF

    @property
    @override
    def supported_color_modes(self) -> set[ColorMode]:
        """Return the only mode, on and off."""
        return {ColorMode.ONOFF}
