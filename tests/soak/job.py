"""What really happened to a print."""

from dataclasses import dataclass, field


@dataclass(slots=True, kw_only=True, eq=False)
class Moment:
    """Something that happened to a print, which an event has to say.

    Attributes:
        kind: That of the event.
        at: When it happened; infinite until it has.
        seen: When a report that shows it was delivered first.
        whole_since: Since when nothing was wrong on the way by then.
    """

    kind: str
    job: PrintJob
    at: float
    code: str | None = None
    required: bool = False
    seen: float | None = None
    whole_since: float | None = None


@dataclass(slots=True, kw_only=True, eq=False)
class PrintJob:
    """One print, as the world has it.

    Attributes:
        task_id: In the history of the account, None for a local print.
        titles: All names that it ever had.
        ids: All ids that printers report for it.
        recorded_end: The end in the history, which may be that of a boot.
    """

    number: int
    source: str
    course: str
    titles: tuple[str, ...]
    task_id: str | None
    ids: tuple[str, str]
    seconds: float
    is_namesake: bool = False
    """Whether it is called as the print before."""
    started_at: float = float("inf")
    ended_at: float = float("inf")
    outcome: str = ""
    recorded_end: float | None = None
    readable_at: float | None = None
    """When the history with its end could be read first."""
    resumed_after_power_loss: float | None = None
    adopted: bool = False
    was_dropped: bool = False
    """Whether all that was stored was dropped while it was at work."""
    absence: str | None = None
    """Why it began or ended while no one could learn of it."""
    moments: list[Moment] = field(default_factory=list)
    start: Moment | None = None
    end: Moment | None = None

    # What was delivered, by the witness.
    first_active: float | None = None
    last_active: float | None = None
    polled_at: float | None = None
    """When a poll answered first that it is at work."""
    seen_over: float | None = None
    stops: list[float] = field(default_factory=list)
    """When Home Assistant stopped."""
    overs: list[float] = field(default_factory=list)
    """When its end was shown."""
    cancels: list[float] = field(default_factory=list)
    """When the code of a cancel was shown after its end."""
    last_code: float | None = None
    """When the code of a cancel was delivered last before the end was."""
    shows_last: bool = False
    """Whether it showed name and progress of the print before at first."""
    least_percent: int | None = None
    last_percent: int | None = None
    seen_early: list[float] = field(default_factory=list)
    """When it was seen on its first layer or before."""
    titles_seen: set[str] = field(default_factory=set)
    ids_seen: set[str] = field(default_factory=set)
    ids_after: set[str] = field(default_factory=set)
    """Those that showed while it seemed to be at work after its end."""
    identity: tuple[str, str, str] | None = None
    gap_before: bool = False
    misled_at: float | None = None
    """When a layer of its calibration seemed to be printed, as a report was lost."""
    misnamed_at: float | None = None
    """When its end was seen after a gap, already with the name of the next print."""

    @property
    def is_over(self) -> bool:
        """Return whether it has ended."""
        return bool(self.outcome)
