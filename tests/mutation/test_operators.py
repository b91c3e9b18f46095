"""What the mutation tool changes, and which tests it holds that against."""

from pathlib import Path

import pytest

from .equivalent import EQUIVALENT
from .guards import GUARDS, mirror_of
from .operators import mutants
from .trial import INTEGRATION, ROOT


def after(source: str) -> list[str]:
    """Return the changed lines of all mutants."""
    return [mutant.after for mutant in mutants(source)]


@pytest.mark.parametrize(
    ("source", "changed"),
    [
        ("x = a < b", ["x = a <= b"]),
        ("x = a is not b", ["x = a is b"]),
        ("x = a in b < c", ["x = a not in b < c", "x = a in b <= c"]),
        ("x = a and b or c", ["x = a or b or c", "x = a and b and c"]),
        ("x = a + 1", ["x = a - 1", "x = a + 2"]),
        ("x = 300", ["x = 600"]),
        ("x = True", ["x = False"]),
        ("x = 'ä' + b", ["x = 'ä?' + b", "x = 'ä' - b"]),
        ("x = not a", ["x = a"]),
        ("x = a if b else c", ["x = a if not (b) else c"]),
        ("x = [a for a in b if a]", ["x = [a for a in b if not (a)]"]),
        ("a.b = c", ["pass"]),
        ("a(b)", ["pass"]),
        ("x += a", ["pass", "x -= a"]),
        ("def f():\n    return a", ["return None"]),
        ("def f():\n    return False", ["return True"]),
        ("async def f():\n    await a", ["pass"]),
        ("raise A('text')", ["pass"]),
    ],
)
def test_what_is_changed(source: str, changed: list[str]) -> None:
    """Each place becomes each thing that it can be."""
    assert after(f"{source}\n") == changed


@pytest.mark.parametrize(
    "source",
    [
        '"""A docstring."""',
        "x: Literal['a'] | None",
        "@a(b=1)\ndef f(): ...",
        "_LOGGER.debug('text %s', 1)",
        "if TYPE_CHECKING:\n    a()",
        "def f():\n    return None",
        "import a",
        "__all__ = ['a']",
        "type A = B | C",
    ],
)
def test_what_is_left_alone(source: str) -> None:
    """Types and texts for developers change nothing that a test could notice."""
    assert after(f"{source}\n") == []


def test_line_and_difference() -> None:
    """A mutant says where it is; all else is as it was."""
    (mutant,) = mutants("a = b\nc = (\n    d ==\n    e\n)\n")
    assert (mutant.line, mutant.before, mutant.after) == (3, "d ==", "d !=")
    assert mutant.source == "a = b\nc = (\n    d !=\n    e\n)\n"


@pytest.mark.parametrize(
    ("module", "tests"),
    [
        ("api/mqtt/stream.py", "tests/api/mqtt"),
        ("account/titles.py", "tests/account"),
        ("model/lifecycle/run.py", "tests/model/lifecycle"),
        ("model/sections/job.py", "tests/model/sections"),
        ("entity/base.py", "tests/test_entity.py"),
        ("calendar.py", "tests/test_calendar.py"),
        ("__init__.py", "tests/test_init.py"),
    ],
)
def test_mirrored_tests(module: str, tests: str) -> None:
    """A package is held against its tests, a module at the top against its own."""
    assert mirror_of(INTEGRATION / module) == Path(tests)


def test_guards_exist() -> None:
    """Packages and tests of the table have not moved away."""
    missing = {
        path
        for package, names in GUARDS.items()
        for path in (INTEGRATION / package, *(Path("tests", name) for name in names))
        if not (ROOT / path).exists()
    }
    assert missing == set()


def test_equivalent_changes_exist() -> None:
    """Equivalent changes are still possible in the code."""
    changes = {
        (name, mutant.before, mutant.after)
        for name in {name for name, _, _ in EQUIVALENT}
        for mutant in mutants((ROOT / INTEGRATION / name).read_text("utf-8"))
    }
    assert EQUIVALENT.keys() - changes == set()
