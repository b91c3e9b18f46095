"""Numbers outside of their ranges are no commands."""

from collections.abc import Callable
from functools import partial
import math
from typing import Any

import pytest

from custom_components.bambu_cloud.api.commands import (
    Axis,
    Fan,
    VideoStorage,
    check_timelapse_storage,
    clear_error,
    close_error_dialog,
    extrude,
    extrude_with,
    get_profiles,
    heat_bed,
    heat_chamber,
    heat_nozzle,
    ignore_when_idle,
    load_filament,
    move_axis,
    read_tag_by_gcode,
    select_profile,
    set_air_duct,
    set_bed_temperature,
    set_chamber_temperature,
    set_duct_fan,
    set_fan,
    set_nozzle_temperature,
    skip_objects,
    start_drying,
    start_print,
    stop_drying,
    unload_filament,
)
from custom_components.bambu_cloud.model import (
    MODELS,
)
from tests.helpers.commands import FILE, filament, pressure, refused

from .documented_filament import HT, MAIN

NOT_NUMBERS: tuple[Any, ...] = (math.nan, math.inf, -math.inf, "50", None, True, [5])
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


def test_filament_that_is_not_heated() -> None:
    """Zero leaves it to the printer how hot a filament must be."""
    assert load_filament(MAIN, temperature=0).fields["tar_temp"] == -1
    refused(lambda: load_filament(MAIN, temperature=149))


def test_limits_of_all_models() -> None:
    """No model gets hotter than the commands allow."""
    for model in MODELS:
        heat_nozzle(model.nozzle_max)
        heat_bed(model.bed_max)
        heat_chamber(model.chamber_heater_max or 0)
