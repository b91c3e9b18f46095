"""What code says about the protocol and cameras can be read up.

"protocol C.5.4" cites the heading with this number in `docs/protocol`, "camera 2.3" one
of `docs/camera.md`; `CONTRIBUTING.md` explains it.
"""

import ast
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
import re
from tokenize import COMMENT, FSTRING_MIDDLE, STRING, generate_tokens

import pytest

ROOT = Path(__file__).parent.parent
SOURCES = sorted(
    path
    for area in ("custom_components", "tests")
    for path in (ROOT / area).rglob("*.py")
)
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
HEADING = re.compile(r"^#+ ([A-K]|(?:[A-K]\.)?\d+(?:\.\d+)*)\.? ", re.MULTILINE)

_NEXT = r"(?:,? (?:and|or|to) |, )"
PROTOCOL = re.compile(
    rf"\b[Pp]rotocol ((?:[A-K]|0)\b(?:\.\d+)*(?:{_NEXT}[A-K]\b(?:\.\d+)*)*)"
)
CAMERA = re.compile(rf"\b[Cc]amera (\d+(?:\.\d+)*(?:{_NEXT}\d+(?:\.\d+)*)*)\b")
BARE = re.compile(r"\b(?!H\.26[45])[A-K](?:\.\d+)+\b")
"""A number of a section that does not say of what."""

FOREIGN = re.compile(
    r"\b(?:dossiers?|peer|(?:style|design|home-assistant|beyond|frontend|structure|wire"
    r"|protocol|findings)\.md)\b",
    re.IGNORECASE,
)
"""What is not in this repository."""


def headings(*pages: Path) -> set[str]:
    """Return the numbers of all headings of some pages."""
    return {
        number for page in pages for number in HEADING.findall(page.read_text("utf-8"))
    }


SECTIONS = headings(*(ROOT / "docs" / "protocol").glob("*.md"))
CAMERA_SECTIONS = headings(ROOT / "docs" / "camera.md")


def texts(source: str) -> Iterator[str]:
    """Yield the comments and strings of a module; a comment of many lines is one."""
    comment: list[str] = []
    last_line = 0
    for token in generate_tokens(StringIO(source).readline):
        if token.type == COMMENT:
            if token.start[0] != last_line + 1:
                yield " ".join(comment)
                comment = []
            comment.append(token.string.lstrip("# "))
            last_line = token.start[0]
        elif token.type in {STRING, FSTRING_MIDDLE}:
            yield re.sub(r"\s+", " ", token.string)
    yield " ".join(comment)


def cited(text: str, pattern: re.Pattern[str]) -> set[str]:
    """Return the numbers of the sections that a text cites."""
    return {
        number for found in pattern.findall(text) for number in re.split(_NEXT, found)
    }


def sources_of_operations(tree: ast.Module) -> Iterator[str]:
    """Yield the sections that operations name as their source."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Operation":
            for keyword in node.keywords:
                if keyword.arg == "source":
                    yield ast.literal_eval(keyword.value)


def mistakes(source: str) -> Iterator[str]:
    """Yield what is wrong with the citations of a module."""
    of_operations = set(sources_of_operations(ast.parse(source)))
    for section in of_operations - SECTIONS:
        yield f"protocol {section} does not exist"
    for text in texts(source):
        of_protocol = cited(text, PROTOCOL)
        for section in of_protocol - SECTIONS:
            yield f"protocol {section} does not exist"
        for section in cited(text, CAMERA) - CAMERA_SECTIONS:
            yield f"camera {section} does not exist"
        if text.strip("\"'") not in of_operations:
            for section in set(BARE.findall(text)) - of_protocol:
                yield f"{section}: of what?"
        for word in FOREIGN.findall(text):
            yield f"{word} is not in this repository"


def test_there_are_sections() -> None:
    """The pages were found and their headings read."""
    assert {"0.1", "A", "A.6.2", "C.5.4.1", "K"} <= SECTIONS
    assert {"1", "2.3", "6.5"} <= CAMERA_SECTIONS


@pytest.mark.parametrize(
    "source", SOURCES, ids=lambda path: f"{path.relative_to(ROOT)}"
)
def test_citations_lead_somewhere(source: Path) -> None:
    """Each citation has its heading, and cites a page of this repository."""
    if source != Path(__file__):
        assert set(mistakes(source.read_text("utf-8"))) == set()


@pytest.mark.parametrize("page", PAGES, ids=lambda path: f"{path.relative_to(ROOT)}")
def test_pages_cite_what_exists(page: Path) -> None:
    """Pages cite as code does, and those of the protocol each other by number."""
    text = re.sub(r"\s+", " ", page.read_text("utf-8"))
    found = cited(text, PROTOCOL)
    if page.parent.name == "protocol":
        found |= set(BARE.findall(text))
    assert found - SECTIONS == set()
    assert cited(text, CAMERA) - CAMERA_SECTIONS == set()


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('"""Right (protocol A.6.2, A.5 and D)."""', set()),
        ('"""Right (camera 1 and 6.5, protocol 0.1)."""', set()),
        ("# It is as protocol\n# B.5 and B.6 describe it.", set()),
        ('"""Video is H.264 or H.265."""', set()),
        ('Operation(source="A.6.2")', set()),
        ('"""Wrong (protocol A.6.2, A.99)."""', {"protocol A.99 does not exist"}),
        ('"""Wrong (camera 2.3, 2.99)."""', {"camera 2.99 does not exist"}),
        ('Operation(source="A.99")', {"protocol A.99 does not exist"}),
        ('"""As found (B.5)."""', {"B.5: of what?"}),
        ('"""As the dossier says."""', {"dossier is not in this repository"}),
        ("# See design.md.", {"design.md is not in this repository"}),
    ],
)
def test_a_planted_mistake_is_found(source: str, found: set[str]) -> None:
    """Citations are found in docstrings, comments and sources of operations."""
    assert set(mistakes(source)) == found
