"""Compare versions of firmware (protocol G.1)."""

from collections.abc import Iterable

from .values import version_numbers


def is_newer(version: str, than: str) -> bool:
    """Tell whether a version is newer, part by part; "1.2" and "1.2.0" are the same.

    What cannot be read as numbers is no newer than anything, nor older.
    """
    left, right = version_numbers(version), version_numbers(than)
    length = max(len(left), len(right))
    return bool(left and right) and _padded(left, length) > _padded(right, length)


def latest(
    installed: str | None, offered: str | None, listed: Iterable[str] | None
) -> str | None:
    """Return the version that could be had, None if nobody knows.

    An older one is none: then what is installed is the latest.

    Args:
        installed: What runs now.
        offered: What the printer offers, whose word comes first.
        listed: What the cloud offers; None if it has not told.
    """
    if offered is not None:
        if installed is None or not version_numbers(offered):
            return offered
        is_step = is_newer(offered, installed) or not version_numbers(installed)
        return offered if is_step else installed
    if listed is None:
        return None
    found = installed
    for version in listed:
        if version_numbers(version) and (found is None or is_newer(version, found)):
            found = version
    return found


def _padded(numbers: tuple[int, ...], length: int) -> tuple[int, ...]:
    """Return numbers with zeros at the end."""
    return (*numbers, *(0,) * (length - len(numbers)))
