"""The code stays a place where a stranger finds the way: sizes, imports, words.

What is not right yet stands in lists whose names end in `TO_DO`. They shrink: a test
names the entries that are done and can be removed, and nothing is added.
"""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from .helpers.words import RETIRED, first_lines, names, retired_in

ROOT = Path(__file__).parent.parent
INTEGRATION = ROOT / "custom_components" / "bambu_cloud"
AREAS = ("custom_components", "tests")

TOP_LEVEL_MODULES = 30
"""Packages are not counted."""
FILE_LINES, TABLE_LINES = 300, 450
FUNCTION_LINES = 40
CONFTEST_LINES = 150
TABLES = {
    "custom_components/bambu_cloud/button.py",
    "custom_components/bambu_cloud/model/catalog.py",
    "custom_components/bambu_cloud/sensor/printer.py",
    "custom_components/bambu_cloud/switch.py",
}
"""Modules that are one long table, such as a row for each sensor."""

TOP_LEVEL_TO_DO = 0
"""So many modules more than there should be."""
FILES_TO_DO: set[str] = set()
FUNCTIONS_TO_DO: set[str] = set()
CONFTESTS_TO_DO: set[str] = set()
LENDERS_TO_DO: set[str] = set()
"""Modules of tests that others import from."""
WORDS_TO_DO: set[str] = set()
"""Folders in which retired words are still in use."""


@dataclass(frozen=True, slots=True)
class Source:
    """A Python file of this repository."""

    path: Path
    text: str
    tree: ast.Module

    @property
    def name(self) -> str:
        """Return the path within this repository."""
        return self.path.relative_to(ROOT).as_posix()

    @property
    def lines(self) -> int:
        """Return the number of lines."""
        return self.text.count("\n")


@cache
def sources(*areas: str) -> tuple[Source, ...]:
    """Read the Python files of some folders."""
    paths = sorted(path for area in areas for path in (ROOT / area).rglob("*.py"))
    texts = [(path, path.read_text("utf-8")) for path in paths]
    return tuple(Source(path, text, ast.parse(text)) for path, text in texts)


def excess_at_the_top() -> int:
    """Return how many modules too many stand beside the packages."""
    return max(len(list(INTEGRATION.glob("*.py"))) - TOP_LEVEL_MODULES, 0)


def long_files() -> set[str]:
    """Return the names of files that are too long."""
    return {
        source.path.name
        for source in sources(*AREAS)
        if source.lines > (TABLE_LINES if source.name in TABLES else FILE_LINES)
    }


def long_functions() -> set[str]:
    """Return the names of functions that are too long, decorators left out."""
    return {
        node.name
        for source in sources("custom_components")
        for node in ast.walk(source.tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or node.lineno) - node.lineno >= FUNCTION_LINES
    }


def long_conftests() -> set[str]:
    """Return the paths of conftests that are more than fixtures."""
    return {
        source.name
        for source in sources("tests")
        if source.path.name == "conftest.py" and source.lines > CONFTEST_LINES
    }


def imported(tree: ast.Module) -> Iterator[str]:
    """Yield the last part of whatever a module imports, or imports from."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield node.module.rpartition(".")[2]
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield from (alias.name.rpartition(".")[2] for alias in node.names)


def lenders() -> set[str]:
    """Return the modules of tests that other modules import from."""
    modules = {
        source.path.stem
        for source in sources("tests")
        if source.path.name.startswith("test_")
    }
    borrowed = {name for source in sources("tests") for name in imported(source.tree)}
    return modules & borrowed


@cache
def retired_words(area: str) -> dict[str, list[str]]:
    """Return where each retired word is in use: in names and first lines."""
    found: dict[str, list[str]] = {}
    for source in sources(area):
        for text, is_name in (
            (source.path.stem, True),
            *((name, True) for name in names(source.tree)),
            *((line, False) for line in first_lines(source.tree)),
        ):
            for word in retired_in(text, is_name=is_name):
                found.setdefault(word, []).append(f"{source.name}: {text}")
    return found


def test_top_level() -> None:
    """The names at the top can be read at once: modules, and packages by subject."""
    assert excess_at_the_top() <= TOP_LEVEL_TO_DO


def test_every_folder_is_a_package() -> None:
    """Each folder with modules says in a docstring what it is for."""
    for source in sources(*AREAS):
        assert source.path.with_name("__init__.py").is_file(), source.name
        assert ast.get_docstring(source.tree), source.name


def test_files_are_short() -> None:
    """A file can be read in one go."""
    assert long_files() - FILES_TO_DO == set()


def test_functions_are_short() -> None:
    """A function fits on a screen."""
    assert long_functions() - FUNCTIONS_TO_DO == set()


def test_conftests_are_short() -> None:
    """A conftest has fixtures; other helpers stand in `tests/helpers`."""
    assert long_conftests() - CONFTESTS_TO_DO == set()


def test_no_test_lends() -> None:
    """What tests share stands in helpers, not in one of the tests."""
    assert lenders() - LENDERS_TO_DO == set()


@pytest.mark.parametrize("area", AREAS)
def test_no_retired_word(area: str) -> None:
    """Names and first lines of docstrings use the words of the glossary."""
    assert {
        f"{word}: say {RETIRED[word].instead}": done
        for word, places in sorted(retired_words(area).items())
        if (done := [at for at in places if not at.startswith(tuple(WORDS_TO_DO))])
    } == {}


def test_what_is_done_is_not_to_do() -> None:
    """Entries that are done are removed from the lists."""
    assert excess_at_the_top() == TOP_LEVEL_TO_DO
    assert FILES_TO_DO - long_files() == set()
    assert FUNCTIONS_TO_DO - long_functions() == set()
    assert CONFTESTS_TO_DO - long_conftests() == set()
    assert LENDERS_TO_DO - lenders() == set()
    assert {folder for folder in WORDS_TO_DO if not retired_words(folder)} == set()


@pytest.mark.parametrize(
    ("text", "is_name", "found"),
    [
        ("async_tell_all", True, {"tell"}),
        ("CameraWatcher", True, {"watch"}),
        ("why_not", True, {"why_not"}),
        ("signed_only", True, {"signed_only"}),
        ("unknown_keyboard", True, set()),
        ("ReadingPlan", True, {"reading", "plan"}),
        ("Return the reading that is planned.", False, set()),
        ("Return what nobody has heard.", False, {"nobody", "hear"}),
    ],
)
def test_a_planted_word_is_found(text: str, found: set[str], *, is_name: bool) -> None:
    """Words are found in names of any style, and not as parts of others."""
    assert set(retired_in(text, is_name=is_name)) == found


def test_a_planted_loan_is_found() -> None:
    """Any form of import counts."""
    source = "import tests.test_a\nfrom . import test_b\nfrom .test_c import x\n"
    assert {"test_a", "test_b", "test_c"} <= set(imported(ast.parse(source)))
