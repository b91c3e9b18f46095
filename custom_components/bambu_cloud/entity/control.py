"""The base of entities that send commands.

A command is sent once. When the printer has acknowledged it, the requested value is
shown at once; from the next report about it on, only the reported one.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple, override

from homeassistant.core import CALLBACK_TYPE, HassJob, callback
from homeassistant.helpers.event import async_call_later

from ..api import Command
from ..errors import command_errors
from ..model import preconditions
from ..model.preconditions import Precondition
from .base import BambuEntityDescription, BambuValueEntity, sections_of

_ACKNOWLEDGED_FOR = 10
"""s for which an acknowledged value is shown while no report differs.

A report about it follows within a few seconds; a printer that acknowledged and did
nothing shows so soon enough.
"""

type Commands = Iterable[Command]


@dataclass(frozen=True, kw_only=True)
class BambuControlDescription[SubjectT, ValueT](
    BambuEntityDescription[SubjectT, ValueT]
):
    """Describe an entity that shows a value of a subject, and changes it."""

    commands_fn: Callable[[SubjectT, ValueT], Commands]
    exists_fn: Callable[[SubjectT], bool] | None = None
    """Returns whether the subject has it, where that does not follow from a value."""
    lacks_fn: Callable[[SubjectT], bool] | None = None
    """Returns whether the subject is certain not to have it."""
    is_reported: bool = True
    """Whether printers report the value; else the last acknowledgement counts."""
    requires_authorization: bool = True
    """Whether current firmware refuses it from third parties (protocol B.10)."""
    precondition: Precondition = preconditions.control
    """Returns why the command makes no sense now."""
    precondition_fn: Callable[[SubjectT, ValueT], Precondition] | None = None
    """Returns the precondition, where it depends on the subject or the value."""

    @property
    @override
    def sections(self) -> frozenset[str] | None:
        """Return the sections of the value, and the one that permits commands."""
        if self.section is None:
            return None
        return sections_of(self.section, *self.more_sections, "control")

    def precondition_of(self, subject: SubjectT, value: ValueT) -> Precondition:
        """Return the precondition of a change."""
        if not self.requires_authorization:
            return preconditions.anything
        if self.precondition_fn is None:
            return self.precondition
        return self.precondition_fn(subject, value)


class _Acknowledged[ValueT](NamedTuple):
    """A value that the printer has acknowledged."""

    value: ValueT
    before: ValueT | None
    """The value that was reported at that time."""


class BambuControl[SubjectT, ValueT](BambuValueEntity[SubjectT, ValueT]):
    """Show one value of a subject, and change it."""

    entity_description: BambuControlDescription[SubjectT, ValueT]
    _acknowledged: _Acknowledged[ValueT] | None = None
    _cancel_expiry: CALLBACK_TYPE | None = None

    @property
    @override
    def current_value(self) -> ValueT | None:
        """Return the acknowledged value until there is a newer report."""
        if self._acknowledged is None:
            return super().current_value
        return self._acknowledged.value

    @property
    @override
    def exists(self) -> bool:
        """Return whether the subject has it, and accepts commands."""
        if not self.accepts_commands or (subject := self.subject) is None:
            return False
        exists_fn = self.entity_description.exists_fn
        return super().exists if exists_fn is None else exists_fn(subject)

    @property
    def accepts_commands(self) -> bool:
        """Return whether the printer accepts such commands."""
        return not self.entity_description.requires_authorization or bool(
            self.printer.data.control.accepts_commands
        )

    @property
    @override
    def is_gone(self) -> bool:
        """Return whether the subject lacks it, or accepts no such commands."""
        lacks, subject = self.entity_description.lacks_fn, self.subject
        if lacks is not None and subject is not None and lacks(subject):
            return True
        return (
            self.entity_description.requires_authorization
            and self.printer.data.control.accepts_commands is False
        )

    @property
    @override
    def available(self) -> bool:
        """Return whether the value is up to date and can be changed."""
        return super().available and self.accepts_commands

    @property
    @override
    def assumed_state(self) -> bool:
        """Return whether the printer never reports the value."""
        return not self.entity_description.is_reported

    async def async_command(self, value: ValueT) -> None:
        """Send the commands for a value.

        Raises:
            HomeAssistantError: The command is impossible, blocked or refused.
        """
        if (subject := self.subject) is None:
            return
        description = self.entity_description
        precondition = description.precondition_of(subject, value)
        with command_errors():
            commands = description.commands_fn(subject, value)
        for command in commands:
            await self.printer.async_send(command, precondition)

    async def async_change(self, value: ValueT) -> None:
        """Send the commands for a value, and show it until the next report.

        Raises:
            HomeAssistantError: The command is impossible, blocked or refused.
        """
        await self.async_command(value)
        self._async_drop_acknowledged()
        reported = super().current_value
        if reported != value:
            self._acknowledged = _Acknowledged(value, reported)
            if self.entity_description.is_reported:
                self._async_schedule_expiry()
        self._async_write_if_changed()

    @override
    async def async_will_remove_from_hass(self) -> None:
        """Cancel the timer."""
        self._async_drop_acknowledged()
        await super().async_will_remove_from_hass()

    @override
    @callback
    def _handle_coordinator_update(self) -> None:
        """Return to the reported value as soon as it changes."""
        last = self._acknowledged
        if last and (not self.available or super().current_value != last.before):
            self._async_drop_acknowledged()
        super()._handle_coordinator_update()

    @callback
    def _async_schedule_expiry(self) -> None:
        """Return to the reported value after a while without a report."""

        @callback
        def expire(_: datetime) -> None:
            """Show the reported value."""
            self._async_drop_acknowledged()
            self._async_write_if_changed()

        job = HassJob(expire, cancel_on_shutdown=True)
        self._cancel_expiry = async_call_later(self.hass, _ACKNOWLEDGED_FOR, job)

    @callback
    def _async_drop_acknowledged(self) -> None:
        """Drop the acknowledged value and its timer."""
        self._acknowledged = None
        if self._cancel_expiry is not None:
            self._cancel_expiry()
            self._cancel_expiry = None


class BambuToggle[SubjectT](BambuControl[SubjectT, bool]):
    """Turn something on and off, as lights and switches do."""

    @property
    def is_on(self) -> bool | None:
        """Return whether it is on."""
        return self.current_value

    async def async_turn_on(self, **_: Any) -> None:
        """Turn it on."""
        await self.async_change(value=True)

    async def async_turn_off(self, **_: Any) -> None:
        """Turn it off."""
        await self.async_change(value=False)
