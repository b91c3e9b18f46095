"""A test that hangs fails by itself and shows what it waited for."""

import ast
from pathlib import Path
import subprocess
import sys

import pytest

_WAITS = """
import asyncio

async def forgotten():
    await asyncio.Event().wait()

async def test_waits():
    task = asyncio.create_task(forgotten())
    await task
"""
_SWALLOWS = """
import asyncio, time

def stuck():
    time.sleep(30)

async def test_swallows():
    asyncio.get_running_loop().call_soon(stuck)
    await asyncio.Event().wait()
"""


@pytest.mark.parametrize(
    ("code", "shown"), [(_WAITS, "in forgotten"), (_SWALLOWS, "in test_swallows")]
)
def test_hang(tmp_path: Path, code: str, shown: str) -> None:
    """The failure names the test, and the stacks of tasks name the place."""
    file = tmp_path / "test_it.py"
    file.write_text(code)
    options = "-p tests.helpers.hang -p no:homeassistant -o asyncio_mode=auto"
    done = subprocess.run(  # noqa: S603  our own interpreter and file
        [sys.executable, "-m", "pytest", *options.split(), "--timeout=1", file],
        check=False,
        capture_output=True,
        text=True,
        timeout=50,
    )
    assert done.returncode == 1
    assert "Timeout (>1.0s)" in done.stdout
    assert shown in done.stdout + done.stderr


def test_limit(pytestconfig: pytest.Config) -> None:
    """Every test has such a limit."""
    assert float(pytestconfig.getini("timeout")) == 60


def test_no_short_limits() -> None:
    """A busy machine needs longer: `tests.helpers.wait` has the limit."""
    tests = Path(__file__).parent
    short = [
        f"{path.relative_to(tests)}:{node.lineno}"
        for path in sorted(tests.rglob("test_*.py")) + sorted(tests.glob("helpers/*"))
        if path.suffix == ".py"
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "asyncio.timeout"
        for limit in node.args
        if isinstance(limit, ast.Constant) and float(ast.unparse(limit)) > 1
    ]
    assert not short
