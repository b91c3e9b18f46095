"""The printer models that can be simulated, and how each of them reports."""

from dataclasses import dataclass, replace
from enum import StrEnum, auto
from functools import cache
from pathlib import Path

import orjson

from .ams import AMS, AMS_2_PRO, AMS_HT, AMS_LITE, AMS_NEW, AmsKind
from .firmware import candidate
from .spools import Dialect
from .state import Payload

_CLEANING_AIR: Payload = {"attr": 0x0500_0400, "code": 0x0003_0057}
_PROFILES = Path(__file__).parents[1] / "profiles"
_LARGE = Dialect(identified=11, unknown=9, empty=8, left=10, tag_step=(17, 21, 5))
_SMALL = Dialect(identified=None, small=True)
_LITE = Dialect(identified=3, unknown=1, tag_step=(1, 2), small=True, climate=False)
_PROGRESS = ("mc_percent", "percent")
_PROGRESS_AND_LAYER = (*_PROGRESS, "layer_num", "3D.layer_num")
_CANCEL_ECHO = {"attr": 0x0C00_0100, "code": 0x0002_001B}


class Style(StrEnum):
    """How a firmware reports its state (protocol B.5)."""

    FULL = auto()
    NESTED = auto()
    KEYS = auto()


@dataclass(frozen=True, kw_only=True)
class Model:
    """A printer model.

    Attributes:
        profile: File with its `get_version` answer and its full report.
        code, product, structure: What the device list says (protocol E.1).
        style: How it reports.
        full_every: With style NESTED, how often a report is a full one.
        signed_since: First firmware that refuses unsigned commands (protocol B.10),
            None if there is none.
        signed_only: Whether it refuses them whatever its firmware.
        firmware: Installed version, if not the one of the profile.
        curt: Refuses with two bare fields.
        nozzles: How many there are.
        chamber: Whether there is a chamber sensor.
        chamber_heater: °C that the chamber is heated to at most, None without heater.
        fine: Whether temperatures come in 32nds of a degree.
        idle_stage: `stg_cur` after a print.
        idle_type: `print_type` when there is no job, None for that of the last one.
        retains_stages: Whether `stg` stays after a print.
        reset_on_failure: Fields that fall to 0 together with FAILED (protocol H.4.6).
        cancel_after: Seconds between FAILED and the code of a cancel.
        cancel_message: Internal health message that comes with that code.
        total_shown: Seconds after which the number of layers falls to 0, None for ever.
        starts_at_once: Whether local jobs begin without PREPARE.
        keeps_filament: Whether the filament stays loaded after a print.
        door: Field and base of the number that tells in bit 23 whether it is open.
        filament_switch: `hw_switch_state` without and with filament (protocol C.5.5).
        late_fields: Fields that are in no report before they are needed. A P1 has
            none for the reason of a failure (recording p1p-ams).
        wifi_signal: dBm around which it wavers.
        storage: How addresses of files on its storage begin (protocol D.9).
        plate_file: What `gcode_file` says while printing.
        dialect: How it tells what is in its AMS units.
        takes: The kinds of AMS that fit (protocol E.2).
        chain: How many units of a kind it takes at most.
        message_after: Health message that each end of a print adds.
        done: Words that acknowledge a `print` command (protocol B.3).
    """

    profile: str
    code: str
    product: str
    structure: str
    style: Style
    full_every: int = 60
    signed_since: str | None = ""
    requires_signature: bool = False
    firmware: str = ""
    curt: bool = False
    nozzles: int = 1
    chamber: bool = False
    chamber_heater: int | None = None
    fine: bool = False
    idle_stage: int = -1
    idle_type: str | None = ""
    retains_stages: bool = True
    reset_on_failure: tuple[str, ...] = _PROGRESS
    cancel_after: float = 0.0
    cancel_message: Payload | None = None
    total_shown: float | None = None
    starts_at_once: bool = False
    leaves_filament_loaded: bool = False
    door: tuple[str, int] | None = None
    filament_switch: tuple[int, int] = (0, 1)
    late_fields: tuple[str, ...] = ()
    wifi_signal: int = -50
    storage: str = "file:///sdcard/"
    plate_file: str = "/data/Metadata/plate_1.gcode"
    dialect: Dialect = _LARGE
    ams_kinds: tuple[AmsKind, ...] = (AMS, AMS_2_PRO, AMS_HT)
    chain: int = 8
    message_after: Payload | None = None
    done: str = "success"


X1C = Model(
    profile="x1c",
    code="BL-P001",
    product="X1 Carbon",
    structure="CoreXY",
    style=Style.FULL,
    chamber=True,
    signed_since="01.08.50.32",
    door=("home_flag", 10),
    wifi_signal=-66,
)
P1S = Model(
    profile="p1s",
    code="C12",
    product="P1S",
    structure="CoreXY",
    style=Style.KEYS,
    signed_since="01.08.02.00",
    fine=True,
    idle_stage=255,
    idle_type="idle",
    retains_stages=False,
    total_shown=30.0,
    leaves_filament_loaded=True,
    wifi_signal=-53,
    plate_file="{title}.gcode.3mf",
    dialect=_SMALL,
)
A1_MINI = Model(
    profile="a1_mini",
    code="N1",
    product="A1 mini",
    structure="I3",
    style=Style.KEYS,
    signed_since="01.05.00.00",
    curt=True,
    fine=True,
    idle_stage=255,
    idle_type="idle",
    retains_stages=False,
    leaves_filament_loaded=True,
    late_fields=("fail_reason",),
    wifi_signal=-48,
    plate_file="{title}.gcode.3mf",
    dialect=_LITE,
    ams_kinds=(AMS_LITE,),
    chain=1,
)
H2D = Model(
    profile="h2d",
    code="O1D",
    product="H2D",
    structure="CoreXY",
    style=Style.NESTED,
    nozzles=2,
    chamber=True,
    chamber_heater=65,
    storage="file:///media/usb0/",
    signed_since="01.01.00.00",
    door=("stat", 16),
    wifi_signal=-46,
    reset_on_failure=_PROGRESS_AND_LAYER,
    cancel_message=_CANCEL_ECHO,
    dialect=replace(_LARGE, empty=0),
    ams_kinds=(AMS_2_PRO, AMS_HT, AMS, AMS_LITE),
)
P2S = Model(
    profile="p2s",
    code="N7",
    product="P2S",
    structure="CoreXY",
    style=Style.NESTED,
    storage="file:///media/usb0/",
    chamber=True,
    door=("stat", 16),
    filament_switch=(2, 3),
    wifi_signal=-58,
    idle_type=None,
    reset_on_failure=_PROGRESS_AND_LAYER,
    cancel_after=4.6,
    starts_at_once=True,
    message_after=_CLEANING_AIR,
    done="SUCCESS",
)
N99 = Model(
    profile="n99",
    code="N99",
    product="N99",
    structure="CoreXY",
    style=Style.KEYS,
    signed_since=None,
    chamber=True,
    fine=True,
    door=("stat", 16),
    filament_switch=(2, 3),
    late_fields=("fail_reason",),
    reset_on_failure=(),
    wifi_signal=-61,
    plate_file="{title}.gcode.3mf",
    dialect=_SMALL,
    ams_kinds=(AMS_2_PRO, AMS_HT, AMS_NEW),
)
"""A model that no catalog has, to see what clients make of one."""
X1C_BEFORE = replace(X1C, firmware="01.08.05.00")
A1_MINI_BEFORE = replace(A1_MINI, firmware="01.04.00.00")
H2D_BEFORE = replace(H2D, firmware="01.00.02.00")
"""Firmware that obeys everybody (protocol B.10)."""


@cache
def _profile_bytes(name: str) -> bytes:
    """Read a profile once."""
    return (_PROFILES / f"{name}.json").read_bytes()


def profile(model: Model) -> tuple[Payload, Payload]:
    """Return a copy of a model's version answer and full report."""
    content = orjson.loads(_profile_bytes(model.profile))
    if model.firmware:
        content["version"]["info"]["module"][0]["sw_ver"] = model.firmware
    return content["version"], content["full"]


def offers(model: Model) -> list[Payload]:
    """Return the firmware that the cloud offers, often the installed one."""
    version, full = profile(model)
    installed = version["info"]["module"][0]["sw_ver"]
    news = full["print"]["upgrade_state"].get("new_ver_list")
    newest = news[0]["new_ver"] if news else installed
    return [candidate(model.code, newest)]
