"""The import contracts hold, and a planted violation is caught."""

from pathlib import Path
import shutil
import subprocess
import sys

import pytest

ROOT = Path(__file__).parent.parent
INTEGRATION = "custom_components/bambu_cloud"

VIOLATIONS = {
    "the model imports the client": (
        f"{INTEGRATION}/model/report.py",
        "from ..api import client",
        "Imports point down",
    ),
    "the client imports a platform": (
        f"{INTEGRATION}/api/rest/client.py",
        "from ... import sensor",
        "Imports point down",
    ),
    "the broker's client imports the REST client": (
        f"{INTEGRATION}/api/mqtt/stream.py",
        "from ..rest import client",
        "The client's imports point down",
    ),
    "a section imports the report": (
        f"{INTEGRATION}/model/sections/job.py",
        "from .. import report",
        "The model's imports point down",
    ),
    "the client imports Home Assistant": (
        f"{INTEGRATION}/api/rest/client.py",
        "import homeassistant.core",
        "Only the integration knows Home Assistant",
    ),
    "the model imports a socket library": (
        f"{INTEGRATION}/model/report.py",
        "import aiohttp",
        "The model does no input or output",
    ),
    "the simulator imports what it tests": (
        "tests/simulator/cloud.py",
        "import custom_components.bambu_cloud.const",
        "The simulator never imports what it tests",
    ),
}


@pytest.mark.parametrize("violation", VIOLATIONS)
def test_planted_violation_is_caught(tmp_path: Path, violation: str) -> None:
    """Each contract names the module that breaks it."""
    module, statement, contract = VIOLATIONS[violation]
    ignore = shutil.ignore_patterns("__pycache__", "*.json", "*.png")
    for part in ("custom_components", "tests"):
        shutil.copytree(ROOT / part, tmp_path / part, ignore=ignore)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    with (tmp_path / module).open("a") as source:
        source.write(f"\n{statement}\n")

    result = subprocess.run(  # noqa: S603  # our own interpreter and arguments
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )

    assert result.returncode == 1, result.stdout + result.stderr
    assert f"{contract} BROKEN" in result.stdout
