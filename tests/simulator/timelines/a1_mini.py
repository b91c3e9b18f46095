"""An A1 mini prints from its AMS lite (protocol H.4.3)."""

from .turns import Timeline, load

PRINT = Timeline(
    layers=100,
    filament=(0, 0),
    ams_module=0x12,
    steps=(
        (1, {"do": "prepare"}),
        (12, {"do": "run", "stg": [2, 13, 14, 1, 4, 8], "stg_cur": 2}),
        (12, {"physics.bed.target": 60.0, "physics.fans.heatbreak": 15}),
        (22, {"stg_cur": 13, "homed": True, "physics.nozzles.0.target": 220.0}),
        (30, {"stg_cur": 14, "physics.fans.part": 15}),
        (38, {"stg_cur": 1, "physics.fans.part": 0}),
        *load(0, start=46),
        (66, {"stg_cur": 8}),
        (74, {"stg_cur": 19}),
        (80, {"do": "print"}),
        (110, {"physics.fans.part": 15}),
        (240, {"do": "pause"}),
        (270, {"do": "resume"}),
        (600, {"do": "finish"}),
    ),
)
