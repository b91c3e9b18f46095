"""Commands for the current print (protocol D.2); all but one need a signature."""

from collections.abc import Collection
from enum import StrEnum
import re

from ...model import SpeedLevel
from ..errors import Argument, BambuInputError
from .command import Command, matching, print_command, whole_within

_SPEEDS = {
    SpeedLevel.SILENT: "1",
    SpeedLevel.STANDARD: "2",
    SpeedLevel.SPORT: "3",
    SpeedLevel.LUDICROUS: "4",
}
_OBJECTS_MAX = 1000
_UINT32 = 0xFFFF_FFFF
_ID = re.compile(r"\d{1,20}")


class DialogChoice(StrEnum):
    """A choice in an error dialog on the printer's screen."""

    RESUME = "resume"
    IGNORE = "ignore"
    STOP = "stop"


def pause() -> Command:
    """Pause the print (protocol D.2); only while it runs."""
    return print_command("pause", param="")


def resume() -> Command:
    """Resume a print that is paused (protocol D.2)."""
    return print_command("resume", param="")


def stop() -> Command:
    """Cancel the print (protocol D.2); from preparation to pause."""
    return print_command("stop", param="")


def set_speed(level: SpeedLevel) -> Command:
    """Set the print speed (protocol D.2); only while printing."""
    return print_command("print_speed", param=_SPEEDS[level])


def skip_objects(objects: Collection[int]) -> Command:
    """Skip objects; at least one must remain (protocol D.2).

    Args:
        objects: ids of `Metadata/slice_info.config`, positive.

    Raises:
        BambuInputError: the number of objects or an id is not possible.
    """
    if not 0 < len(objects) <= _OBJECTS_MAX:
        raise BambuInputError(Argument.OBJECT_COUNT, low=1, high=_OBJECTS_MAX)
    ids = [whole_within(Argument.OBJECT_ID, item, 0, _UINT32) for item in objects]
    return print_command("skip_objects", obj_list=list(dict.fromkeys(ids)))


def clear_error(error: int, subtask_id: str = "0") -> Command:
    """Close the printer's error dialog (protocol D.2).

    Args:
        error: `print_error` as the printer reports it.
        subtask_id: of the job, "0" for a job that is not in the cloud.

    Raises:
        BambuInputError: error or job is not possible.
    """
    return print_command(
        "clean_print_error",
        subtask_id=matching(Argument.JOB_ID, subtask_id, _ID),
        print_error=whole_within(Argument.ERROR_CODE, error, 0, _UINT32),
    )


def close_error_dialog(error: int) -> Command:
    """Close an error window (protocol D.2); needs no signature.

    Raises:
        BambuInputError: the error is not possible.
    """
    code = whole_within(Argument.ERROR_CODE, error, 0, _UINT32)
    return Command(
        "system",
        "uiop",
        {
            "name": "print_error",
            "action": "close",
            "source": 1,
            "type": "dialog",
            "err": f"{code:08X}",
        },
    )


def choose_in_dialog(choice: DialogChoice, error: int, job_id: str) -> Command:
    """Choose in an error dialog (protocol D.2).

    Raises:
        BambuInputError: error or job is not possible.
    """
    return print_command(
        choice.value,
        err=str(whole_within(Argument.ERROR_CODE, error, 0, _UINT32)),
        param="reserve",
        job_id=matching(Argument.JOB_ID, job_id, _ID),
    )


def ignore_when_idle(error: int, *, always: bool = False) -> Command:
    """Dismiss an error of an idle printer (protocol D.2).

    Raises:
        BambuInputError: the error is not possible.
    """
    code = whole_within(Argument.ERROR_CODE, error, 0, _UINT32)
    return print_command("idle_ignore", err=str(code), type=int(always))
