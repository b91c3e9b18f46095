"""Commands for camera and detectors (protocol D.6), which need no signature."""

from enum import StrEnum
from typing import Any

from ...model import Sensitivity
from ..errors import Argument
from .command import Command, whole_within

_WORDS = {True: "enable", False: "disable"}
_LAYERS = 100_000
_SENSITIVITIES = {
    Sensitivity.NEVER: "never_halt",
    Sensitivity.LOW: "low",
    Sensitivity.MEDIUM: "medium",
    Sensitivity.HIGH: "high",
}


class Resolution(StrEnum):
    """How fine the camera's picture is."""

    HD = "720p"
    FULL_HD = "1080p"


class VideoStorage(StrEnum):
    """Where time-lapses go."""

    INTERNAL = "internal"
    EXTERNAL = "external"


class Detector(StrEnum):
    """What the printer looks for."""

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
    return _camera("ipcam_record_set", control=_WORDS[on])


def set_timelapse(*, on: bool) -> Command:
    """Record prints as time-lapse (protocol D.6)."""
    return _camera("ipcam_timelapse", control=_WORDS[on])


def set_resolution(resolution: Resolution) -> Command:
    """Choose how fine the picture is (protocol D.6)."""
    return _camera("ipcam_resolution_set", resolution=resolution.value)


def ask_timelapse_storage(layers: int, storage: VideoStorage) -> Command:
    """Ask whether there is room for a time-lapse of so many layers (protocol D.6).

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
    """Look for trouble or not, and stop the print sooner or later (protocol D.6).

    Args:
        detector: what is looked for.
        on: whether it is.
        sensitivity: only where the printer has one for this detector.
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
