"""The state that a client merges from a simulated printer's reports."""

from typing import Any

from tests.simulator import (
    A1_MINI,
    H2D,
    N99,
    P1S,
    P2S,
    X1C,
    Job,
    Model,
    SimulatedPrinter,
)

from .fold import fold

MODELS = {
    "X1C": X1C,
    "P1S": P1S,
    "A1 mini": A1_MINI,
    "H2D": H2D,
    "P2S": P2S,
    "N99": N99,
}
PUSHALL = {"pushing": {"sequence_id": "1", "command": "pushall"}}

type Payload = dict[str, Any]


def idle_printer(model: Model) -> SimulatedPrinter:
    """Return a printer that is switched on and idle."""
    return SimulatedPrinter(model, serial="00M00A000000001", name="Printer")


def start_print(printer: SimulatedPrinter, name: str = "print_ok") -> None:
    """Start a print from a timeline."""
    printer.printing.start(Job(task_id=702383065), name)


def run(printer: SimulatedPrinter, seconds: int) -> list[Payload]:
    """Let seconds pass; return all reports."""
    return [report for _ in range(seconds) for report in printer.tick(1)]


def merged_states(printer: SimulatedPrinter, seconds: int) -> list[Payload]:
    """Return the merged state after each report; the first is a full one."""
    (state,) = (report["print"] for report in printer.handle(PUSHALL))
    views = []
    for report in run(printer, seconds):
        state = fold(state, report)
        views.append(state)
    return views


def distinct_values(views: list[Payload], *fields: str) -> list[Any]:
    """Return the values of fields in order, without repetitions."""
    values: list[Any] = []
    for view in views:
        value = tuple(view[field] for field in fields)
        if not values or values[-1] != value:
            values.append(value)
    return [value[0] if len(fields) == 1 else value for value in values]


def without_counters(report: Payload) -> Payload:
    """Return a report without its counters."""
    return {
        key: value for key, value in report.items() if key not in {"msg", "sequence_id"}
    }
