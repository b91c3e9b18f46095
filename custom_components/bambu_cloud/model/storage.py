"""Describe the storage of a printer: its memory card or stick (protocol C.4.1)."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from .noun import Noun, at, wire
from .values import boolean, hexadecimal, integer, text


class StorageState(StrEnum):
    """What is in the slot."""

    NONE = "none"
    NORMAL = "normal"
    ABNORMAL = "abnormal"
    READ_ONLY = "read_only"


_STATES = tuple(StorageState)
_WORDS = {
    "NO_SDCARD": StorageState.NONE,
    "HAS_SDCARD_NORMAL": StorageState.NORMAL,
    "HAS_SDCARD_ABNORMAL": StorageState.ABNORMAL,
    "HAS_SDCARD_READONLY": StorageState.READ_ONLY,
}


def _aux(word: Any) -> StorageState | None:
    """Read bits 12 and 13 of `aux`, a word of hexadecimal digits."""
    flags = hexadecimal(word)
    return None if flags is None else _STATES[flags >> 12 & 3]


def _home_flag(word: Any) -> StorageState | None:
    """Read bits 8 and 9 of `home_flag`."""
    flags = integer(word)
    return None if flags is None else _STATES[flags >> 8 & 3]


def _sdcard(value: Any) -> StorageState | None:
    """Read `sdcard`: a truth value, on old firmware a word."""
    present = boolean(value)
    if present is not None:
        return StorageState.NORMAL if present else StorageState.NONE
    return _WORDS.get(text(value) or "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Storage(Noun):
    """The storage that prints are kept on."""

    state: StorageState | None = wire(
        at("aux", _aux), at("home_flag", _home_flag), at("sdcard", _sdcard)
    )
