"""Read single values out of a raw report."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

type Report = Mapping[str, Any]


class Expected(NamedTuple):
    """A value that an entity has to show."""

    key: str
    """Platform and key, as in "sensor.progress"."""
    value: str | float | bool
    """A bool is "on" or "off" in a state."""
    tolerance: float = 0
    attribute: str | None = None
    """Where it is shown; None for the state."""

    def matches(self, shown: object) -> bool:
        """Return whether what is shown is this value."""
        if isinstance(self.value, bool):
            return shown in {self.value, "on" if self.value else "off"}
        if isinstance(self.value, str):
            return shown == self.value
        try:
            return abs(float(str(shown)) - self.value) <= self.tolerance
        except ValueError:
            return False


def at(report: object, path: str) -> Any:
    """Return what is at a dotted path, None if there is nothing."""
    node: Any = report
    for step in path.split("."):
        node = node.get(step) if isinstance(node, Mapping) else None
    return node


def objects(value: object) -> Iterator[Mapping[str, Any]]:
    """Yield the objects of a list."""
    for item in value if isinstance(value, list) else ():
        if isinstance(item, Mapping):
            yield item


def element(value: object, number: int) -> Mapping[str, Any]:
    """Return the element of a list with this id, else an empty one."""
    return next((x for x in objects(value) if whole(x.get("id")) == number), {})


def decimal(value: object) -> float | None:
    """Read a number that may come as text."""
    if isinstance(value, bool):
        return None
    try:
        return float(value) if isinstance(value, (int, float, str)) else None
    except ValueError:
        return None


def whole(value: object) -> int | None:
    """Read a whole number that may come as text."""
    found = decimal(value)
    return None if found is None or found != int(found) else int(found)


def word(value: object) -> int | None:
    """Read a word of hexadecimal digits."""
    try:
        return int(value, 16) if isinstance(value, str) else None
    except ValueError:
        return None


def on(word: int | None, place: int) -> bool | None:
    """Return one bit of a word, None without the word."""
    return None if word is None else bool(word >> place & 1)


def first[T](*found: T | None) -> T | None:
    """Return the first that is not None."""
    return next((item for item in found if item is not None), None)


def flag(value: object) -> bool | None:
    """Read a switch, which cameras write as a word."""
    return value if isinstance(value, bool) else _WORDS.get(str(value))


_WORDS = {"enable": True, "disable": False, "1": True, "0": False}
