"""Measure what importing the integration costs."""

from pathlib import Path
from statistics import median
import subprocess
import sys

from .table import say

TARGET = 210.0
"""ms of CPU time, when everything was compiled before."""
_RUNS = 5
_SCRIPT = """
from importlib import import_module
from pathlib import Path
import time

from homeassistant import bootstrap
from homeassistant.components import diagnostics, http, recorder, repairs, stream
import aiomqtt

root = Path("custom_components/bambu_cloud")
names = [path.stem for path in sorted(root.glob("*.py")) if path.stem != "__init__"]
packages = [path.parent.name for path in sorted(root.glob("*/__init__.py"))]
platforms = Path(bootstrap.__file__).parent / "components"
for name in {*names, *packages}:
    if (platforms / name / "__init__.py").is_file():
        import_module(f"homeassistant.components.{name}")
begin = time.process_time()
for name in ("", *(f".{name}" for name in (*names, *packages))):
    import_module(f"custom_components.bambu_cloud{name}")
print((time.process_time() - begin) * 1000)
"""


def measure_import() -> None:
    """Print what importing all modules costs, beside those of Home Assistant."""
    _import()
    cost = median([_import() for _ in range(_RUNS)])
    star = "*" if cost > TARGET else ""
    say("", f"Importing the integration: {cost:.0f} ms{star}, to reach: {TARGET:g}")


def _import() -> float:
    """Return the ms that importing costs in a process of its own."""
    environment = {"PYTHONPYCACHEPREFIX": str(Path("__pycache__").absolute())}
    result = subprocess.run(  # noqa: S603  this interpreter, and a constant
        [sys.executable, "-c", _SCRIPT],
        check=True,
        capture_output=True,
        text=True,
        env=environment,
    )
    return float(result.stdout)
