"""Find which event says which moment: the cheapest order-preserving match."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from custom_components.bambu_cloud.model import PrintEvent

from .job import Moment

type Fired = tuple[float, PrintEvent]

IMPOSSIBLE = 1000.0
_MISSED = 10.0
_STRAY = 10.0


@dataclass(frozen=True, slots=True)
class Alignment:
    """Pairs, and what is left on both sides."""

    pairs: tuple[tuple[Moment, Fired], ...]
    missed: tuple[Moment, ...]
    stray: tuple[Fired, ...]


def align(
    moments: Sequence[Moment],
    events: Sequence[Fired],
    cost: Callable[[Moment, Fired], float],
) -> Alignment:
    """Return the cheapest match that holds the order of both sides."""
    table = [[_STRAY * place for place in range(len(events) + 1)]]
    choices: list[list[str]] = [["event"] * (len(events) + 1)]
    for moment in moments:
        above, row, choice = table[-1], [0.0], ["moment"]
        skip = _MISSED if moment.required else 0.0
        row[0] = above[0] + skip
        for place, event in enumerate(events, start=1):
            best, how = above[place] + skip, "moment"
            if row[place - 1] + _STRAY < best:
                best, how = row[place - 1] + _STRAY, "event"
            if moment.at <= event[0] + 1:
                matched = above[place - 1]
                if matched < best:
                    matched += cost(moment, event)
                    if matched <= best:
                        best, how = matched, "match"
            row.append(best)
            choice.append(how)
        table.append(row)
        choices.append(choice)
    return _trace(moments, events, choices)


def _trace(
    moments: Sequence[Moment], events: Sequence[Fired], choices: list[list[str]]
) -> Alignment:
    """Return the match that was chosen."""
    pairs, missed, stray = [], [], []
    row, place = len(moments), len(events)
    while row or place:
        how = choices[row][place] if row else "event"
        if how == "match":
            row, place = row - 1, place - 1
            pairs.append((moments[row], events[place]))
        elif how == "moment":
            row -= 1
            if moments[row].required:
                missed.append(moments[row])
        else:
            place -= 1
            stray.append(events[place])
    return Alignment(tuple(pairs[::-1]), tuple(missed[::-1]), tuple(stray[::-1]))
