"""Arguments that are not possible are no commands."""

from collections.abc import Callable
from typing import Any

import pytest

from custom_components.bambu_cloud.api import (
    Region,
)
from custom_components.bambu_cloud.api.commands import (
    Axis,
    CloudIds,
    DialogChoice,
    FirmwareModule,
    NozzleType,
    PressureTest,
    PrintSpools,
    Profile,
    calibrate,
    calibrate_pressure,
    choose_in_dialog,
    clear_error,
    clear_filament,
    delete_profile,
    extrude,
    extrude_with,
    file_in_cloud,
    get_profiles,
    heat_nozzle,
    install,
    load_filament,
    move_axis,
    read_tag,
    select_extruder,
    set_nozzle,
    skip_objects,
    start_drying,
    start_print,
    step_axis,
    store_profiles,
)
from custom_components.bambu_cloud.model import (
    TrayLocation,
)
from tests.helpers.commands import FILE, filament, refused

from .documented_filament import HT, MAIN
from .documented_other import PACKAGE, STORE

WOOD: Any = "wood"
FIVE: Any = 5


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
