"""Every language has the same texts, with the same placeholders."""

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

_PLACEHOLDER = re.compile(r"\{\w+\}")


def placeholders(texts: Any, path: str = "") -> Iterator[tuple[str, frozenset[str]]]:
    """Yield the path of each text, and the placeholders in it."""
    if isinstance(texts, dict):
        for key, value in texts.items():
            yield from placeholders(value, f"{path}.{key}" if path else key)
    else:
        yield path, frozenset(_PLACEHOLDER.findall(texts))


def read(language: str) -> dict[str, frozenset[str]]:
    """Return the placeholders of a language by the paths of its texts."""
    texts = json.loads((TRANSLATIONS / f"{language}.json").read_bytes())
    return dict(placeholders(texts))


@pytest.mark.parametrize("language", LANGUAGES)
def test_language_is_complete(language: str) -> None:
    """No text is missing, left over, or lacks a placeholder."""
    english, translated = read("en"), read(language)

    assert english.keys() - translated.keys() == set(), "missing"
    assert translated.keys() - english.keys() == set(), "left over"
    assert [path for path in english if english[path] != translated[path]] == []


def test_a_planted_gap_is_found() -> None:
    """Texts at any depth and their placeholders are compared."""
    texts = {"a": {"b": "No {name} of {count}", "c": "text"}}

    assert dict(placeholders(texts)) == {
        "a.b": frozenset({"{name}", "{count}"}),
        "a.c": frozenset(),
    }
