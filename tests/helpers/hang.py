"""Fail a test that hangs, with the stack of every asyncio task.

pytest-timeout ends a test that takes too long and prints the stacks of all
threads. What an asyncio test waits for is in no thread's stack, so the tasks
are printed first.
"""

import asyncio
from collections.abc import Generator
import signal
import sys
from types import FrameType

import pytest

_AGAIN = 5.0
"""Seconds until the next try: a callback of the loop may swallow the failure."""


@pytest.hookimpl(wrapper=True)
def pytest_timeout_set_timer() -> Generator[None, bool | None, bool | None]:
    """Print the tasks before pytest-timeout fails the test."""
    is_set = yield
    fail = signal.getsignal(signal.SIGALRM)
    if callable(fail):

        def print_and_fail(signum: int, frame: FrameType | None) -> None:
            signal.setitimer(signal.ITIMER_REAL, _AGAIN)
            _print_tasks()
            fail(signum, frame)

        signal.signal(signal.SIGALRM, print_and_fail)
    return is_set


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_makereport() -> Generator[
    None, pytest.TestReport, pytest.TestReport
]:
    """Stop the clock meanwhile: a failure of pytest itself would end the whole run."""
    left, _ = signal.setitimer(signal.ITIMER_REAL, 0)
    report = yield
    if left:
        signal.setitimer(signal.ITIMER_REAL, max(left, _AGAIN))
    return report


def _print_tasks() -> None:
    """Print the stack of each task of the running event loop."""
    try:
        tasks = asyncio.all_tasks()
    except RuntimeError:
        return
    for task in tasks:
        task.print_stack(file=sys.stderr)
