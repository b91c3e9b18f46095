"""Run the tests of a changed module, in a copy of this repository.

What takes longest is to import Home Assistant. So it is imported once, and every run
is a fork of this process.
"""

from collections.abc import Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
import importlib
from importlib.util import cache_from_source
import json
import os
from pathlib import Path
import resource
import shutil
import signal
import sys
import time
import traceback

from coverage import CoverageData
import pytest

ROOT = Path(__file__).parents[2]
INTEGRATION = Path("custom_components/bambu_cloud")
_COPIED = ("blueprints", "custom_components", "docs", "tests", "pyproject.toml")
_OF_THE_COPY = ("custom_components", "tests")
_MEMORY = 6 << 30
"""Bytes: an endless loop may not take all."""
SLOWER, SPARE = 4, 60.0
"""A run may last so many times as long as without a change, and so many seconds."""
_HANGS, _ENDLESS = 20.0, 3600.0
"""Seconds for one test more than so many times as usual: a change that makes it hang
is noticed. Without a change there is no limit."""
BY_CLOCK = 64
"""Code of a run that one of these ended; a busy machine may have done it."""


@dataclass(eq=False)
class Recorder:
    """Run some tests only, the fastest first, and note how long each lasts."""

    seconds: dict[str, float] = field(default_factory=dict)
    only: Collection[str] | None = None
    order: dict[str, float] = field(default_factory=dict)
    has_hung: bool = False
    """Whether a test failed because it took too long."""

    @property
    def test_limit(self) -> float:
        """Return after how many seconds a test is said to hang."""
        if self.only is None:
            return _ENDLESS
        usual = (self.order.get(test, 0.0) for test in self.only)
        return _HANGS + SLOWER * max(usual, default=0.0)

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Leave out what never runs the changed line, and sort by files."""
        if self.only is None:
            return
        items[:] = [item for item in items if item.nodeid in self.only]
        of_files: dict[str, list[float]] = {}
        for item in items:
            seconds = self.order.get(item.nodeid, 0.0)
            of_files.setdefault(f"{item.path}", []).append(seconds)
        items.sort(
            key=lambda item: (
                min(of_files[f"{item.path}"]),
                f"{item.path}",
                self.order.get(item.nodeid, 0.0),
            )
        )

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Add how long a part of a test lasted."""
        lasted = self.seconds.get(report.nodeid, 0.0) + report.duration
        self.seconds[report.nodeid] = lasted
        self.has_hung |= report.failed and lasted >= self.test_limit


@dataclass
class Run:
    """A fork of this process that runs tests in a copy."""

    pid: int
    ends: float
    """When it is given up, in seconds of the monotonic clock."""
    code: int | None = None

    @property
    def is_over(self) -> bool:
        """Return whether it is done, or goes on for too long."""
        pid, status = os.waitpid(self.pid, os.WNOHANG)
        if pid:
            self.code = os.waitstatus_to_exitcode(status)
        elif time.monotonic() > self.ends:
            self.stop()
            self.code = BY_CLOCK
        return self.code is not None

    def stop(self) -> None:
        """End it, and what it started."""
        with suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)


class Copy:
    """A copy of this repository, in which modules are changed."""

    def __init__(self, root: Path) -> None:
        """Copy what the tests need."""
        self.root = root
        ignored = shutil.ignore_patterns("__pycache__")
        for name in _COPIED:
            source = ROOT / name
            if source.is_dir():
                shutil.copytree(source, root / name, ignore=ignored)
            else:
                shutil.copy(source, root / name)

    def write(self, module: Path, source: str) -> None:
        """Replace a module, and what was compiled from it."""
        path = self.root / module
        path.write_text(source, "utf-8")
        Path(cache_from_source(f"{path}")).unlink(missing_ok=True)

    def start(
        self, arguments: Sequence[str], recorder: Recorder, *, limit: float
    ) -> Run:
        """Start pytest in this copy, for so many seconds at most."""
        if pid := os.fork():
            return Run(pid, time.monotonic() + limit)
        code = 3
        try:
            code = _pytest_in(self.root, arguments, recorder)
        except BaseException:  # noqa: BLE001  nobody above may go on as a fork
            traceback.print_exc()
        finally:
            os._exit(code)


def _pytest_in(root: Path, arguments: Sequence[str], recorder: Recorder) -> int:
    """Run pytest in a folder, as a process of its own; return its exit code."""
    os.setsid()
    os.chdir(root)
    output = os.open("output.txt", os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    os.dup2(output, 1)
    os.dup2(output, 2)
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    sys.path[:] = [f"{root}", *(path for path in sys.path if path != f"{ROOT}")]
    for name in [name for name in sys.modules if _is_of_the_copy(name)]:
        del sys.modules[name]
    sys.dont_write_bytecode = False  # whatever is usual here: the next runs need it
    os.environ["COVERAGE_CORE"] = "ctrace"  # the only one that knows of contexts
    usual = ["-q", "-p", "no:cacheprovider", f"--timeout={recorder.test_limit}"]
    code = pytest.main([*usual, *arguments], plugins=[recorder])
    facts = {"seconds": recorder.seconds, "modules": list(sys.modules)}
    Path("facts.json").write_text(json.dumps(facts), "utf-8")
    sys.stdout.flush()
    return BY_CLOCK if recorder.has_hung else int(code)


def _is_of_the_copy(module: str) -> bool:
    """Return whether every run has to import a module anew."""
    return module.partition(".")[0] in _OF_THE_COPY


class Baseline:
    """What the tests do before anything is changed."""

    def __init__(
        self, copy: Copy, tests: Sequence[str], packages: Sequence[str]
    ) -> None:
        """Run them all, and import for good what they import."""
        self.tests = list(tests)
        coverage = [f"--cov={package}" for package in packages]
        options = [*coverage, "--cov-context=test", "--cov-report="]
        began = time.monotonic()
        run = copy.start([*options, *tests], Recorder(), limit=_ENDLESS)
        while not run.is_over:
            time.sleep(0.1)
        if run.code:
            raise SystemExit((copy.root / "output.txt").read_text("utf-8"))
        self.lasted = time.monotonic() - began
        facts = json.loads((copy.root / "facts.json").read_text("utf-8"))
        self.seconds: dict[str, float] = facts["seconds"]
        self._data = CoverageData(f"{copy.root / '.coverage'}")
        self._data.read()
        self._root = copy.root
        # Home Assistant first: it replaces some of what it imports.
        for module in ("homeassistant", *facts["modules"]):
            if not _is_of_the_copy(module):
                with suppress(Exception):
                    importlib.import_module(module)

    def tests_at(self, module: Path, line: int) -> frozenset[str]:
        """Return the tests that run a line; all, if it runs on import."""
        lines = self._data.contexts_by_lineno(f"{self._root / module}")
        contexts = lines.get(line, [])
        if "" in contexts:
            return frozenset(self.seconds)
        return frozenset(context.rpartition("|")[0] for context in contexts if context)
