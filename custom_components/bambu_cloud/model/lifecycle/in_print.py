"""Fire what happens within the run of a print: pauses, layers, errors."""

from typing import Any

from ..attention import AttentionReason, attention
from ..sections.hms import PAUSED_BY_USER, spell_code
from ..sections.job_status import PrintStatus
from .debounce import Debouncer
from .event import PrintEventType
from .run import Run


class InPrintObserver(Debouncer):
    """Compares what the printer shows with its current run."""

    def _check_pause(self, run: Run) -> Run:
        """Fire that the run was paused or resumed, and return it as it is then."""
        paused = self._job.status is PrintStatus.PAUSED
        if paused is run.is_paused:
            self._clear_toggle("pause")
            return run
        if not self._accept_toggle("pause", paused):
            return run
        kind = PrintEventType.PAUSED if paused else PrintEventType.RESUMED
        self._fire(kind, run, **self._cause(), late=not self._continuous)
        return self._update_run(run, is_paused=paused)

    def _check_runout(self, run: Run) -> Run:
        """Fire that the run waits for filament, once until it is resumed."""
        ran_out = attention(self._printer) is AttentionReason.FILAMENT_RUNOUT
        if ran_out and not run.ran_out:
            kind = PrintEventType.FILAMENT_RUNOUT
            self._fire(kind, run, **self._cause(), late=not self._continuous)
            return self._update_run(run, ran_out=True)
        if not ran_out and not run.is_paused:
            return self._update_run(run, ran_out=False)
        return run

    def _check_first_layer(self, run: Run) -> None:
        """Fire that the run got from its first layer to the second."""
        layer = run.layer
        if layer is None or run.past_first_layer:
            return
        if layer <= 1:
            self._update_run(run, on_first_layer=True)
        elif run.on_first_layer and not self._job.is_preparing:
            self._update_run(run, past_first_layer=True)
            kind = PrintEventType.FIRST_LAYER_FINISHED
            self._fire(kind, run, late=not self._continuous)

    def _cause(self) -> dict[str, Any]:
        """Return code and reason of what stopped the job."""
        error, reason = self._printer.hms.print_error, attention(self._printer)
        code = error.code if error else self._failure_code()
        return {"error": code, "reason": reason and reason.value}

    def _failure_code(self) -> str | None:
        """Return the code of what made the job fail, which outlasts the error."""
        code = self._job.fail_reason
        if not code or self._job.status is not PrintStatus.FAILED:
            return None
        return spell_code(code)

    def _shown_error(self) -> str | None:
        """Return the code of the error that the printer shows."""
        error = self._printer.hms.print_error
        return error.code if error and error.code != PAUSED_BY_USER else None

    def _check_errors(self) -> None:
        """Fire which error the printer shows, or shows no more."""
        code, before = self._shown_error(), self.state.error
        if code == before:
            self._clear_toggle("error")
        elif self._accept_toggle("error", code):
            self._update(error=code)
            run = self.state.run if self.state.is_open else None
            late = not self._continuous
            if before:
                self._fire(PrintEventType.ERROR_CLEARED, run, error=before, late=late)
            if code:
                self._fire(PrintEventType.ERROR_RAISED, run, **self._cause(), late=late)
