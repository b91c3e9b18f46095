"""Describe whether a printer is online (protocol B.7)."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Self, override

from ..section import ReadContext, Section


@dataclass(frozen=True, slots=True, kw_only=True)
class Presence(Section):
    """The printer's connection to the cloud."""

    reported: bool | None = None
    """By its messages; None while the link to the broker is down."""
    listed: bool | None = None
    """By the cloud's device list; late by up to a few minutes."""
    last_seen: datetime | None = field(default=None, compare=False)
    """When its last message arrived."""
    steady_since: datetime | None = None
    """Since when its messages have come without a gap."""
    last_full: datetime | None = field(default=None, compare=False)
    """When its last full report arrived."""

    @property
    def online(self) -> bool | None:
        """Return whether the printer is connected; its messages come first."""
        return self.listed if self.reported is None else self.reported

    @override
    def finalized(self, context: ReadContext, before: Self) -> Self:
        """Return the section before: it is not read from the fields of a report."""
        return before
