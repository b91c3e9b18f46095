"""Stories of what printers do come out as an owner would call right."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from tests.story import main, play

OURS = sorted((Path(__file__).parent / "stories").glob("*.json"))
FIELD = sorted(Path(os.environ.get("BAMBU_STORIES", "/nowhere")).glob("*.json"))
PRINT = Path(__file__).parent / "stories" / "paused-by-its-owner.json"


def read(path: Path) -> dict[str, Any]:
    """Return a story."""
    story: dict[str, Any] = json.loads(path.read_bytes())
    return story


@pytest.mark.parametrize("path", [*OURS, *FIELD], ids=lambda path: path.stem)
def test_story(path: Path) -> None:
    """Events, their order, titles and times are as expected."""
    assert list(play(read(path))) == []


@pytest.mark.parametrize("path", OURS, ids=lambda path: path.stem)
def test_wrong_expectation(path: Path) -> None:
    """A story that expects something else fails."""
    story = read(path)
    story["expect"]["events"] = [*story["expect"]["events"], "finished something"]

    assert list(play(story))


def test_exit(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The command prints a line for each file and fails if any story does."""
    story = read(PRINT)
    good, bad = tmp_path / "good.json", tmp_path / "bad.json"
    good.write_text(json.dumps(story))
    bad.write_text(json.dumps(story | {"expect": {"events": []}}))

    assert main([str(good)]) == 0
    assert main([str(good), str(bad)]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[:2] == ["ok good", "ok good"]
    assert lines[2].startswith("FAIL bad: expected [], came ")


def test_unknown_expectation() -> None:
    """What cannot be judged fails, too."""
    story = read(PRINT)
    story["expect"]["weather"] = "fine"

    assert list(play(story)) == ["unknown expectation: weather"]
