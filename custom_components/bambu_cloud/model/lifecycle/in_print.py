"""Tell what happens within the run of a print: pauses, layers, complaints."""

from typing import Any

from ..attention import AttentionReason, attention
from ..sections.job import PrintStatus
from .debounce import Doubter
from .event import PrintEventType
from .run import Run

_PAUSED_BY_USER = "0300_8001"
_AHEAD = frozenset({PrintStatus.SLICING, PrintStatus.PREPARING})


class Narrator(Doubter):
    """Tells what the printer says of the run that it works on."""

    def _tell_pause(self, run: Run) -> Run:
        """Tell that the run was paused or goes on, and return it as it is then."""
        paused = self._job.status is PrintStatus.PAUSED
        if paused is run.is_paused:
            self._calm("pause")
            return run
        if not self._flips("pause", paused):
            return run
        kind = PrintEventType.PAUSED if paused else PrintEventType.RESUMED
        self.tell(kind, run, **self._why(), late=not self._watched)
        return self.know_of_run(run, is_paused=paused)

    def _tell_runout(self, run: Run) -> Run:
        """Tell that the run waits for filament, once until it goes on."""
        ran_out = attention(self._printer) is AttentionReason.FILAMENT_RUNOUT
        if ran_out and not run.ran_out:
            kind = PrintEventType.FILAMENT_RUNOUT
            self.tell(kind, run, **self._why(), late=not self._watched)
            return self.know_of_run(run, ran_out=True)
        if not ran_out and not run.is_paused:
            return self.know_of_run(run, ran_out=False)
        return run

    def _tell_first_layer(self, run: Run) -> None:
        """Tell that the run got from its first layer to the second."""
        layer = run.layer
        if layer is None or run.past_first_layer:
            return
        if layer <= 1:
            self.know_of_run(run, on_first_layer=True)
        elif run.on_first_layer and self._job.status not in _AHEAD:
            self.know_of_run(run, past_first_layer=True)
            kind = PrintEventType.FIRST_LAYER_FINISHED
            self.tell(kind, run, late=not self._watched)

    def _why(self) -> dict[str, Any]:
        """Return code and reason of what stopped the job."""
        error, reason = self._printer.hms.print_error, attention(self._printer)
        code = error.code if error else self._code_of_failure()
        return {"error": code, "reason": reason and reason.value}

    def _code_of_failure(self) -> str | None:
        """Return the code of what made the job fail, which outlasts the error."""
        word = self._job.fail_reason
        if not word or self._job.status is not PrintStatus.FAILED:
            return None
        return f"{word >> 16 & 0xFFFF:04X}_{word & 0xFFFF:04X}"

    def _complaint(self) -> str | None:
        """Return the code of the error that the printer shows."""
        error = self._printer.hms.print_error
        return error.code if error and error.code != _PAUSED_BY_USER else None

    def _hear_complaints(self) -> None:
        """Tell which error the printer shows, or shows no more."""
        code, before = self._complaint(), self.memory.error
        if code == before:
            self._calm("error")
        elif self._flips("error", code):
            self.know(error=code)
            run = self.memory.run if self.memory.is_open else None
            late = not self._watched
            if before:
                self.tell(PrintEventType.ERROR_CLEARED, run, error=before, late=late)
            if code:
                self.tell(PrintEventType.ERROR_RAISED, run, **self._why(), late=late)
