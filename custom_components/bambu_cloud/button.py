"""Buttons of printers and of the slots of their AMS units."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import override

from homeassistant.components.button import ButtonEntity, ButtonEntityDescription
from homeassistant.const import EntityCategory
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .api import BambuError, Command
from .api.commands import (
    Buzzer,
    pause,
    resume,
    sound_buzzer,
    stop,
)
from .const import DOMAIN
from .devices.ams import AmsCoordinator, PluggedAms
from .devices.commands import load_command, read_tag_command, unload_command
from .devices.printer import PrinterCoordinator
from .entity.base import Attributes, BambuEntity, sections_of
from .entity.control import BambuControl, BambuControlDescription, Commands
from .entity.setup import async_add_when_found
from .errors import session_error
from .model import (
    PrinterState,
    TrayLocation,
    preconditions,
)
from .model.preconditions import Precondition
from .runtime_data import BambuConfigEntry

PARALLEL_UPDATES = 0


@dataclass(frozen=True, kw_only=True)
class BambuButtonDescription(
    BambuControlDescription[PrinterState, None], ButtonEntityDescription
):
    """Describe a button of a printer."""

    section: str | None = "control"
    always: bool = True
    value_fn: Callable[[PrinterState], None] = lambda _: None


@dataclass(frozen=True, kw_only=True)
class SlotButtonDescription(
    BambuControlDescription[PluggedAms, int], ButtonEntityDescription
):
    """Describe a button of each slot of an AMS, counted from 0."""

    always: bool = True
    value_fn: Callable[[PluggedAms], None] = lambda _: None


REFRESH = ButtonEntityDescription(
    key="refresh",
    translation_key="refresh",
    entity_category=EntityCategory.DIAGNOSTIC,
    entity_registry_enabled_default=False,
)
TEST_CLOUD_CAMERA = ButtonEntityDescription(
    key="test_cloud_camera",
    translation_key="test_cloud_camera",
    entity_category=EntityCategory.DIAGNOSTIC,
    entity_registry_enabled_default=False,
)
PLATE_CLEAR = ButtonEntityDescription(
    key="plate_clear",
    translation_key="plate_clear",
    entity_registry_enabled_default=False,
)


def _plain(command: Callable[[], Command]) -> Callable[[PrinterState, None], Commands]:
    """Return the builder of a command without arguments."""
    return lambda _printer, _: [command()]


def _unload(printer: PrinterState, _: None) -> Commands:
    """Unload the extruder in use."""
    return [unload_command(printer)]


def _load(ams: PluggedAms, slot: int) -> Commands:
    """Load a slot at its filament's temperature."""
    location, tray = TrayLocation(ams.unit.id, slot), ams.unit.tray(slot)
    extruder = ams.unit.extruder if ams.nozzle else None
    return [load_command(location, tray, extruder=extruder)]


def _read_tag(ams: PluggedAms, slot: int) -> Commands:
    """Read the tag of a spool."""
    location = TrayLocation(ams.unit.id, slot)
    return [read_tag_command(location, has_command=ams.has_tag_command)]


def _load_precondition(ams: PluggedAms, slot: int) -> Precondition:
    """Return the precondition of loading a slot."""
    return preconditions.load(TrayLocation(ams.unit.id, slot))


def _read_tag_precondition(ams: PluggedAms, slot: int) -> Precondition:
    """Return the precondition of reading a tag."""
    return preconditions.read_tag(TrayLocation(ams.unit.id, slot))


_buzzer = partial(
    BambuButtonDescription, exists_fn=lambda printer: printer.model.has_buzzer
)

BUTTONS: tuple[BambuButtonDescription, ...] = (
    BambuButtonDescription(
        key="pause",
        translation_key="pause",
        commands_fn=_plain(pause),
        precondition=preconditions.pause,
    ),
    BambuButtonDescription(
        key="resume",
        translation_key="resume",
        commands_fn=_plain(resume),
        precondition=preconditions.resume,
    ),
    BambuButtonDescription(
        key="stop",
        translation_key="stop",
        commands_fn=_plain(stop),
        precondition=preconditions.stop,
    ),
    BambuButtonDescription(
        key="unload_filament",
        translation_key="unload_filament",
        commands_fn=_unload,
        precondition=preconditions.unload,
    ),
    _buzzer(
        key="silence_buzzer",
        translation_key="silence_buzzer",
        entity_registry_enabled_default=False,
        commands_fn=_plain(partial(sound_buzzer, Buzzer.SILENCE)),
    ),
    _buzzer(
        key="sound_alarm",
        translation_key="sound_alarm",
        entity_registry_enabled_default=False,
        commands_fn=_plain(partial(sound_buzzer, Buzzer.ALARM)),
    ),
    _buzzer(
        key="beep",
        translation_key="beep",
        entity_registry_enabled_default=False,
        commands_fn=_plain(partial(sound_buzzer, Buzzer.BEEP)),
    ),
)
SLOT_BUTTONS: tuple[SlotButtonDescription, ...] = (
    SlotButtonDescription(
        key="load",
        translation_key="load",
        commands_fn=_load,
        precondition_fn=_load_precondition,
    ),
    SlotButtonDescription(
        key="read_tag",
        translation_key="read_tag",
        entity_registry_enabled_default=False,
        commands_fn=_read_tag,
        precondition_fn=_read_tag_precondition,
    ),
)


async def async_setup_entry(
    hass: HomeAssistant,
    entry: BambuConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Set up the buttons of all printers and AMS units."""
    await async_add_when_found(entry, async_add_entities, _of_printer, _of_ams)


def _of_printer(printer: PrinterCoordinator) -> Iterable[BambuEntity]:
    """Return all buttons that a printer might have."""
    presence = sections_of("presence")
    yield RefreshButton(printer, REFRESH, sections=presence)
    yield TestCloudCamera(printer, TEST_CLOUD_CAMERA, sections=presence)
    yield PlateClearButton(printer, PLATE_CLEAR, sections=presence)
    yield from (BambuButton(printer, item) for item in BUTTONS)


def _of_ams(ams: AmsCoordinator) -> Iterable[BambuEntity]:
    """Return all buttons that an AMS might have."""
    for slot in range(ams.data.unit.slots):
        yield from (SlotButton(ams, item, slot=slot) for item in SLOT_BUTTONS)


class RefreshButton(BambuEntity, ButtonEntity):
    """Request a full report, as soon as that does not slow the printer down."""

    polled = True

    @override
    async def async_press(self) -> None:
        """Request a full report.

        Raises:
            HomeAssistantError: There is no link to send it over.
        """
        stream = self.coordinator.link.stream
        if not stream.connected:
            raise HomeAssistantError(
                translation_domain=DOMAIN, translation_key="cannot_connect"
            )
        await stream.request_full_report(self.serial)


class TestCloudCamera(BambuEntity, ButtonEntity):
    """Create a session as a bridge would, and drop it (camera 6.5)."""

    polled = True
    needs_printer = False

    @override
    async def async_press(self) -> None:
        """Create a session.

        Raises:
            HomeAssistantError: No session was created, and why.
        """
        try:
            await self.runtime_data.cameras.async_session(self.serial)
        except BambuError as err:
            raise session_error(err) from err


class PlateClearButton(BambuEntity, ButtonEntity):
    """Confirm that nothing lies on the plate."""

    polled = True
    needs_printer = False

    @property
    @override
    def extra_state_attributes(self) -> Attributes:
        """Return which button it is: names are in languages."""
        return {"button": self.entity_description.key}

    @override
    async def async_press(self) -> None:
        """Note that the plate is clear.

        Raises:
            ServiceValidationError: Something is being printed on it.
        """
        await self.runtime_data.clear_plates.async_clear(self.printer)


class BambuButton(BambuControl[PrinterState, None], ButtonEntity):
    """Send a command to a printer."""

    entity_description: BambuButtonDescription

    @property
    @override
    def extra_state_attributes(self) -> Attributes:
        """Return which button it is: names are in languages."""
        return {"button": self.entity_description.key}

    @override
    async def async_press(self) -> None:
        """Press the button."""
        await self.async_command(None)


class SlotButton(BambuControl[PluggedAms, int], ButtonEntity):
    """Send a command about one slot of an AMS."""

    entity_description: SlotButtonDescription
    slot: int

    @property
    @override
    def extra_state_attributes(self) -> Attributes | None:
        """Return the place of the slot, from 1: names are in languages."""
        return {"slot": self.slot + 1}

    @override
    async def async_press(self) -> None:
        """Press the button."""
        await self.async_command(self.slot)
