"""What a printer tells, and in which portions."""

from .models import Model, Style
from .state import Payload, changed_keys, nested_changes, snapshot

FULL = 0
DELTA = 1


class ReportBuilder:
    """Turns a printer's state into reports, each numbered like the printer's own."""

    def __init__(self, model: Model, state: Payload) -> None:
        """Start from a state that nobody was told yet."""
        self._model = model
        self._reported: Payload = snapshot(state)
        self._sequence = int(state.get("sequence_id", 0))
        self._until_full = 0

    def full(self, state: Payload) -> Payload:
        """Return everything."""
        self._until_full = self._model.full_every
        return self._report(state, snapshot(state), FULL)

    def next(self, state: Payload) -> Payload:
        """Return what the model sends by itself: everything, or what changed."""
        self._until_full -= 1
        match self._model.style:
            case Style.FULL:
                return self.full(state)
            case Style.NESTED if self._until_full <= 0:
                return self.full(state)
            case Style.NESTED:
                changes = nested_changes(self._reported, state)
            case Style.KEYS:
                changes = changed_keys(self._reported, state)
        return self._report(state, snapshot(changes), DELTA)

    def _report(self, state: Payload, content: Payload, kind: int) -> Payload:
        """Wrap the content and remember what was told."""
        self._reported = snapshot(state)
        self._sequence += 1
        content |= {
            "command": "push_status",
            "msg": kind,
            "sequence_id": str(self._sequence),
        }
        return {"print": content}
