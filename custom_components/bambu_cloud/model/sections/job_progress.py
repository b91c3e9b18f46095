"""Separate how far a job is from what the last one left over (protocol C.10)."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a job is."""

    percent: int | None = None
    layer: int | None = None
    total_layers: int | None = None
    minutes: int | None = None
    """That remain."""


NOTHING = Progress()


def still_left_over(left_over: Progress, reported: Progress) -> Progress:
    """Return what may still be left over: what has not changed since the job began.

    As soon as it makes progress, all that is reported is its own.
    """
    if reported.percent and reported.percent != left_over.percent:
        return NOTHING
    return Progress(
        percent=_same(left_over.percent, reported.percent),
        layer=_same(left_over.layer, reported.layer),
        total_layers=_same(left_over.total_layers, reported.total_layers),
        minutes=_same(left_over.minutes, reported.minutes),
    )


def _same(old: int | None, new: int | None) -> int | None:
    """Return a value that has not changed."""
    return old if old == new else None


def of_this_job(
    reported: Progress, left_over: Progress, *, is_preparing: bool
) -> Progress:
    """Return how far an active job is, without what is left over.

    While it is prepared, nothing has printed; and there is no layer above the last.
    """
    percent, minutes = reported.percent, reported.minutes
    layer, total = reported.layer, reported.total_layers
    if percent and (is_preparing or percent == left_over.percent):
        percent = None
    if minutes == left_over.minutes or not (minutes or percent):
        minutes = None
    if layer and (is_preparing or layer == left_over.layer):
        layer = None
    if (is_preparing or layer is None) and total == left_over.total_layers:
        total = None
    if layer and total and layer > total:
        layer = None
    return Progress(percent=percent, layer=layer, total_layers=total, minutes=minutes)
