"""Read what real printers were recorded saying, where a directory has it."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from custom_components.bambu_cloud.model import PrinterState

from .printer_reports import after, printer

_DIRECTORY = Path(os.environ.get("BAMBU_CAPTURES") or "/nonexistent")
_EXPECTED = {"a1-ams-lite", "h2d", "p1p-ams", "x1c-four-ams"}

NAMES: list[str] = sorted(_EXPECTED | {path.stem for path in _DIRECTORY.glob("*.json")})
"""All recordings; the known ones also where there are none, for tests to skip."""

needs_recordings = pytest.mark.skipif(
    not _DIRECTORY.is_dir(), reason="BAMBU_CAPTURES names no directory"
)


def recording(name: str) -> dict[str, Any]:
    """Return a recording."""
    content: dict[str, Any] = json.loads((_DIRECTORY / f"{name}.json").read_text())
    return content


def recorded(name: str, *deltas: str) -> PrinterState:
    """Return a printer that said what was recorded, and then these deltas."""
    content = recording(name)
    later = [content["deltas"][delta] for delta in deltas]
    return after(printer(), content["version"], content["full"], *later)
