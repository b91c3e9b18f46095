"""Fold what a printer reports into what is known of it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from .merge import merge
from .noun import Reading, arrived
from .printer import NOUNS, PLANS, PrinterState, reread
from .values import as_object, integer


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One message of a printer."""

    serial: str
    payload: Mapping[str, Any]
    """The decoded JSON object with its root: "print", "info", "event" …"""
    received_at: datetime
    """Aware, UTC; the only notion of time that the model has."""


def fold(state: PrinterState, report: Report) -> PrinterState:
    """Return the printer after a report. Never raises; shares what did not change."""
    payload = as_object(report.payload)
    updates: dict[str, Any] = {}
    message = as_object(payload.get("print"))
    if message.get("command", "push_status") == "push_status" and message:
        full = integer(message.get("msg")) == 0
        raw = message if full else merge(state.raw, message)
        names = NOUNS if full else touched(message)
        reading = Reading(
            raw=raw,
            version=state.version,
            model=state.model,
            received_at=report.received_at,
        )
        updates |= reread(state, names, reading)
        updates |= {"raw": raw, "complete": state.complete or full}
    updates["presence"] = replace(
        state.presence, reported=True, last_heard=report.received_at
    )
    return replace(state, **updates)


def touched(delta: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the names of the nouns that a delta may change."""
    brought = arrived(delta)
    return tuple(
        name for name, plan in PLANS.items() if not brought.isdisjoint(plan.keys)
    )


def changed(before: PrinterState, after: PrinterState) -> frozenset[str]:
    """Return the names of the nouns that differ."""
    return frozenset(
        name for name in NOUNS if getattr(before, name) != getattr(after, name)
    )


def with_link_lost(state: PrinterState) -> PrinterState:
    """Return the printer after our link to the cloud broke: it may be there or not."""
    return replace(state, presence=replace(state.presence, reported=None))
