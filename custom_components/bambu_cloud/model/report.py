"""Fold what a printer reports into its state.

A report is merged into the raw object first, then only the sections that it touched are
read again. All other sections stay the same objects, so that a comparison is cheap.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from .acks import acknowledged
from .catalog import UNKNOWN_MODEL, identify, identify_modules
from .merge import merge, size
from .modules import read_modules
from .printer import (
    SECTIONS,
    SECTIONS_BY_KEY,
    PrinterState,
    as_model,
    reread,
)
from .section import ReadContext, arrived, replaced
from .sections.control import has_refused
from .sections.presence import Presence
from .values import as_object, integer

_MARKS_OF_FULL = frozenset({"ams", "gcode_state", "hms", "nozzle_temper"})
_MAX_SIZE = 1_000_000
_SILENCE = timedelta(minutes=2)
"""Printers report at least every minute, so more is a gap."""
"""Of all that a printer has reported; the largest full report seen has some 40,000."""
_OF_VERSION = ("firmware", "ams", "door", "control")


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One message of a printer."""

    serial: str = field(repr=False)
    payload: Mapping[str, Any]
    """The decoded JSON object with its root: "print", "info", "event" …"""
    received_at: datetime
    """Aware, UTC; the only clock of the model."""
    size: int = 0
    """Bytes of the message; without them, no growth of the state is noticed."""


def fold(state: PrinterState, report: Report) -> PrinterState:
    """Return the printer after a report; nothing in it raises."""
    payload = as_object(report.payload)
    state = _with_version(state, payload)
    updates: dict[str, Any] = {}
    full = False
    if message := _state_message(payload):
        full = is_full(message)
        updates = _updates(state, report, message, full=full)
    elif implied := acknowledged(state.raw, payload):
        updates = _updates(state, report, implied, full=False)
    elif has_refused(payload):
        updates = {"control": state.control.after_refusal()}
    presence = _presence_after(state.presence, payload, report.received_at, full=full)
    return state.updated(presence=presence, **updates)


def is_full(message: Mapping[str, Any]) -> bool:
    """Return whether a `print` object is a full report (protocol B.5)."""
    kind = integer(message.get("msg"))
    return kind == 0 or (kind != 1 and message.keys() >= _MARKS_OF_FULL)


def touched(keys: Iterable[str]) -> set[str]:
    """Return the names of the sections that are read from any of these keys."""
    return {
        name for key in keys if key in SECTIONS_BY_KEY for name in SECTIONS_BY_KEY[key]
    }


def changed(before: PrinterState, after: PrinterState) -> frozenset[str]:
    """Return the names of the sections that differ."""
    old, new = vars(before), vars(after)
    return frozenset(
        [
            name
            for name in SECTIONS
            if old[name] is not new[name] and old[name] != new[name]
        ]
    )


def with_link_lost(state: PrinterState) -> PrinterState:
    """Return the printer after the link broke: it is as it was until the next poll."""
    presence = state.presence.updated(reported=None, listed=state.presence.online)
    return state.updated(presence=presence)


def _state_message(payload: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the `print` object if it is a report, {} for an acknowledgment.

    Its word `fun` may stand beside it (protocol C.4.2).
    """
    message = as_object(payload.get("print"))
    command = message.get("command")
    if not (command is None or command == "push_status"):
        return {}
    if message and "fun" in payload and "fun" not in message:
        return {**message, "fun": payload["fun"]}
    return message


def _updates(
    state: PrinterState, report: Report, message: Mapping[str, Any], *, full: bool
) -> dict[str, Any]:
    """Return the fields that a full report or a delta changes.

    A full report is a delta, too, after reports without a gap: only what differs is
    read. A report is dropped if all that was reported would become far too large.
    """
    witnessed = state.presence.reported is True
    raw_size = report.size
    if not full:
        raw: Mapping[str, Any] = merge(state.raw, message)
        names: Iterable[str] = touched(arrived(message))
        raw_size += state.raw_size
        if raw_size > _MAX_SIZE:  # too high, where values were replaced
            raw_size = size(raw)
    else:
        raw = message
        is_delta = witnessed and state.complete
        names = touched(replaced(state.raw, message)) if is_delta else SECTIONS
    if raw_size > _MAX_SIZE:
        return {}
    context = ReadContext(
        raw=raw,
        model=state.model,
        modules=state.firmware.modules,
        listed_codes=state.listed_codes,
        received_at=report.received_at,
        witnessed=witnessed,
        raw_before=state.raw,
    )
    return {
        "raw": raw,
        "raw_size": raw_size,
        "complete": state.complete or full,
        **reread(state, names, context),
    }


def _with_version(state: PrinterState, payload: Mapping[str, Any]) -> PrinterState:
    """Return the printer after a reply to `get_version`, unless that is blank."""
    info = as_object(payload.get("info"))
    if info.get("command") != "get_version" or not (modules := read_modules(info)):
        return state
    if state.model is UNKNOWN_MODEL:
        model = identify_modules(modules) or identify(serial=state.serial)
        state = as_model(state, model)
    context = ReadContext(raw=state.raw, model=state.model, modules=modules)
    return replace(state, version=info, **reread(state, _OF_VERSION, context))


def _presence_after(
    presence: Presence, payload: Mapping[str, Any], received_at: datetime, *, full: bool
) -> Presence:
    """Return the presence after a message; any but the broker's farewell is online."""
    if as_object(payload.get("event")).get("event") == "client.disconnected":
        return replace(presence, reported=False)
    last_seen = presence.last_seen
    is_steady = last_seen and timedelta() <= received_at - last_seen <= _SILENCE
    return Presence(
        reported=True,
        listed=presence.listed,
        steady_since=presence.steady_since if is_steady else received_at,
        last_seen=received_at,
        last_full=received_at if full else presence.last_full,
    )
