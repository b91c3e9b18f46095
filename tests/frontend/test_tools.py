"""The tools that check the modules are pinned; none of them is shipped."""

import json
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_pinned_by_hash() -> None:
    """The lock file has exact versions and hashes, and no address of a registry."""
    packages = json.loads((ROOT / "package-lock.json").read_bytes())["packages"]
    wanted = packages.pop("")["devDependencies"]
    assert all(version[0].isdigit() for version in wanted.values())
    assert {name.removeprefix("node_modules/") for name in packages} == wanted.keys()
    for package in packages.values():
        assert package["integrity"].startswith("sha512-")
        assert "resolved" not in package
