"""Let entities change what they show.

A command is sent once. When the printer has acknowledged it, what was asked for is
shown at once; from its next word about it on, only what the printer reports.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple, override

from homeassistant.core import CALLBACK_TYPE, HassJob, callback
from homeassistant.helpers.event import async_call_later

from ..api import BambuError, Command
from ..devices.ams import AmsCoordinator, PluggedAms
from ..devices.printer import PrinterCoordinator
from ..errors import command_error
from ..model import PrinterState, preconditions
from ..model.preconditions import Precondition
from .base import (
    BambuAmsUnitEntity,
    BambuEntity,
    BambuEntityDescription,
    BambuPrinterEntity,
    BambuPrinterEntityDescription,
)

_BELIEVED = 10
"""For so many seconds an acknowledgement counts while no report says anything else."""


type Commands = Iterable[Command]


@dataclass(frozen=True, kw_only=True)
class BambuControlDescription[SubjectT, ValueT](
    BambuEntityDescription[SubjectT, ValueT]
):
    """Describe an entity that shows one value of a subject, and changes it."""

    commands_fn: Callable[[SubjectT, ValueT], Commands]
    exists_fn: Callable[[SubjectT], bool] | None = None
    """Whether the subject has it, where that does not follow from the value."""
    is_reported: bool = True
    """Whether printers tell the value; else their last acknowledgement counts."""
    is_open: bool = False
    """Every firmware obeys, whoever commands (protocol B.10)."""
    precondition: Precondition = preconditions.control
    """Tells why it makes no sense now."""
    precondition_fn: Callable[[SubjectT, ValueT], Precondition] | None = None
    """Returns what tells that, where it depends on more."""

    def obstacle(self, subject: SubjectT, value: ValueT) -> Precondition:
        """Return what tells why a change makes no sense now."""
        if self.is_open:
            return preconditions.anything
        return (
            self.precondition_fn(subject, value)
            if self.precondition_fn
            else self.precondition
        )


@dataclass(frozen=True, kw_only=True)
class BambuPrinterControlDescription[ValueT](
    BambuControlDescription[PrinterState, ValueT],
    BambuPrinterEntityDescription[ValueT],
):
    """Describe an entity that shows one value of a printer, and changes it."""

    more_sections: tuple[str, ...] = ("control",)


class _Acknowledged[ValueT](NamedTuple):
    """What a printer has agreed to."""

    value: ValueT
    before: ValueT | None
    """What it reported when it agreed."""


class BambuControl[
    CoordinatorT: PrinterCoordinator | AmsCoordinator,
    SubjectT,
    ValueT,
](BambuEntity[CoordinatorT, SubjectT, ValueT]):
    """Show one value of a subject, and change it."""

    entity_description: BambuControlDescription[SubjectT, ValueT]
    _acknowledged: _Acknowledged[ValueT] | None = None
    _forget_later: CALLBACK_TYPE | None = None

    @property
    def printer(self) -> PrinterCoordinator:
        """Return the printer that obeys."""
        coordinator = self.coordinator
        if isinstance(coordinator, AmsCoordinator):
            return coordinator.printer
        return coordinator

    @property
    @override
    def current_value(self) -> ValueT | None:
        """Return what was acknowledged, as long as that is the latest news."""
        if self._acknowledged is None:
            return super().current_value
        return self._acknowledged.value

    @property
    @override
    def exists(self) -> bool:
        """Return whether there is anything to control."""
        if not self.accepts_commands or (subject := self.subject) is None:
            return False
        exists_fn = self.entity_description.exists_fn
        return super().exists if exists_fn is None else exists_fn(subject)

    @property
    def accepts_commands(self) -> bool:
        """Return whether the printer takes such commands from anybody."""
        return self.entity_description.is_open or bool(
            self.printer.data.control.allowed
        )

    @property
    @override
    def is_gone(self) -> bool:
        """Return whether the printer is known not to take such commands."""
        is_open = self.entity_description.is_open
        return not is_open and self.printer.data.control.allowed is False

    @property
    @override
    def available(self) -> bool:
        """Return whether it can be seen and changed."""
        return super().available and self.accepts_commands

    @property
    @override
    def assumed_state(self) -> bool:
        """Return whether nobody can see what it does."""
        return not self.entity_description.is_reported

    async def async_command(self, value: ValueT) -> None:
        """Tell the printer what this value stands for.

        Raises:
            HomeAssistantError: It does not obey; the reason is told in words.
        """
        if (subject := self.subject) is None:
            return
        description = self.entity_description
        precondition = description.obstacle(subject, value)
        try:
            commands = description.commands_fn(subject, value)
        except BambuError as err:
            raise command_error(err) from err
        for command in commands:
            await self.printer.async_send(command, precondition)

    async def async_change(self, value: ValueT) -> None:
        """Tell the printer what it should be from now on, and count on it.

        Raises:
            HomeAssistantError: It does not obey; the reason is told in words.
        """
        await self.async_command(value)
        self._async_forget()
        reported = super().current_value
        if reported != value:
            self._acknowledged = _Acknowledged(value, reported)
            if self.entity_description.is_reported:
                self._async_forget_later()
        self._async_write_if_changed()

    @override
    async def async_will_remove_from_hass(self) -> None:
        """Leave no timer behind."""
        self._async_forget()
        await super().async_will_remove_from_hass()

    @override
    @callback
    def _handle_coordinator_update(self) -> None:
        """Believe the printer, as soon as it says anything new."""
        agreed = self._acknowledged
        if agreed and (not self.available or super().current_value != agreed.before):
            self._async_forget()
        super()._handle_coordinator_update()

    @callback
    def _async_forget_later(self) -> None:
        """Go back to what is reported, if nothing new is."""

        @callback
        def forget(_: datetime) -> None:
            """Go back."""
            self._async_forget()
            self._async_write_if_changed()

        job = HassJob(forget, cancel_on_shutdown=True)
        self._forget_later = async_call_later(self.hass, _BELIEVED, job)

    @callback
    def _async_forget(self) -> None:
        """Stop to count on what was acknowledged."""
        self._acknowledged = None
        if self._forget_later is not None:
            self._forget_later()
            self._forget_later = None


class BambuToggle[
    CoordinatorT: PrinterCoordinator | AmsCoordinator,
    SubjectT,
](BambuControl[CoordinatorT, SubjectT, bool]):
    """Switch something on and off, as lights and switches are."""

    @property
    def is_on(self) -> bool | None:
        """Return whether it is on; a light that flashes is."""
        return self.current_value

    async def async_turn_on(self, **_: Any) -> None:
        """Switch it on."""
        await self.async_change(value=True)

    async def async_turn_off(self, **_: Any) -> None:
        """Switch it off."""
        await self.async_change(value=False)


class BambuPrinterControl[ValueT](
    BambuControl[PrinterCoordinator, PrinterState, ValueT],
    BambuPrinterEntity[ValueT],
):
    """Show one value of a printer, and change it."""

    entity_description: BambuPrinterControlDescription[ValueT]


class BambuAmsControl[ValueT](
    BambuControl[AmsCoordinator, PluggedAms, ValueT],
    BambuAmsUnitEntity[ValueT],
):
    """Show one value of an AMS, and change it."""

    entity_description: BambuControlDescription[PluggedAms, ValueT]
