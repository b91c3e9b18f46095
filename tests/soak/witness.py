"""See in the raw messages that were delivered what can be noticed of each print.

Has nothing of the product: reads `gcode_state` and a few more fields by itself. After
each connect the first full report counts; before it, deltas add to what may be old.
"""

from collections.abc import Callable
from itertools import takewhile
from typing import Any

from .flavour import CANCELS
from .job import PrintJob
from .script import RUNOUT
from .wire import Packet

_ACTIVE = frozenset({"SLICING", "PREPARE", "RUNNING", "PAUSE"})
_OVER = frozenset({"FINISH", "FAILED"})
_GAP = 110.0


class Witness:
    """Notes what was delivered, whatever is made of it.

    Attributes:
        whole_since: Since when nothing was wrong on the way, None while it is.
        breaks: When something went wrong.
        log: Each message that was delivered, in short.
    """

    def __init__(self, is_clean: Callable[[], bool]) -> None:
        """Begin without a view of the printer."""
        self.whole_since: float | None = None
        self.breaks: list[float] = []
        self.log: list[tuple[float, float, str]] = []
        self.is_primed = False
        self._is_clean = is_clean
        self._view: dict[str, Any] | None = None
        self._last_at = float("-inf")
        self._has_gap = False
        self._shown: dict[str, Any] = {}
        self._shown_job: PrintJob | None = None

    def lose_view(self) -> None:
        """Begin anew with the next full report."""
        self._view = None

    def forget(self) -> None:
        """Begin as if the printer had never been seen."""
        self._view, self.is_primed, self._shown = None, False, {}

    def check(self, now: float) -> None:
        """Note whether something is wrong on the way now."""
        if self._view is not None and self.is_primed and self._is_clean():
            if self.whole_since is None:
                self.whole_since = now
        elif self.whole_since is not None:
            self.break_off(now)

    def break_off(self, now: float) -> None:
        """Note that something went wrong."""
        self.whole_since = None
        self.breaks.append(now)

    def deliver(self, packet: Packet, now: float) -> None:
        """Note a message that was delivered, before it is given to the product."""
        if "event" in packet.payload:
            self.log.append((now, packet.sent_at, packet.payload["event"]["event"]))
            self.lose_view()
            self.check(now)
            return
        message = packet.payload["print"]
        if message["msg"] == 0:
            self._view = dict(message)
        elif self._view is not None:
            self._view |= message
        self._log(packet, now)
        if self._view is None:
            return
        self._has_gap, self._last_at = now - self._last_at > _GAP, now
        is_first, self.is_primed = not self.is_primed, True
        if packet.job is not None:
            self._note_view(packet.job, packet.sent_at, now, self._view)
        if is_first and packet.job is not None:
            packet.job.adopted |= self._view["gcode_state"] in _ACTIVE
            for moment in packet.job.moments:
                moment.seen = now  # what is seen first is given
        if is_first or packet.job is None:
            self._remember(self._view)
            self._shown_job = packet.job
        else:
            self._compare(packet.job, packet.sent_at, now, self._view)
        self.check(now)

    def _log(self, packet: Packet, now: float) -> None:
        """Write down a message for people."""
        message = packet.payload["print"]
        shown = {
            _SHORT[key]: value
            for key, value in message.items()
            if key in _SHORT and value not in ([], None)
        }
        text = ("FULL " if message["msg"] == 0 else "delta ") + " ".join(
            f"{key}={value}" for key, value in shown.items()
        )
        self.log.append((now, packet.sent_at, text))

    def _note_view(
        self, job: PrintJob, sent_at: float, now: float, view: dict[str, Any]
    ) -> None:
        """Note what a view shows of a print."""
        state, is_over = view["gcode_state"], job.ended_at <= sent_at
        if state in _ACTIVE and not is_over:
            self._note_active(job, now, view)
        elif state in _OVER and is_over:
            self._note_over(job, now, view)
        elif state in _ACTIVE:
            job.ids_after |= {view["task_id"], view["subtask_id"]}
        codes = {int(view["print_error"]), int(view["fail_reason"])}
        if not codes.isdisjoint(CANCELS):
            if is_over:
                job.cancels.append(now)
            else:
                job.last_code = now

    def _note_active(self, job: PrintJob, now: float, view: dict[str, Any]) -> None:
        """Note what a view shows of a print that goes on."""
        if job.first_active is None:
            job.first_active = now
            job.gap_before = self._has_gap
            is_moved = view["mc_percent"] > 0 or view["layer_num"] > 0
            is_own = not job.is_namesake and view["subtask_name"] in job.titles
            job.shows_last = is_moved and not is_own
            if job.start:
                job.start.seen, job.start.whole_since = now, self.whole_since
        job.last_active = now
        percent = view["mc_percent"]
        job.last_percent = percent
        job.least_percent = min(percent, job.least_percent or percent)
        if view["layer_num"] <= 1:
            job.seen_early.append(now)
        job.titles_seen.add(view["subtask_name"])
        job.ids_seen |= {view["task_id"], view["subtask_id"]}
        job.identity = _identity(view)

    def _note_over(self, job: PrintJob, now: float, view: dict[str, Any]) -> None:
        """Note what a view shows of a print that has ended."""
        is_first = job.seen_over is None
        if view["subtask_name"] not in job.titles and (self._has_gap or is_first):
            job.misnamed_at = job.misnamed_at or now
        if is_first:
            job.seen_over = now
            job.titles_seen.add(view["subtask_name"])
            if job.end:
                job.end.seen, job.end.whole_since = now, self.whole_since
            if job.first_active is None:
                job.gap_before |= self._has_gap
        job.overs.append(now)
        job.identity = _identity(view)

    def _remember(self, view: dict[str, Any]) -> None:
        """Apply what is seen first as given."""
        self._shown = {
            "paused": view["gcode_state"] == "PAUSE",
            "runout": _is_runout(view),
            "error": _error(view),
            "layers": view["layer_num"] >= 2,
        }

    def _compare(
        self, job: PrintJob, sent_at: float, now: float, view: dict[str, Any]
    ) -> None:
        """Note which moments the view shows, compared with the one before."""
        before = self._shown
        if job is not self._shown_job:
            before = {"paused": False, "runout": False, "error": before["error"]}
        self._shown_job = job
        self._remember(view)
        after = self._shown
        is_active = view["gcode_state"] in _ACTIVE and job.ended_at > sent_at
        if is_active:
            if after["paused"] != before["paused"]:
                kind = "paused" if after["paused"] else "resumed"
                self._show(job, kind, sent_at, now)
            if after["runout"] and not before["runout"]:
                self._show(job, "filament_runout", sent_at, now)
            is_printing = view["gcode_state"] in {"RUNNING", "PAUSE"}
            if is_printing and view["layer_num"] >= 2 and view["stg_cur"] == 0:
                self._show(job, "first_layer_finished", sent_at, now)
                if not self._is_printed(job, sent_at):
                    job.misled_at = job.misled_at or now
        if after["error"] != before["error"]:
            if before["error"]:
                self._show(job, "error_cleared", sent_at, now, before["error"])
            if after["error"]:
                self._show(job, "error_raised", sent_at, now, after["error"])

    @staticmethod
    def _is_printed(job: PrintJob, sent_at: float) -> bool:
        """Return whether its first layer was printed by then."""
        kind = "first_layer_finished"
        return any(one.kind == kind and one.at <= sent_at for one in job.moments)

    def _show(
        self, job: PrintJob, kind: str, sent_at: float, now: float, error: int = 0
    ) -> None:
        """Note that a moment of a kind was seen, which has to be said then.

        Of several in a gap, the first may be meant.
        """
        code = f"{error >> 16:04X}_{error & 0xFFFF:04X}" if error else None
        opens = _OPENS.get(kind)
        opened = (one.at for one in job.moments if one.kind == opens and one.seen)
        first = max(opened, default=0.0)
        moments = [one for one in job.moments if one.kind == kind]
        moments = [one for one in moments if first <= one.at <= sent_at]
        moments = [one for one in moments if code in {None, one.code}]
        unseen = list(takewhile(lambda one: one.seen is None, reversed(moments)))
        if unseen:
            is_certain = self.whole_since and unseen[0].at >= self.whole_since
            moment = unseen[0] if is_certain else unseen[-1]
            moment.required = True
            moment.seen, moment.whole_since = now, self.whole_since


_OPENS = {"resumed": "paused", "error_cleared": "error_raised"}
_SHORT = {
    "gcode_state": "st",
    "subtask_name": "name",
    "task_id": "task",
    "subtask_id": "sub",
    "mc_percent": "%",
    "layer_num": "layer",
    "stg_cur": "stg",
    "print_error": "err",
    "fail_reason": "why",
    "gcode_start_time": "began",
    "print_type": "type",
}


def _identity(view: dict[str, Any]) -> tuple[str, str, str]:
    """Return what a view calls the print."""
    return view["subtask_name"], view["task_id"], view["subtask_id"]


def _is_runout(view: dict[str, Any]) -> bool:
    """Return whether the printer waits for filament."""
    shows = view["stg_cur"] == 6 or view["print_error"] == RUNOUT
    return bool(view["gcode_state"] == "PAUSE" and shows)


def _error(view: dict[str, Any]) -> int:
    """Return the code of the error that is shown; what users do is none."""
    code = int(view["print_error"])
    return 0 if code in {*CANCELS, 0x0300_8001} else code
