"""Notice what happens within a run: pauses, the first layer, runout, errors."""

from dataclasses import replace

from ..attention import AttentionReason, attention
from ..sections.hms import PAUSED_BY_USER, read_error
from ..sections.job_status import PrintStatus
from .changes import Why, at_work, notice
from .context import Context
from .event import PrintEventType
from .progress import counts_layers
from .run import Run, ids_of
from .state import Lifecycle


def report_progress(state: Lifecycle, context: Context) -> Lifecycle:
    """Return the state with the open run as far as the printer shows it now."""
    run = state.open_run or Run()
    found = state.waiting_run(ids_of(context.job))
    if found and (state.is_listed(found, run) or state.is_unlisted(found)):
        state = state.with_waiting(found)  # the row of the job that is at work
        run = replace(run, title=found.title or run.title)
    seen_at = min(context.seen_at, context.printer.presence.last_seen or context.now)
    run = at_work(run.with_job(context.job, seen_at, state.spent(run)))
    was_left_over = run.has_fired and run.ids and not state.has_fired({*run.ids})
    has_fired = run.has_fired and not was_left_over
    run = replace(run, has_fired=has_fired or _is_held_up(state, run, context))
    state = replace(state, run=run, over_at=None)
    if was_left_over:  # its start had been taken for that of a print that is over
        state = _notice(state, PrintEventType.STARTED, context)
    after = as_shown(run, context)
    is_second_layer = after.past_first_layer and not run.past_first_layer
    happened = {
        PrintEventType.PAUSED: after.is_paused and not run.is_paused,
        PrintEventType.RESUMED: run.is_paused and not after.is_paused,
        PrintEventType.FILAMENT_RUNOUT: after.ran_out and not run.ran_out,
        PrintEventType.FIRST_LAYER_FINISHED: is_second_layer and run.on_first_layer,
    }
    for kind in (kind for kind, is_new in happened.items() if is_new):
        is_stop = kind is not PrintEventType.FIRST_LAYER_FINISHED
        why = why_stopped(context) if is_stop else (None, None)
        state = _notice(state, kind, context, why)
    return replace(state, run=after)


def as_shown(run: Run, context: Context) -> Run:
    """Return a run with what is the case within it now."""
    job, reason = context.job, attention(context.printer)
    ran_out = context.is_current and reason is AttentionReason.FILAMENT_RUNOUT
    is_paused = job.status is PrintStatus.PAUSED
    counts = context.is_current and counts_layers(job)
    layer = run.layer if counts else None
    return replace(
        run,
        is_paused=is_paused,
        ran_out=ran_out or (run.ran_out and is_paused),
        on_first_layer=run.on_first_layer or (layer is not None and layer <= 1),
        past_first_layer=run.past_first_layer or (layer or 0) > 1,
    )


def _is_held_up(state: Lifecycle, run: Run, context: Context) -> bool:
    """Return whether a job is named late by ids of a print whose end has fired.

    The history was faster than its reports, which had not shown those ids before.
    """
    ids, shown = ids_of(context.job), context.before.job
    is_new = shown is not None and ids_of(shown) != ids and context.continuous
    is_new = is_new and not run.ids and ids.isdisjoint(run.old_names)
    return is_new and run.is_early(context.now) and state.has_fired(ids)


def adopt(state: Lifecycle, context: Context) -> Lifecycle:
    """Return the state with a job that was at work before it was observed."""
    job = context.job
    run = Run(started_at=job.started_at, began_at=context.now)
    run = run.with_job(job, context.now, frozenset())
    run = replace(
        as_shown(run, context),
        has_fired=state.has_fired(ids_of(job)),
        old_progress=run.progress,
    )
    return replace(state, run=run, is_open=True, over_at=None)


def notice_cleared(state: Lifecycle, context: Context) -> Lifecycle:
    """Notice that the printer no longer shows an error.

    To be called before a run may begin or close: the error was not the next one's.
    """
    before = state.error
    if before is None or shown_error(context) == before:
        return state
    if before in context.printer.listed_codes:
        state = _notice(state, PrintEventType.ERROR_CLEARED, context, (before, None))
    return replace(state, error=None)


def notice_error(state: Lifecycle, context: Context) -> Lifecycle:
    """Notice which error the printer shows.

    Internal ones are noted without an event, so that a list of codes that arrives late
    is none either.
    """
    code = shown_error(context)
    if code == state.error:
        return state
    if code and code in context.printer.listed_codes:
        kind = PrintEventType.ERROR_RAISED
        state = _notice(state, kind, context, why_stopped(context))
    return replace(state, error=code)


def shown_error(context: Context) -> str | None:
    """Return the code that the printer shows, also an internal one.

    What users do is no error.
    """
    error = context.printer.hms.shown_error
    return None if error is None or error.code == PAUSED_BY_USER else error.code


def why_stopped(context: Context) -> Why:
    """Return code and reason of what stopped the job."""
    error, reason = context.printer.hms.print_error, attention(context.printer)
    code = error.code if error else _code_of_failure(context)
    return code, reason and reason.value


def _code_of_failure(context: Context) -> str | None:
    """Return the code of what made the job fail, which outlasts the error."""
    error = read_error(context.job.fail_reason)
    if error is None or context.job.status is not PrintStatus.FAILED:
        return None
    return error.code if error.code in context.printer.listed_codes else None


def _notice(
    state: Lifecycle, kind: PrintEventType, context: Context, why: Why = (None, None)
) -> Lifecycle:
    """Return the state with an event of its open run."""
    late = not context.continuous
    return notice(state, kind, context.now, late=late, why=why)
