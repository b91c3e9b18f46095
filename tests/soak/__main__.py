"""Print by the thousand and count the events.

python -m tests.soak --prints 10000 --seed 1
"""

from argparse import ArgumentParser
import sys

from .counting import say, trial


def main() -> int:
    """Run the trial and return 0 if nothing was missed, repeated or wrong."""
    parser = ArgumentParser(description="Print by the thousand, with faults.")
    parser.add_argument("--prints", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    outcome = trial(chosen.prints, chosen.seed)
    say(outcome)
    return 0 if outcome.is_good else 1


if __name__ == "__main__":
    sys.exit(main())
