"""The README tells the truth about the repository."""

from pathlib import Path
import re

import pytest

from custom_components.bambu_cloud.actions import ACTIONS
from custom_components.bambu_cloud.actions.action import Action
from custom_components.bambu_cloud.model import MODELS, DoorSensor
from tests.control_matrix import fans, table

ROOT = Path(__file__).parent.parent
INTEGRATION = ROOT / "custom_components" / "bambu_cloud"
README = (ROOT / "README.md").read_text(encoding="utf-8")

# In the order in which a newcomer asks.
SECTIONS = [
    "Supported printers",
    "Install",
    "Set up",
    "Entities",
    "Automations",
    "Actions",
    "Options",
    "How data is updated",
    "Known limits",
    "Troubleshooting",
    "Remove",
    "Develop",
    "How it is built",
    "License",
]


def test_sections() -> None:
    """Every question has its section."""
    assert re.findall(r"^## (.+)$", README, re.MULTILINE) == SECTIONS


def test_files_and_images_exist() -> None:
    """Whatever the README links to or shows is there, and not too heavy."""
    targets = {
        *re.findall(r"\]\((?!https?:|#)([^)]+)\)", README),
        *re.findall(r'(?:src|srcset)="([^"]+)"', README),
    }
    assert targets
    for target in targets:
        file = ROOT / target
        assert file.is_file(), target
        assert file.stat().st_size <= 400_000, target


def test_everything_in_docs_is_reached() -> None:
    """Each page and picture is linked from the README, and has not been forgotten."""
    for file in (ROOT / "docs").rglob("*.*"):
        assert f"]({file.relative_to(ROOT)})" in README, file.name


def test_anchors_exist() -> None:
    """A link within the page leads to one of its sections."""
    anchors = set(re.findall(r"\]\(#([^)]+)\)", README))
    sections = re.findall(r"^##+ (.+)$", README, re.MULTILINE)
    assert anchors
    assert anchors <= {section.lower().replace(" ", "-") for section in sections}


@pytest.mark.parametrize(
    "name",
    sorted(
        path.name
        for path in INTEGRATION.iterdir()
        if path.suffix == ".py" and not path.name.startswith("__")
    ),
)
def test_tree_names_every_module(name: str) -> None:
    """Every module of the integration is in the tree, except for its constants."""
    tree = README.partition("```\ncustom_components")[2].partition("```")[0]
    assert name == "const.py" or re.search(rf"[─, ]{re.escape(name)}\b", tree)


def test_tree_names_nothing_else() -> None:
    """Every module that the tree names exists."""
    tree = README.partition("```\ncustom_components")[2].partition("```")[0]
    named = re.findall(r"\w+\.py\b", tree)
    assert named
    assert all((INTEGRATION / name).is_file() for name in named)


def test_commands_exist() -> None:
    """Every script that the README names is there, and every script is named."""
    named = set(re.findall(r"\bscript/(\w+)", README))
    there = {path.name for path in (ROOT / "script").iterdir()}
    assert named == there - {"pins", "python"}


def test_matrix_of_controls() -> None:
    """What can be controlled where is what the catalog says."""
    assert f"\n{table()}\n" in README


@pytest.mark.parametrize("action", ACTIONS, ids=lambda action: action.name)
def test_actions_are_explained(action: Action) -> None:
    """Each action and each of its fields is named among the actions."""
    section = README.partition("\n## Actions\n")[2].partition("\n## ")[0]
    assert action.name in section
    for field in action.schema.schema:
        assert f"`{field}`" in section, field


def test_supported_printers() -> None:
    """Each model of the catalog is in the table, with what the catalog says it has."""
    section = README.partition("\n## Supported printers\n")[2].partition("\n## ")[0]
    rows = re.findall(
        r"^\| ([A-Z].+?) \|(.*?)\|(.*?)\|(.*?)\|(.*?)\|", section, re.MULTILINE
    )
    told = {
        name: tuple(cell.strip() for cell in cells)
        for names, *cells in rows[1:]
        for name in names.split(", ")
    }
    assert told == {
        model.name: (
            "●" if model.has_chamber_sensor else "",
            "●" if model.chamber_heater_max else "",
            "" if model.door is DoorSensor.NONE else "●",
            fans(model),
        )
        for model in MODELS
        if model.key != "N8"  # of which nothing is known
    }
