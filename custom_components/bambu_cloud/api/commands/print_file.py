"""The command that starts a print (protocol D.9), which wants a signature."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
import re
from typing import Any

from ...model import FileStorage, TrayLocation
from ..endpoints import Region
from ..errors import BambuInputError, BambuResponseError
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
"""Nothing that a file system, an address or a shell reads as more than a letter."""
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
    """What happens before and during a print."""

    timelapse: bool = False
    bed_leveling: bool = True
    flow_calibration: bool = True
    vibration_calibration: bool = True
    layer_inspection: bool = True
    bed_type: BedType = BedType.AUTO


@dataclass(frozen=True, slots=True, kw_only=True)
class CloudIds:
    """What the cloud calls a print; "0" where it does not know it."""

    project: str = "0"
    profile: str = "0"
    task: str = "0"
    subtask: str = "0"


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintFile:
    """A 3MF file, by the address that a printer loads it from."""

    url: str = field(repr=False)
    name: str = ""
    """Base name; "" where the address says it."""
    md5: str = ""
    """In capitals; "" where nobody knows it."""


def file_on_printer(path: str, storage: FileStorage) -> PrintFile:
    """Return a file on the storage of a printer.

    Args:
        path: from the top of the storage, ending in ".3mf".
        storage: where the printer keeps its files.

    Raises:
        BambuInputError: that leads nowhere, or out of the storage.
    """
    parts = path.removeprefix("/").split("/") if isinstance(path, str) else [""]
    proper = all(_PART.fullmatch(part) and part.strip(". ") for part in parts)
    if not proper or len(path) > _PATH_MAX or not path.lower().endswith(_SUFFIX):
        raise BambuInputError("file name")
    return PrintFile(url=storage.value + "/".join(parts), name=parts[-1])


def file_in_cloud(region: Region, url: str, md5: str = "") -> PrintFile:
    """Return a file that the cloud keeps, by an address that it has signed.

    Raises:
        BambuInputError: that is no such address.
    """
    try:
        store_address(region, url)
    except BambuResponseError:
        raise BambuInputError("address") from None
    return PrintFile(url=url, md5=matching("checksum", md5.upper(), _MD5))


def start_print(
    file: PrintFile,
    *,
    title: str,
    plate: float = 1,
    mapping: Sequence[TrayLocation | None] = (),
    options: PrintOptions = PrintOptions(),
    ids: CloudIds = CloudIds(),
    nozzle_mapping: Sequence[int] = (),
) -> Command:
    """Print a plate of a 3MF file (protocol D.9).

    Args:
        file: what `file_on_printer` or `file_in_cloud` returned.
        title: what the print is called on the screen; a name, not a path.
        plate: whole number of the plate, 1 to 100.
        mapping: where each filament of the file comes from, in the file's order, None
            for those that the plate does not use; nothing to print from the spool
            holder.
        options: what happens beside printing.
        ids: what the cloud calls it.
        nozzle_mapping: the extruder of each filament; only where there are two.

    Raises:
        BambuInputError: any of it cannot be.
    """
    if len(mapping) > _FILAMENTS:
        raise BambuInputError("number of filaments", low=1, high=_FILAMENTS)
    number = whole_within("plate", plate, 1, PLATES)
    fields: dict[str, Any] = {
        "param": f"Metadata/plate_{number}.gcode",
        "url": file.url,
        "file": file.name,
        "md5": file.md5,
        "subtask_name": matching("title", title, _TITLE),
        **_fields_of_ids(ids),
        **_fields_of_options(options),
        "use_ams": any(each and each.unit not in _EXTERNAL for each in mapping),
        "ams_mapping": [-1 if at is None else global_tray(at) for at in mapping],
        "ams_mapping2": [_NO_TRAY if at is None else slot_fields(at) for at in mapping],
        "auto_bed_leveling": int(options.bed_leveling),
        "extrude_cali_flag": int(options.flow_calibration),
        "nozzle_offset_cali": 0,
        "cfg": "0",
    }
    if nozzle_mapping:
        fields["nozzle_mapping"] = [
            whole_within("extruder", each, 0, 1) for each in nozzle_mapping
        ]
    return print_command("project_file", **fields)


def _fields_of_ids(ids: CloudIds) -> dict[str, str]:
    """Return what the cloud calls a print, as printers are told."""
    return {
        "project_id": matching("id", ids.project, _ID),
        "profile_id": matching("id", ids.profile, _ID),
        "task_id": matching("id", ids.task, _ID),
        "subtask_id": matching("id", ids.subtask, _ID),
    }


def _fields_of_options(options: PrintOptions) -> dict[str, Any]:
    """Return what happens beside printing."""
    return {
        "bed_type": options.bed_type.value,
        "timelapse": options.timelapse,
        "bed_leveling": options.bed_leveling,
        "flow_cali": options.flow_calibration,
        "vibration_cali": options.vibration_calibration,
        "layer_inspect": options.layer_inspection,
    }
