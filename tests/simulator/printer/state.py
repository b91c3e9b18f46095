"""Read, write and compare the `print` object by dotted paths."""

from collections.abc import Mapping
from typing import Any

import orjson

type Payload = dict[str, Any]
"""A JSON object, as it goes over the wire."""

# Lists whose elements a delta names one by one (protocol B.6).
_KEYED = {"ams.ams": "id", "ams.ams.tray": "id", "lights_report": "node"}


def snapshot[T](value: T) -> T:
    """Return a copy that shares nothing with the original."""
    copy: T = orjson.loads(orjson.dumps(value))
    return copy


def acknowledgement(root: str, request: Payload, **more: Any) -> Payload:
    """Return the echo that acknowledges a request (protocol B.3)."""
    return {root: request | {"result": "success", "reason": ""} | more}


def get(tree: Mapping[str, Any], path: str, default: Any = None) -> Any:
    """Return the value at a dotted path; list elements have numbers."""
    node: Any = tree
    for key in path.split("."):
        try:
            node = node[int(key)] if isinstance(node, list) else node[key]
        except KeyError, IndexError:
            return default
    return node


def put(tree: Payload, path: str, value: Any) -> bool:
    """Write a value if the tree has its place; return whether it has."""
    parent_path, _, key = path.rpartition(".")
    parent = get(tree, parent_path) if parent_path else tree
    if isinstance(parent, list) and int(key) < len(parent):
        parent[int(key)] = value
    elif isinstance(parent, dict) and key in parent:
        parent[key] = value
    else:
        return False
    return True


def set_attribute(owner: Any, path: str, value: Any) -> None:
    """Set an attribute by its dotted path."""
    parent_path, _, name = path.rpartition(".")
    for key in parent_path.split(".") if parent_path else ():
        owner = owner[int(key)] if key.isdigit() else getattr(owner, key)
    setattr(owner, name, value)


def changed_keys(old: Payload, new: Payload) -> Payload:
    """Return the top-level keys that changed, as P1 and A1 report them.

    Each comes with its whole value, except `ams`: of that only what changed,
    down to single trays (protocol H.4.2).
    """
    delta: Payload = {key: value for key, value in new.items() if old.get(key) != value}
    if "ams" in delta and isinstance(old.get("ams"), dict):
        delta["ams"] = _changed_ams(old["ams"], new["ams"])
    return delta


def _changed_ams(old: Payload, new: Payload) -> Payload:
    """Return the changed parts of `ams`, with the masks if a unit is reported."""
    delta: Payload = {
        key: value
        for key, value in new.items()
        if key != "ams" and old.get(key) != value
    }
    units = [
        _changed_unit(_by_id(old["ams"], unit["id"]), unit)
        for unit in new["ams"]
        if _by_id(old["ams"], unit["id"]) != unit
    ]
    if units:
        delta["ams"] = units
        delta |= {key: new[key] for key in ("ams_exist_bits", "tray_exist_bits")}
    return delta


def _changed_unit(old: Payload, new: Payload) -> Payload:
    """Return a unit with only its changed trays."""
    changes = [
        tray for tray in new["tray"] if _by_id(old.get("tray", []), tray["id"]) != tray
    ]
    unit = {key: value for key, value in new.items() if key != "tray"}
    return unit | {"tray": changes} if changes else unit


def _by_id(elements: list[Payload], wanted: str, key: str = "id") -> Payload:
    """Return the element with an id, an empty one if there is none."""
    return next((each for each in elements if each.get(key) == wanted), {})


def nested_changes(old: Payload, new: Payload, path: str = "") -> Payload:
    """Return nested changes, as X1 and H2 report them (protocol B.5)."""
    delta: Payload = {}
    for key, value in new.items():
        before = old.get(key)
        if before == value:
            continue
        here = f"{path}.{key}" if path else key
        if isinstance(value, dict) and isinstance(before, dict):
            delta[key] = nested_changes(before, value, here)
        elif here in _KEYED and isinstance(before, list):
            # Of what has vanished nothing is told before the next full report.
            if changed := _changed_elements(before, value, here):
                delta[key] = changed
        else:
            delta[key] = value
    return delta


def _changed_elements(old: list[Payload], new: list[Payload], path: str) -> Any:
    """Return the elements of a keyed list that changed."""
    name = _KEYED[path]
    changed = []
    for element in new:
        before = _by_id(old, element[name], name)
        if before == element:
            continue
        if before.keys() <= element.keys():
            changes = {name: element[name]} | nested_changes(before, element, path)
        else:
            changes = element
        changed.append(changes)
    return changed
