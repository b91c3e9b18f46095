"""A P2S warms its chamber and prints from its AMS 2 Pro."""

from .turns import Timeline, fed, load

PRINT = Timeline(
    layers=160,
    filament=(0, 0),
    steps=(
        (1, {"do": "prepare", "mapping": [0]}),
        (10, {"do": "run", "stg": [2, 13, 4, 14, 1, 8], "stg_cur": 2, "stg_cd": 25}),
        (10, {"physics.bed.target": 60.0, "physics.fans.heatbreak": 15}),
        (10, {"device.airduct.modeCur": 1}),
        (22, {"stg_cur": 13, "homed": True, "stg_cd": 0}),
        (24, {"physics.nozzles.0.target": 220.0}),
        *load(0, start=28),
        (46, fed(0)),
        (48, {"stg_cur": 14, "physics.fans.part": 15}),
        (56, {"stg_cur": 1, "physics.fans.part": 0}),
        (68, {"stg_cur": 8}),
        (80, {"do": "print"}),
        (110, {"physics.fans.part": 15, "physics.fans.auxiliary": 9}),
        (140, {"device.airduct.modeCur": 0}),
        (250, {"do": "pause"}),
        (280, {"do": "resume"}),
        (430, {"door": True}),
        (442, {"door": False}),
        (590, {"stg_cur": 22}),
        (600, {"do": "finish"}),
    ),
)
