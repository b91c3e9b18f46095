"""Decide by the world's own facts what can be noticed of each print."""

from .job import PrintJob

_BACK = 6
"""% by which a print must have gone back to be recognized as another one."""
_PENDING = 60.0
"""Seconds after a start, in which progress of the print before may show."""
_RENAMED = 360.0
"""Seconds after a start, in which a job may get another name."""
ANY = frozenset({"finished", "failed", "canceled"})


def uncertain(jobs: list[PrintJob], number: int) -> str | None:
    """Return why no one could learn that a print ended, None if it can be noticed."""
    job = jobs[number]
    if job.absence:
        return job.absence
    if job.task_id is not None:
        return None
    if job.resumed_after_power_loss is not None:
        return "local print that went on after a power loss"
    if job.first_active is None or is_seen_in_crash(job):
        return _of_unseen(jobs, number)
    later = next((one for one in jobs[number + 1 :] if one.identity), None)
    if job.seen_over is None and later is not None and is_merged(job, later):
        return "local print that the next one seemed to go on with"
    return None


def _of_unseen(jobs: list[PrintJob], number: int) -> str | None:
    """Return why the end of a local print that was never seen at work is uncertain."""
    job = jobs[number]
    if job.seen_over is None:
        return "local print of which nothing was delivered"
    if resembles_last(jobs, number):
        return "local print of which only an end like the last one was delivered"
    if not job.gap_before:
        return "local print whose start was lost on a link that seemed whole"
    return None


def is_seen_in_crash(job: PrintJob) -> bool:
    """Return whether it was at work only in the report that stopped Home Assistant."""
    return job.last_active == job.first_active and job.last_active in job.stops


def resembles_last(jobs: list[PrintJob], number: int) -> bool:
    """Return whether what was seen of a print is called like what was seen before."""
    job = jobs[number]
    before = next((one for one in jobs[number - 1 :: -1] if one.identity), None)
    if number == 0 or before is None:
        return True
    return before.identity == job.identity


def is_merged(job: PrintJob, later: PrintJob) -> bool:
    """Return whether nothing shows that a later print is not this one going on."""
    if job.seen_over is not None or job.first_active is None:
        return False
    if _may_be_renamed(job, later):
        return True
    if (job.task_id or later.task_id) and later.ids_seen & set(later.ids):
        return False
    shown = later.titles_seen | {(later.identity or ("",))[0]}
    is_short = (job.last_active or 0.0) - job.started_at < _PENDING
    if job.titles_seen.isdisjoint(job.titles) or (is_short and job.is_namesake):
        return True  # it was not seen to have a name of its own
    if set(job.titles).isdisjoint(shown):
        return False
    back = (job.last_percent or 0) - (later.least_percent or 0)
    return later.first_active is None or back < _BACK or _shows_left_over(job)


def _may_be_renamed(job: PrintJob, later: PrintJob) -> bool:
    """Return whether a later print may be this one, minutes after it began."""
    seen_at = later.first_active or later.started_at
    return not job.last_percent and seen_at - job.started_at < _RENAMED


def _shows_left_over(job: PrintJob) -> bool:
    """Return whether all that was seen of its progress may be that of another."""
    is_short = (job.last_active or 0.0) - job.started_at < _PENDING
    return is_short and job.last_percent == job.least_percent


def may_go_on(job: PrintJob) -> bool:
    """Return whether it shows name and progress of the print before at first.

    If the end of that was not seen, that may be at work again.
    """
    return job.shows_last


def is_start_required(jobs: list[PrintJob], number: int) -> bool:
    """Return whether the start of a print has to be said."""
    job = jobs[number]
    if job.first_active is None or job.adopted or job.absence:
        return False
    if is_seen_in_crash(job):
        return False
    before = next((one for one in jobs[number - 1 :: -1] if one.first_active), None)
    if number and before is not None and is_merged(before, job):
        return False
    if before is not None and not before.ids_after.isdisjoint(job.ids):
        return False  # its ids showed while the print before still seemed to be at work
    return job.resumed_after_power_loss is None or job.task_id is not None


def right_ends(job: PrintJob, fired_at: float) -> frozenset[str]:
    """Return how the end of a print may be called when that is said at a time.

    What was delivered before Home Assistant stopped last may not have been stored.
    """
    stopped_at = max((at for at in job.stops if at < fired_at), default=0.0)
    overs = [at for at in job.overs if stopped_at < at <= fired_at]
    if job.task_id is None and not overs:
        is_later = any(at > fired_at for at in job.overs)
        is_sure = job.outcome != "canceled" or any(at > fired_at for at in job.cancels)
        return frozenset({job.outcome}) if is_later and is_sure else ANY
    if overs and job.misnamed_at == job.seen_over:
        return ANY
    if job.outcome != "canceled":
        return frozenset({job.outcome})
    if job.first_active is None and set(job.ids).isdisjoint(job.identity or ()):
        return frozenset({"canceled", "failed"})  # it was not seen to be that print
    codes = [at for at in job.cancels if stopped_at < at <= fired_at]
    is_certain = bool(overs and codes) and codes[0] <= overs[0] + 9.5
    if overs and job.last_code is not None and job.last_code > stopped_at:
        is_certain |= overs[0] - job.last_code <= 9.5
    return frozenset({"canceled"} if is_certain else {"canceled", "failed"})
