"""Buttons of printers and of the slots of their AMS units."""

from collections.abc import Callable, Iterable, Iterator
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
    global_tray,
    pause,
    read_tag,
    read_tag_by_gcode,
    resume,
    sound_buzzer,
    stop,
)
from .const import DOMAIN
from .devices.ams import AmsCoordinator, PluggedAms
from .devices.commands import load_command, unload_command
from .devices.printer import PrinterCoordinator
from .entity.base import (
    AnyBambuEntity,
    BambuEntityDescription,
    BambuPrinterEntity,
    BambuPrinterEntityDescription,
    async_add_when_found,
)
from .entity.camera import BambuCameraEntity
from .entity.control import (
    BambuAmsControl,
    BambuControlDescription,
    BambuPrinterControl,
    BambuPrinterControlDescription,
    Commands,
)
from .errors import session_error
from .liveview.camera import PrinterCamera
from .model import (
    PrinterState,
    TrayLocation,
    preconditions,
)
from .model.preconditions import Precondition
from .runtime_data import BambuConfigEntry

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

    section: str = "control"
    more_sections: tuple[str, ...] = ()
    always: bool = True
    value_fn: Callable[[PrinterState], None] = lambda _: None


@dataclass(frozen=True, kw_only=True)
class SlotButtonDescription(
    BambuControlDescription[PluggedAms, int], ButtonEntityDescription
):
    """Describe a button for one slot of an AMS, counted from 0."""

    value_fn: Callable[[PluggedAms], None] = lambda _: None


REFRESH = BambuRefreshDescription(
    key="refresh",
    translation_key="refresh",
    entity_category=EntityCategory.DIAGNOSTIC,
    section="presence",
    always=True,
    polled=True,
    value_fn=lambda _: None,
)


def _plain(command: Callable[[], Command]) -> Callable[[PrinterState, None], Commands]:
    """Return what sends a command without arguments."""
    return lambda _printer, _: [command()]


def _unload(printer: PrinterState, _: None) -> Commands:
    """Unload the extruder in use."""
    return [unload_command(printer)]


def _load(ams: PluggedAms, slot: int) -> Commands:
    """Load a slot at its filament's temperature."""
    tray = next((tray for tray in ams.unit.trays if tray.id == slot), None)
    extruder = ams.unit.extruder if ams.nozzle else None
    return [load_command(TrayLocation(ams.unit.id, slot), tray, extruder=extruder)]


def _read_tag(ams: PluggedAms, slot: int) -> Commands:
    """Read the tag of a spool, in the words of old firmware where it is old."""
    location = TrayLocation(ams.unit.id, slot)
    if ams.has_tag_command:
        return [read_tag(location)]
    return [read_tag_by_gcode(global_tray(location))]


def _load_precondition(ams: PluggedAms, slot: int) -> Precondition:
    """Return what tells why a slot cannot be loaded."""
    return preconditions.load(TrayLocation(ams.unit.id, slot))


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
        always=True,
        commands_fn=_load,
        precondition_fn=_load_precondition,
    ),
    SlotButtonDescription(
        key="read_tag",
        translation_key="read_tag",
        entity_registry_enabled_default=False,
        always=True,
        commands_fn=_read_tag,
        precondition=preconditions.when_not_moving,
    ),
)


@dataclass(frozen=True, kw_only=True)
class CameraButtonDescription(
    BambuEntityDescription[PrinterCamera, None], ButtonEntityDescription
):
    """Describe a button about a camera."""


TEST_CLOUD_CAMERA = CameraButtonDescription(
    key="test_cloud_camera",
    translation_key="test_cloud_camera",
    entity_category=EntityCategory.DIAGNOSTIC,
    entity_registry_enabled_default=False,
    always=True,
    value_fn=lambda _: None,
)


def camera_buttons(printer: PrinterCoordinator) -> Iterator[AnyBambuEntity]:
    """Return what a person can try with the camera of a printer."""
    yield TestCloudCamera(printer, TEST_CLOUD_CAMERA)


class TestCloudCamera(BambuCameraEntity[None], ButtonEntity):
    """Ask for a session as a bridge would, and throw it away (camera 6.5)."""

    entity_description: CameraButtonDescription

    @override
    async def async_press(self) -> None:
        """Ask.

        Raises:
            HomeAssistantError: There is no session, and why.
        """
        cameras = self.coordinator.link.entry.runtime_data.cameras
        try:
            await cameras.async_session(self.coordinator.data.serial)
        except BambuError as err:
            raise session_error(err) from err


async def async_setup_entry(
    hass: HomeAssistant,
    entry: BambuConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Set up the buttons of all printers and AMS units."""
    await async_add_when_found(entry, async_add_entities, _of_printer, _of_ams)


def _of_printer(printer: PrinterCoordinator) -> Iterable[AnyBambuEntity]:
    """Return all buttons that a printer might have."""
    yield BambuRefresh(printer, REFRESH)
    yield from camera_buttons(printer)
    yield from (BambuButton(printer, item) for item in BUTTONS)


def _of_ams(ams: AmsCoordinator) -> Iterable[AnyBambuEntity]:
    """Return all buttons that an AMS might have."""
    for slot in range(ams.data.unit.slots):
        yield from (SlotButton(ams, item, slot) for item in SLOT_BUTTONS)


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
        await self.async_command(None)


class SlotButton(BambuAmsControl[int], ButtonEntity):
    """Tell a printer to do something with one slot of an AMS."""

    entity_description: SlotButtonDescription

    def __init__(
        self, coordinator: AmsCoordinator, description: SlotButtonDescription, slot: int
    ) -> None:
        """Do it with this slot, counted from 0."""
        super().__init__(coordinator, description, prefix=f"slot_{slot + 1}_")
        self._slot = slot
        self._attr_translation_placeholders = {"slot": str(slot + 1)}

    @override
    async def async_press(self) -> None:
        """Tell it."""
        await self.async_command(self._slot)
