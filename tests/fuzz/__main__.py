"""Send hostile responses to every method of the client, and count the outcomes.

python -m tests.fuzz [--bodies 10000] [--only TEXT]
"""

from argparse import ArgumentParser
from collections import Counter
import time

from .client import TARGETS, Fuzz


def main() -> None:
    """Run all operations one after the other."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--bodies", type=int, default=10_000)
    parser.add_argument("--only", default="", help="a part of a target's name")
    wanted = parser.parse_args()
    total: Counter[str] = Counter()
    started = time.monotonic()
    for name, call in TARGETS.items():
        if wanted.only in name:
            fuzz = Fuzz(call)
            fuzz.run(wanted.bodies)
            total += fuzz.outcomes
            say(f"{name}: {counted(fuzz.outcomes)}")
    minutes = (time.monotonic() - started) / 60
    say(f"All in {minutes:.1f} min: {counted(total)}")


def counted(outcomes: Counter[str]) -> str:
    """Return the outcomes of so many bodies as text."""
    parts = ", ".join(f"{times} {what}" for what, times in outcomes.most_common())
    return f"{outcomes.total()} bodies: {parts}"


def say(line: str) -> None:
    """Print a line at once."""
    print(line, flush=True)  # noqa: T201  a program that is watched


if __name__ == "__main__":
    main()
