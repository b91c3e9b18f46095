"""What the repository says about itself is true and agrees with itself."""

import functools
import json
import os
from pathlib import Path
import re
import struct
import subprocess
import tomllib
from typing import Any

from homeassistant.components.brands.const import ALLOWED_IMAGES
from homeassistant.util.yaml import load_yaml_dict
import pytest

ROOT = Path(__file__).parent.parent
INTEGRATION = ROOT / "custom_components" / "bambu_cloud"
BRAND = INTEGRATION / "brand"
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
SCRIPTS = [*sorted((ROOT / "script").iterdir()), ROOT / ".ci" / "run"]

# Home Assistant's validator refuses any other key.
MANIFEST_KEYS = {
    "after_dependencies",
    "bluetooth",
    "codeowners",
    "config_flow",
    "dependencies",
    "dhcp",
    "documentation",
    "domain",
    "integration_type",
    "iot_class",
    "issue_tracker",
    "loggers",
    "name",
    "quality_scale",
    "requirements",
    "version",
    "zeroconf",
}

RULES = {
    "action-exceptions",
    "action-setup",
    "appropriate-polling",
    "async-dependency",
    "brands",
    "common-modules",
    "config-entry-unloading",
    "config-flow",
    "config-flow-test-coverage",
    "dependency-transparency",
    "devices",
    "diagnostics",
    "discovery",
    "discovery-update-info",
    "docs-actions",
    "docs-conditions",
    "docs-configuration-parameters",
    "docs-data-update",
    "docs-examples",
    "docs-high-level-description",
    "docs-installation-instructions",
    "docs-installation-parameters",
    "docs-known-limitations",
    "docs-removal-instructions",
    "docs-supported-devices",
    "docs-supported-functions",
    "docs-triggers",
    "docs-troubleshooting",
    "docs-use-cases",
    "dynamic-devices",
    "entity-category",
    "entity-device-class",
    "entity-disabled-by-default",
    "entity-event-setup",
    "entity-translations",
    "entity-unavailable",
    "entity-unique-id",
    "exception-translations",
    "has-entity-name",
    "icon-translations",
    "inject-websession",
    "integration-owner",
    "log-when-unavailable",
    "parallel-updates",
    "reauthentication-flow",
    "reconfiguration-flow",
    "repair-issues",
    "runtime-data",
    "stale-devices",
    "strict-typing",
    "test-before-configure",
    "test-before-setup",
    "test-coverage",
    "unique-config-entry",
}

# Each would tie the repository to one machine or one package mirror.
FOREIGN = {
    "registry address": re.compile(
        r"https?://[^\s\"'<>]*"
        r"(?:pypi|pythonhosted|npmjs|proxy\.golang|debian\.org|/simple\b|artifactory|nexus)"
    ),
    "machine path": re.compile(r"(?<![\w.$}])/(?:root|work|home/\w+|Users/\w+)/"),
}
LOCK_FILES = {"uv.lock", "poetry.lock", "Pipfile.lock", "yarn.lock"}


def _manifest() -> dict[str, Any]:
    """Read the manifest with its keys in order."""
    manifest: dict[str, Any] = json.loads((INTEGRATION / "manifest.json").read_bytes())
    return manifest


def _pyproject() -> dict[str, Any]:
    """Read the project's description."""
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def _tested_versions() -> list[tuple[int, ...]]:
    """Return the Home Assistant versions that pins exist for, oldest first."""
    files = (ROOT / "requirements").glob("home-assistant-*.txt")
    names = [file.stem.removeprefix("home-assistant-") for file in files]
    return sorted(tuple(map(int, name.split("."))) for name in names)


@functools.cache
def _tracked() -> list[Path]:
    """List the files that belong to the repository."""
    listing = subprocess.run(
        ["git", "ls-files", "-z"],  # noqa: S607 - wherever git is installed
        cwd=ROOT,
        capture_output=True,
        check=False,
        text=True,
    )
    if listing.returncode:
        pytest.skip("not a checkout")
    files = [ROOT / name for name in listing.stdout.split("\0") if name]
    return [file for file in files if file.is_file()]


def test_manifest_is_what_home_assistant_accepts() -> None:
    """The manifest has the right keys in the required order and describes us."""
    manifest = _manifest()

    assert set(manifest) <= MANIFEST_KEYS
    keys = list(manifest)
    assert keys[:2] == ["domain", "name"]
    assert keys[2:] == sorted(keys[2:])
    assert manifest["domain"] == INTEGRATION.name
    # An account brings devices: for Home Assistant, a service has none.
    assert manifest["integration_type"] == "hub"
    assert manifest["iot_class"] == "cloud_push"
    assert manifest["config_flow"] is True
    assert manifest["documentation"].startswith("https://")
    assert manifest["codeowners"]


def test_versions_and_pins_agree() -> None:
    """The manifest and the project name one version and the same requirements."""
    manifest, project = _manifest(), _pyproject()

    assert re.fullmatch(r"\d+\.\d+\.\d+", manifest["version"])
    assert manifest["version"] == project["project"]["version"]
    assert manifest["requirements"] == project["dependency-groups"]["integration"]
    assert all("==" in requirement for requirement in manifest["requirements"])


def test_hacs_asks_for_the_oldest_tested_home_assistant() -> None:
    """HACS refuses what is older than the month of the oldest tested version."""
    hacs = json.loads((ROOT / "hacs.json").read_bytes())

    year, month, _patch = _tested_versions()[0]
    assert hacs["homeassistant"] == f"{year}.{month}.0"
    assert hacs["zip_release"] is True
    assert hacs["filename"] == f"{INTEGRATION.name}.zip"
    assert hacs["name"] == _manifest()["name"]


def test_every_pinned_home_assistant_is_tested() -> None:
    """The workflow runs the tests on every version that pins exist for."""
    workflow = load_yaml_dict(ROOT / ".github" / "workflows" / "ci.yml")
    setup = (ROOT / "script" / "setup").read_text("utf-8")

    assert {"run": ".ci/run"} in workflow["jobs"]["decide"]["steps"]
    default = re.findall(r"^readonly DEFAULT=(.+)$", setup, re.MULTILINE)
    matrix = workflow["jobs"]["test"]["strategy"]["matrix"]["home-assistant"]
    versions = [*default, *matrix]
    assert sorted(tuple(map(int, v.split("."))) for v in versions) == _tested_versions()


@pytest.mark.parametrize(
    ("name", "width", "height"),
    [
        ("icon.png", 256, 256),
        ("icon@2x.png", 512, 512),
        ("logo.png", None, 256),
        ("logo@2x.png", None, 512),
        ("dark_logo.png", None, 256),
        ("dark_logo@2x.png", None, 512),
    ],
)
def test_brand_image(name: str, width: int | None, height: int) -> None:
    """Each image is a PNG with transparency, in the size Home Assistant expects."""
    data = (BRAND / name).read_bytes()

    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    actual_width, actual_height, _depth, color = struct.unpack(">IIBB", data[16:26])
    assert (width or actual_width, height) == (actual_width, actual_height)
    assert actual_width >= actual_height
    assert color == 6
    source = name.replace("@2x", "").replace(".png", ".svg")
    assert (BRAND / source).is_file()


def test_brand_has_no_image_that_home_assistant_ignores() -> None:
    """Every PNG of the folder has a name that is served."""
    assert {file.name for file in BRAND.glob("*.png")} <= ALLOWED_IMAGES


def test_quality_scale_answers_every_rule() -> None:
    """Each of the 54 rules has a status, and whatever is not just done says why."""
    scale = load_yaml_dict(INTEGRATION / "quality_scale.yaml")["rules"]

    assert len(RULES) == 54
    assert set(scale) == RULES
    for rule, answer in scale.items():
        if answer != "done":
            assert answer["status"] in {"done", "todo", "exempt"}, rule
            assert answer["comment"], rule


@pytest.mark.parametrize("what", FOREIGN)
def test_nothing_is_tied_to_one_machine(what: str) -> None:
    """No file of the repository names a package registry or a path of one machine."""
    found = [
        f"{file.relative_to(ROOT)}:{number}: {line.strip()[:120]}"
        for file in _tracked()
        if file.suffix not in {".png", ".jpg"}
        for number, line in enumerate(file.read_text("utf-8").splitlines(), 1)
        if FOREIGN[what].search(line)
    ]

    assert not found, f"{what}:\n" + "\n".join(found)


def test_no_lock_file() -> None:
    """No lock file is tracked: it would record a registry's address."""
    assert not [file for file in _tracked() if file.name in LOCK_FILES]


@pytest.mark.parametrize(
    ("what", "line"),
    [
        (
            "registry address",
            "url = https://mirror.test/{}/".format("simple"),
        ),
        (
            "registry address",
            "deb http://deb.{}.org/debian x".format("debian"),
        ),
        ("machine path", 'CAPTURES = "/{}/shared/captures"'.format("work")),
        ("machine path", "cd /{}/someone/ha".format("home")),
    ],
)
def test_a_planted_address_is_found(what: str, line: str) -> None:
    """The patterns above match what they are meant to find."""
    assert FOREIGN[what].search(line)


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda path: path.stem)
def test_workflow_is_pinned_and_modest(workflow: Path) -> None:
    """Actions are pinned by commit, and jobs get what they need and no more."""
    text = workflow.read_text("utf-8")
    parsed = load_yaml_dict(workflow)

    uses = re.findall(r"\buses: *(.+)", text)
    assert uses
    for action in uses:
        assert re.fullmatch(r"[\w./-]+@[0-9a-f]{40} # v?\d[\w.]*", action), action
    assert parsed["permissions"] == {}
    for name, job in parsed["jobs"].items():
        wanted = "write" if workflow.stem == "release" else "read"
        assert job["permissions"] == {"contents": wanted}, name
        assert job["timeout-minutes"] <= 60, name


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_script_stops_at_the_first_error(script: Path) -> None:
    """Every script can be run and does not carry on after a failure."""
    assert os.access(script, os.X_OK)
    lines = script.read_text("utf-8").splitlines()
    assert lines[0] == "#!/usr/bin/env bash"
    assert lines[1].startswith("# ")
    assert "set -euo pipefail" in lines
