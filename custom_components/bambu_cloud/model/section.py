"""Read a section, one subject of a printer, from what the printer reported.

A field of a section names its sources in order of preference; the first with a value
wins:

    bed: float | None = wire(at("device.bed_temp", current), at("bed_temper", number))

From the same line follows which parts of a report touch the section at all.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime
from functools import cache
from typing import Any, Self

from .catalog import PrinterModel
from .listed_codes import ALL_CODES, ListedCodes
from .modules import Module

type Reader = Callable[[Any], Any]
type Condition = Callable[[PrinterModel], object]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadContext:
    """Everything that a section may be read from."""

    raw: Mapping[str, Any]
    """The merged `print` object."""
    model: PrinterModel
    modules: tuple[Module, ...] = ()
    """What the last reply to `get_version` lists."""
    listed_codes: ListedCodes = ALL_CODES
    """Which codes are messages and errors."""
    received_at: datetime | None = None
    """When the report arrived; None when read from storage."""
    witnessed: bool = False
    """Whether reports had no gap since the one before."""
    raw_before: Mapping[str, Any] | None = None
    """What the section before was read from, if nothing but the report has changed."""


@dataclass(frozen=True, slots=True)
class Source:
    """A place in the merged report, how to read it, and the models it is true for."""

    root: str
    inner: tuple[str, ...]
    """The steps from there on."""
    read: Reader
    when: Condition | None

    def value(self, context: ReadContext) -> Any:
        """Return the value at this place, None if there is none."""
        if self.when is not None and not self.when(context.model):
            return None
        value = context.raw[self.root]
        for step in self.inner:
            if not isinstance(value, dict) or step not in value:
                return None
            value = value[step]
        return self.read(value)

    @property
    def keys(self) -> tuple[str, ...]:
        """Return the keys that change the value, in the form of `arrived`."""
        if not self.inner:
            return (self.root,)
        return f"{self.root}.{self.inner[0]}", f"{self.root}.*"


def at(path: str, read: Reader, *, when: Condition | None = None) -> Source:
    """Return a place in the report, such as "device.bed.info.temp"."""
    root, *inner = path.split(".")
    return Source(root, tuple(inner), read, when)


def read_from(*sources: Source, default: Any = None, show: bool = True) -> Any:
    """Declare a field that is read from the first of these sources with a value.

    `show` leaves secrets out of `repr`.
    """
    return field(default=default, repr=show, metadata={"sources": sources})


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One subject of a printer, such as its job or its fans."""

    def updated(self, **changes: Any) -> Self:
        """Return the section with these changes, faster than `replace`."""
        kind: Any = type(self)
        section: Self = object.__new__(kind)
        for name, put in _slots(kind):
            put(section, changes[name] if name in changes else getattr(self, name))
        return section

    def finalized(self, context: ReadContext, before: Self) -> Self:  # noqa: ARG002  sections use them
        """Apply the rules about more than one field, or about the section before."""
        return self


@cache
def _slots(section: type[Section]) -> tuple[tuple[str, Callable[..., None]], ...]:
    """Return the fields of a section, each with what sets it."""
    return tuple(
        (item.name, getattr(section, item.name).__set__) for item in fields(section)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionReader:
    """Reads a section; made once from its fields."""

    section: type[Section]
    sources: tuple[tuple[str, tuple[Source, ...]], ...]
    """Name and sources of each field that is read from the report."""

    @property
    def keys(self) -> frozenset[str]:
        """Return the keys that change the section, in the form of `arrived`."""
        sources = (source for _, listed in self.sources for source in listed)
        return frozenset(key for source in sources for key in source.keys)

    def read(self, context: ReadContext, before: Section) -> Section:
        """Read the section; `before` is what it was until now."""
        raw = context.raw
        values: dict[str, Any] = {}
        for name, sources in self.sources:
            for source in sources:
                if source.root in raw:
                    value = source.value(context)
                    if value is not None:
                        values[name] = value
                        break
        return self.section(**values).finalized(context, before)


def section_reader(section: type[Section]) -> SectionReader:
    """Return the reader of a section."""
    sources = tuple(
        (item.name, item.metadata["sources"])
        for item in fields(section)
        if "sources" in item.metadata
    )
    return SectionReader(section=section, sources=sources)


def arrived(delta: Mapping[str, Any]) -> set[str]:
    """Return the keys that a delta brings: "a" and, one level into objects, "a.b".

    What is no object replaces all that was inside: "a.*".
    """
    keys = set(delta)
    for name, value in delta.items():
        if isinstance(value, dict):
            keys.update([f"{name}.{key}" for key in value])
        else:
            keys.add(f"{name}.*")
    return keys


def replaced(old: Mapping[str, Any], new: Mapping[str, Any]) -> set[str]:
    """Return the keys in which two reports differ, in the form of `arrived`."""
    keys = _differing(old, new)
    for name in tuple(keys):
        before, after = old.get(name), new.get(name)
        if isinstance(before, dict) and isinstance(after, dict):
            keys.update([f"{name}.{key}" for key in _differing(before, after)])
        else:
            keys.add(f"{name}.*")
    return keys


def _differing(old: Mapping[str, Any], new: Mapping[str, Any]) -> set[str]:
    """Return the names whose values differ, or that only one of two objects has."""
    news = {
        name
        for name, value in new.items()
        if name not in old
        or (before := old[name]) != value
        or type(before) is not type(value)  # True == 1, and 1 == 1.0
    }
    return news | (old.keys() - new.keys())
