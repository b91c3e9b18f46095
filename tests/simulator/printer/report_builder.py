"""Full and partial reports of a printer."""

from .models import Model, Style
from .state import Payload, changed_keys, nested_changes, snapshot

FULL = 0
DELTA = 1


class ReportBuilder:
    """Build numbered reports of a printer's state."""

    def __init__(self, model: Model, state: Payload) -> None:
        """Start from a state that was not reported yet."""
        self._model = model
        self._reported: Payload = snapshot(state)
        self._sequence = int(state.get("sequence_id", 0))
        self._until_full = 0

    def full(self, state: Payload) -> Payload:
        """Return a full report."""
        self._until_full = self._model.full_every
        return self._report(state, snapshot(state), FULL)

    def next(self, state: Payload) -> Payload:
        """Return the report that the model sends by itself: full or changes."""
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
        """Number the content and store the state as reported."""
        self._reported = snapshot(state)
        self._sequence += 1
        content |= {
            "command": "push_status",
            "msg": kind,
            "sequence_id": str(self._sequence),
        }
        return {"print": content}
