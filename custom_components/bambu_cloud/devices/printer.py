"""Hold what is known of printers, tell who shows it, and follow those of an account."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
import logging
from typing import Any, override

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.helpers import device_registry as dr
from homeassistant.helpers.update_coordinator import DataUpdateCoordinator

from ..api import Command, ReportStream
from ..const import DOMAIN, MANUFACTURER
from ..errors import blocked_error, command_errors
from ..model import (
    SECTIONS,
    PolledPrinter,
    PrinterState,
    Report,
    changed,
    fold,
    preconditions,
    with_link_lost,
    with_poll,
)
from ..model.preconditions import Precondition

_LOGGER = logging.getLogger(__name__)

_OF_AMS = frozenset({"ams", "control", "firmware"})
"""Sections that tell something about AMS units, and whether they can be controlled."""


@dataclass(slots=True, kw_only=True)
class Link:
    """How an account learns about its printers; shared by all of them."""

    entry: ConfigEntry[Any]
    stream: ReportStream
    pushed: bool = False
    """Whether what the printers push arrives."""
    polled: bool = True
    """Whether the last poll worked."""


class PrinterCoordinator(DataUpdateCoordinator[PrinterState]):
    """Hold the state of one printer, which pushes it."""

    def __init__(self, hass: HomeAssistant, link: Link, state: PrinterState) -> None:
        """Start with what was kept of the printer, which is no news."""
        super().__init__(
            hass,
            _LOGGER,
            config_entry=link.entry,
            name=f"{DOMAIN} printer",
            update_interval=None,
        )
        self.link = link
        self.data = _stale(state)
        self.access_code: str | None = None
        """What opens the printer on the local network."""
        self.device_id = ""
        """How Home Assistant calls the printer; unlike a serial, it may be logged."""
        self.on_ams: Callable[[PrinterCoordinator], None] | None = None
        """Told whenever anything about the AMS units may have changed."""
        self._product = ""
        self._index: Mapping[str, list[CALLBACK_TYPE]] = {}
        self._indexed_for: tuple[int, object] | None = None

    def is_reachable(self, *, polled: bool = False, needs_printer: bool = True) -> bool:
        """Tell whether something about the printer is up to date.

        Args:
            polled: The poll knows it too, when the printer cannot be heard.
            needs_printer: There is no such thing while the printer is off.
        """
        if not (self.link.pushed or self.link.polled):
            return False
        if needs_printer and not self.data.presence.online:
            return False
        return polled or self.data.complete

    async def async_send(
        self, command: Command, precondition: Precondition = preconditions.anything
    ) -> Mapping[str, Any]:
        """Tell the printer to do something and return what it answers.

        Args:
            command: What it is told.
            precondition: What has to hold; otherwise nothing is sent.

        Raises:
            HomeAssistantError: It does not do it; the reason is told in words.
        """
        if blocked := precondition(self.data):
            raise blocked_error(blocked)
        with command_errors():
            return await self.link.stream.send(self.data.serial, command)

    @callback
    def async_apply(self, report: Report) -> None:
        """Take what the printer pushed."""
        self._async_take(fold(self.data, report))

    @callback
    def async_apply_poll(self, polled: PolledPrinter) -> None:
        """Take what the cloud says about the printer."""
        self._product = polled.product
        self.access_code = polled.access_code
        self._async_take(with_poll(self.data, polled, link_up=self.link.pushed))

    @callback
    def async_lose_link(self) -> None:
        """Stop to trust what was pushed; the account tells the entities."""
        self.data = _stale(with_link_lost(self.data))

    @property
    def display_name(self) -> str:
        """Return the name that its owner gave the printer, else that of its model."""
        return self.data.name or self._model_name or MANUFACTURER

    @property
    def _model_name(self) -> str:
        """Return the name of the model, empty if even the cloud has none."""
        return self.data.model.name or self._product

    @callback
    def async_update_device(self) -> None:
        """Bring the device up to date, or create it."""
        state = self.data
        device = dr.async_get(self.hass).async_get_or_create(
            config_entry_id=self.link.entry.entry_id,
            identifiers={(DOMAIN, state.serial)},
            manufacturer=MANUFACTURER,
            model=self._model_name or None,
            name=self.display_name,
            serial_number=state.serial,
            sw_version=state.firmware.installed,
        )
        self.device_id = device.id

    @callback
    def async_tell(self, sections: frozenset[str]) -> None:
        """Tell the listeners of these sections, each once."""
        listening = (len(self._listeners), next(reversed(self._listeners), None))
        if listening != self._indexed_for:
            self._indexed_for, self._index = listening, self._indexed()
        told = [self._index[section] for section in sections if section in self._index]
        for update_callback in dict.fromkeys(one for some in told for one in some):
            try:
                update_callback()
            except Exception:  # one listener's fault must not keep others in the dark
                _LOGGER.exception("Unexpected error updating %s", update_callback)

    def _indexed(self) -> Mapping[str, list[CALLBACK_TYPE]]:
        """Return the listeners of each section: most reports touch one of many."""
        index = defaultdict(list)
        for update_callback, context in self._listeners.values():
            for section in context if isinstance(context, frozenset) else SECTIONS:
                index[section].append(update_callback)
        return index

    @callback
    def _async_take(self, state: PrinterState) -> None:
        """Take a new state and tell whoever shows what changed."""
        if state.presence.online is False:
            state = _stale(state)
        before, self.data = self.data, state
        sections = changed(before, state)
        appeared = "presence" in sections or before.complete is not state.complete
        if appeared:
            self.async_update_listeners()
        elif sections:
            self.async_tell(sections)
        traits_changed = _traits(before) != _traits(state)
        if traits_changed:
            self.async_update_device()
        if self.on_ams and (appeared or traits_changed or sections & _OF_AMS):
            self.on_ams(self)

    @override
    async def _async_update_data(self) -> PrinterState:
        """Ask the printer for a full report, which arrives when it arrives."""
        await self.link.stream.request_full_report(self.data.serial)
        return self.data


def _stale(state: PrinterState) -> PrinterState:
    """Return a state that is of no use before the next full report."""
    return replace(state, complete=False) if state.complete else state


def _traits(state: PrinterState) -> tuple[object, ...]:
    """Return what the device of a printer shows of it."""
    return state.name, state.model, state.firmware.installed


type PrintersBySerial = Mapping[str, PrinterCoordinator]


class Following:
    """Begin with each printer that the account has, and end with each that leaves."""

    def __init__(self, begin: Callable[[PrinterCoordinator], CALLBACK_TYPE]) -> None:
        """Call this with each printer; what it returns ends that."""
        self._begin = begin
        self._followed: dict[str, tuple[PrinterCoordinator, CALLBACK_TYPE]] = {}
        self.printers: PrintersBySerial = {}
        """Those of the account, kept up to date by whoever polls it."""

    def __contains__(self, serial: str) -> bool:
        """Tell whether a printer is followed."""
        return serial in self._followed

    @callback
    def async_start(self, entry: ConfigEntry[Any], printers: PrintersBySerial) -> None:
        """Begin to follow, as long as the entry is loaded."""
        self.printers = printers
        self.async_follow()
        entry.async_on_unload(self._async_stop)

    @callback
    def async_follow(self) -> None:
        """See who left and who came."""
        for serial, (printer, end) in tuple(self._followed.items()):
            if self.printers.get(serial) is not printer:
                del self._followed[serial]
                end()
        for serial, printer in self.printers.items():
            if serial not in self._followed:
                self._followed[serial] = (printer, self._begin(printer))

    @callback
    def _async_stop(self) -> None:
        """Follow nobody any more."""
        self.printers = {}
        self.async_follow()
