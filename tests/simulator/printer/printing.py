"""A printer's jobs, and the fields that report them."""

import math
from typing import TYPE_CHECKING, Any

from tests.simulator.timelines import Changes, at_once, timeline
from tests.simulator.timelines.turns import CANCELED, OUTCOMES, TURNS

from .job import Job
from .spools import Spool
from .state import Payload, put, set_attribute
from .timeline_player import TimelinePlayer

if TYPE_CHECKING:
    from .printer import SimulatedPrinter

_ERROR_SHOWN = 8.0
_HOMED = 0b111
_SPOOL_PERCENT = 20


class Printing:
    """Execute the jobs of a printer."""

    def __init__(self, printer: SimulatedPrinter) -> None:
        """Start without a job."""
        self._printer = printer
        self.player: TimelinePlayer | None = None
        self._spool_used = 0

    def start(self, job: Job, name: str = "print_ok") -> Payload:
        """Start a job; return the acknowledgement (protocol H.4.1)."""
        model, cloud = self._printer.model, bool(job.task_id)
        course = timeline(model.profile, name)
        if model.starts_at_once and not cloud:
            course = at_once(course)
        self.player = TimelinePlayer(course, job.seconds)
        self._printer.job = job
        self._spool_used = 0
        ids = {
            "project_id": job.project_id if cloud else "0",
            "profile_id": job.profile_id if cloud else "0",
            "task_id": str(job.task_id),
            "subtask_id": job.subtask_id,
            "subtask_name": job.title,
        }
        file = model.plate_file.format(title=job.title)
        self._apply(
            ids
            | {
                "job_id": str(job.task_id - 1000) if cloud else "0",
                "model_id": job.model_id if cloud else "",
                "gcode_file": file,
                "file": file,
            }
        )
        return {
            "print": {
                "command": "project_file",
                "sequence_id": "20010",
                "result": "success",
                "reason": "",
                "param": "Metadata/plate_1.gcode",
                "url": f"https://127.0.0.1/{job.title}.3mf",
                "md5": "",
                "use_ams": True,
                "ams_mapping": [course.tray],
            }
            | ids
        }

    def step(self, seconds: float) -> list[Payload]:
        """Let time pass; return a report for each change."""
        if self.player is None:
            return []
        reports = []
        for changes in self.player.play(seconds):
            self._apply(changes)
            reports.append(self._printer.push())
        self.show()
        return reports

    def pause(self) -> None:
        """Pause until `resume`."""
        if self.player is not None:
            self.player.held = True
            self._apply({"do": "pause"})

    def resume(self) -> None:
        """Resume a print that a person or the timeline paused."""
        if self.player is None:
            return
        if not self.player.held:
            self.player.skip_to("resume")
        self.player.held = False
        self._apply({"do": "resume"})

    def end(self, turn: str) -> None:
        """Finish, fail or cancel at once."""
        if self.player is not None:
            self._apply({"do": turn})

    def abandon(self) -> None:
        """Drop the job, as a printer without power does."""
        job = self._printer.job
        if self.player is None or job is None:
            return
        self.player = None
        job.outcome = "FAILED"
        self._printer.physics.cool_down()
        self._apply({"gcode_state": "IDLE", "state": 0, "print_error": 0, "hms": []})
        self._idle()

    def _apply(self, changes: Changes) -> None:
        """Apply the changes of one step to fields that the model has."""
        printer = self._printer
        if turn := changes.get("do"):
            self._turn(turn)
        for path, value in changes.items():
            match path:
                case "do":
                    pass
                case "homed":
                    printer.state["home_flag"] |= _HOMED
                case "door" | "loaded":
                    printer.set_sensor(path, on=value)
                case "empty":
                    printer.ams.remove_spool(*value)
                case "refill":
                    unit, slot = value
                    printer.ams.insert(unit, slot, Spool.of(1))
                case _ if path.startswith("physics."):
                    set_attribute(printer.physics, path.removeprefix("physics."), value)
                case _:
                    self._put(path, value)
        if any(path.startswith("ams.") for path in changes):
            printer.ams.changed()
        self.show()

    def _put(self, path: str, value: Any) -> bool:
        """Write a value if the model has its place; return whether it has."""
        if path == "hms":
            self._printer.health.replace(value)
            return True
        return put(self._printer.state, path, value)

    def _turn(self, turn: str) -> None:
        """Execute a turn of a print."""
        for path, value in TURNS[turn].items():
            placed = self._put(path, value)
            if not placed and path in self._printer.model.late_fields:
                self._printer.state[path] = value
        job = self._printer.job
        if turn in {"prepare", "begin"} and job is not None and not job.task_id:
            self._printer.state["print_type"] = "local"
        if turn in {"begin", "run"} and self.player is not None:
            for path in ("total_layer_num", "3D.total_layer_num"):
                put(self._printer.state, path, self.player.timeline.layers)
            put(self._printer.state, "prepare_per", 100)
        if turn in OUTCOMES:
            self._end(turn)

    def _end(self, turn: str) -> None:
        """Cool down, unload the filament and report the outcome."""
        printer = self._printer
        if turn == "finish" and self.player is not None:
            for path in ("layer_num", "total_layer_num"):
                for place in (path, f"3D.{path}"):
                    put(printer.state, place, self.player.timeline.layers)
            if (shown := printer.model.total_shown) is not None:
                printer.later(shown, self._forget_total)
        self.player = None
        if printer.job is not None:
            printer.job.outcome = OUTCOMES[turn]
            printer.job.progress = printer.state["mc_percent"]
        if turn != "finish":
            for path in printer.model.reset_on_failure:
                put(printer.state, path, 0)
        printer.physics.cool_down()
        self._idle()
        printer.health.end_job()
        if turn == "cancel" and printer.model.cancel_after:
            # Nothing says why yet (protocol H.4.6).
            printer.state |= {"print_error": 0, "fail_reason": "0"}
            printer.later(printer.model.cancel_after, self._explain_cancel)
        elif turn == "cancel":
            self._show_cancel()

    def _idle(self) -> None:
        """Report an idle printer."""
        printer = self._printer
        idle: dict[str, Any] = {
            "stg_cur": printer.model.idle_stage,
            "mc_print_stage": "1",
            "mc_stage": 1,
            "ams_status": 0,
            "device.airduct.modeCur": 0,
            "device.extruder.state": printer.model.nozzles,
        }
        if printer.model.idle_type is not None:
            idle["print_type"] = printer.model.idle_type
        if not printer.model.retains_stages:
            idle["stg"] = []
        printer.physics.active = 0
        if not printer.model.leaves_filament_loaded:
            idle |= {"ams.tray_now": "255", "ams.tray_tar": "255"}
            printer.show_filament(loaded=False)
            for extruder, none in enumerate((0xFFFF, 0xFEFF)):
                for place in ("snow", "spre", "star"):
                    idle[f"device.extruder.info.{extruder}.{place}"] = none
                idle[f"device.extruder.info.{extruder}.info"] = 8
                idle[f"device.extruder.info.{extruder}.stat"] = 0
        for path, value in idle.items():
            put(printer.state, path, value)

    def _explain_cancel(self) -> list[Payload]:
        """Report that the job that failed was canceled."""
        if self._printer.gcode_state != "FAILED":
            return []
        self._show_cancel()
        return [self._printer.push()]

    def _show_cancel(self) -> None:
        """Show for some seconds that the job was canceled."""
        printer = self._printer
        put(printer.state, "print_error", CANCELED)
        put(printer.state, "mc_print_error_code", str(CANCELED & 0xFFFF))
        if message := printer.model.cancel_message:
            printer.health.add(message)
        printer.later(_ERROR_SHOWN, self._clear_error)

    def _forget_total(self) -> list[Payload]:
        """Forget how many layers the last job had."""
        if self._printer.gcode_state == "FINISH":
            self._printer.state["total_layer_num"] = 0
        return []

    def _clear_error(self) -> list[Payload]:
        """Clear the error of a cancellation; `fail_reason` stays."""
        state = self._printer.state
        if state["print_error"] != CANCELED:
            return []
        state["print_error"] = 0
        put(state, "mc_print_error_code", "0")
        if echo := self._printer.model.cancel_message:
            self._printer.health.remove(echo)
        if self._printer.model.idle_type:
            state["stg_cur"] = 0
        return [self._printer.push()]

    def show(self) -> None:
        """Write progress, layer and remaining time into the report."""
        player, state = self.player, self._printer.state
        if player is None:
            return
        shown: dict[str, Any] = {}
        if state["gcode_state"] == "PREPARE":
            # The small firmwares stop short (protocol C.1).
            most = 99 if self._printer.model.fine else 100
            percent = min(most, player.preparation)
            shown = {
                "gcode_file_prepare_percent": str(percent),
                "prepare_per": percent,
            }
        elif state["gcode_state"] in {"RUNNING", "PAUSE"} and player.running:
            shown = self._progress(player)
        for path, value in shown.items():
            put(state, path, value)
        if self._printer.job is not None:
            self._printer.job.progress = state["mc_percent"]

    def start_from_lan(self, title: str) -> Payload:
        """Start a job that a client sent (protocol D.9)."""
        return self.start(Job(task_id=0, title=title), "print_uninterrupted")

    def _progress(self, player: TimelinePlayer) -> dict[str, Any]:
        """Return how far the print is."""
        done = player.progress
        percent = min(99, math.floor(done * 100))
        layer = 0
        if player.printing:
            layer = 1 + math.floor(done * (player.timeline.layers - 1))
        if percent // _SPOOL_PERCENT > self._spool_used:
            self._spool_used += 1
            spool = self._printer.ams.slot(*player.timeline.filament).spool
            if spool is not None:
                spool.use()
        minutes = math.ceil(player.remaining_seconds / 60)
        return {
            "mc_percent": percent,
            "percent": percent,
            "layer_num": layer,
            "3D.layer_num": layer,
            "mc_remaining_time": minutes,
            "remain_time": minutes,
        }
