"""Bodies of responses, from almost right to completely wrong."""

from collections.abc import Iterable, Mapping
import json
import os
from typing import Any

from hypothesis import strategies as st

BODIES = int(os.environ.get("FUZZ_BODIES", "25"))
"""How many bodies a test tries."""
_HUGE = 8 * 1024 * 1024 + 1
_DEPTH = 2000
_HTML = (
    "<!DOCTYPE html><html><body>Welcome to the hotel</body></html>",
    "<html><title>Just a moment...</title></html>",
    "<?xml version='1.0'?><Error><Code>AccessDenied</Code></Error>",
)
_NUMBERS = (
    st.integers(),
    st.floats(),
    st.sampled_from([0, -1, 2**31, 2**63, 2**64, 10**30, 10**400, 1e308, 4, 1001]),
)
_WORDS = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        ["", "null", "NaN", "9" * 5000, "1e400", "\ud800", "\0", "x" * 999]
    ),
)
SCALARS = st.one_of(st.none(), st.booleans(), *_NUMBERS, _WORDS)
VALUES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(_WORDS, inner, max_size=3)
    ),
    max_leaves=6,
)


def _encoded(value: Any) -> bytes:
    """Return a value as JSON, more tolerant than the standard."""
    return json.dumps(value).encode(errors="replace")


def _paths(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Return the paths of everything inside a value."""
    found = [path] if path else []
    inner: Iterable[tuple[Any, Any]] = ()
    if isinstance(value, dict):
        inner = value.items()
    elif isinstance(value, list):
        inner = enumerate(value)
    for key, item in inner:
        found += _paths(item, (*path, key))
    return found


def _changed(value: Any, path: tuple[Any, ...], other: Any) -> Any:
    """Return a value with something else in one place."""
    if not path:
        return other
    copy = value.copy()
    copy[path[0]] = _changed(value[path[0]], path[1:], other)
    return copy


def _wrong(good: Mapping[str, Any]) -> st.SearchStrategy[bytes]:
    """Return bodies with other things in a few places."""
    places = _paths(good)
    if not places:
        return VALUES.map(_encoded)

    def change(changes: list[tuple[tuple[Any, ...], Any]]) -> bytes:
        body: Any = dict(good)
        for path, other in changes:
            try:
                body = _changed(body, path, other)
            except AttributeError, IndexError, KeyError, TypeError:
                continue  # an earlier change took the place away
        return _encoded(body)

    one = st.tuples(st.sampled_from(places), VALUES)
    return st.lists(one, min_size=1, max_size=3).map(change)


def _cut(good: Mapping[str, Any]) -> st.SearchStrategy[bytes]:
    """Return bodies that break off."""
    whole = _encoded(dict(good))
    return st.integers(0, len(whole)).map(lambda length: whole[:length])


def _deep() -> st.SearchStrategy[bytes]:
    """Return bodies that are nested very deeply."""
    depths = st.sampled_from([50, 500, _DEPTH])
    return st.one_of(
        depths.map(lambda depth: b"[" * depth + b"]" * depth),
        depths.map(lambda depth: b'{"data":' * depth + b"{}" + b"}" * depth),
        depths.map(lambda depth: b'{"hits":[' * depth),
    )


def _huge(good: Mapping[str, Any]) -> st.SearchStrategy[bytes]:
    """Return bodies that are far too long, or have very many rows."""
    rows: dict[str, Any] = {
        key: value * 500 for key, value in good.items() if isinstance(value, list)
    }
    return st.sampled_from([b" " * _HUGE, _encoded({**good, **rows})])


def _around(good: Mapping[str, Any]) -> st.SearchStrategy[bytes]:
    """Return good contents in envelopes, with status keys of all kinds."""
    keys = st.sampled_from(["code", "message", "error", "data"])
    return st.dictionaries(keys, VALUES, max_size=3).map(
        lambda envelope: _encoded({**envelope, "data": dict(good), **envelope})
    )


def bodies(good: Mapping[str, Any]) -> st.SearchStrategy[bytes]:
    """Return all kinds of bodies; most of them are almost right."""
    usual = (
        _wrong(good),
        _wrong(good),
        _wrong(good),
        _cut(good),
        _around(good),
        VALUES.map(_encoded),
        st.binary(max_size=64),
        st.sampled_from(_HTML).map(str.encode),
    )
    rare = st.one_of(_deep(), _huge(good))
    kinds = st.integers(0, 199)
    return kinds.flatmap(lambda kind: rare if kind == 199 else usual[kind % len(usual)])


statuses = st.integers(0, 9).flatmap(
    lambda kind: (
        st.sampled_from([201, 204, 302, 400, 401, 403, 404, 405, 422, 429, 500, 503])
        if kind == 9
        else st.just(200)
    )
)
"""Mostly 200: the parsers are to be tried."""
