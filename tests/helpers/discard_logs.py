"""Drop the log of tests that pass."""

from collections.abc import Generator

import pytest


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[
    None, pytest.TestReport, pytest.TestReport
]:
    """Drop the logs of tests that pass: all of them are more than a GB."""
    report = yield
    if report.passed:
        report.sections.clear()
    return report
