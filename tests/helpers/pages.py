"""Read the pages of the documentation."""

from pathlib import Path
import re
from typing import Any

from homeassistant.util.yaml import parse_yaml

ROOT = Path(__file__).parents[2]


def read_page(name: str) -> str:
    """Return the text of a page, by its path in the repository."""
    return (ROOT / name).read_text(encoding="utf-8")


def section(text: str, heading: str) -> str:
    """Return the text below a heading, such as "## Actions", up to its next equal."""
    level = heading.partition(" ")[0]
    return text.partition(f"\n{heading}\n")[2].partition(f"\n{level} ")[0]


def yaml_examples(text: str) -> list[Any]:
    """Return the parsed YAML examples of a page: automations are mappings."""
    return [
        parse_yaml(each) for each in re.findall(r"```yaml\n(.+?)```", text, re.DOTALL)
    ]
