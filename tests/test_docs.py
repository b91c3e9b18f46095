"""The documentation agrees with the repository."""

from collections.abc import Iterator
from itertools import count
from pathlib import Path
import re

import pytest

from custom_components.bambu_cloud.actions import ACTIONS
from custom_components.bambu_cloud.actions.action import Action
from custom_components.bambu_cloud.const import DOMAIN
from custom_components.bambu_cloud.model import MODELS, DoorSensor
from tests.control_matrix import fans, table
from tests.helpers.pages import ROOT, read_page, section, yaml_examples

INTEGRATION = ROOT / "custom_components" / "bambu_cloud"
PAGES = sorted(
    str(path.relative_to(ROOT))
    for path in (*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"))
)
README = read_page("README.md")

# In the order of Home Assistant's own documentation.
SECTIONS = [
    "Use cases",
    "Supported devices",
    "Prerequisites",
    "Installation",
    "Configuration",
    "Supported functionality",
    "Notifications and automations",
    "Actions",
    "Options",
    "Data updates",
    "Known limitations",
    "Troubleshooting",
    "Privacy",
    "Removing the integration",
    "Compared with ha-bambulab",
    "More documentation",
    "License",
]
MAX_LINES, MAX_WIDTH, MAX_BYTES = 400, 160, 400_000

_FENCE = re.compile(r"^(```|~~~).*?^\1", re.MULTILINE | re.DOTALL)
_INLINE_CODE = re.compile(r"(`+)(?!`).+?(?<!`)\1(?!`)")
_LINKS = (
    re.compile(r"\]\(<?([^)\s>]+)"),
    re.compile(r"^\[[^\]^]+\]:\s+(\S+)", re.MULTILINE),
    re.compile(r'(?:src|srcset|href)="([^"]+)"'),
)
_REFERENCE = re.compile(r"\[([^\]\[^]+)\](?![\[(:])")


def links(page: str) -> set[str]:
    """Return the targets of a page's links within the repository."""
    text = _INLINE_CODE.sub("", _FENCE.sub("", read_page(page)))
    found = {target for pattern in _LINKS for target in pattern.findall(text)}
    return {each for each in found if not re.match(r"[a-z]+:", each)}


def resolve(page: str, target: str) -> tuple[Path, str]:
    """Return the file and the anchor that a link of a page leads to."""
    path, _, anchor = target.partition("#")
    file = (ROOT / page).parent / path if path else ROOT / page
    return file.resolve(), anchor


def anchors(text: str) -> Iterator[str]:
    """Yield the anchors that GitHub gives the headings of a page."""
    text = _FENCE.sub("", text)
    yield from re.findall(r'<a (?:id|name)="([^"]+)"', text)
    seen: set[str] = set()
    for heading in re.findall(r"^#{1,6} +(.+?)(?: +#+)? *$", text, re.MULTILINE):
        shown = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", heading)
        slug = re.sub(r"[^\w\- ]", "", shown.lower()).replace(" ", "-")
        numbered = (f"{slug}-{number}" if number else slug for number in count())
        anchor = next(each for each in numbered if each not in seen)
        seen.add(anchor)
        yield anchor


def test_sections() -> None:
    """Every question of a new owner has its section."""
    assert re.findall(r"^## (.+)$", README, re.MULTILINE) == SECTIONS


def test_readme_is_short() -> None:
    """The README can be read in one go; details are in docs."""
    lines = README.split("\n")
    assert len(lines) <= MAX_LINES
    prose = [line for line in lines if not re.match(r"\[[^\]]+\]: ", line)]
    assert [line for line in prose if len(line) > MAX_WIDTH] == []


def test_anchors() -> None:
    """Anchors are made as GitHub makes them."""
    text = "# A & B\n## `x`_y: [Z](z.md)!\n## A & B\n```\n# no heading\n```\n## 6.1 Ü-x"
    assert list(anchors(text)) == ["a--b", "x_y-z", "a--b-1", "61-ü-x"]


@pytest.mark.parametrize("page", PAGES)
def test_links_lead_somewhere(page: str) -> None:
    """Each relative link leads to a file, and each anchor to one of its headings."""
    for target in links(page):
        file, anchor = resolve(page, target)
        assert file.is_relative_to(ROOT), target
        assert file.exists(), target
        if anchor:
            assert anchor in set(anchors(file.read_text(encoding="utf-8"))), target


@pytest.mark.parametrize("page", PAGES)
def test_references_are_defined(page: str) -> None:
    """Each link by name has its address, and each address is used."""
    text = _INLINE_CODE.sub("", _FENCE.sub("", read_page(page)))
    defined = set(re.findall(r"^\[([^\]^]+)\]: ", text, re.MULTILINE))
    assert defined <= set(_REFERENCE.findall(text))
    assert set(re.findall(r"\]\[([^\]]+)\]", text)) <= defined


def test_images_are_light() -> None:
    """No picture of a page is too heavy."""
    for page in PAGES:
        for target in links(page):
            file, _ = resolve(page, target)
            if file.suffix in {".png", ".jpg", ".gif", ".svg", ".webp"}:
                assert file.stat().st_size <= MAX_BYTES, target


def test_everything_in_docs_is_reached() -> None:
    """Links lead from the README to each page and picture in docs."""
    reached, pages = set[Path](), ["README.md"]
    while pages:
        page = pages.pop()
        for target in links(page):
            file, _ = resolve(page, target)
            if file not in reached:
                reached.add(file)
                if file.suffix == ".md":
                    pages.append(str(file.relative_to(ROOT)))
    for file in (ROOT / "docs").rglob("*.*"):
        assert file in reached, file.name


@pytest.mark.parametrize(
    "name",
    sorted(
        path.stem
        for path in INTEGRATION.iterdir()
        if path.suffix == ".py" or (path / "__init__.py").is_file()
    ),
)
def test_tree_names_every_module(name: str) -> None:
    """Every module and package at the top of the integration is in the tree."""
    assert re.search(rf"\b{re.escape(name)}\b", _tree())


def test_tree_names_nothing_else() -> None:
    """Every module that the tree names exists."""
    named = re.findall(r"\w+\.py\b", _tree())
    assert named
    assert set(named) <= {path.name for path in INTEGRATION.rglob("*.py")}


def _tree() -> str:
    """Return the tree of the repository."""
    text = read_page("docs/architecture.md")
    return text.partition("```\ncustom_components")[2].partition("```")[0]


@pytest.mark.parametrize("page", PAGES)
def test_named_modules_exist(page: str) -> None:
    """Each Python file that a page names is there, from wherever it is named."""
    files = [f"/{path.relative_to(ROOT)}" for path in ROOT.glob("[!.]*/**/*.py")]
    for name in re.findall(r"`([\w/]+\.py)`", read_page(page)):
        assert any(file.endswith(f"/{name}") for file in files), name


def test_commands_exist() -> None:
    """Every script that CONTRIBUTING names is there, and every script is named."""
    named = set(re.findall(r"\bscript/(\w+)", read_page("CONTRIBUTING.md")))
    there = {path.name for path in (ROOT / "script").iterdir()}
    assert named == there - {"pins"}


def test_matrix_of_controls() -> None:
    """What can be controlled where is what the catalog says."""
    assert f"\n{table()}\n" in read_page("docs/controls.md")


@pytest.mark.parametrize("action", ACTIONS, ids=lambda action: action.name)
def test_actions_are_explained(action: Action) -> None:
    """Each action has a section with its fields, and is named in the README."""
    assert f"`{action.name}`" in section(README, "## Actions")
    text = section(read_page("docs/actions.md"), f"### `{DOMAIN}.{action.name}`")
    assert text
    for field in action.schema.schema:
        assert f"`{field}`" in text, field


def test_examples_of_actions_are_valid() -> None:
    """Each action accepts the data of its examples."""
    schemas = {f"{DOMAIN}.{action.name}": action.schema for action in ACTIONS}
    tried: set[str] = set()
    for example in yaml_examples(read_page("docs/actions.md")):
        for step in example if isinstance(example, list) else example["actions"]:
            if schema := schemas.get(step.get("action", "")):
                data = step["data"]
                schema({key: data[key] for key in data if "{{" not in str(data[key])})
                tried.add(step["action"])
    assert len(tried) > len(ACTIONS) / 2


def test_supported_devices() -> None:
    """Each model of the catalog is in the table, with what the catalog says it has."""
    rows = re.findall(
        r"^\| ([A-Z].+?) \|(.*?)\|(.*?)\|(.*?)\|(.*?)\|",
        section(README, "## Supported devices"),
        re.MULTILINE,
    )
    listed = {
        name: tuple(cell.strip() for cell in cells)
        for names, *cells in rows[1:]
        for name in names.split(", ")
    }
    assert listed == {
        model.name: (
            "●" if model.has_chamber_sensor else "",
            "●" if model.chamber_heater_max else "",
            "" if model.door is DoorSensor.NONE else "●",
            fans(model),
        )
        for model in MODELS
        if model.key != "N8"  # of which nothing is known
    }
