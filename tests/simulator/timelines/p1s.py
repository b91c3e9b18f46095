"""A P1S prints in two colors (protocol H.4.2)."""

from .turns import Timeline, load

PRINT = Timeline(
    layers=120,
    filament=(0, 0),
    at_break=(0, 1),
    steps=(
        (1, {"do": "prepare"}),
        (15, {"do": "run", "stg": [2, 4, 14, 1], "stg_cur": 2}),
        (15, {"physics.bed.target": 55.0, "physics.fans.heatbreak": 15}),
        (30, {"homed": True, "physics.nozzles.0.target": 220.0}),
        *load(0, start=40),
        (62, {"stg_cur": 14, "physics.fans.part": 15}),
        (70, {"stg_cur": 1, "physics.fans.part": 0}),
        (80, {"do": "print"}),
        (110, {"physics.fans.part": 15, "physics.fans.auxiliary": 10}),
        *load(1, before=0, start=230),
        (250, {"stg_cur": 0}),
        (340, {"do": "pause"}),
        (370, {"do": "resume"}),
        *load(0, before=1, start=450),
        (470, {"stg_cur": 0}),
        (600, {"do": "finish"}),
    ),
)
