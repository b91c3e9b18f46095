"""The page about prints lists the durations as they are."""

from datetime import timedelta
from pathlib import Path
import re

from custom_components.bambu_cloud.model.lifecycle import timing

PAGE = Path(__file__).parents[3] / "docs" / "lifecycle.md"
ROW = re.compile(r"\| (\d+) (s|min|h) \| `(\w+)` \|")
UNITS = {"s": "seconds", "min": "minutes", "h": "hours"}


def test_the_page_has_all_durations() -> None:
    """Each constant has a row with its value, and each row a constant."""
    listed = {
        name: timedelta(**{UNITS[unit]: int(number)})
        for number, unit, name in ROW.findall(PAGE.read_text("utf-8"))
    }
    durations = {
        name: value
        for name, value in vars(timing).items()
        if isinstance(value, timedelta)
    }

    assert listed == durations
