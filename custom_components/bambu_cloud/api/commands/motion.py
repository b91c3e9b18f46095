"""Commands for axes and the extruder (protocol D.3), which need a signature.

G-code works on every firmware that accepts commands. Newer printers also accept the
structured commands further down; `fun` says which (protocol C.4.2).
"""

from enum import StrEnum
import re

from ..errors import Argument, BambuInputError
from .command import Command, number_within, one_of, print_command, whole_within

GCODE_MAX = 2000
"""Characters of a command."""
MOVE_MAX, EXTRUSION_MAX = 100, 100
"""mm of a command."""
_SPEED_MAX = 6000
_LINE = re.compile(r"[\x20-\x7E\t]*")


class Axis(StrEnum):
    """An axis of the printer."""

    X = "X"
    Y = "Y"
    Z = "Z"


_FEED = {Axis.X: 3000, Axis.Y: 3000, Axis.Z: 900}
"""mm/min, as the slicer moves."""
_STEPS = {1: 0, 10: 1}
"""`mode` by the mm of a step."""


def send_gcode(lines: str) -> Command:
    r"""Run lines of G-code, separated by "\n" (protocol D.3).

    Raises:
        BambuInputError: empty, too long, or no printable ASCII.
    """
    if not isinstance(lines, str) or not lines.strip():
        raise BambuInputError(Argument.GCODE)
    if len(lines) > GCODE_MAX:
        raise BambuInputError(Argument.GCODE_LENGTH, low=1, high=GCODE_MAX)
    clean = lines.replace("\r\n", "\n").strip("\n")
    if not all(map(_LINE.fullmatch, clean.split("\n"))):
        raise BambuInputError(Argument.GCODE)
    return print_command("gcode_line", param=f"{clean}\n")


def home() -> Command:
    """Home all axes (protocol D.3)."""
    return send_gcode("G28")


def move_axis(axis: Axis, distance: float, *, speed: float | None = None) -> Command:
    """Move an axis within the printer's limits (protocol D.3).

    Args:
        axis: the axis.
        distance: mm from its position, to a tenth; negative for the other way.
        speed: mm/min, 60 to 6000; None for the slicer's.

    Raises:
        BambuInputError: distance or speed is not possible.
    """
    millimeters = _distance(Argument.DISTANCE, distance, MOVE_MAX)
    feed = _FEED[axis]
    if speed is not None:
        feed = round(number_within(Argument.SPEED, speed, 60, _SPEED_MAX, "mm/min"))
    return print_command(
        "gcode_line",
        param="M211 S\nM211 X1 Y1 Z1\nM1002 push_ref_mode\nG91 \n"
        f"G1 {axis.value}{millimeters:.1f} F{feed}\n"
        "M1002 pop_ref_mode\nM211 R\n",
    )


def extrude(length: float) -> Command:
    """Extrude filament through the hot nozzle (protocol D.3).

    Args:
        length: mm, to a tenth; negative to pull it back.

    Raises:
        BambuInputError: too much, or zero.
    """
    millimeters = _distance(Argument.LENGTH, length, EXTRUSION_MAX)
    return print_command("gcode_line", param=f"M83 \nG0 E{millimeters:.1f} F900\n")


def read_tag_by_gcode(tray: int) -> Command:
    """Read the tag of a spool on old firmware (protocol D.3).

    Args:
        tray: 4 times the number of the unit, plus the slot.

    Raises:
        BambuInputError: there is no such tray.
    """
    return send_gcode(f"M620 R{whole_within(Argument.TRAY, tray, 0, 15)}")


def select_extruder(extruder: int) -> Command:
    """Select the extruder, 0 right or 1 left (protocol D.3).

    Raises:
        BambuInputError: no such extruder.
    """
    checked = one_of(Argument.EXTRUDER, extruder, (0, 1))
    return print_command("select_extruder", extruder_index=checked)


def extrude_with(length: float, *, extruder: int) -> Command:
    """Extrude whole mm through one of two nozzles (protocol D.3).

    Raises:
        BambuInputError: too much, zero, or no such extruder.
    """
    return print_command(
        "set_extrusion_length",
        extruder_index=one_of(Argument.EXTRUDER, extruder, (0, 1)),
        length=_whole_distance(Argument.LENGTH, length),
    )


def home_structured() -> Command:
    """Home all axes (protocol D.3); `fun` bit 32."""
    return print_command("back_to_center")


def step_axis(axis: Axis, step: int) -> Command:
    """Move an axis by 1 or 10 mm, or back (protocol D.3); `fun` bit 38.

    On printers whose bed moves, Y and Z go the other way.

    Raises:
        BambuInputError: any other distance.
    """
    one_of(Argument.DISTANCE, step, (-10, -1, 1, 10))
    direction = 1 if step > 0 else -1
    return print_command(
        "xyz_ctrl", axis=axis.value, dir=direction, mode=_STEPS[abs(step)]
    )


def refresh_nozzles() -> Command:
    """Detect the nozzles again (protocol D.3)."""
    return print_command("refresh_nozzle")


def _distance(argument: Argument, value: float, limit: int) -> float:
    """Return mm to a tenth, other than zero."""
    millimeters = round(number_within(argument, value, -limit, limit, "mm"), 1)
    if not millimeters:
        raise BambuInputError(argument, low=-limit, high=limit, unit="mm")
    return millimeters


def _whole_distance(argument: Argument, value: float) -> int:
    """Return whole mm, other than zero."""
    millimeters = whole_within(argument, value, -EXTRUSION_MAX, EXTRUSION_MAX, "mm")
    if not millimeters:
        raise BambuInputError(
            argument, low=-EXTRUSION_MAX, high=EXTRUSION_MAX, unit="mm"
        )
    return millimeters
