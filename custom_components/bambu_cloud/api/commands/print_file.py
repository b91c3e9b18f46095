"""The command that starts a print (protocol D.9), which needs a signature."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
import re
from typing import Any

from ...model import FileStorage, TrayLocation
from ..endpoints import Region
from ..errors import Argument, BambuInputError, BambuResponseError
from ..urls import store_address
from .command import Command, matching, print_command, whole_within
from .filament import global_tray, slot_fields

PLATES = 100
TITLE_MAX = 100
_FILAMENTS = 64
_EXTERNAL = (254, 255)
_NO_TRAY = {"ams_id": 255, "slot_id": 255}
_NO_TEXT = r"\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069"
_OF_SHELLS = r"/\\`$;|<>*?\""
_TITLE = re.compile(f"[^{_NO_TEXT}{_OF_SHELLS}]{{1,{TITLE_MAX}}}")
_PART = re.compile(f"[^{_NO_TEXT}{_OF_SHELLS}:#%]{{1,128}}")
"""No character with a meaning in file systems, addresses or shells."""
_PATH_MAX = 512
_SUFFIX = ".3mf"
_MD5 = re.compile(r"(?:[0-9A-F]{32})?")
_ID = re.compile(r"\d{1,20}")


class BedType(StrEnum):
    """A build plate."""

    AUTO = "auto"
    COOL = "cool_plate"
    ENGINEERING = "eng_plate"
    HIGH_TEMPERATURE = "hot_plate"
    TEXTURED = "textured_plate"
    SUPERTACK = "supertack_plate"


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintOptions:
    """Options of a print."""

    timelapse: bool = False
    bed_leveling: bool = True
    flow_calibration: bool = True
    vibration_calibration: bool = True
    layer_inspection: bool = True
    nozzle_offset_calibration: bool = False
    """On printers with two nozzles."""
    bed_type: BedType = BedType.AUTO


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintSpools:
    """Where the filaments of a print come from, in the order of the file."""

    locations: Sequence[TrayLocation | None] = ()
    """None for a filament that the plate does not use; empty for the spool holder."""
    extruders: Sequence[int] = ()
    """0 right or 1 left; empty on a printer with one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CloudIds:
    """The cloud's ids of a print; "0" where it has none."""

    project: str = "0"
    profile: str = "0"
    task: str = "0"
    subtask: str = "0"


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintFile:
    """A 3MF file, by its address for the printer."""

    url: str = field(repr=False)
    name: str = ""
    """Base name; "" where the address has it."""
    md5: str = ""
    """In capitals; "" if unknown."""


def file_on_printer(path: str, storage: FileStorage) -> PrintFile:
    """Return a file on the storage of a printer.

    Args:
        path: from the top of the storage, ending in ".3mf".
        storage: of the printer.

    Raises:
        BambuInputError: the path is not possible, or outside of the storage.
    """
    parts = path.removeprefix("/").split("/") if isinstance(path, str) else [""]
    proper = all(_PART.fullmatch(part) and part.strip(". ") for part in parts)
    if not proper or len(path) > _PATH_MAX or not path.lower().endswith(_SUFFIX):
        raise BambuInputError(Argument.FILE_NAME)
    return PrintFile(url=storage.value + "/".join(parts), name=parts[-1])


def file_in_cloud(region: Region, url: str, md5: str = "") -> PrintFile:
    """Return a file in the cloud, by an address that it has signed.

    Raises:
        BambuInputError: the address is not the cloud's.
    """
    try:
        store_address(region, url)
    except BambuResponseError:
        raise BambuInputError(Argument.ADDRESS) from None
    return PrintFile(url=url, md5=matching(Argument.CHECKSUM, md5.upper(), _MD5))


def start_print(
    file: PrintFile,
    *,
    title: str,
    plate: float = 1,
    spools: PrintSpools = PrintSpools(),
    options: PrintOptions = PrintOptions(),
    ids: CloudIds = CloudIds(),
) -> Command:
    """Print a plate of a 3MF file (protocol D.9).

    Args:
        file: what `file_on_printer` or `file_in_cloud` returned.
        title: what the printer's screen shows; a name, not a path.
        plate: whole number of the plate, 1 to 100.
        spools: where the filaments come from.
        options: what happens beside printing.
        ids: what the cloud calls it.

    Raises:
        BambuInputError: a value is not possible.
    """
    number = whole_within(Argument.PLATE, plate, 1, PLATES)
    return print_command(
        "project_file",
        param=f"Metadata/plate_{number}.gcode",
        url=file.url,
        file=file.name,
        md5=file.md5,
        subtask_name=matching(Argument.TITLE, title, _TITLE),
        **_id_fields(ids),
        **_option_fields(options),
        **_location_fields(spools.locations),
        auto_bed_leveling=int(options.bed_leveling),
        extrude_cali_flag=int(options.flow_calibration),
        nozzle_offset_cali=int(options.nozzle_offset_calibration),
        cfg="0",
        **_extruder_fields(spools.extruders),
    )


def _location_fields(locations: Sequence[TrayLocation | None]) -> dict[str, Any]:
    """Return the spool of each filament, in both notations."""
    if len(locations) > _FILAMENTS:
        raise BambuInputError(Argument.FILAMENT_COUNT, low=1, high=_FILAMENTS)
    return {
        "use_ams": any(at and at.unit not in _EXTERNAL for at in locations),
        "ams_mapping": [-1 if at is None else global_tray(at) for at in locations],
        "ams_mapping2": [
            _NO_TRAY if at is None else slot_fields(at) for at in locations
        ],
    }


def _extruder_fields(extruders: Sequence[int]) -> dict[str, Any]:
    """Return the extruder of each filament; nothing where there is only one."""
    numbers = [whole_within(Argument.EXTRUDER, number, 0, 1) for number in extruders]
    return {"nozzle_mapping": numbers} if numbers else {}


def _id_fields(ids: CloudIds) -> dict[str, str]:
    """Return the ids of a print."""
    return {
        "project_id": matching(Argument.CLOUD_ID, ids.project, _ID),
        "profile_id": matching(Argument.CLOUD_ID, ids.profile, _ID),
        "task_id": matching(Argument.CLOUD_ID, ids.task, _ID),
        "subtask_id": matching(Argument.CLOUD_ID, ids.subtask, _ID),
    }


def _option_fields(options: PrintOptions) -> dict[str, Any]:
    """Return the options of a print."""
    return {
        "bed_type": options.bed_type.value,
        "timelapse": options.timelapse,
        "bed_leveling": options.bed_leveling,
        "flow_cali": options.flow_calibration,
        "vibration_cali": options.vibration_calibration,
        "layer_inspect": options.layer_inspection,
    }
