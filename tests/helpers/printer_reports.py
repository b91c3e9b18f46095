"""Make printers and the reports they send."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from custom_components.bambu_cloud.model import PrinterState, Report, fold, identify

SERIAL = "SN0000000000001"
NOON = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


def printer(key: str = "") -> PrinterState:
    """Return a printer of this model that has not said anything yet."""
    return PrinterState(serial=SERIAL, model=identify(code=key))


def full(**fields: Any) -> dict[str, Any]:
    """Return a full report."""
    return {"print": {"command": "push_status", "msg": 0, **fields}}


def delta(**fields: Any) -> dict[str, Any]:
    """Return a partial report."""
    return {"print": {"command": "push_status", "msg": 1, **fields}}


def after(
    state: PrinterState,
    *payloads: Mapping[str, Any],
    at: datetime = NOON,
    every: timedelta = timedelta(0),
) -> PrinterState:
    """Return the printer after these messages."""
    for number, payload in enumerate(payloads):
        received_at = at + number * every
        report = Report(
            serial=SERIAL,
            payload=payload,
            received_at=received_at,
            size=len(str(payload)),
        )
        state = fold(state, report)
    return state
