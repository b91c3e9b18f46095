"""A print job as printer and cloud have it."""

from dataclasses import dataclass


class BusyError(Exception):
    """The printer cannot do that now, or not at all."""


@dataclass(kw_only=True)
class Job:
    """A print job of a printer.

    Attributes:
        task_id: Number in the cloud's history, 0 for a job from the LAN.
        seconds: How long it is predicted to take.
        progress: Percent done.
        objects: Names of what lies on its plate, with a name twice as usual.
        labeled: Whether its G-code says which of them it prints.
        outcome: "" while it is under way, then FINISH or FAILED.
    """

    task_id: int
    title: str = "Benchy"
    project_id: str = "344815093"
    profile_id: str = "128885490"
    model_id: str = "US56eb96a1a2b948"
    seconds: float = 600.0
    progress: int = 0
    objects: tuple[str, ...] = ("Hull", "Chimney", "Flag", "Hull")
    labeled: bool = True
    outcome: str = ""

    @property
    def subtask_id(self) -> str:
        """Return the second number of a task."""
        return str(self.task_id + 1400) if self.task_id else "0"
