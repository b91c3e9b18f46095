"""The steps of changing filament and of reading a tag (protocol H.4)."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from .state import Payload, get

if TYPE_CHECKING:
    from .printer import SimulatedPrinter

CHANGE_SECONDS = 20.0
READ_SECONDS = 12.0
_READ_STEPS = 3
_LOADING, _UNLOADING = 24, 22
_NOTHING = "255"
_NOWHERE = (0xFFFF, 0xFEFF)
_IDENTIFYING = 0x0200
_TAG_READ = 1
JAMMED = 0x0700_8010
"""The motor that feeds filament is overloaded (protocol C.7.2)."""


def load(
    printer: SimulatedPrinter, unit: int, slot: int, tray: str, extruder: int = 0
) -> None:
    """Unload the loaded filament, and load another spool (protocol C.5.6)."""
    _change(printer, _LOADING, tray, unit << 8 | slot, extruder, (2, 4, 6, 7))


def unload(printer: SimulatedPrinter, extruder: int = 0) -> None:
    """Unload the loaded filament."""
    _change(printer, _UNLOADING, _NOTHING, _NOWHERE[extruder], extruder, (2, 3, 4))


def identify(
    printer: SimulatedPrinter, unit: int, slot: int, seconds: float = READ_SECONDS
) -> None:
    """Read the tag of a spool (protocol C.5.4.1)."""
    show_tag_read(printer, begins=True)
    printer.ams.read(unit, slot, 0)

    def done() -> None:
        show_tag_read(printer, begins=False)
        printer.ams.read(unit, slot, None)

    for step in range(1, _READ_STEPS):
        afterwards(
            printer,
            seconds * step / _READ_STEPS,
            partial(printer.ams.read, unit, slot, step),
        )
    afterwards(printer, seconds, done)


def retry(printer: SimulatedPrinter, seconds: float = CHANGE_SECONDS) -> None:
    """Go on with a change that has stopped, to its end."""
    go_on, printer.ams.go_on = printer.ams.go_on, None
    if go_on is not None:
        printer.state["print_error"] = 0
        afterwards(printer, seconds, go_on)


def show_tag_read(printer: SimulatedPrinter, *, begins: bool) -> None:
    """Show that a tag is read, unless a print uses the AMS (protocol C.5.6)."""
    state = printer.state
    state["ams_rfid_status"] = _TAG_READ if begins else 0
    if state["ams_status"] == (0 if begins else _IDENTIFYING):
        state["ams_status"] = _IDENTIFYING if begins else 0


def afterwards(
    printer: SimulatedPrinter, seconds: float, action: Callable[[], None]
) -> None:
    """Do something after a while and send a report."""

    def act() -> list[Payload]:
        action()
        return [printer.push()]

    printer.later(seconds, act)


def _change(
    printer: SimulatedPrinter,
    stage: int,
    tray: str,
    place: int,
    extruder: int,
    steps: tuple[int, ...],
) -> None:
    """Go through the steps of a change, to its end."""
    state = printer.state
    before = state["stg_cur"]
    state["stg_cur"] = stage
    state["ams_status"] = 0x0100 | steps[0]
    state["ams"] |= {"tray_tar": tray, "tray_pre": state["ams"]["tray_now"]}
    printer.ams.changed()

    def come_to(step: int) -> None:
        state["ams_status"] = 0x0100 | step
        printer.ams.changed()

    def arrive() -> None:
        if printer.ams.jams:
            printer.ams.jams -= 1
            printer.ams.go_on, state["print_error"] = arrive, JAMMED
            return
        state["stg_cur"], state["ams_status"] = before, 0
        state["ams"] |= {"tray_now": tray}
        printer.show_filament(loaded=tray != _NOTHING)
        info = get(state, f"device.extruder.info.{extruder}")
        if info is not None:
            info |= {"spre": info["snow"], "snow": place, "star": place}
            info["info"] = 8 if tray == _NOTHING else 79
        printer.ams.changed()

    for number, step in enumerate(steps[1:], start=1):
        afterwards(
            printer,
            CHANGE_SECONDS * number / len(steps),
            partial(come_to, step),
        )
    afterwards(printer, CHANGE_SECONDS, arrive)
