"""All that a recorded printer sends is read, or named with a reason."""

from collections.abc import Iterator
from functools import cache
from typing import Any, override

import pytest

from tests.helpers.printer_reports import after, printer
from tests.helpers.recordings import DESCRIBED, NAMES, needs_recordings, recording

from .ignored import ELSEWHERE, IGNORED

pytestmark = needs_recordings


class Noting(dict[str, Any]):
    """An object of a report that notes which of its places are read."""

    def __init__(self, content: dict[str, Any], path: str, places: set[str]) -> None:
        """Note in `read`, also what is read further inside."""
        self._path = path
        self._places = places
        super().__init__(
            {
                key: noting(value, f"{path}.{key}", places)
                for key, value in content.items()
            }
        )

    @override
    def __getitem__(self, key: str) -> Any:
        self._places.add(f"{self._path}.{key}")
        return super().__getitem__(key)

    @override
    def get(self, key: str, default: Any = None) -> Any:
        if key in self:
            self._places.add(f"{self._path}.{key}")
        return super().get(key, default)


def noting(value: Any, path: str, places: set[str]) -> Any:
    """Return the same value, made to note."""
    if isinstance(value, list):
        return [noting(item, f"{path}[]", places) for item in value]
    return Noting(value, path, places) if isinstance(value, dict) else value


def places(value: Any, path: str) -> Iterator[str]:
    """Name every place that holds no more objects, such as "print.net.info[].ip"."""
    if isinstance(value, dict) and value:
        for key, inner in value.items():
            yield from places(inner, f"{path}.{key}")
    elif isinstance(value, list) and any(isinstance(item, dict) for item in value):
        for item in value:
            yield from places(item, f"{path}[]")
    else:
        yield path


def without(value: Any, path: str, gone: frozenset[str]) -> Any:
    """Return a value without what is at some places."""
    if isinstance(value, list):
        return [without(item, f"{path}[]", gone) for item in value]
    if not isinstance(value, dict):
        return value
    return {
        key: without(inner, f"{path}.{key}", gone)
        for key, inner in value.items()
        if f"{path}.{key}" not in gone
    }


def filled(value: Any) -> Any:
    """Return a value with a word wherever it is blank, as of identified spools."""
    if isinstance(value, dict):
        return {key: filled(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [filled(item) for item in value]
    return "1" if isinstance(value, str) and not value.strip("0") else value


def places_read(version: Any, full: Any, gone: frozenset[str]) -> set[str]:
    """Return the places that the model reads when some are missing."""
    places: set[str] = set()
    after(
        printer(),
        {"info": noting(without(version["info"], "info", gone), "info", places)},
        {"print": noting(without(full["print"], "print", gone), "print", places)},
    )
    return places


@cache
def read_of(name: str) -> set[str]:
    """Return the places that the model reads, also those that it falls back to.

    Whatever it looks at is taken away the next time, to see where it looks instead.
    """
    content = recording(name)
    version, full = content["version"], filled(content["full"])
    all_places = places_read(version, content["full"], frozenset())
    cases: list[frozenset[str]] = [frozenset()]
    while cases:
        gone = cases.pop()
        fresh = places_read(version, full, gone) - (all_places if gone else set())
        all_places |= fresh
        cases += [gone | {place} for place in fresh]
    return all_places


def places_of(name: str) -> set[str]:
    """Return every place of a recording, also of its partial reports."""
    content = recording(name)
    messages = [content["version"], content["full"], *content["deltas"].values()]
    return {
        place
        for message in messages
        for root, inner in message.items()
        for place in places(inner, root)
    }


def is_under(place: str, entry: str) -> bool:
    """Return whether an entry of the list, exact or with a star, means a place."""
    return place == entry or (entry.endswith("*") and place.startswith(entry[:-1]))


@pytest.mark.parametrize("name", NAMES)
def test_every_place_is_read_or_named(name: str) -> None:
    """A field that a firmware adds does not go unnoticed.

    One that only a new recording has is no mistake: the test is skipped and names it.
    """
    unread = places_of(name) - set().union(*map(read_of, {*DESCRIBED, name}))
    unknown = {
        place
        for place in unread
        if not any(is_under(place, entry) for entry in {**IGNORED, **ELSEWHERE})
    }

    if unknown and name not in DESCRIBED:
        pytest.skip(f"neither read nor named: {sorted(unknown)}")
    assert not unknown


def test_nothing_is_named_in_vain() -> None:
    """What is ignored was recorded somewhere, and is read nowhere."""
    read = set().union(*map(read_of, DESCRIBED))
    seen = set().union(*map(places_of, DESCRIBED))

    for entry in IGNORED:
        assert any(is_under(place, entry) for place in seen), entry
        assert not any(is_under(place, entry) for place in read), entry


def test_what_no_recording_has_is_listed_apart() -> None:
    """What no recording here has is listed apart, and only until one has it."""
    seen = set().union(*map(places_of, DESCRIBED))

    for entry in ELSEWHERE:
        assert entry not in IGNORED
        assert not any(is_under(place, entry) for place in seen), entry


def test_every_entry_has_a_reason() -> None:
    """Nothing is ignored without a sentence that says why."""
    reasons = {*IGNORED.values(), *ELSEWHERE.values()}

    assert all(reason.endswith(".") for reason in reasons)
