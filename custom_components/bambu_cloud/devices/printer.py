"""Coordinate one printer: its state, its listeners and its commands."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
import logging
from typing import Any, Self, override

from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import device_registry as dr

from ..api import Command
from ..cadences import LINK_GONE
from ..const import DOMAIN, MANUFACTURER
from ..errors import blocked_error, command_errors
from ..model import (
    CANCEL_WITHIN,
    ListedCodes,
    PolledPrinter,
    PrinterState,
    PrintStatus,
    Report,
    changed,
    fold,
    preconditions,
    with_link_lost,
    with_listed_codes,
    with_poll,
)
from ..model.preconditions import Precondition
from .link import Link
from .pushed import PushedCoordinator
from .timer import Timer

_LOGGER = logging.getLogger(__name__)

_OF_END = frozenset({"job", "hms"})
"""Sections that show that, how and why a job has ended."""
_OF_ACCESS = frozenset({"address"})
"""Sections about the printer on the local network."""
_OF_AMS = frozenset({"ams", "control", "firmware"})
"""Sections about AMS units, and about whether they accept commands."""


class PrinterCoordinator(PushedCoordinator[PrinterState]):
    """Hold the state of one printer, which pushes it."""

    def __init__(self, hass: HomeAssistant, link: Link, state: PrinterState) -> None:
        """Start with the stored state of the printer, which is no news."""
        super().__init__(hass, link, "printer")
        self.serial = state.serial
        self.data = _stale(state)
        self.access_code: str | None = None
        """The password of the printer on the local network."""
        self.on_ams: Callable[[PrinterCoordinator], None] | None = None
        """Called whenever anything about the AMS units may have changed."""
        self._hold = Timer(hass, self._async_end_hold)
        self._failure_hold = Timer(hass, self.async_show_failure)
        self._before_failure: PrinterState | None = None
        """What is shown until it is decided whether a failure is a cancel."""
        self._product = self._model_code = ""

    @property
    def printer(self) -> Self:
        """Return itself: what is plugged into a printer has one, too."""
        return self

    @property
    def shown(self) -> PrinterState:
        """Return the state for people, without a failure that may be a cancel.

        Printers say up to 10 s after a job has failed that it was canceled.
        """
        if (before := self._before_failure) is None:
            return self.data
        return replace(self.data, job=before.job, hms=before.hms)

    @callback
    def async_show_failure(self) -> None:
        """Show that the job has failed, as no cancel is reported any more."""
        if self._before_failure is not None:
            self._before_failure = None
            self.async_notify_sections(_OF_END)

    def is_reachable(self, *, polled: bool = False, needs_printer: bool = True) -> bool:
        """Return whether something about the printer is up to date.

        Args:
            polled: The poll has it as well, when the printer does not report.
            needs_printer: There is no such thing while the printer is off.
        """
        if not self.is_connected:
            return False
        if needs_printer and not self.data.presence.online:
            return False
        return polled or self.data.complete or self.is_held

    @property
    def is_connected(self) -> bool:
        """Return whether anything of the account is up to date, or was until now."""
        return self.link.pushed or self.link.polled or self.is_held

    @property
    def is_held(self) -> bool:
        """Return whether the last reports are shown although there was a gap."""
        return self._hold.is_running

    async def async_send(
        self, command: Command, precondition: Precondition = preconditions.anything
    ) -> Mapping[str, Any]:
        """Send a command to the printer and return its reply.

        Args:
            command: What to do.
            precondition: What has to hold; otherwise nothing is sent.

        Raises:
            HomeAssistantError: It is not done, for a reason in words.
        """
        if blocked := precondition(self.data):
            raise blocked_error(blocked)
        with command_errors():
            return await self.link.stream.send(self.data.serial, command)

    @callback
    def async_apply(self, report: Report) -> None:
        """Apply a report of the printer."""
        self._async_set_state(fold(self.data, report))

    @callback
    def async_apply_poll(self, polled: PolledPrinter) -> None:
        """Apply what the poll of the account has about the printer."""
        self._product, self._model_code = polled.product, polled.model_code
        before, self.access_code = self.access_code, polled.access_code
        link_up = self.link.pushed or self.is_held
        self._async_set_state(with_poll(self.data, polled, link_up=link_up))
        if before != self.access_code:
            self.async_notify_sections(_OF_ACCESS)

    @callback
    def async_set_listed_codes(self, codes: ListedCodes) -> None:
        """Set which codes mean anything."""
        self._async_set_state(with_listed_codes(self.data, codes))

    @callback
    def async_lose_link(self) -> None:
        """Mark reports as outdated; what they said is shown for a while."""
        if self.data.complete:
            self.async_hold(LINK_GONE)
        self.data = _stale(with_link_lost(self.data))

    @callback
    def async_hold(self, duration: timedelta) -> None:
        """Show the last reports for so long, or until there are better ones."""
        self._hold.async_start(duration)

    @callback
    def _async_end_hold(self) -> None:
        """Show that nothing is up to date, of the AMS units as well."""
        self.async_update_listeners()
        if self.on_ams:
            self.on_ams(self)

    @property
    def display_name(self) -> str:
        """Return the name that its owner gave the printer, else that of its model."""
        return self.data.name or self._model_name or MANUFACTURER

    @property
    def _model_name(self) -> str:
        """Return the name of the model, empty if even the cloud has none."""
        return self.data.model.name or self._product

    @property
    def _model_id(self) -> str | None:
        """Return the code of the model, where the cloud has one beside the name."""
        code = self._model_code
        return None if code in {"", self._model_name, self._product} else code

    @callback
    def async_update_device(self) -> None:
        """Create or update the device."""
        state = self.data
        device = dr.async_get(self.hass).async_get_or_create(
            config_entry_id=self.link.entry.entry_id,
            identifiers={(DOMAIN, state.serial)},
            manufacturer=MANUFACTURER,
            model=self._model_name or None,
            model_id=self._model_id,
            name=self.display_name,
            serial_number=state.serial,
            sw_version=state.firmware.installed,
            hw_version=state.firmware.hardware,
        )
        self.device_id = device.id

    @callback
    def _async_set_state(self, state: PrinterState) -> None:
        """Replace the state and notify listeners of the changed sections."""
        if state.presence.online is False:
            state = _stale(state)
            self._hold.async_cancel()
        elif state.complete:
            self._hold.async_cancel()
        before, self.data = self.data, state
        _log_presence(before, state)
        self.link.async_check_refusal(self, before)
        sections = changed(before, state) | self._async_hold_failure(before)
        appeared = _reachability(before) != _reachability(state)
        if appeared:
            self.async_update_listeners()
        elif sections:
            self.async_notify_sections(sections)
        traits_changed = _have_other_traits(before, state)
        if traits_changed:
            self.async_update_device()
        if self.on_ams and (appeared or traits_changed or sections & _OF_AMS):
            self.on_ams(self)

    @callback
    def _async_hold_failure(self, before: PrinterState) -> frozenset[str]:
        """Hold back a failure that is new; return what is shown anew without one."""
        if self.data.job.status is not PrintStatus.FAILED:
            held, self._before_failure = self._before_failure, None
            return _OF_END if held else frozenset()
        if before.job.is_active:
            self._before_failure = before
            self._failure_hold.async_start(CANCEL_WITHIN)
        return frozenset()

    @override
    async def async_shutdown(self) -> None:
        """Run no timer any more."""
        self._hold.async_cancel()
        self._failure_hold.async_cancel()
        await super().async_shutdown()

    @override
    async def _async_update_data(self) -> PrinterState:
        """Request a full report, which arrives when it arrives."""
        await self.link.stream.request_full_report(self.data.serial)
        return self.data


def _log_presence(before: PrinterState, state: PrinterState) -> None:
    """Log that a printer left or returned, not how it was found."""
    was_online, is_online = before.presence.online, state.presence.online
    if was_online is True and is_online is False:
        _LOGGER.info("%s is offline", state.name)
    elif was_online is False and is_online is True:
        _LOGGER.info("%s is online again", state.name)


def _stale(state: PrinterState) -> PrinterState:
    """Return a state that is outdated until the next full report."""
    return state.updated(complete=False) if state.complete else state


def _reachability(state: PrinterState) -> tuple[object, ...]:
    """Return what it depends on whether anything about a printer is up to date."""
    return state.presence.online, state.complete


def _have_other_traits(before: PrinterState, state: PrinterState) -> bool:
    """Return whether a printer's device shows something else."""
    if (before.name, before.model) != (state.name, state.model):
        return True
    old, new = before.firmware, state.firmware
    if old is new:  # most reports are about something else
        return False
    return (old.installed, old.hardware) != (new.installed, new.hardware)
