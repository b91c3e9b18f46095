"""Every command is word for word what the protocol documents, and nonsense is none."""

from collections.abc import Callable
from functools import partial
import inspect
import math
from typing import Any

import orjson
import pytest

from custom_components.bambu_cloud.api import (
    BambuInputError,
    Command,
    Region,
    commands,
)
from custom_components.bambu_cloud.api.commands import (
    Axis,
    CloudIds,
    DialogChoice,
    Fan,
    FirmwareModule,
    NozzleType,
    PressureTest,
    PrintSpools,
    Profile,
    VideoStorage,
    calibrate,
    calibrate_pressure,
    check_timelapse_storage,
    choose_in_dialog,
    clear_error,
    clear_filament,
    close_error_dialog,
    delete_profile,
    extrude,
    extrude_with,
    file_in_cloud,
    file_on_printer,
    get_profiles,
    heat_bed,
    heat_chamber,
    heat_nozzle,
    ignore_when_idle,
    install,
    load_filament,
    move_axis,
    read_tag,
    read_tag_by_gcode,
    select_extruder,
    select_profile,
    set_air_duct,
    set_bed_temperature,
    set_chamber_temperature,
    set_duct_fan,
    set_fan,
    set_filament,
    set_k,
    set_nozzle,
    set_nozzle_temperature,
    skip_objects,
    start_drying,
    start_print,
    step_axis,
    stop_drying,
    store_profiles,
    unload_filament,
)
from custom_components.bambu_cloud.model import (
    MODELS,
    FileStorage,
    TrayLocation,
    identify,
)

from . import documented_filament, documented_motion, documented_other
from .documented_filament import D_4, HT, MAIN, PROFILE, UNIT_1_SLOT_1
from .documented_motion import D_1, D_2, D_3
from .documented_other import D_5, D_6, D_7, D_8, D_9, PACKAGE, STORE

NOT_NUMBERS: tuple[Any, ...] = (math.nan, math.inf, -math.inf, "50", None, True, [5])
ALL: tuple[tuple[Command, str], ...] = (
    *(*D_1, *D_2, *D_3, *D_4),
    *(*D_5, *D_6, *D_7, *D_8, *D_9),
)
FILE = file_on_printer("Benchy.3mf", FileStorage.SD_CARD)
WOOD: Any = "wood"
FIVE: Any = 5


@pytest.mark.parametrize(
    ("command", "told"), ALL, ids=lambda each: getattr(each, "name", "json")
)
def test_json(command: Command, told: str) -> None:
    """Names, values, types and order are those of the documented JSON."""
    made = {command.root: {"command": command.name, **command.fields}}
    assert orjson.dumps(made) == orjson.dumps(orjson.loads(told))
    assert command.has_reply is (command.root != "pushing")


def test_every_command_is_tried() -> None:
    """Whatever makes a command is compared with a documented command."""
    makers = {
        name
        for name in commands.__all__
        if inspect.isfunction(made := getattr(commands, name))
        and inspect.signature(made).return_annotation is Command
    }
    pages = (documented_filament, documented_motion, documented_other)
    source = "".join(map(inspect.getsource, pages))
    assert {name for name in makers if f"{name}(" not in source} == set()


def refused(make: Callable[[], object]) -> BambuInputError:
    """Return the error that something ends with."""
    with pytest.raises(BambuInputError) as raised:
        make()
    return raised.value


RANGES: dict[str, tuple[Callable[[Any], object], float, float]] = {
    "nozzle": (heat_nozzle, 0, 350),
    "nozzle of a model": (lambda v: heat_nozzle(v, limit=300), 0, 300),
    "nozzle, structured": (set_nozzle_temperature, 0, 350),
    "bed": (heat_bed, 0, 120),
    "bed of a model": (lambda v: heat_bed(v, limit=80), 0, 80),
    "bed, structured": (set_bed_temperature, 0, 120),
    "chamber": (heat_chamber, 0, 65),
    "chamber, structured": (set_chamber_temperature, 0, 65),
    "fan": (lambda v: set_fan(Fan.PART, v), 0, 100),
    "duct fan": (lambda v: set_duct_fan(Fan.PART, v), 0, 100),
    "air duct": (set_air_duct, 0, 3),
    "distance": (lambda v: move_axis(Axis.X, v), -100, 100),
    "speed": (lambda v: move_axis(Axis.X, 1, speed=v), 60, 6000),
    "length": (extrude, -100, 100),
    "length of two": (lambda v: extrude_with(v, extruder=0), -100, 100),
    "tray": (read_tag_by_gcode, 0, 15),
    "error": (clear_error, 0, 0xFFFFFFFF),
    "dialog": (close_error_dialog, 0, 0xFFFFFFFF),
    "idle dialog": (ignore_when_idle, 0, 0xFFFFFFFF),
    "object": (lambda v: skip_objects([v]), 0, 0xFFFFFFFF),
    "drying": (lambda v: start_drying(0, temperature=v, hours=1), 45, 85),
    "drying of a kind": (
        lambda v: start_drying(0, temperature=v, hours=1, limit=65),
        45,
        65,
    ),
    "hours": (lambda v: start_drying(0, temperature=50, hours=v), 1, 24),
    "cooling": (
        lambda v: start_drying(0, temperature=50, hours=1, cooling_temperature=v),
        0,
        85,
    ),
    "unit that dries": (stop_drying, 0, 135),
    "unit": (unload_filament, 0, 255),
    "filament temperature": (
        lambda v: load_filament(MAIN, temperature=v),
        150,
        350,
    ),
    "lowest": (lambda v: filament(nozzle_min=v, nozzle_max=350), 150, 350),
    "highest": (lambda v: filament(nozzle_max=v), 190, 350),
    "layers": (lambda v: check_timelapse_storage(v, VideoStorage.EXTERNAL), 1, 100_000),
    "plate": (lambda v: start_print(FILE, title="x", plate=v), 1, 100),
    "K": (lambda v: pressure(k=v), 0, 10),
    "N": (lambda v: pressure(n=v), 0, 10),
    "flow": (lambda v: pressure(max_flow=v), 0, 100),
    "bed of K": (lambda v: pressure(bed_temperature=v), 0, 120),
    "nozzle of K": (lambda v: pressure(nozzle_temperature=v), 150, 350),
    "profile": (
        lambda v: select_profile(HT, number=v, filament_id="GFA00", diameter=0.4),
        -1,
        1000,
    ),
    "extruder of a profile": (
        lambda v: get_profiles("G", extruder=v, nozzle_id="HS00-0.4", diameter=0.4),
        0,
        1,
    ),
}


LEFT_TO_THE_PRINTER = [("speed", None)]


def filament(**changes: Any) -> Command:
    """Set a filament, sensible but for these."""
    usual: dict[str, Any] = {
        "filament_id": "GFA00",
        "material": "PLA",
        "color": "112233FF",
        "nozzle_min": 190,
        "nozzle_max": 240,
    }
    return set_filament(UNIT_1_SLOT_1, **(usual | changes))


def pressure(**changes: Any) -> Command:
    """Set a K value, sensible but for these."""
    usual: dict[str, Any] = {
        "k": 0.02,
        "bed_temperature": 60,
        "nozzle_temperature": 220,
        "max_flow": 12,
    }
    return set_k(UNIT_1_SLOT_1, **(usual | changes))


@pytest.mark.parametrize("case", RANGES)
def test_range(case: str) -> None:
    """The ends of each range are possible, and what lies outside is not."""
    make, low, high = RANGES[case]
    make(low)
    make(high)
    for value in (low - 1, high + 1, *NOT_NUMBERS):
        if (case, value) in LEFT_TO_THE_PRINTER:
            continue
        error = refused(partial(make, value))
        assert error.limits is None or error.limits[1].startswith(f"{high:g}")


@pytest.mark.parametrize(
    "case", ["nozzle", "bed", "chamber", "hours", "plate", "object", "length of two"]
)
def test_whole_numbers(case: str) -> None:
    """Half a degree or half a plate is none."""
    refused(lambda: RANGES[case][0](50.5))


IMPOSSIBLE: dict[str, Callable[[], object]] = {
    "no objects": lambda: skip_objects([]),
    "far too many objects": lambda: skip_objects(range(1001)),
    "job of an error": lambda: clear_error(1, "x"),
    "job of a dialog": lambda: choose_in_dialog(DialogChoice.STOP, 1, ""),
    "third extruder": lambda: heat_nozzle(200, extruder=2),
    "extruder before the first": lambda: select_extruder(-1),
    "no distance": lambda: move_axis(Axis.X, 0),
    "next to no distance": lambda: move_axis(Axis.X, 0.04),
    "no length": lambda: extrude(0),
    "no length of two": lambda: extrude_with(0, extruder=0),
    "odd step": lambda: step_axis(Axis.X, 5),
    "no step": lambda: step_axis(Axis.X, 0),
    "nothing to calibrate": lambda: calibrate([]),
    "tag outside": lambda: read_tag(MAIN),
    "fifth slot": lambda: load_filament(TrayLocation(0, 4)),
    "second slot of an AMS HT": lambda: load_filament(TrayLocation(128, 1)),
    "unit nobody has": lambda: clear_filament(TrayLocation(100, 0)),
    "negative slot": lambda: clear_filament(TrayLocation(0, -1)),
    "hottest below lowest": lambda: filament(nozzle_min=200, nozzle_max=199),
    "color": lambda: filament(color="112233ff"),
    "short color": lambda: filament(color="112233"),
    "color and more": lambda: filament(color="112233FF\n"),
    "material": lambda: filament(material=""),
    "material with a line": lambda: filament(material="PLA\nM104"),
    "long material": lambda: filament(material="P" * 33),
    "filament": lambda: filament(filament_id="GFA00;"),
    "no text": lambda: filament(filament_id=5),
    "preset": lambda: filament(setting_id="a b"),
    "drying nonsense": lambda: start_drying(
        0, temperature=50, hours=1, filament="<PLA>"
    ),
    "odd nozzle": lambda: set_nozzle(NozzleType.HARDENED_STEEL, 0.5),
    "nozzle of nothing": lambda: set_nozzle(WOOD, 0.4),
    "true nozzle": lambda: set_nozzle(NozzleType.HARDENED_STEEL, diameter=True),
    "odd diameter": lambda: get_profiles("GFA00", nozzle_id="HS00-0.4", diameter=1),
    "nozzle of a profile": lambda: delete_profile(
        1, filament_id="GFA00", nozzle_id="HS00", diameter=0.4
    ),
    "no profiles": lambda: store_profiles([], diameter=0.4),
    "name of a profile": lambda: store_profiles(
        [
            Profile(
                location=HT,
                filament_id="GFA00",
                setting_id="GFSA00",
                name="a\nb",
                k=0.1,
            )
        ],
        diameter=0.4,
    ),
    "place of a profile": lambda: calibrate_pressure(
        PressureTest(
            location=TrayLocation(9, 9),
            filament_id="GFA00",
            setting_id="GFSA00",
            bed_temperature=60,
            nozzle_temperature=220,
            max_flow=15,
        ),
        nozzle_id="HS00-0.4",
        diameter=0.4,
    ),
    "version": lambda: install(FirmwareModule.AMS, "1.2", PACKAGE),
    "address without TLS": lambda: install(
        FirmwareModule.AMS, "01.09.00.00", PACKAGE.replace("https", "http")
    ),
    "address elsewhere": lambda: install(
        FirmwareModule.AMS, "01.09.00.00", "https://example.com/a.json.sig"
    ),
    "address that looks right": lambda: install(
        FirmwareModule.AMS, "01.09.00.00", "https://public-cdn.bblmw.com@example.com/a"
    ),
    "address with a user": lambda: install(
        FirmwareModule.AMS, "01.09.00.00", "https://a@public-cdn.bblmw.com/a"
    ),
    "no address": lambda: install(FirmwareModule.AMS, "01.09.00.00", FIVE),
    "broken address": lambda: install(
        FirmwareModule.AMS, "01.09.00.00", "https://[::1/a"
    ),
    "too many filaments": lambda: start_print(
        FILE, title="x", spools=PrintSpools(locations=[None] * 65)
    ),
    "spool nobody has": lambda: start_print(
        FILE, title="x", spools=PrintSpools(locations=[TrayLocation(9, 9)])
    ),
    "third nozzle": lambda: start_print(
        FILE, title="x", spools=PrintSpools(extruders=[2])
    ),
    "project": lambda: start_print(FILE, title="x", ids=CloudIds(project="a")),
    "file of the web": lambda: file_in_cloud(
        Region.GLOBAL, "http://bucket.s3.amazonaws.com/a.3mf"
    ),
    "file of the disk": lambda: file_in_cloud(Region.GLOBAL, "file:///etc/passwd"),
    "file of a user": lambda: file_in_cloud(
        Region.GLOBAL, "https://a:b@bucket.s3.amazonaws.com/a.3mf"
    ),
    "file of nowhere": lambda: file_in_cloud(Region.GLOBAL, "https:///a.3mf"),
    "file of anybody": lambda: file_in_cloud(
        Region.GLOBAL, "https://example.com/a.3mf"
    ),
    "checksum": lambda: file_in_cloud(Region.GLOBAL, STORE, "abc"),
}


@pytest.mark.parametrize("case", IMPOSSIBLE)
def test_impossible(case: str) -> None:
    """What cannot be is no command."""
    assert str(refused(IMPOSSIBLE[case]))


def test_filament_that_is_not_heated() -> None:
    """Zero leaves it to the printer how hot a filament must be."""
    assert load_filament(MAIN, temperature=0).fields["tar_temp"] == 0
    refused(lambda: load_filament(MAIN, temperature=149))


def test_spool_holder() -> None:
    """Without a mapping, and with one that leads outside, no AMS is needed."""
    assert start_print(FILE, title="x").fields["use_ams"] is False
    outside = start_print(FILE, title="x", spools=PrintSpools(locations=[MAIN, None]))
    assert outside.fields["use_ams"] is False


@pytest.mark.parametrize(
    ("code", "storage"),
    [
        ("BL-P001", "file:///sdcard/"),
        ("C12", "file:///sdcard/"),
        ("N1", "file:///sdcard/"),
        ("O1D", "file:///media/usb0/"),
        ("N7", "file:///media/usb0/"),
        ("N6", "ftp:///"),
        ("?", "ftp:///"),
    ],
)
def test_storage(code: str, storage: str) -> None:
    """Each model has one place for files."""
    assert identify(code=code).file_storage.value == storage


def test_limits_of_all_models() -> None:
    """No model gets hotter than the commands allow."""
    for model in MODELS:
        heat_nozzle(model.nozzle_max)
        heat_bed(model.bed_max)
        heat_chamber(model.chamber_heater_max or 0)


def test_profile_is_plain() -> None:
    """The documented profile is for the right, standard nozzle."""
    assert (PROFILE.extruder, PROFILE.nozzle_id) == (0, "HS00-0.4")
