"""Commands for camera and detectors (protocol D.6), which need no signature."""

from enum import StrEnum
from typing import Any

from ...model import Sensitivity
from ..errors import Argument
from .command import Command, whole_within

_SWITCH = {True: "enable", False: "disable"}
_LAYERS = 100_000
_SENSITIVITIES = {
    Sensitivity.NEVER: "never_halt",
    Sensitivity.LOW: "low",
    Sensitivity.MEDIUM: "medium",
    Sensitivity.HIGH: "high",
}


class Resolution(StrEnum):
    """A resolution of the camera."""

    HD = "720p"
    FULL_HD = "1080p"


class VideoStorage(StrEnum):
    """A storage for time-lapses."""

    INTERNAL = "internal"
    EXTERNAL = "external"


class Detector(StrEnum):
    """A problem that the printer can detect."""

    FIRST_LAYER = "first_layer_inspector"
    BUILD_PLATE = "buildplate_marker_detector"
    PRINTING = "printing_monitor"
    SPAGHETTI = "spaghetti_detector"
    """Only on old firmware."""
    PILE_UP = "pileup_detector"
    CLUMP = "clump_detector"
    AIR_PRINT = "airprint_detector"
    PLATE_OFFSET = "plate_offset_switch"


def set_recording(*, on: bool) -> Command:
    """Record prints as video (protocol D.6)."""
    return _camera("ipcam_record_set", control=_SWITCH[on])


def set_timelapse(*, on: bool) -> Command:
    """Record prints as time-lapse (protocol D.6)."""
    return _camera("ipcam_timelapse", control=_SWITCH[on])


def set_resolution(resolution: Resolution) -> Command:
    """Set the resolution of the camera (protocol D.6)."""
    return _camera("ipcam_resolution_set", resolution=resolution.value)


def check_timelapse_storage(layers: int, storage: VideoStorage) -> Command:
    """Check the space for a time-lapse of a print (protocol D.6).

    Args:
        layers: number of layers of the print.
        storage: where the time-lapse is stored.

    Raises:
        BambuInputError: no print has so many layers.
    """
    return _camera(
        "ipcam_get_media_info",
        sub_command="is_timelapse_storage_enough",
        storage=storage.value,
        total_layer=whole_within(Argument.LAYER_COUNT, layers, 1, _LAYERS),
    )


def set_detector(
    detector: Detector, *, on: bool, sensitivity: Sensitivity | None = None
) -> Command:
    """Switch a detector, which stops the print (protocol D.6).

    Args:
        detector: the problem.
        on: whether to detect it.
        sensitivity: how soon to stop; None for a detector without.
    """
    fields: dict[str, Any] = {
        "module_name": detector.value,
        "control": on,
        "enable": on,
        "print_halt": True,
    }
    if sensitivity is not None:
        fields["halt_print_sensitivity"] = _SENSITIVITIES[sensitivity]
    return Command("xcam", "xcam_control_set", fields)


def _camera(name: str, **fields: Any) -> Command:
    """Return a command for the camera."""
    return Command("camera", name, fields)
