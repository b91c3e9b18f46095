"""Print by the thousand, with faults, and count what was said of it.

python -m tests.soak --prints 10000 --seed 1
python -m tests.soak --life 1.17
"""

from argparse import ArgumentParser
import sys

from .counting import replay, say, soak
from .pace import HARSH, HOUSEHOLD


def main() -> int:
    """Run and return 0 if nothing was missed, repeated or wrong."""
    parser = ArgumentParser(description="Print by the thousand, with faults.")
    parser.add_argument("--prints", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--life", help="replay one life, such as 1.17, with a full log")
    parser.add_argument(
        "--harsh", action="store_true", help="an experiment: fault after fault"
    )
    chosen = parser.parse_args()
    pace = HARSH if chosen.harsh else HOUSEHOLD
    if chosen.life:
        return replay(chosen.life, pace=pace)
    outcome = soak(chosen.prints, chosen.seed, pace=pace)
    say(outcome)
    return 0 if outcome.is_good else 1


if __name__ == "__main__":
    sys.exit(main())
