"""Change modules in one place at a time, and name the changes that no test notices.

nice python -m tests.mutation custom_components/bambu_cloud/account --sample 40

Each module is held against the tests that mirror its package, those that `guards.py`
has for it, and those of `--also`. Exit code 1 says that a tenth of the changes or more
survived.
"""

import argparse
from dataclasses import dataclass
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
        survivors = _survivors(changes, copies, baseline)
    share = len(survivors) / max(len(changes), 1)
    _say(f"{len(survivors)} of {len(changes)} changes survived ({share:.0%})")
    return int(share >= _MOST)


def _say(text: str) -> None:
    """Print a line at once."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def _modules(path: Path) -> list[Path]:
    """Return the modules of a folder, or the one that was named."""
    path = path.resolve().relative_to(ROOT)
    return [path] if path.suffix else list(path.rglob("*.py"))


def _survivors(
    changes: list[Change], copies: list[Copy], baseline: Baseline
) -> list[Change]:
    """Try all changes, as many at a time as there are copies; print survivors."""
    survivors: list[Change] = []
    done = 0
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
            if run is None or run.code == pytest.ExitCode.OK:
                survivors.append(change)
                _say(f"{change}" if run else f"{change}\n    (no test runs it)")
        time.sleep(0.05)
    return survivors


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
