"""Health messages that come and go are events, each once."""

from dataclasses import replace
from typing import Any

import pytest

from custom_components.bambu_cloud.model import (
    ListedCodes,
    PrinterState,
    Severity,
    observe_health,
    with_link_lost,
    with_listed_codes,
)
from custom_components.bambu_cloud.model.health_events import (
    Codes,
    read_codes,
    read_health_event,
    write_health_event,
)
from tests.helpers.printer_reports import NOON, after, delta, full, printer

BED, PLATE = "0300_0100_0001_0007", "0C00_0300_0003_0007"
_NUMBERS = {code: int(code.replace("_", ""), 16) for code in (BED, PLATE)}


def shown(*codes: str) -> list[dict[str, int]]:
    """Return messages with these codes as a printer reports them."""
    numbers = [_NUMBERS[code] for code in codes]
    return [{"attr": n >> 32, "code": n & 0xFFFF_FFFF} for n in numbers]


def observed(before: Codes | None, state: PrinterState) -> tuple[Codes | None, Any]:
    """Return the codes after an observation, and what fires."""
    codes, events = observe_health(before, state, NOON)
    return codes, [(event.type.value, event.message.code) for event in events]


def test_raised_and_cleared() -> None:
    """Each message is raised once and cleared once."""
    state = after(printer("P1S"), full(hms=[]))
    codes, fired = observed(None, state)
    assert codes == frozenset()
    assert fired == []
    state = after(state, delta(hms=shown(BED)))
    codes, fired = observed(codes, state)
    assert fired == [("raised", BED)]
    assert observed(codes, state)[1] == []
    codes, fired = observed(codes, after(state, delta(hms=shown(PLATE))))
    assert fired == [("cleared", BED), ("raised", PLATE)]
    assert codes == frozenset({PLATE})


def test_severity() -> None:
    """An event has the severity of its message, also of one that is gone."""
    state = after(printer("P1S"), full(hms=shown(PLATE)))
    _, (event,) = observe_health(frozenset({BED, PLATE}), state, NOON)
    assert event.message.severity is Severity.FATAL
    assert event.message.module == "motion_controller"


def test_seen_first() -> None:
    """What a printer shows when it is met is no news."""
    state = after(printer("P1S"), full(hms=shown(BED)))
    assert observed(None, state) == (frozenset({BED}), [])


def test_no_report_clears_nothing() -> None:
    """A printer that is off or not reached has raised and cleared nothing."""
    before = frozenset({BED})
    state = printer("P1S")
    assert observed(before, state) == (before, [])
    state = after(state, full(hms=shown(BED)))
    gone = replace(with_link_lost(state), complete=False)
    assert observed(before, gone) == (before, [])
    late = after(gone, delta(hms=[]))
    assert observed(before, late) == (before, [])
    assert observed(before, after(late, full(hms=[]))) == (
        frozenset(),
        [("cleared", BED)],
    )


@pytest.mark.parametrize(("code", "events"), [(BED, [("raised", BED)]), (PLATE, [])])
def test_internal_message(code: str, events: list[tuple[str, str]]) -> None:
    """A code without a text raises and clears nothing, whenever the list arrives."""
    listed = ListedCodes.of([code])
    state = with_listed_codes(after(printer("P2S"), full(hms=[])), listed)
    state = after(state, delta(hms=shown(BED)))
    codes, fired = observed(frozenset(), state)
    assert fired == events
    other = with_listed_codes(state, ListedCodes.of([BED, PLATE]))
    assert observed(codes, other) == (codes, [])


def test_stored_event() -> None:
    """An event is read as it was written; what cannot be read is none."""
    state = after(printer("P1S"), full(hms=shown(BED)))
    _, (event,) = observe_health(frozenset(), state, NOON)
    stored = write_health_event(event)
    assert read_health_event(stored) == event
    damages: tuple[dict[str, Any], ...] = (
        {"at": "?"},
        {"type": "?"},
        {"type": []},
        {"code": "0300"},
        {"code": None},
    )
    assert not any(read_health_event(stored | damage) for damage in damages)


@pytest.mark.parametrize(
    ("stored", "codes"),
    [(None, None), ("0300", None), ([], frozenset()), ([BED, None, ""], {BED})],
)
def test_stored_codes(stored: Any, codes: Codes | None) -> None:
    """Codes are read as far as they can be."""
    assert read_codes(stored) == codes
