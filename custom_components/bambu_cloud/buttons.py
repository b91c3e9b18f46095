"""List what can be pressed."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from homeassistant.components.button import ButtonEntityDescription
from homeassistant.const import EntityCategory

from .ams_coordinator import PluggedAms
from .api import Command
from .api.commands import (
    Buzzer,
    global_tray,
    load_filament,
    pause,
    read_tag,
    read_tag_by_gcode,
    resume,
    sound_buzzer,
    stop,
    unload_filament,
)
from .control import (
    BambuControlDescription,
    BambuPrinterControlDescription,
    Commands,
)
from .entity import BambuPrinterEntityDescription
from .model import (
    EXTERNAL_MAIN,
    PrinterState,
    TrayLocation,
    preconditions,
)
from .model.preconditions import WhyNot


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
    more_nouns: tuple[str, ...] = ()
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
    noun="presence",
    always=True,
    polled=True,
    value_fn=lambda _: None,
)


def _plain(command: Callable[[], Command]) -> Callable[[PrinterState, None], Commands]:
    """Return what sends a command without arguments."""
    return lambda _printer, _: [command()]


def _unload(printer: PrinterState, _: None) -> Commands:
    """Pull back what the extruder in use has loaded, wherever it comes from."""
    active = printer.ams.active
    extruder = printer.nozzles.active if printer.model.nozzles > 1 else None
    unit = EXTERNAL_MAIN if active is None else active.unit
    return [unload_filament(unit, extruder=extruder)]


def _load(ams: PluggedAms, slot: int) -> Commands:
    """Load a slot, at what its filament likes."""
    tray = next((tray for tray in ams.unit.trays if tray.id == slot), None)
    extruder = ams.unit.extruder if ams.nozzle else None
    location = TrayLocation(ams.unit.id, slot)
    temperature = tray.nozzle_usual if tray else 0
    return [load_filament(location, temperature=temperature, extruder=extruder)]


def _read_tag(ams: PluggedAms, slot: int) -> Commands:
    """Read the tag of a spool, in the words of old firmware where it is old."""
    location = TrayLocation(ams.unit.id, slot)
    if ams.has_tag_command:
        return [read_tag(location)]
    return [read_tag_by_gcode(global_tray(location))]


def _why_not_load(ams: PluggedAms, slot: int) -> WhyNot:
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
        why_not=preconditions.pause,
    ),
    BambuButtonDescription(
        key="resume",
        translation_key="resume",
        commands_fn=_plain(resume),
        why_not=preconditions.resume,
    ),
    BambuButtonDescription(
        key="stop",
        translation_key="stop",
        commands_fn=_plain(stop),
        why_not=preconditions.stop,
    ),
    BambuButtonDescription(
        key="unload_filament",
        translation_key="unload_filament",
        commands_fn=_unload,
        why_not=preconditions.unload,
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
        why_not_fn=_why_not_load,
    ),
    SlotButtonDescription(
        key="read_tag",
        translation_key="read_tag",
        entity_registry_enabled_default=False,
        always=True,
        commands_fn=_read_tag,
        why_not=preconditions.when_not_moving,
    ),
)
