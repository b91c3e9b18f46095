"""An X1C prints a boat from one spool (protocol H.4.1)."""

from .turns import Timeline, fed, load

PRINT = Timeline(
    layers=240,
    filament=(0, 0),
    steps=(
        (1, {"do": "prepare", "mapping": [0]}),
        (9, {"do": "run", "stg": [2, 13, 4, 14, 1, 3, 8, 10], "stg_cur": 2}),
        (9, {"physics.bed.target": 55.0, "physics.fans.heatbreak": 15}),
        (20, {"stg_cur": 13, "homed": True}),
        (24, {"physics.nozzles.0.target": 220.0}),
        *load(0, start=26),
        (44, fed(0)),
        (46, {"stg_cur": 14, "physics.fans.part": 15}),
        (54, {"stg_cur": 1, "physics.fans.part": 0}),
        (62, {"stg_cur": 3}),
        (70, {"stg_cur": 8}),
        (80, {"do": "print"}),
        (110, {"stg_cur": 10}),
        (118, {"stg_cur": 0, "physics.fans.part": 15, "physics.fans.auxiliary": 10}),
        (240, {"do": "pause"}),
        (270, {"do": "resume"}),
        (420, {"door": True}),
        (432, {"door": False}),
        (590, {"stg_cur": 22}),
        (600, {"do": "finish"}),
    ),
)
