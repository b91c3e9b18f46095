"""Describe whether a printer is there (protocol B.7)."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Self, override

from ..section import ReadContext, Section


@dataclass(frozen=True, slots=True, kw_only=True)
class Presence(Section):
    """What is known about the printer's connection to the cloud."""

    reported: bool | None = None
    """What its messages say; None while we cannot hear any."""
    listed: bool | None = None
    """What the cloud's device list says; late by up to a few minutes."""
    last_seen: datetime | None = field(default=None, compare=False)
    """When its last message arrived."""

    @property
    def online(self) -> bool | None:
        """Tell whether the printer is connected, by the best that is known."""
        return self.listed if self.reported is None else self.reported

    @override
    def finalized(self, context: ReadContext, before: Self) -> Self:
        """Keep what is known: what a report says, is no matter of presence."""
        return before
