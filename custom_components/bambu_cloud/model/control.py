"""Describe whether a printer obeys us (protocol B.10)."""

from collections.abc import Mapping
from typing import Any

from .values import integer

_UNSIGNED = frozenset({0x0502_4007, 0x0502_4009})


def is_unsigned(answer: Mapping[str, Any]) -> bool:
    """Tell whether an answer refuses a command for want of a valid signature."""
    return integer(answer.get("err_code")) in _UNSIGNED
