"""What the runs of the mutation tool come to."""

from pathlib import Path
import subprocess
import time
from typing import Literal

import pytest

from .__main__ import Change, Tally
from .operators import Mutant
from .trial import BY_CLOCK, Recorder, Run

CHANGE = Change(Path("module.py"), Mutant(line=3, before="a", after="b", source="b"))


def test_a_run_that_lasts_too_long() -> None:
    """It is stopped, and the clock is what ended it."""
    with subprocess.Popen(
        ["/bin/cat"], stdin=subprocess.PIPE, start_new_session=True
    ) as one:
        assert not Run(one.pid, time.monotonic() + 3600).is_over
        run = Run(one.pid, time.monotonic() - 1)
        assert run.is_over
        assert run.code == BY_CLOCK


@pytest.mark.parametrize(
    ("outcome", "seconds", "has_hung"),
    [("failed", 5, False), ("failed", 30, True), ("passed", 30, False)],
)
def test_a_test_that_hangs(
    outcome: Literal["passed", "failed"], seconds: float, *, has_hung: bool
) -> None:
    """One that fails within its limit has noticed the change."""
    recorder = Recorder(only={"test"}, order={"test": 1.0})
    report = pytest.TestReport(
        "test", ("test.py", 1, "test"), {}, outcome, None, "call", duration=seconds
    )
    recorder.pytest_runtest_logreport(report)
    assert recorder.has_hung is has_hung


def test_what_the_clock_ended_is_counted_apart() -> None:
    """It neither survived nor did a test notice it."""
    tally = Tally()
    codes = [1, 1, 1, 0, None, BY_CLOCK]
    said = [tally.note(CHANGE, code) for code in codes]

    place = "module.py:3\n    - a\n    + b"
    assert said[:3] == [None] * 3
    assert said[3:] == [
        place,
        f"{place}\n    (no test runs it)",
        f"{place}\n    (ended by the clock)",
    ]
    assert f"{tally}" == (
        "2 of 5 changes survived (40%), 1 more were ended by the clock"
    )
