"""No field of a report, whatever it turns into, costs more than itself."""

from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest

from custom_components.bambu_cloud.model import SECTIONS, PrinterState, changed
from custom_components.bambu_cloud.model.printer import SECTION_READERS
from tests.helpers.printer_reports import after, printer
from tests.helpers.recordings import NAMES, needs_recordings, recorded, recording

pytestmark = needs_recordings

type Path = tuple[str | int, ...]
type Part = tuple[str | int, ...]
type Names = tuple[tuple[Path, Part], ...]

REMOVED = object()
JUNK = (None, "junk", 7, ["junk"], {"junk": "junk"}, REMOVED)

ENVELOPE = frozenset({("print",), ("print", "command")})
"""What makes a message a report: without it, there is nothing to read."""
UNITS: Path = ("print", "ams", "ams")
NOZZLES: Path = ("print", "device", "nozzle", "info")
HOLDERS: Path = ("print", "vir_slot")
ONLY_HOLDER: Path = ("print", "vt_tray")
NONE: dict[str, Any] = {"info": []}
OTHERS = frozenset(SECTIONS) - {"presence"}
OF_VERSION = frozenset({"ams", "control", "door", "firmware"})


def paths(value: Any, path: Path = ()) -> Iterator[Path]:
    """Name every field inside, also those that hold others."""
    places: Any = ()
    if isinstance(value, dict):
        places = value.items()
    elif isinstance(value, list):
        places = enumerate(value)
    for key, inner in places:
        yield (*path, key)
        yield from paths(inner, (*path, key))


def broken(value: Any, path: Path, junk: Any) -> Any:
    """Return a copy with junk in one place; all else is shared."""
    key, *inner = path
    copy = value.copy()
    if inner:
        copy[key] = broken(value[key], tuple(inner), junk)
    elif junk is REMOVED:
        del copy[key]
    else:
        copy[key] = junk
    return copy


def cases(message: dict[str, Any]) -> Iterator[tuple[Path, Any, dict[str, Any]]]:
    """Break every field in every way."""
    for path in paths(message):
        for junk in JUNK:
            yield path, junk, broken(message, path, junk)


@cache
def concerned(root: str, inner: str | int | None) -> frozenset[str]:
    """Return the sections that are read from a field of `print`, or from inside."""
    return frozenset(
        name
        for name, section_reader in SECTION_READERS.items()
        for key in section_reader.keys
        if key in {root, f"{root}.{inner}", f"{root}.*"}
        or (inner is None and key.startswith(f"{root}."))
    )


def parts(state: PrinterState) -> set[Part]:
    """Return all parts that have devices or entities of their own."""
    units = state.ams.units
    return {
        *(("unit", unit.id) for unit in units),
        *(("tray", unit.id, tray.id) for unit in units for tray in unit.trays),
        *(("spool", tray.id) for tray in state.external_spools.trays),
        *(("nozzle", nozzle.id) for nozzle in state.nozzles.installed),
    }


def names_of_parts(report: dict[str, Any]) -> Iterator[tuple[Path, Part]]:
    """Say in which fields of a full report each part has its name."""
    for place, unit in enumerate(report["ams"]["ams"]):
        number = int(unit["id"])
        yield (*UNITS, place, "id"), ("unit", number)
        for slot, tray in enumerate(unit["tray"]):
            whole = ("tray", number, int(tray["id"]))
            yield (*UNITS, place, "id"), whole
            yield (*UNITS, place, "tray", slot, "id"), whole
    for place, nozzle in enumerate(
        report.get("device", {}).get("nozzle", NONE)["info"]
    ):
        yield (*NOZZLES, place, "id"), ("nozzle", nozzle["id"])
    for place, tray in enumerate(report.get("vir_slot", [])):
        yield (*HOLDERS, place, "id"), ("spool", int(tray["id"]))
    if "vir_slot" not in report:
        yield ONLY_HOLDER, ("spool", 255)


def assert_rest_is_read(
    good: PrinterState, state: PrinterState, path: Path, junk: Any, names: Names
) -> None:
    """Assert that a printer has lost nothing but what is read from a broken field."""
    root, inner, *_ = *path[1:], None, None
    for section in OTHERS - concerned(str(root), inner):
        assert getattr(state, section) == getattr(good, section), (section, path, junk)
    own = {part for place, part in names if place[: len(path)] == path}
    assert parts(good) - parts(state) <= own, (path, junk)
    may_be_delta = junk is REMOVED and path == UNITS[:-1]
    if any(part[0] == "unit" for part in own) and not may_be_delta:
        assert not state.ams.complete, (path, junk)


@pytest.mark.parametrize("name", NAMES)
def test_broken_report(name: str) -> None:
    """Everything else of a broken report is read, from the first one, too."""
    content = recording(name)
    good = recorded(name)
    silent = after(printer(good.model.key), content["version"])
    names = tuple(names_of_parts(content["full"]["print"]))
    assert parts(good) >= {part for _, part in names}

    for path, junk, report in cases(content["full"]):
        again = after(good, report)
        first = after(silent, report)
        if path in ENVELOPE:
            assert changed(good, again) == frozenset()
            continue
        assert_rest_is_read(good, first, path, junk, names)
        assert_rest_is_read(good, again, path, junk, names)
        retained = {part for part in parts(good) if part[0] in {"unit", "tray"}}
        assert retained <= parts(again), (path, junk)


@pytest.mark.parametrize("name", NAMES)
def test_broken_delta(name: str) -> None:
    """Everything else of a broken delta is read, and the rest stays."""
    content = recording(name)
    good = recorded(name)
    names = tuple(names_of_parts(content["full"]["print"]))

    for delta in content["deltas"].values():
        whole = after(good, delta)
        for path, junk, report in cases(delta):
            if path not in ENVELOPE:
                state = after(good, report)
                assert_rest_is_read(whole, state, path, junk, names)


@pytest.mark.parametrize("name", NAMES)
def test_broken_version(name: str) -> None:
    """A broken list of modules removes no unit, and no other section."""
    content = recording(name)
    good = recorded(name)
    state = printer(good.model.key)

    for path, junk, version in cases(content["version"]):
        assert after(printer(), version).presence.reported
        first = after(state, version, content["full"])
        for state in (first, after(good, version)):
            for section in OTHERS - OF_VERSION:
                assert getattr(state, section) == getattr(good, section), (
                    section,
                    path,
                    junk,
                )
            assert parts(state) == parts(good), (path, junk)
            assert state.door == good.door, (path, junk)
