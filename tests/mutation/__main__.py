"""Change modules in one place at a time, and name the changes that no test notices.

nice python -m tests.mutation custom_components/bambu_cloud/account --sample 40

Each module is held against the tests that mirror its package, those that `guards.py`
has for it, and those of `--also`. Exit code 1 says that a tenth of the changes or more
survived. Those that only the clock ended are counted apart: a busy machine ends more.
"""

import argparse
from dataclasses import dataclass, field
from pathlib import Path
import random
import sys
from tempfile import TemporaryDirectory
import time

import pytest

from .equivalent import EQUIVALENT
from .guards import tests_of
from .operators import Mutant, mutants
from .trial import (
    BY_CLOCK,
    INTEGRATION,
    ROOT,
    SLOWER,
    SPARE,
    Baseline,
    Copy,
    Recorder,
    Run,
)

_MOST = 0.1
"""The share of changes that may survive."""


@dataclass(frozen=True, slots=True)
class Change:
    """A mutant and the module that it is one of."""

    module: Path
    mutant: Mutant

    @property
    def is_equivalent(self) -> bool:
        """Return whether it makes no difference, for a named reason."""
        place = self.module.relative_to(INTEGRATION).as_posix()
        return (place, self.mutant.before, self.mutant.after) in EQUIVALENT

    def __str__(self) -> str:
        """Return place and difference."""
        mutant = self.mutant
        return (
            f"{self.module}:{mutant.line}\n    - {mutant.before}\n    + {mutant.after}"
        )


@dataclass(slots=True)
class Tally:
    """What became of the changes that were tried."""

    noticed: int = 0
    survivors: list[Change] = field(default_factory=list)
    by_clock: list[Change] = field(default_factory=list)

    def note(self, change: Change, code: int | None) -> str | None:
        """Count a change by the code of its run; return what is to be said of it.

        Args:
            change: The change.
            code: None if there was no run, as no test runs that line.
        """
        if code == BY_CLOCK:
            self.by_clock.append(change)
            return f"{change}\n    (ended by the clock)"
        if code is None or code == pytest.ExitCode.OK:
            self.survivors.append(change)
            return f"{change}" + ("\n    (no test runs it)" if code is None else "")
        self.noticed += 1
        return None

    @property
    def share(self) -> float:
        """Return how many survived, of those that a test has judged."""
        survived = len(self.survivors)
        return survived / max(survived + self.noticed, 1)

    def __str__(self) -> str:
        """Return the numbers."""
        survived = len(self.survivors)
        return (
            f"{survived} of {survived + self.noticed} changes survived"
            f" ({self.share:.0%}), {len(self.by_clock)} more were ended by the clock"
        )


def main(argv: list[str]) -> int:
    """Judge the tests of some modules."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("path", nargs="+", type=Path, help="modules or folders")
    parser.add_argument("--also", nargs="*", default=[], help="further tests")
    parser.add_argument("--marked", help='only tests that are, such as "not slow"')
    parser.add_argument("--sample", type=int, help="so many changes; all if left out")
    parser.add_argument("--seed", type=int, default=1, help="of the sample")
    parser.add_argument("--jobs", type=int, default=1, help="runs at the same time")
    options = parser.parse_args(argv)
    modules = sorted(module for path in options.path for module in _modules(path))
    changes = [
        Change(module, mutant)
        for module in modules
        for mutant in mutants((ROOT / module).read_text("utf-8"))
    ]
    if options.sample is not None and options.sample < len(changes):
        changes = random.Random(options.seed).sample(changes, options.sample)
    changes = [change for change in changes if not change.is_equivalent]
    tests = set().union(options.also, *map(tests_of, modules))
    with TemporaryDirectory() as folder:
        copies = [Copy(Path(folder, f"{job}")) for job in range(options.jobs)]
        packages = sorted({f"{module.parent}" for module in modules})
        marked = [f"-m={options.marked}"] if options.marked else []
        baseline = Baseline(copies[0], [*marked, *sorted(tests)], packages)
        count = len(baseline.seconds)
        _say(f"{count} tests in {baseline.lasted:.0f} s, {len(changes)} changes")
        tally = _try(changes, copies, baseline)
    _say(f"{tally}")
    return int(tally.share >= _MOST)


def _say(text: str) -> None:
    """Print a line at once."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def _modules(path: Path) -> list[Path]:
    """Return the modules of a folder, or the one that was named."""
    path = path.resolve().relative_to(ROOT)
    return [path] if path.suffix else list(path.rglob("*.py"))


def _try(changes: list[Change], copies: list[Copy], baseline: Baseline) -> Tally:
    """Try all changes, as many at a time as there are copies; print survivors."""
    tally, done = Tally(), 0
    waiting, free = list(reversed(changes)), list(copies)
    running: list[tuple[Change, Copy, Run | None]] = []
    while waiting or running:
        while waiting and free:
            change, copy = waiting.pop(), free.pop()
            running.append((change, copy, _start(change, copy, baseline)))
        for trial in list(running):
            change, copy, run = trial
            if run is not None and not run.is_over:
                continue
            running.remove(trial)
            done += 1
            sys.stderr.write(f"\r{done} of {len(changes)} ")
            copy.write(change.module, (ROOT / change.module).read_text("utf-8"))
            free.append(copy)
            if said := tally.note(change, run.code if run else None):
                _say(said)
        time.sleep(0.05)
    return tally


def _start(change: Change, copy: Copy, baseline: Baseline) -> Run | None:
    """Start the tests that run a changed line; None if there are none."""
    only = baseline.tests_at(change.module, change.mutant.line)
    if not only:
        return None
    copy.write(change.module, change.mutant.source)
    files = sorted({test.partition("::")[0] for test in only})
    recorder = Recorder(only=only, order=baseline.seconds)
    usual = sum(baseline.seconds.get(test, 0.0) for test in only)
    limit = SPARE + SLOWER * usual
    return copy.start(["-x", *files], recorder, limit=limit)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
