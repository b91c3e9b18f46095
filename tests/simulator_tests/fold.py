"""A client's side of full and delta reports, as protocol B.5 and B.6 describe it."""

from typing import Any

type Payload = dict[str, Any]

_KEYED = {"ams.ams": "id", "ams.ams.tray": "id", "lights_report": "node"}


def fold(state: Payload, report: Payload) -> Payload:
    """Return the state of a client after a report."""
    content: Payload = report.get("print", {})
    if content.get("command") != "push_status":
        return state
    if content["msg"] == 0:
        return content
    return _merge(state, content, "")


def _merge(old: Payload, new: Payload, path: str) -> Payload:
    """Merge objects recursively."""
    merged = dict(old)
    for key, value in new.items():
        here = f"{path}.{key}" if path else key
        before = old.get(key)
        if isinstance(value, dict) and isinstance(before, dict):
            merged[key] = _merge(before, value, here)
        elif here in _KEYED and isinstance(before, list):
            merged[key] = _merge_list(before, value, here)
        else:
            merged[key] = value
    return merged


def _merge_list(old: list[Payload], new: list[Payload], path: str) -> list[Payload]:
    """Merge lists by the key of their elements; a bare slot is an empty one."""
    name = _KEYED[path]
    news = {element[name]: element for element in new}
    merged = []
    for element in old:
        change = news.get(element[name], {})
        if change and change.keys() <= {"id", "state"}:
            merged.append(change)
        else:
            merged.append(_merge(element, change, path))
    ids = {element[name] for element in old}
    return merged + [element for element in new if element[name] not in ids]
