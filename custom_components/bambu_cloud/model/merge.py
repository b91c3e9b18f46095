"""Merge a delta into what a printer reported before (protocol B.6).

Objects merge key by key, everything else replaces, except the lists of `_ELEMENT_IDS`:
a delta may name one element of them, which merges with the one of the same id.

Nothing is changed in place: the result shares unchanged parts with both inputs.
"""

from collections.abc import Mapping
from typing import Any

from .sections.trays import emptied
from .values import as_object, objects, text

_ELEMENT_IDS: Mapping[str, str] = {
    "ams.ams": "id",
    "ams.ams.tray": "id",
    "vir_slot": "id",
    "lights_report": "node",
    "device.extruder.info": "id",
    "device.nozzle.info": "id",
    "device.airduct.parts": "id",
}
_DEEPEST = 16  # twice what printers send; keeps a malicious report off the stack


def merge(old: Mapping[str, Any], delta: Mapping[str, Any]) -> dict[str, Any]:
    """Return the merged `print` object."""
    merged = _merge_objects(old, delta, "", 0)
    if "ams" in delta:
        merged["ams"] = emptied(merged["ams"], as_object(delta["ams"]))
    return merged


def size(value: Any) -> int:
    """Return about how many characters a JSON value has as text."""
    total, rest = 0, [value]
    while rest:
        item = rest.pop()
        total += 8
        if isinstance(item, dict):
            total += sum(map(len, item))
            rest.extend(item.values())
        elif isinstance(item, list):
            rest.extend(item)
        elif isinstance(item, str):
            total += len(item)
    return total


def _merge_objects(
    old: Mapping[str, Any], new: Mapping[str, Any], path: str, depth: int
) -> dict[str, Any]:
    """Merge an object into the one at the same place."""
    merged = dict(old)
    for name, value in new.items():
        inner = f"{path}.{name}" if path else name
        merged[name] = _merge_values(merged.get(name), value, inner, depth + 1)
    return merged


def _merge_values(old: Any, new: Any, path: str, depth: int) -> Any:
    """Merge two values if both are objects or lists of elements, else replace."""
    if depth > _DEEPEST:
        return new
    if isinstance(new, dict) and isinstance(old, dict):
        return _merge_objects(old, new, path, depth)
    if isinstance(new, list) and isinstance(old, list) and path in _ELEMENT_IDS:
        return _merge_elements(old, new, path, depth)
    return new


def _merge_elements(old: list[Any], new: list[Any], path: str, depth: int) -> list[Any]:
    """Merge a list by the ids of its elements; an element without an id is dropped."""
    merged = list(old)
    places = {
        name: place
        for place, element in enumerate(old)
        if (name := _element_id(element, path)) is not None
    }
    for element in objects(new):
        name = _element_id(element, path)
        if name is None:
            continue
        if name in places:
            place = places[name]
            merged[place] = _merge_values(merged[place], element, path, depth + 1)
        else:
            places[name] = len(merged)
            merged.append(element)
    return merged


def _element_id(element: Any, path: str) -> str | None:
    """Return the id of a list's element as text: firmware sends 0 as well as "0"."""
    return text(as_object(element).get(_ELEMENT_IDS[path]))
