"""Compare versions of firmware (protocol G.1)."""

from collections.abc import Iterable

from .values import version_numbers


def is_newer(version: str, than: str) -> bool:
    """Return whether a version is newer, by its parts; "1.2" equals "1.2.0".

    What is not made of numbers is neither newer nor older.
    """
    left, right = version_numbers(version), version_numbers(than)
    length = max(len(left), len(right))
    return bool(left and right) and _padded(left, length) > _padded(right, length)


def latest(
    installed: str | None, offered: str | None, listed: Iterable[str] | None
) -> str | None:
    """Return the latest version, None if it is unknown.

    An older one does not count: then the installed one is the latest.

    Args:
        installed: The running version.
        offered: What the printer offers, which comes first.
        listed: What the cloud offers; None if it has not answered.
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
