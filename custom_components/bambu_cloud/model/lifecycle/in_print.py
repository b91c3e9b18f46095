"""Notice what happens within a run: pauses, the first layer, runout, errors."""

from dataclasses import replace
from typing import Any

from ..attention import AttentionReason, attention
from ..sections.job_status import PrintStatus
from .changes import emit
from .context import Context
from .event import PrintEventType
from .run import Run, counts_layers
from .state import Lifecycle

_PAUSED_BY_USER = "0300_8001"
_CANCELED = frozenset({"0300_400C", "0500_400E"})


def report_progress(state: Lifecycle, run: Run, context: Context) -> Lifecycle:
    """Return the state with the open run as far as the printer shows it now."""
    run = replace(run.with_job(context.job, context.now), outcome=None, hint=None)
    if context.has_answered(run.began_at):
        run = run.named_by(context.job)
    run = replace(run, verdict=None, ended_at=None)
    state = replace(state, run=run, gone_at=None)
    for notice in (_notice_pause, _notice_runout, _notice_first_layer):
        state = notice(state, state.run or run, context)
    return state


def adopt(state: Lifecycle, context: Context) -> Lifecycle:
    """Return the state with a job that was at work before it was observed."""
    run = Run().with_job(context.job, context.now)
    ran_out = attention(context.printer) is AttentionReason.FILAMENT_RUNOUT
    is_past = counts_layers(context.job) and (run.layer or 0) > 1
    run = replace(
        run,
        is_paused=context.job.status is PrintStatus.PAUSED,
        ran_out=ran_out,
        past_first_layer=is_past,
        has_fired=state.has_fired(context.ids),
    )
    return replace(state, run=run, is_open=True, gone_at=None)


def _notice_pause(state: Lifecycle, run: Run, context: Context) -> Lifecycle:
    """Notice that the run was paused, or goes on."""
    paused = context.job.status is PrintStatus.PAUSED
    if paused is run.is_paused:
        return state
    kind = PrintEventType.PAUSED if paused else PrintEventType.RESUMED
    why = why_stopped(context)
    state = emit(state, kind, run, context.now, **why, late=not context.continuous)
    return replace(state, run=replace(run, is_paused=paused))


def _notice_runout(state: Lifecycle, run: Run, context: Context) -> Lifecycle:
    """Notice that the run waits for filament, once until it goes on."""
    ran_out = attention(context.printer) is AttentionReason.FILAMENT_RUNOUT
    if ran_out and not run.ran_out:
        kind, why = PrintEventType.FILAMENT_RUNOUT, why_stopped(context)
        state = emit(state, kind, run, context.now, **why, late=not context.continuous)
        return replace(state, run=replace(run, ran_out=True))
    if run.ran_out and not ran_out and not run.is_paused:
        return replace(state, run=replace(run, ran_out=False))
    return state


def _notice_first_layer(state: Lifecycle, run: Run, context: Context) -> Lifecycle:
    """Notice that the run has printed its first layer."""
    if run.layer is None or run.past_first_layer or not counts_layers(context.job):
        return state
    if run.layer <= 1:
        return replace(state, run=replace(run, on_first_layer=True))
    if not run.on_first_layer and run.began_at is None:
        return replace(state, run=replace(run, past_first_layer=True))
    kind, late = PrintEventType.FIRST_LAYER_FINISHED, not context.continuous
    state = emit(state, kind, run, context.now, late=late)
    return replace(state, run=replace(run, past_first_layer=True))


def notice_error(state: Lifecycle, context: Context) -> Lifecycle:
    """Notice which error the printer shows, or no longer shows."""
    code, before = shown_error(context), state.error
    if code == before:
        return state
    run, late = state.open_run, not context.continuous
    if before:
        kind = PrintEventType.ERROR_CLEARED
        state = emit(state, kind, run, context.now, error=before, late=late)
    if code:
        kind, why = PrintEventType.ERROR_RAISED, why_stopped(context)
        state = emit(state, kind, run, context.now, **why, late=late)
    return replace(state, error=code)


def shown_error(context: Context) -> str | None:
    """Return the code of the error that the printer shows; what users do is none."""
    error = context.printer.hms.print_error
    if error is None or error.code == _PAUSED_BY_USER or error.code in _CANCELED:
        return None
    return error.code


def why_stopped(context: Context) -> dict[str, Any]:
    """Return code and reason of what stopped the job."""
    error, reason = context.printer.hms.print_error, attention(context.printer)
    code = error.code if error else _code_of_failure(context)
    return {"error": code, "reason": reason and reason.value}


def _code_of_failure(context: Context) -> str | None:
    """Return the code of what made the job fail, which outlasts the error."""
    word = context.job.fail_reason
    if not word or context.job.status is not PrintStatus.FAILED:
        return None
    return f"{word >> 16 & 0xFFFF:04X}_{word & 0xFFFF:04X}"
