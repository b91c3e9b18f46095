"""What the cloud does for some clients only, or according to one source only."""

from dataclasses import dataclass
from enum import StrEnum, auto


class Ticket(StrEnum):
    """The response to a client that requests a cloud stream of a camera."""

    TUTK = auto()
    AGORA = auto()
    EMPTY = auto()
    REFUSED = auto()


@dataclass
class CloudPolicy:
    """What sources disagree about; each is off, as it was measured.

    Attributes:
        answers_unconfirmed: Answer what only one source knows of (protocol 0.1).
        records_tasks: Let anybody enter prints into the history (protocol A.7.5).
        changes_presets: Change a preset where it is (protocol A.9.5).
        spools_refused: The status of a list of spools instead, 403 or 404, as accounts
            that never opened the filament manager may get it.
        ticket: The same answer for all cameras; else it depends on the model.
    """

    answers_unconfirmed: bool = False
    records_tasks: bool = False
    changes_presets: bool = False
    spools_refused: int | None = None
    ticket: Ticket | None = None
