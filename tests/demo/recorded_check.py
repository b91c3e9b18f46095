"""Compare what Home Assistant shows of recorded printers with their reports."""

import asyncio
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import NamedTuple

from tests.simulator import RecordedPrinter

from .environment import Environment
from .printers import Entities, Printer, list_printers
from .reading import (
    Expected,
    expected_of_printer,
    expected_of_unit,
    is_there,
    units_of,
)
from .report import missing
from .state_recorder import NOTHING, StateRecorder

FIRST_LIMIT = 60
"""s until which Home Assistant has to show all of the first report."""
STEP_LIMIT = 20
"""s until which it has to show what a message changed."""
_PAUSE = 1
"""s after which a change is shown, if it is the only one."""
_CONTROLS = ("button.", "fan.", "number.", "select.", "switch.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """What was compared at one time, or in all."""

    values: int
    complaints: tuple[str, ...]

    @classmethod
    def of(cls, parts: Iterable[Comparison]) -> Comparison:
        """Return several comparisons as one."""
        listed = tuple(parts)
        return cls(
            values=sum(part.values for part in listed),
            complaints=tuple(chain.from_iterable(part.complaints for part in listed)),
        )


class _Module(NamedTuple):
    """The module that an AMS unit is."""

    kind: str
    """Such as "n3f"."""
    serial: str
    version: str


async def check_recordings(
    running: Environment, recordings: Iterable[RecordedPrinter]
) -> Comparison:
    """Play the recordings message by message, and compare after each."""
    printers = tuple(recordings)
    found_before: set[str] = set()
    found = [await _shown_in_time(running, printers, found_before, FIRST_LIMIT)]
    for step in range(max((printer.steps for printer in printers), default=0)):
        moving = [printer for printer in printers if printer.steps > step]
        for printer in moving:
            printer.step()
        found.append(await _shown_in_time(running, moving, found_before, STEP_LIMIT))
    return Comparison.of(found)


async def _shown_in_time(
    running: Environment,
    recordings: Iterable[RecordedPrinter],
    found_before: set[str],
    limit: float,
) -> Comparison:
    """Return the first comparison without new complaints, or the last in that time."""
    clock = asyncio.get_running_loop().time
    printers, end = tuple(recordings), clock() + limit
    while True:
        await asyncio.sleep(_PAUSE)
        shown = {item.serial: item for item in await list_printers(running.client)}
        found = Comparison.of(
            compare(printer, shown.get(printer.identity.serial), running.recorder)
            for printer in printers
        )
        new = tuple(each for each in found.complaints if each not in found_before)
        has_sent = all(printer.has_sent for printer in printers)
        if (has_sent and not new) or clock() > end:
            found_before.update(new)
            return Comparison(values=found.values, complaints=new)


def compare(
    recorded: RecordedPrinter, shown: Printer | None, recorder: StateRecorder
) -> Comparison:
    """Compare what is shown of a printer and its AMS units with the last message."""
    name = recorded.identity.name
    if shown is None:
        return Comparison(values=0, complaints=(f"{name}: no such printer",))
    own = expected_of_printer(
        recorded.report, code=recorded.identity.code, firmware=recorded.firmware
    )
    if recorded.has_more:
        # The reason that makes a failure a cancel may follow.
        own = tuple(item for item in own if item.value != "failed")
    modules = _modules(recorded)
    gone = {
        shown.unit_names.get(modules[number].serial)
        for number in modules
        if is_there(recorded.report, number) is False
    }
    return Comparison.of(
        (
            _gaps(shown, gone, recorder),
            _compared(name, shown.entities, own, recorder),
            *_of_units(recorded, shown, modules, recorder),
        )
    )


def _of_units(
    recorded: RecordedPrinter,
    shown: Printer,
    modules: Mapping[int, _Module],
    recorder: StateRecorder,
) -> Iterator[Comparison]:
    """Yield the comparison of each AMS unit in the report."""
    report = recorded.report
    for number, unit in units_of(report).items():
        module = modules[number]
        name = shown.unit_names.get(module.serial)
        if name is None:
            complaint = f"{recorded.identity.name}: no device for AMS {number}"
            yield Comparison(values=0, complaints=(complaint,))
        elif is_there(report, number) is not False:
            expected = expected_of_unit(
                report, unit, module=module.kind, version=module.version
            )
            yield _compared(name, shown.units[name], expected, recorder)


def _gaps(shown: Printer, gone: set[str | None], recorder: StateRecorder) -> Comparison:
    """Complain about entities without a state.

    Those of a unit that the printer reports as gone have none, nor have controls that
    it turned out not to allow.
    """
    signed = shown.entities.get("binary_sensor.signature_required", "")
    excused = _CONTROLS if recorder.states.get(signed) == "on" else ()
    complaints = tuple(
        f"{shown.name}: {key} is unavailable"
        for key in missing(shown, recorder)
        if key.partition(": ")[0] not in gone and not key.startswith(excused)
    )
    return Comparison(values=0, complaints=complaints)


def _compared(
    name: str,
    entities: Entities,
    expected: Iterable[Expected],
    recorder: StateRecorder,
) -> Comparison:
    """Compare the entities of a device with what is expected of them."""
    wanted = tuple(expected)
    complaints = []
    for item in wanted:
        entity = entities.get(item.key, "")
        value: object = recorder.states.get(entity)
        if item.attribute and value not in NOTHING:
            value = recorder.attributes.get(entity, {}).get(item.attribute)
        if not item.matches(value):
            place = f"{item.key} {item.attribute or ''}".rstrip()
            complaints.append(
                f"{name}: {place} is {value!r}, reported was {item.value!r}"
            )
    return Comparison(values=len(wanted), complaints=tuple(complaints))


def _modules(recorded: RecordedPrinter) -> dict[int, _Module]:
    """Return the modules of all units in the report, by the ids of these."""
    found = {
        number: _Module("", str(unit.get("ams_id", "")), "")
        for number, unit in units_of(recorded.report).items()
    }
    for module in recorded.units:
        kind, _, number = str(module["name"]).partition("/")
        version = str(module.get("sw_ver", ""))
        found[int(number)] = _Module(kind, str(module["sn"]), version)
    return found
