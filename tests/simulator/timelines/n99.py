"""A printer of an unknown model prints, with an unknown stage."""

from .turns import Timeline, fed, load

PRINT = Timeline(
    layers=90,
    filament=(0, 0),
    steps=(
        (1, {"do": "prepare"}),
        (10, {"do": "run", "stg": [2, 91, 4, 1], "stg_cur": 2}),
        (10, {"physics.bed.target": 65.0, "physics.fans.heatbreak": 15}),
        (20, {"stg_cur": 91, "homed": True, "physics.nozzles.0.target": 230.0}),
        *load(0, start=36),
        (54, fed(0)),
        (60, {"stg_cur": 1}),
        (80, {"do": "print"}),
        (110, {"physics.fans.part": 13, "hyperdrive.flux": 9}),
        (320, {"do": "pause"}),
        (350, {"do": "resume"}),
        (590, {"hyperdrive.flux": 3}),
        (600, {"do": "finish"}),
    ),
)
