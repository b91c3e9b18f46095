"""Fold what a printer reports into what is known of it.

A report is merged into the raw object first, then only the sections that it touched are
read again. All other sections stay the same objects, so that a comparison is cheap.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from .acks import acknowledged
from .catalog import UNKNOWN_MODEL, identify, identify_modules
from .merge import merge
from .modules import read_modules
from .printer import READERS, SECTIONS, PrinterState, as_model, reread, sections_of
from .section import ReadContext, arrived, replaced
from .sections.control import has_refused
from .sections.presence import Presence
from .values import as_object, integer

_MARKS_OF_FULL = frozenset({"ams", "gcode_state", "hms", "nozzle_temper"})
_OF_VERSION = ("firmware", "ams", "door", "control")


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One message of a printer."""

    serial: str = field(repr=False)
    payload: Mapping[str, Any]
    """The decoded JSON object with its root: "print", "info", "event" …"""
    received_at: datetime
    """Aware, UTC; the only notion of time that the model has."""


def fold(state: PrinterState, report: Report) -> PrinterState:
    """Return the printer after a report; whatever it contains, nothing raises."""
    payload = as_object(report.payload)
    state = _with_version(state, payload)
    updates: dict[str, Any] = {}
    if message := _state_message(payload):
        updates = _updates(state, report, message, full=is_full(message))
    elif implied := acknowledged(state.raw, payload):
        updates = _updates(state, report, implied, full=False)
    elif has_refused(payload):
        updates = {"control": state.control.after_refusal()}
    presence = _heard(state.presence, payload, report.received_at)
    return state.updated(presence=presence, **updates)


def is_full(message: Mapping[str, Any]) -> bool:
    """Tell whether a `print` object is a full report (protocol B.5)."""
    kind = integer(message.get("msg"))
    return kind == 0 or (kind != 1 and message.keys() >= _MARKS_OF_FULL)


def touched(keys: Iterable[str]) -> set[str]:
    """Return the names of the sections that are read from any of these keys."""
    return {name for key in keys if key in READERS for name in READERS[key]}


def changed(before: PrinterState, after: PrinterState) -> frozenset[str]:
    """Return the names of the sections that differ."""
    pairs = zip(SECTIONS, sections_of(before), sections_of(after), strict=True)
    return frozenset(
        [name for name, old, new in pairs if old is not new and old != new]
    )


def with_link_lost(state: PrinterState) -> PrinterState:
    """Return the printer after our link to the cloud broke: it may be there or not."""
    return replace(state, presence=replace(state.presence, reported=None))


def _state_message(payload: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the `print` object if it is state; acknowledgements are not."""
    message = as_object(payload.get("print"))
    command = message.get("command")
    return message if command is None or command == "push_status" else {}


def _updates(
    state: PrinterState, report: Report, message: Mapping[str, Any], *, full: bool
) -> dict[str, Any]:
    """Return what a full report or a delta changes.

    A full report is a delta, too, for a printer that was heard all the time: only what
    it says differently is read.
    """
    witnessed = state.presence.reported is True
    if not full:
        raw: Mapping[str, Any] = merge(state.raw, message)
        names: Iterable[str] = touched(arrived(message))
    else:
        raw = message
        known = witnessed and state.complete
        names = touched(replaced(state.raw, message)) if known else SECTIONS
    context = ReadContext(
        raw=raw,
        model=state.model,
        modules=state.firmware.modules,
        received_at=report.received_at,
        witnessed=witnessed,
        raw_before=state.raw,
    )
    return {
        "raw": raw,
        "complete": state.complete or full,
        **reread(state, names, context),
    }


def _with_version(state: PrinterState, payload: Mapping[str, Any]) -> PrinterState:
    """Return the printer after an answer to `get_version`, unless that is blank."""
    info = as_object(payload.get("info"))
    if info.get("command") != "get_version" or not (modules := read_modules(info)):
        return state
    if state.model is UNKNOWN_MODEL:
        model = identify_modules(modules) or identify(serial=state.serial)
        state = as_model(state, model)
    context = ReadContext(raw=state.raw, model=state.model, modules=modules)
    return replace(state, version=info, **reread(state, _OF_VERSION, context))


def _heard(
    presence: Presence, payload: Mapping[str, Any], received_at: datetime
) -> Presence:
    """Return the presence after a message: only the broker's farewell denies it."""
    if as_object(payload.get("event")).get("event") == "client.disconnected":
        return replace(presence, reported=False)
    return Presence(reported=True, listed=presence.listed, last_seen=received_at)
