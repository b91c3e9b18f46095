"""Buttons of printers."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import override

from homeassistant.components.button import ButtonEntity, ButtonEntityDescription
from homeassistant.const import EntityCategory
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .api import Command
from .api.commands import pause, resume, stop
from .const import DOMAIN
from .control import BambuPrinterControl, BambuPrinterControlDescription
from .coordinator import BambuConfigEntry
from .entity import (
    AnyBambuEntity,
    BambuPrinterEntity,
    BambuPrinterEntityDescription,
    async_add_when_found,
)
from .model import permission
from .printer_coordinator import PrinterCoordinator

PARALLEL_UPDATES = 0


@dataclass(frozen=True, kw_only=True)
class BambuRefreshDescription(
    BambuPrinterEntityDescription[None], ButtonEntityDescription
):
    """Describe the button that asks a printer."""


@dataclass(frozen=True, kw_only=True)
class BambuButtonDescription(
    BambuPrinterControlDescription[None], ButtonEntityDescription
):
    """Describe a button that tells a printer to do something."""

    noun: str = "control"
    always: bool = True


REFRESH = BambuRefreshDescription(
    key="refresh",
    translation_key="refresh",
    entity_category=EntityCategory.DIAGNOSTIC,
    noun="presence",
    always=True,
    polled=True,
    value_fn=lambda _: None,
)


def _button(
    key: str, command: Callable[[], Command], why_not: permission.WhyNot
) -> BambuButtonDescription:
    """Describe a button for a command that takes no arguments."""
    return BambuButtonDescription(
        key=key,
        translation_key=key,
        value_fn=lambda _: None,
        commands_fn=lambda _printer, _: [command()],
        why_not=why_not,
    )


BUTTONS: tuple[BambuButtonDescription, ...] = (
    _button("pause", pause, permission.pause),
    _button("resume", resume, permission.resume),
    _button("stop", stop, permission.stop),
)


async def async_setup_entry(
    hass: HomeAssistant,
    entry: BambuConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Set up the buttons of all printers."""
    await async_add_when_found(entry, async_add_entities, _of_printer)


def _of_printer(printer: PrinterCoordinator) -> Iterable[AnyBambuEntity]:
    """Return all buttons that a printer might have."""
    yield BambuRefresh(printer, REFRESH)
    yield from (BambuButton(printer, item) for item in BUTTONS)


class BambuRefresh(BambuPrinterEntity[None], ButtonEntity):
    """Have a printer tell everything, as soon as that does not slow it down."""

    entity_description: BambuRefreshDescription

    @override
    async def async_press(self) -> None:
        """Ask for a full report.

        Raises:
            HomeAssistantError: There is no link to ask over.
        """
        stream = self.coordinator.link.stream
        if not stream.connected:
            raise HomeAssistantError(
                translation_domain=DOMAIN, translation_key="cannot_connect"
            )
        await stream.request_full_report(self.coordinator.data.serial)


class BambuButton(BambuPrinterControl[None], ButtonEntity):
    """Tell a printer to do something."""

    entity_description: BambuButtonDescription

    @override
    async def async_press(self) -> None:
        """Tell it."""
        await self.async_change(None)
