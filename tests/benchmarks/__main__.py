"""Measure what the project promises to be cheap.

What counts is the ratio of two costs of one run: another machine has other µs.
"""

from .fleet import measure_fleet
from .folding import measure_folding
from .importing import measure_import
from .past import measure_past
from .single import measure_single
from .table import say
from .timing import noise
from .whole import measure_whole


def main() -> None:
    """Print all tables."""
    usual, worst = noise()
    say(
        f"The same work varies by {usual:.1f} % here, {worst:.0f} % at worst;"
        " all times are CPU time, all figures medians.",
        "",
    )
    measure_folding()
    measure_single()
    measure_whole()
    measure_fleet()
    measure_past()
    measure_import()


if __name__ == "__main__":
    main()
