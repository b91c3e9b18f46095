"""What a listener could see of a print."""

from collections.abc import Iterable

from custom_components.bambu_cloud.model import PrintStatus

from .listener import Listener
from .truth import Truth
from .wire import Wire


class Witness:
    """Notes what reached the listener, whatever he made of it."""

    def __init__(self, listener: Listener, wire: Wire) -> None:
        """Begin with nothing seen."""
        self._listener = listener
        self._wire = wire
        self._mishaps = 0

    def begin(self) -> None:
        """Begin with another print."""
        self._mishaps = self._wire.mishaps

    def note_records(self, truths: Iterable[Truth]) -> None:
        """Note of which prints the listener could read how they ended."""
        read_at = self._listener.read_at
        for truth in truths:
            if truth.recorded_at is None and truth.ended_at is not None:
                truth.recorded_at = read_at if read_at > truth.ended_at else None

    def observe(self, truth: Truth | None, seconds: float) -> None:
        """Note what the listener can see of the print."""
        listener = self._listener
        job = listener.printer.job
        if truth is None:
            return
        truth.lossy |= self._wire.mishaps > self._mishaps
        if not listener.is_current:
            return
        same = job.task_id == truth.task_id and job.name == truth.job.title
        if same and job.is_active and not truth.outcome:
            truth.seen_active += seconds
        if same and job.is_over and truth.outcome and _is_true(truth, job.status):
            truth.seen_over += seconds
            truth.proven |= listener.printer.raw.get("msg") == 0
            if job.status is PrintStatus.CANCELED:
                truth.canceled_at = truth.canceled_at or listener.now


def _is_true(truth: Truth, status: PrintStatus) -> bool:
    """Return whether this is how the printer's job ended, by its own report."""
    return (truth.outcome == "finished") is (status is PrintStatus.FINISHED)
