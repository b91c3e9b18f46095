"""Merge a delta into what a printer reported before (protocol B.6).

Nothing is changed in place: the result shares with both inputs what it took from them.
"""

from collections.abc import Mapping
from typing import Any


def merge(old: Mapping[str, Any], delta: Mapping[str, Any]) -> dict[str, Any]:
    """Return the merged `print` object."""
    return {**old, **delta}
