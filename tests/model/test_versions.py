"""Versions are compared by their numbers, and a step back is no update."""

import pytest

from custom_components.bambu_cloud.model import is_newer, latest


@pytest.mark.parametrize(
    ("version", "than", "newer"),
    [
        ("01.10.00.00", "01.09.00.00", True),
        ("01.9.0.0", "01.10.00.00", False),
        ("1.2.1", "01.02", True),
        ("1.2", "01.02.00", False),
        ("1.2.0", "1.2", False),
        ("beta", "1.2", False),
        ("1.2", "beta", False),
        ("", "", False),
    ],
)
def test_comparison(version: str, than: str, *, newer: bool) -> None:
    """Each part counts as a number; what is no number is neither newer nor older."""
    assert is_newer(version, than) is newer


@pytest.mark.parametrize(
    ("installed", "offered", "listed", "expected"),
    [
        ("1.1", "1.2", None, "1.2"),
        ("1.1", "1.2", ["1.3"], "1.2"),
        ("1.1", "1.0", ["1.3"], "1.1"),
        ("1.1", "01.01.00", None, "1.1"),
        ("1.1", "new", None, "new"),
        ("old", "1.2", None, "1.2"),
        (None, "1.2", None, "1.2"),
        ("1.1", None, None, None),
        ("1.1", None, [], "1.1"),
        ("1.1", None, ["1.0", "1.9", "1.10", "2.x"], "1.10"),
        ("1.1", None, ["1.0"], "1.1"),
        ("old", None, ["1.2"], "old"),
        (None, None, ["1.2", "1.3"], "1.3"),
        (None, None, ["x"], None),
    ],
)
def test_latest(
    installed: str | None,
    offered: str | None,
    listed: list[str] | None,
    expected: str | None,
) -> None:
    """The printer's offer stands, then the cloud's; never one that is older."""
    assert latest(installed, offered, listed) == expected
