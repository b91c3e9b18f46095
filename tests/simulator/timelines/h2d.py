"""An H2D heats its chamber and prints with both nozzles (protocol H.4.4)."""

from .turns import Changes, Timeline, fed

_RIGHT_SLOT = 1 << 8 | 3
_LEFT_SLOT = 0


def _loaded(extruder: int, slot: int) -> Changes:
    """Return the report of an extruder that is fed from a slot."""
    return {
        **fed(slot, extruder),
        f"device.extruder.info.{extruder}.stat": 0x3_0300,
        "ams.tray_now": str(slot & 0xFF),
        "ams_status": 0x0300,
    }


PRINT = Timeline(
    layers=180,
    filament=(1, 3),
    at_break=(0, 0),
    steps=(
        (1, {"do": "prepare", "job_attr": 18, "mapping": [_RIGHT_SLOT, _LEFT_SLOT]}),
        (8, {"do": "run", "stg": [49, 13, 39, 4, 8, 14, 1, 3], "stg_cur": 49}),
        (8, {"device.airduct.modeCur": 1, "physics.chamber.target": 65.0}),
        (8, {"physics.bed.target": 80.0, "physics.fans.heatbreak": 15}),
        (25, {"stg_cur": 13, "homed": True}),
        (35, {"stg_cur": 39, "physics.nozzles.0.target": 245.0}),
        (45, {"stg_cur": 4, "ams_status": 0x0102, "ams.tray_tar": "3"}),
        (50, {"device.extruder.info.0.star": _RIGHT_SLOT, "ams_status": 0x0106}),
        (60, _loaded(0, _RIGHT_SLOT)),
        (64, {"stg_cur": 8}),
        (70, {"stg_cur": 14, "physics.fans.part": 15}),
        (74, {"stg_cur": 1, "physics.fans.part": 0}),
        (78, {"stg_cur": 3}),
        (80, {"do": "print"}),
        (110, {"physics.fans.part": 12, "physics.fans.chamber": 6}),
        (190, {"physics.nozzles.1.target": 245.0}),
        (270, {"stg_cur": 4, "device.extruder.state": 0x2102}),
        (274, {"ams.tray_pre": "3", "ams.tray_tar": "0"}),
        (280, {"device.extruder.state": 0x0112, "physics.active": 1}),
        (282, {"stg_cur": 0, **_loaded(1, _LEFT_SLOT)}),
        (284, {"physics.nozzles.0.target": 0.0}),
        (330, {"door": True}),
        (342, {"door": False}),
        (380, {"do": "pause"}),
        (410, {"do": "resume"}),
        (440, {"physics.nozzles.0.target": 245.0}),
        (500, {"stg_cur": 4, "device.extruder.state": 0x2012}),
        (504, {"ams.tray_pre": "0", "ams.tray_tar": "3"}),
        (510, {"device.extruder.state": 0x0002, "physics.active": 0}),
        (512, {"stg_cur": 0, **_loaded(0, _RIGHT_SLOT)}),
        (514, {"physics.nozzles.1.target": 0.0}),
        (590, {"stg_cur": 22}),
        (600, {"do": "finish"}),
    ),
)
