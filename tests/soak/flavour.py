"""How printers differ in what they report (design: what the wire guarantees)."""

from dataclasses import dataclass
from random import Random

CANCELS = (0x0300_400C, 0x0500_400E)
CONSTANT_ID = "2147483647"
_MODELS = {
    "BL-P001": True,
    "O1D": True,
    "C12": False,
    "C11": False,
    "N1": False,
}
"""Code of the model, and whether it always sends full reports."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Flavour:
    """One printer's habits.

    Attributes:
        is_full: Whether all its reports are full ones.
        answers: Whether it answers requests for a full report.
        resets_percent: Whether the percentage falls to 0 with FAILED.
        cancel_code, cancel_field: What says that a user canceled, and where.
        cancel_style: "before", "with" or "after" the state.
        local_ids: "zero", "constant" or "left over".
        goes_idle: Seconds after an end until it shows IDLE.
        forgets: Whether it forgets name and ids then.
        boots_as: Its state after a power loss in a print.
        ticks: Whether layers tick in calibration.
        task_is_subtask: Whether the history's number is the subtask's.
        start_time: Whether it reports when a print began: "", "right" or "stale".
        says_goodbye: Whether the broker reports when it leaves and comes.
    """

    model: str
    is_full: bool
    answers: bool
    resets_percent: bool
    cancel_code: int
    cancel_field: str
    cancel_style: str
    local_ids: str
    goes_idle: float | None
    forgets: bool
    boots_as: str
    ticks: bool
    task_is_subtask: bool
    start_time: str
    says_goodbye: bool


def draw_flavour(random: Random) -> Flavour:
    """Return a printer."""
    model = random.choice(list(_MODELS))
    is_full = _MODELS[model]
    return Flavour(
        model=model,
        is_full=is_full,
        answers=not is_full or random.random() < 0.8,
        resets_percent=random.random() < 0.75,
        cancel_code=random.choice(CANCELS),
        cancel_field=random.choice(("print_error", "print_error", "fail_reason")),
        cancel_style=random.choice(("before", "with", "with", "after")),
        local_ids=random.choice(("zero", "zero", "constant", "left over")),
        goes_idle=random.choice((None, None, 15.0, 120.0, 600.0)),
        forgets=random.random() < 0.3,
        boots_as=random.choice(("IDLE", "IDLE", "FAILED", "PAUSE")),
        ticks=random.random() < 0.3,
        task_is_subtask=random.random() < 0.2,
        start_time=random.choice(("", "", "right", "stale")),
        says_goodbye=random.random() < 0.6,
    )
