"""Parts that the timelines of all models share."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from operator import itemgetter
from typing import Any

type Changes = Mapping[str, Any]
type Table = tuple[tuple[float, Changes], ...]

CANCELED = 0x0300_400C
PAUSED_BY_USER = 0x0300_8001
HOMING_FAILED = 0x0300_4000
EXTERNAL_RAN_OUT = 0x0300_8015
EXTERNAL = (255, 0)
BED_THERMISTOR = {"attr": 0x0300_0100, "code": 0x0001_0007}

NOMINAL = 600.0
_BREAK_AT = 300.0
_GIVE_UP_AT = 340.0
_REFILL_AT = 330.0
_GO_ON_AT = 345.0
_LEFT_OVER = 1.2
"""For so long, the layer of the last job stays (recording of a P2S)."""
_LOADING = 4
"""Stage in which an AMS changes the filament."""

TURNS: dict[str, Changes] = {
    "prepare": {
        "gcode_state": "PREPARE",
        "state": 2,
        "print_type": "cloud",
        "mc_print_stage": "1",
        "mc_percent": 0,
        "percent": 0,
        "layer_num": 0,
        "3D.layer_num": 0,
        "total_layer_num": 0,
        "3D.total_layer_num": 0,
        "mc_remaining_time": 0,
        "gcode_file_prepare_percent": "0",
        "prepare_per": 0,
        "print_error": 0,
        "fail_reason": "0",
        "stg_cur": 0,
        "hms": [],
    },
    "begin": {
        "gcode_state": "RUNNING",
        "state": 4,
        "print_type": "cloud",
        "mc_percent": 0,
        "percent": 0,
        "print_error": 0,
        "fail_reason": "0",
        "hms": [],
    },
    "run": {
        "gcode_state": "RUNNING",
        "state": 4,
        "mc_print_stage": "2",
        "mc_stage": 2,
    },
    "print": {"stg_cur": 0},
    "pause": {
        "gcode_state": "PAUSE",
        "state": 5,
        "stg_cur": 16,
        "print_error": PAUSED_BY_USER,
    },
    "resume": {
        "gcode_state": "RUNNING",
        "state": 4,
        "stg_cur": 0,
        "print_error": 0,
        "hms": [],
    },
    "finish": {
        "gcode_state": "FINISH",
        "state": 6,
        "gcode_file_prepare_percent": "100",
        "mc_percent": 100,
        "percent": 100,
        "mc_remaining_time": 0,
        "remain_time": 0,
        "print_error": 0,
    },
    "fail": {
        "gcode_state": "FAILED",
        "state": 7,
        "print_error": HOMING_FAILED,
        "fail_reason": str(HOMING_FAILED),
        "hms": [BED_THERMISTOR],
    },
    "cancel": {
        "gcode_state": "FAILED",
        "state": 7,
        "print_error": CANCELED,
        "fail_reason": str(CANCELED),
        "hms": [],
    },
}
"""Protocol H.4; the numbers 2, 5 and 7 of `state` are assumed there as well.

`begin` is the start of a printer that does not prepare (protocol H.4.6). What falls to
0 with FAILED depends on the model.
"""

OUTCOMES = {"finish": "FINISH", "fail": "FAILED", "cancel": "FAILED"}


_FIRST_HT = 128
"""Units from here on have one slot, and are numbered as they are."""


@dataclass(frozen=True, kw_only=True)
class Timeline:
    """The course of a print.

    Attributes:
        steps: When what changes.
        layers: How many layers there are.
        filament: Unit and slot that the print starts with.
        at_break: Unit and slot in use halfway, if they are others.
        ams_module: Which HMS module the unit is (protocol C.7.1).
        printing: Seconds between the first layer and the end, without a pause.
    """

    steps: Table
    layers: int
    filament: tuple[int, int]
    at_break: tuple[int, int] | None = None
    ams_module: int = 0x07
    printing: float = 490.0

    @property
    def tray(self) -> int:
        """Return the tray that it starts with as one number (protocol D.9)."""
        unit, slot = self.filament
        return unit if unit >= _FIRST_HT else unit * 4 + slot

    def time_of(self, turn: str) -> float:
        """Return the time of the first such turn, infinity if there is none."""
        times = (at for at, changes in self.steps if changes.get("do") == turn)
        return next(times, float("inf"))


def load(tray: int, *, before: int = 255, start: float, seconds: float = 18) -> Table:
    """Return the steps of an AMS that unloads the old filament and loads another."""
    step = seconds / 4
    return (
        (start, {"stg_cur": 4, "ams_status": 0x0102, "ams.tray_tar": str(tray)}),
        (start + step, {"ams_status": 0x0104, "ams.tray_now": "255"}),
        (start + 2 * step, {"ams_status": 0x0106, "ams.tray_pre": str(before)}),
        (start + 3 * step, {"ams_status": 0x0107, "ams.tray_now": str(tray)}),
        (start + seconds, {"ams_status": 0x0300, "loaded": True}),
    )


def fed(slot: int, extruder: int = 0) -> Changes:
    """Return the report of an extruder that is fed from a slot (protocol C.5.5)."""
    info = f"device.extruder.info.{extruder}"
    path = {f"{info}.{place}": slot for place in ("spre", "snow", "star")}
    return {**path, f"{info}.info": 79, "loaded": True}


def _before(timeline: Timeline, end: float) -> Table:
    """Return the changes until a time, without interruptions."""
    return tuple(
        step
        for step in timeline.steps
        if step[0] < end and step[1].get("do") not in {"pause", "resume"}
    )


def without_pause(timeline: Timeline) -> Timeline:
    """Return the same print without a pause."""
    steps = _before(timeline, float("inf"))
    return replace(timeline, steps=steps, printing=520.0)


def at_once(timeline: Timeline) -> Timeline:
    """Return a print without PREPARE, with a layer left over (protocol H.4.6)."""
    begin = timeline.time_of("run") - _LEFT_OVER
    steps = (
        (begin, {"do": "begin"}) if changes.get("do") == "prepare" else (at, changes)
        for at, changes in timeline.steps
    )
    return replace(timeline, steps=tuple(steps))


def ending(timeline: Timeline, turn: str) -> Timeline:
    """Return a print that ends early."""
    end = (_BREAK_AT, {"do": turn})
    return replace(timeline, steps=(*_before(timeline, _BREAK_AT), end))


def runs_out(timeline: Timeline) -> Timeline:
    """Return a print that runs out of filament, and goes on with another spool."""
    after = (step for step in _before(timeline, float("inf")) if step[0] > _GO_ON_AT)
    steps = (
        *_before(timeline, _BREAK_AT),
        (_BREAK_AT, _empty(timeline)),
        (_REFILL_AT, {"refill": timeline.at_break or timeline.filament}),
        (_GO_ON_AT, {"do": "resume"}),
        *after,
    )
    return replace(timeline, steps=steps, printing=520.0 - (_GO_ON_AT - _BREAK_AT))


def runs_out_outside(timeline: Timeline) -> Timeline:
    """Return a print whose external spool runs out (protocol H.4.6)."""
    begin = timeline.time_of("run")
    loaded: Changes = {
        "ams.tray_now": "254",
        "ams.tray_tar": "254",
        "hw_switch_state": 1,
    }
    out = {"stg_cur": 0, "print_error": EXTERNAL_RAN_OUT, "hw_switch_state": 0}
    own = tuple((at, _without_ams(changes)) for at, changes in timeline.steps)
    timeline = runs_out(replace(timeline, filament=EXTERNAL, at_break=None, steps=own))
    replaced: dict[float, Changes] = {
        _BREAK_AT: {"do": "pause", **out},
        _REFILL_AT: {"hw_switch_state": 1},
    }
    steps = [(begin, loaded)]
    steps += [(at, replaced.get(at, changes)) for at, changes in timeline.steps]
    return replace(timeline, steps=tuple(sorted(steps, key=itemgetter(0))))


def _without_ams(changes: Changes) -> Changes:
    """Return changes without those of filament from an AMS."""
    return {
        path: value
        for path, value in changes.items()
        if not path.startswith(("ams", "hw_switch")) and value != _LOADING
    }


def given_up(timeline: Timeline) -> Timeline:
    """Return a print that runs out of filament and is canceled (protocol H.4.3)."""
    steps = (
        *_before(timeline, _BREAK_AT),
        (_BREAK_AT, _empty(timeline)),
        (_GIVE_UP_AT, {"do": "cancel"}),
    )
    return replace(timeline, steps=steps)


def _empty(timeline: Timeline) -> Changes:
    """Return the report of a printer whose filament has run out."""
    unit, slot = timeline.at_break or timeline.filament
    module = timeline.ams_module << 24 | unit << 16
    return {
        "do": "pause",
        "stg_cur": 6,
        "print_error": module | 0x8011,
        "hms": [{"attr": module | 0x2000 | slot << 8, "code": 0x0002_0001}],
        "empty": (unit, slot),
    }
