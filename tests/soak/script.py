"""What a printer shows from the start of a print to its end, step by step."""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from typing import Any

from .flavour import Flavour
from .job import PrintJob

type Changes = dict[str, Any]

LEFT_OVER = 0.25
USER_PAUSE = 0x0300_8001
RUNOUT = 0x0700_8011
ERRORS = (0x0300_8005, 0x0300_8003, 0x0500_C010, 0x0C00_8009)
_FAILURES = (0x0300_800B, 0x0300_8016, 0x0300_4008)
_CALIBRATIONS = (1, 2, 8, 14)


@dataclass(frozen=True, slots=True)
class Step:
    """What the printer shows after so many seconds, and what that is in truth."""

    after: float
    changes: Changes
    marks: tuple[str, ...] = ()


class Script:
    """Writes the steps of one print."""

    def __init__(
        self, job: PrintJob, flavour: Flavour, random: Random, seconds: float
    ) -> None:
        """Schedule a print."""
        self._job = job
        self._flavour = flavour
        self._random = random
        self._seconds = seconds
        self._layers = random.randint(3, 10)
        self._percent = 0
        self._layer = 0

    def steps(self) -> Iterator[Step]:
        """Return all steps until the end."""
        yield from self._begin()
        course, stop = self._job.course, self._random.uniform(0.02, 0.95)
        if course in {"fails", "canceled"} and self._random.random() < 0.1:
            yield from self._end()
            return
        yield from self._calibrate()
        layer_seconds = self._seconds / self._layers
        is_cut = course in {"fails", "canceled", "loses power"}
        breaks = self._breaks()
        for layer in range(1, self._layers + 1):
            if is_cut and layer / self._layers > stop:
                break
            self._percent = min(99, 100 * layer // self._layers)
            self._layer = layer
            yield Step(
                2.0 if layer == 1 else layer_seconds,
                {
                    "stg_cur": 0,
                    "layer_num": layer,
                    "mc_percent": self._percent,
                    "mc_remaining_time": round(
                        layer_seconds * (self._layers - layer) / 60
                    ),
                },
                ("layer",) if layer == 2 else (),
            )
            for what in breaks.get(layer, ()):
                yield from self._interrupt(what)
        yield Step(self._random.uniform(1, layer_seconds), {})
        yield from self._lose_power() if course == "loses power" else self._end()

    def _begin(self) -> Iterator[Step]:
        """Name the print and begin it; printers do that in any order."""
        random, job, flavour = self._random, self._job, self._flavour
        identity = self._identity()
        ids = {key: identity.pop(key) for key in ("task_id", "subtask_id")}
        reset: Changes = {
            "mc_percent": 0,
            "layer_num": 0,
            "total_layer_num": self._layers,
            "mc_remaining_time": round(self._seconds / 60),
            "print_error": 0,
            "fail_reason": "0",
            "hms": [],
        }
        if flavour.start_time:
            reset["gcode_start_time"] = "now"
        how = random.choice(("together",) * 4 + ("early", "ids later", "late"))
        kind = {"print_type": job.source}
        state = {"gcode_state": random.choice(("PREPARE", "PREPARE", "RUNNING"))}
        if job.source == "cloud" and random.random() < 0.3:
            state = {"gcode_state": "SLICING"}
        left_over = random.random() < LEFT_OVER
        first = kind | state | ({} if left_over else reset)
        if left_over:
            first |= {"print_error": 0, "fail_reason": "0"}
        if how == "early":
            yield Step(random.uniform(0, 5), identity | ids, ("named",))
            yield Step(random.uniform(2, 200), first, ("start",))
        elif how == "ids later":
            yield Step(0, first | identity, ("start",))
            yield Step(random.uniform(0.5, 10), ids)
        elif how == "late":
            yield Step(0, first, ("start",))
            yield Step(random.uniform(0.5, 40), identity | ids)
        else:
            yield Step(0, first | identity | ids, ("start",))
        if left_over:
            yield Step(random.uniform(0.5, 20), reset)
        if len(job.titles) > 1:
            yield Step(random.uniform(5, 30), {"subtask_name": job.titles[1]})
        yield Step(random.uniform(1, 60), {"gcode_state": "RUNNING", "stg_cur": 0})

    def _identity(self) -> Changes:
        """Return name and ids."""
        job = self._job
        identity: Changes = {
            "subtask_name": job.titles[0],
            "gcode_file": f"{job.titles[0]}.gcode",
        }
        return identity | {"task_id": job.ids[0], "subtask_id": job.ids[1]}

    def _calibrate(self) -> Iterator[Step]:
        """Calibrate before the first layer; on some printers the layers tick."""
        for tick in range(self._random.randint(0, 3)):
            changes: Changes = {"stg_cur": self._random.choice(_CALIBRATIONS)}
            if self._flavour.ticks:
                changes["layer_num"] = tick + 1
            yield Step(self._random.uniform(5, 40), changes)
        if self._flavour.ticks:
            yield Step(self._random.uniform(2, 10), {"layer_num": 0, "stg_cur": 0})

    def _breaks(self) -> dict[int, list[str]]:
        """Return what happens after which layer."""
        breaks: dict[int, list[str]] = {}
        if self._job.course == "runs out":
            breaks.setdefault(self._some_layer(), []).append("runout")
        for what in ("pause", "error", "warning"):
            if self._random.random() < 0.12:
                breaks.setdefault(self._some_layer(), []).append(what)
        return breaks

    def _some_layer(self) -> int:
        """Return a layer."""
        return self._random.randint(1, self._layers)

    def _interrupt(self, what: str) -> Iterator[Step]:
        """Pause, and go on."""
        random = self._random
        lasts = random.choice((3.0, 15.0, 60.0, 400.0))
        if what == "warning":
            code = ERRORS[2]
            yield Step(1, {"print_error": code}, (f"error {code}",))
            yield Step(lasts, {"print_error": 0}, ("clear",))
            return
        code = {"pause": USER_PAUSE, "runout": RUNOUT}.get(what) or random.choice(
            ERRORS[:2]
        )
        stage = {"pause": 16, "runout": 6}.get(what, 17)
        paused = {"gcode_state": "PAUSE", "stg_cur": stage}
        marks = ("pause",) if what != "runout" else ("pause", "runout")
        raised = () if what == "pause" else (f"error {code}",)
        if what == "pause" and random.random() < 0.5:
            yield Step(3, paused, marks)
        elif random.random() < 0.5 and what != "runout":
            yield Step(3, paused, marks)
            yield Step(1, {"print_error": code}, raised)
        else:
            yield Step(3, paused | {"print_error": code}, marks + raised)
        going = {"gcode_state": "RUNNING", "stg_cur": 0}
        cleared = ("clear",) if raised else ()
        if random.random() < 0.5:
            yield Step(lasts, going | {"print_error": 0}, ("resume", *cleared))
        else:
            yield Step(lasts, {"print_error": 0}, cleared)
            yield Step(1, going, ("resume",))

    def _end(self) -> Iterator[Step]:
        """Finish, fail or cancel."""
        course, random = self._job.course, self._random
        if course == "canceled":
            yield from self._cancel()
        elif course == "fails":
            code = random.choice(_FAILURES)
            change = self._failed() | {"fail_reason": str(code)}
            if random.random() < 0.7:
                shown = {"print_error": code}
                yield Step(1, change | shown, ("end failed", f"error {code}"))
                lasts = random.uniform(8, 60)
                yield Step(lasts, {"print_error": 0}, ("clear",))
            else:
                yield Step(1, change, ("end failed",))
        else:
            yield Step(1, {"mc_percent": 100, "mc_remaining_time": 0})
            over = {"gcode_state": "FINISH", "layer_num": self._layers, "stg_cur": 255}
            yield Step(random.uniform(0.2, 20), over, ("end finished",))

    def _failed(self) -> Changes:
        """Return what a printer shows with FAILED."""
        failed: Changes = {"gcode_state": "FAILED", "stg_cur": 255}
        return failed | ({"mc_percent": 0} if self._flavour.resets_percent else {})

    def _cancel(self) -> Iterator[Step]:
        """Cancel: the code comes before, with or after the state."""
        random, flavour = self._random, self._flavour
        field, style = flavour.cancel_field, flavour.cancel_style
        value: Any = flavour.cancel_code
        none: Any = 0
        if field == "fail_reason":
            value, none = str(value), "0"
        code, gone = {field: value}, {field: none}
        if style == "before":
            yield Step(1, code)
            holds = field == "fail_reason" or random.random() < 0.5
            left = {} if holds else gone
            before = random.uniform(0.2, 5)
            yield Step(before, self._failed() | left, ("end canceled",))
            code = code if holds else {}
        elif style == "with":
            yield Step(1, self._failed() | code, ("end canceled",))
        else:
            yield Step(1, self._failed() | gone, ("end canceled",))
            yield Step(random.uniform(0.2, 8), code)
        if code and field == "print_error":
            yield Step(random.uniform(3, 10), gone)

    def _lose_power(self) -> Iterator[Step]:
        """Lose power, boot, and go on or not."""
        random, boots_as = self._random, self._flavour.boots_as
        # What has printed nothing yet cannot be resumed.
        goes_on = random.random() < 0.6 and self._layer > 0
        is_end = not goes_on and boots_as != "PAUSE"
        yield Step(0, {}, ("power off", "end failed") if is_end else ("power off",))
        shortest = 150.0 if boots_as == "FAILED" else 40.0
        away = random.choice((shortest, 200.0, 1200.0, 7200.0))
        shown: Changes = {"gcode_state": boots_as, "stg_cur": 255, "print_error": 0}
        if boots_as == "PAUSE":
            shown["stg_cur"] = 0
        elif self._flavour.resets_percent:
            shown |= {"mc_percent": 0, "layer_num": 0}
        marks: tuple[str, ...] = ("boot", "pause") if boots_as == "PAUSE" else ("boot",)
        yield Step(away, shown, marks)
        if is_end:
            return
        yield Step(random.uniform(60, 2400), {})
        if not goes_on:
            yield from self._cancel()
            return
        going = {
            "gcode_state": "RUNNING",
            "stg_cur": 0,
            "mc_percent": self._percent,
            "layer_num": self._layer,
        }
        mark = "resume" if boots_as == "PAUSE" else "go on"
        yield Step(1, going, (mark,))
        for layer in range(self._layer + 1, self._layers + 1):
            percent = min(99, 100 * layer // self._layers)
            layered = {"layer_num": layer, "mc_percent": percent}
            marks = ("layer",) if layer == 2 else ()
            yield Step(self._seconds / self._layers, layered, marks)
        yield Step(1, {"mc_percent": 100, "mc_remaining_time": 0})
        yield Step(5, {"gcode_state": "FINISH", "stg_cur": 255}, ("end finished",))
