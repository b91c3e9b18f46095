"""Measure what merging a report costs, beside decoding the same bytes.

A full report is measured twice: as the first one, which is read whole, and as one of
those that an X1 or an H2 repeats, in which a few temperatures have changed. No object
of a report is ever the one of the report before, just as when it comes off the wire.
"""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from itertools import cycle
import json
import os
from pathlib import Path
from typing import Any

import orjson

from custom_components.bambu_cloud.model import PrinterState, Report, fold

from .table import multiple, row, say
from .timing import Work, medians

_PROFILES = Path(__file__).parents[1] / "simulator" / "profiles"
_NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)

FULL_TARGET = 8.0
"""Folding a full report, as a multiple of decoding it."""
DELTA_TARGET = 25 / 40
"""Folding a small delta, as a multiple of decoding a report of 15 kB."""
_REFERENCE_SIZE = 15_000
_WIDTHS = (16, 8, 9, 14, 17)

_AT_WORK = {"gcode_state": "RUNNING", "mc_remaining_time": 84}
_DELTAS: Mapping[str, Mapping[str, Any]] = {
    "P1 temperatures": {"nozzle_temper": 219.6875, "bed_temper": 54.96875},
    "P1 progress": {"layer_num": 12, "mc_percent": 7, "mc_remaining_time": 83},
    "P1 Wi-Fi": {"wifi_signal": "-64dBm"},
    "H2D nozzle": {
        "device": {"extruder": {"info": [{"id": 0, "temp": 245 << 16 | 244}]}}
    },
}


def recordings() -> dict[str, dict[str, Any]]:
    """Return recorded printers by name, or those of the simulator."""
    folder = Path(os.environ.get("BAMBU_CAPTURES", _PROFILES))
    return {
        path.stem: json.loads(path.read_text())
        for path in sorted(folder.glob("*.json"))
    }


def measure_folding() -> None:
    """Print what full reports and deltas cost."""
    say("Folding, in µs; * is not reached", "")
    say(row(("full report", "kB", "decode", "first", "repeated"), _WIDTHS))
    printers = recordings()
    decode_per_byte = 0.0
    for name, recording in printers.items():
        encoded = orjson.dumps(recording["full"])
        cost = medians(_full_works(recording))
        decode_per_byte = max(decode_per_byte, cost["decode"] / len(encoded))
        cells = [
            multiple(cost[kind], cost["decode"], FULL_TARGET)
            for kind in ("first", "repeated")
        ]
        size = f"{len(encoded) / 1000:.1f}"
        say(row((name, size, f"{cost['decode']:.1f}", *cells), _WIDTHS))
    say(f"to reach: {FULL_TARGET:g}x", "")
    _measure_deltas(printers)


def _measure_deltas(printers: Mapping[str, dict[str, Any]]) -> None:
    """Print what deltas cost."""
    _, largest = max(
        printers.items(), key=lambda item: len(orjson.dumps(item[1]["full"]))
    )
    encoded = orjson.dumps(largest["full"])
    works: dict[str, Work] = {"decode": lambda: orjson.loads(encoded)}
    for name, changes in _DELTAS.items():
        kind = name.split()[0].lower()
        recording = next(
            (content for key, content in printers.items() if key.startswith(kind)),
            largest,
        )
        works[name] = _folding(_after_recording(recording, _AT_WORK), [_delta(changes)])
    cost = medians(works)
    reference = cost.pop("decode") / len(encoded) * _REFERENCE_SIZE
    say(f"delta, beside {reference:.1f} for decoding 15 kB")
    for name, each in cost.items():
        say(f"{name:18}{multiple(each, reference, DELTA_TARGET):>16}")
    say(f"to reach: {DELTA_TARGET:g}x")


def _delta(changes: Mapping[str, Any]) -> dict[str, Any]:
    """Return a delta with these changes and what accompanies each."""
    header = {"command": "push_status", "msg": 1, "sequence_id": "1"}
    return {"print": {**header, **changes}}


def _after_recording(
    recording: Mapping[str, Any], changes: Mapping[str, Any]
) -> PrinterState:
    """Return a printer in the state of its recording and these changes."""
    state = PrinterState(serial="")
    for message in (recording["version"], recording["full"], _delta(changes)):
        state = fold(state, _report(message))
    return state


def _report(payload: Mapping[str, Any]) -> Report:
    """Return a report that has just arrived."""
    return Report(serial="", payload=payload, received_at=_NOW)


def _full_works(recording: Mapping[str, Any]) -> dict[str, Work]:
    """Return the work on a full report."""
    encoded = orjson.dumps(recording["full"])
    new = fold(PrinterState(serial=""), _report(recording["version"]))
    first = _report(orjson.loads(encoded))
    return {
        "decode": lambda: orjson.loads(encoded),
        "first": lambda: fold(new, first),
        "repeated": _folding(
            _after_recording(recording, _AT_WORK), list(_warming(encoded))
        ),
    }


def _warming(encoded: bytes) -> Iterator[dict[str, Any]]:
    """Return full reports that differ in a few temperatures."""
    for degrees in (215, 216):
        payload: dict[str, Any] = orjson.loads(encoded)
        message = payload["print"]
        message["nozzle_temper"] = message["bed_temper"] = degrees
        message["sequence_id"] = str(degrees)
        if "extruder" in message.get("device", {}):
            message["device"]["extruder"]["info"][0]["temp"] = degrees
        yield payload


def _folding(state: PrinterState, payloads: list[dict[str, Any]]) -> Work:
    """Return the work of merging these reports into a printer, in a loop."""
    reports = cycle(map(_report, payloads))

    def work() -> None:
        """Merge the next report."""
        nonlocal state
        state = fold(state, next(reports))

    return work
