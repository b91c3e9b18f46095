"""Bring the files of all languages in line with the English one.

`.venv/bin/python -m tests.languages` takes away texts that English no longer has or
that wait for their translation, puts the others in the order of English, and names
what each language lacks.
"""

from collections.abc import Mapping
import json
from pathlib import Path
from typing import Any

from tests.helpers.language_checks import Texts, flat, waiting

TRANSLATIONS = (
    Path(__file__).parent.parent / "custom_components" / "bambu_cloud" / "translations"
)
LANGUAGES = sorted(path.stem for path in TRANSLATIONS.glob("*.json"))


def read(language: str) -> dict[str, str]:
    """Return the texts of a language by their paths."""
    return dict(flat(json.loads((TRANSLATIONS / f"{language}.json").read_bytes())))


def in_order(english: Texts, own: Texts) -> dict[str, Any]:
    """Return the tree of a language's texts, in the order of English."""
    tree: dict[str, Any] = {}
    for path in english:
        if path in own:
            *parents, key = path.split(".")
            node = tree
            for parent in parents:
                node = node.setdefault(parent, {})
            node[key] = own[path]
    return tree


def as_file(tree: Mapping[str, Any]) -> str:
    """Return texts as they stand in a file."""
    return json.dumps(tree, indent=2, ensure_ascii=False) + "\n"


def main() -> None:
    """Write the files, and print what is missing."""
    english = read("en")
    for language in LANGUAGES:
        dropped = waiting() if language != "en" else frozenset()
        own = {
            path: text for path, text in read(language).items() if path not in dropped
        }
        file = TRANSLATIONS / f"{language}.json"
        file.write_text(as_file(in_order(english, own)), encoding="utf-8")
        for path in english.keys() - own.keys():
            print(f"{language}: {path}: {english[path]}")  # noqa: T201  what it is for


if __name__ == "__main__":
    main()
