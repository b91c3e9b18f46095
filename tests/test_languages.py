"""Every language has the same texts, with the same placeholders and markup."""

from collections.abc import Iterator
import json
from pathlib import Path
import re
from typing import Any

import pytest

TRANSLATIONS = (
    Path(__file__).parent.parent / "custom_components" / "bambu_cloud" / "translations"
)
LANGUAGES = sorted(path.stem for path in TRANSLATIONS.glob("*.json"))

_FIXED = re.compile(r"\{\w+\}|</?\w+|\*\*|`|\]\(")
"""A placeholder, an HTML tag, or Markdown: bold, code, a link."""


def fixed_parts(texts: Any, path: str = "") -> Iterator[tuple[str, frozenset[str]]]:
    """Yield the path of each text, and what no translation may change in it."""
    if isinstance(texts, dict):
        for key, value in texts.items():
            yield from fixed_parts(value, f"{path}.{key}" if path else key)
    else:
        yield path, frozenset(_FIXED.findall(texts))


def read(language: str) -> dict[str, frozenset[str]]:
    """Return the fixed parts of a language by the paths of its texts."""
    texts = json.loads((TRANSLATIONS / f"{language}.json").read_bytes())
    return dict(fixed_parts(texts))


@pytest.mark.parametrize("language", LANGUAGES)
def test_language_is_complete(language: str) -> None:
    """No text is missing, left over, or has other placeholders or other markup."""
    english, translated = read("en"), read(language)

    assert english.keys() - translated.keys() == set(), "missing"
    assert translated.keys() - english.keys() == set(), "left over"
    assert [path for path in english if english[path] != translated[path]] == []


def test_a_planted_gap_is_found() -> None:
    """Texts at any depth, their placeholders and their markup are compared."""
    texts = {"a": {"b": "No {name} of {count}", "c": "2 * 3 < 7"}, "d": "a **b** <br>"}

    assert dict(fixed_parts(texts)) == {
        "a.b": frozenset({"{name}", "{count}"}),
        "a.c": frozenset(),
        "d": frozenset({"**", "<br"}),
    }
