"""Merge recorded messages into a whole report (protocol B.6)."""

from collections.abc import Mapping
from typing import Any

from .state import Payload, snapshot

_KEYED = {
    "ams": "id",
    "tray": "id",
    "vir_slot": "id",
    "info": "id",
    "parts": "id",
    "lights_report": "node",
}
"""Lists of which a delta may have single elements, and what names these."""


def reported(report: Payload, message: Mapping[str, Any]) -> Payload:
    """Return a report after a message; an answer to a command changes nothing."""
    content = message.get("print")
    if not isinstance(content, dict):
        return report
    if content.get("command", "push_status") != "push_status":
        return report
    if content.get("msg") == 0:
        return snapshot(content)
    return _merged(report, content)


def _merged(old: Payload, new: Payload) -> Payload:
    """Return an object with the changes of another."""
    return {**old, **{key: _value(key, old.get(key), new[key]) for key in new}}


def _value(key: str, old: Any, new: Any) -> Any:
    """Return the new value of a key."""
    if isinstance(old, dict) and isinstance(new, dict):
        return _merged(old, new)
    name = _KEYED.get(key, "")
    if not (_is_named(old, name) and _is_named(new, name)):
        return snapshot(new)
    elements = {str(item[name]): item for item in old}
    for item in new:
        number = str(item[name])
        elements[number] = _merged(elements.get(number, {}), item)
    return list(elements.values())


def _is_named(value: Any, name: str) -> bool:
    """Return whether a value is a list of objects that have such a name."""
    return isinstance(value, list) and all(
        isinstance(item, dict) and name in item for item in value
    )
