"""How a printer answers commands."""

from dataclasses import dataclass, field
from enum import StrEnum, auto
from typing import TYPE_CHECKING

from .state import Payload

if TYPE_CHECKING:
    from .printer import SimulatedPrinter


class CommandBehavior(StrEnum):
    """How a printer answers a command."""

    PROPER = auto()
    SILENT = auto()
    """Does nothing and says nothing, as a P2S does (protocol B.3)."""
    MUTE = auto()
    """Obeys and says nothing."""
    LATE = auto()
    """Obeys, and says so when nobody waits any more."""
    TWICE = auto()
    """Obeys, and says so twice."""
    FAILING = auto()
    """Does nothing and says that it failed."""
    UNSIGNED = auto()
    """Refuses for want of a signature, although its firmware obeys."""


@dataclass
class CommandPolicy:
    """How a printer answers commands.

    Attributes:
        default: All other commands.
        special: Single commands, by name.
        errnos: Commands that are refused with this number, by name.
        delay: Seconds that a late answer takes.
    """

    default: CommandBehavior = CommandBehavior.PROPER
    special: dict[str, CommandBehavior] = field(default_factory=dict)
    errnos: dict[str, int] = field(default_factory=dict)
    delay: float = 20.0

    def of(self, command: str) -> CommandBehavior:
        """Return how a command is answered."""
        return self.special.get(command, self.default)


def answered(
    printer: SimulatedPrinter, root: str, request: Payload, answers: list[Payload]
) -> list[Payload]:
    """Return the replies that are sent at once."""
    name = request["command"]
    rest = [each for each in answers if each.get(root, {}).get("command") != name]
    acks = [each for each in answers if each not in rest]
    match printer.command_policy.of(name):
        case CommandBehavior.MUTE:
            return rest
        case CommandBehavior.TWICE:
            return [*acks, *answers]
        case CommandBehavior.LATE:
            printer.later(printer.command_policy.delay, lambda: acks)
            return rest
    return answers
