"""Commands for calibration and G-code files (protocol D.7), which need a signature."""

from collections.abc import Collection
from enum import IntEnum
import re

from ..errors import Argument, BambuInputError
from .command import Command, matching, print_command

_PATH = re.compile(r"/(?:[A-Za-z0-9_-]+/)*[A-Za-z0-9_-]+\.gcode")


class Calibration(IntEnum):
    """A calibration, by its bit."""

    LIDAR = 0
    BED_LEVELING = 1
    VIBRATION = 2
    MOTOR_NOISE = 3
    NOZZLE_OFFSET = 4
    HIGH_TEMPERATURE_BED = 5
    CLUMP_POSITION = 6


def calibrate(what: Collection[Calibration]) -> Command:
    """Run calibrations one after the other (protocol D.7).

    Raises:
        BambuInputError: there is none.
    """
    if not what:
        raise BambuInputError(Argument.CALIBRATION)
    return print_command("calibration", option=sum(1 << bit for bit in set(what)))


def run_gcode_file(path: str) -> Command:
    """Run a G-code file on the printer (protocol D.7).

    Args:
        path: from the root; letters, digits, "_" and "-", ending in ".gcode".

    Raises:
        BambuInputError: the path is not possible.
    """
    return print_command("gcode_file", param=matching(Argument.PATH, path, _PATH))
