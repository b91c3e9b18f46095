"""Read what real printers were recorded saying, where a directory has it."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from custom_components.bambu_cloud.model import PrinterState

from .printer_reports import after, printer

_DIRECTORY = Path(os.environ.get("BAMBU_CAPTURES") or "/nonexistent")
DESCRIBED: tuple[str, ...] = (
    "a1-ams-lite",
    "a1-mini-ams-lite",
    "h2d",
    "h2d-three-ams-kinds",
    "p1p-ams",
    "p1s-failed-external",
    "p1s-running",
    "p2s-idle-then-stopped",
    "x1c-four-ams",
)
"""Recordings that tests expect; skipped where they are missing."""
NAMES: list[str] = sorted(
    {*DESCRIBED, *(path.stem for path in _DIRECTORY.glob("*.json"))}
)
"""Also those that somebody adds to the directory."""

needs_recordings = pytest.mark.skipif(
    not _DIRECTORY.is_dir(), reason="BAMBU_CAPTURES names no directory"
)


def recording(name: str) -> dict[str, Any]:
    """Return a recording; skip the test where it is missing."""
    path = _DIRECTORY / f"{name}.json"
    if not path.is_file():
        # Recordings belong to others and are not part of the repository.
        pytest.skip(f"no recording {name}")
    content: dict[str, Any] = json.loads(path.read_text())
    return content


def recorded(name: str, *deltas: str) -> PrinterState:
    """Return a printer that said what was recorded, and then these deltas."""
    content = recording(name)
    later = [content["deltas"][delta] for delta in deltas]
    return after(printer(), content["version"], content["full"], *later)
