"""Read how far a run is from what printers show of it."""

from ..sections.job import Job

_PRINTS = frozenset({None, -1, 0, 255})
"""Ids of stages in which layers count; in others, a printer calibrates."""


def layer_of(job: Job, total: int | None) -> int | None:
    """Return the layer of a job, None for one of a calibration or above the last."""
    layer, total = job.layer, job.total_layers or total
    if layer is not None and total is not None and layer > total:
        return None
    return None if job.is_active and job.stage_id not in _PRINTS else layer


def counts_layers(job: Job) -> bool:
    """Return whether the layers that a job shows are printed ones."""
    return job.is_active and not job.is_preparing and job.stage_id in _PRINTS


def shown(
    before: int | None, now: int | None, old: int | None, job: Job, *, is_new: bool
) -> int | None:
    """Return how far a run is; printers reset what they show at an end.

    What is left over of the job before stays, or is brought up to date at first.
    """
    if now is None or job.is_preparing:
        return before
    if job.is_over:
        return max(before or 0, now)
    is_left_over = before is None and old and (now == old or (is_new and now > old))
    return None if is_left_over else now
