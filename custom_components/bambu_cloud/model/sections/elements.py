"""Read the elements of a list by their ids, and whether the list is complete."""

from collections.abc import Container, Mapping
from typing import Any, NamedTuple

from ..values import natural


class Elements(NamedTuple):
    """The objects of a list that have an id."""

    by_id: Mapping[int, Mapping[str, Any]]
    complete: bool
    """Whether nothing broken may hide an element."""


def elements(value: Any, ids: Container[int]) -> Elements:
    """Return the elements of a list that have one of these ids, each once."""
    if not isinstance(value, list):
        return Elements({}, complete=False)
    found: dict[int, Mapping[str, Any]] = {}
    for item in value:
        name = natural(item.get("id")) if isinstance(item, dict) else None
        if name is not None and name in ids:
            found.setdefault(name, item)
    return Elements(found, complete=len(found) == len(value))
