"""The texts of the integration, and what of its code refers to them."""

import ast
from collections.abc import Iterator
import json
from pathlib import Path
import re
from typing import Any

import voluptuous as vol

ROOT = Path(__file__).parents[2] / "custom_components" / "bambu_cloud"
ENGLISH: dict[str, Any] = json.loads((ROOT / "translations" / "en.json").read_bytes())
ICONS: dict[str, Any] = json.loads((ROOT / "icons.json").read_bytes())
KEY = re.compile(r"[a-z0-9]+(?:[_-][a-z0-9]+)*")


def texts(value: Any) -> Iterator[str]:
    """Yield every text."""
    if isinstance(value, str):
        yield value
    else:
        for inner in value.values():
            yield from texts(inner)


def keys(value: Any) -> Iterator[str]:
    """Yield every key."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield key
            yield from keys(inner)


def literals(module: str | Path) -> set[str]:
    """Return every text that a module of ours contains."""
    tree = ast.parse((ROOT / module).read_text(encoding="utf-8"))
    return {
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def placeholders(module: str) -> set[Any]:
    """Return the names that a module of ours gives to parts of its words."""
    tree = ast.parse((ROOT / module).read_text(encoding="utf-8"))
    return {
        key.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Dict)
        for key in node.keys
        if isinstance(key, ast.Constant)
    }


def raised(path: Path) -> set[str]:
    """Return the keys of the translated errors that a module of ours raises."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    calls = (node.exc for node in ast.walk(tree) if isinstance(node, ast.Raise))
    return {
        keyword.value.value
        for call in calls
        if isinstance(call, ast.Call)
        for keyword in call.keywords
        if keyword.arg == "translation_key"
        and isinstance(keyword.value, ast.Constant)
        and isinstance(keyword.value.value, str)
    }


def vol_schema(schema: vol.Schema) -> dict[Any, Any]:
    """Return the fields of a form."""
    fields: dict[Any, Any] = schema.schema
    return fields
