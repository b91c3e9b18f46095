"""Hold every file of the integration against the coverage it promises.

script/test --cov --cov-report=json:.coverage.json
python -m tests.coverage_gate .coverage.json
"""

import json
from pathlib import Path
import sys

COMPLETE = ("bambu_cloud/config_flow.py", "/flows/", "/model/")
LEAST = 95.0


def shortfalls(report: Path) -> list[str]:
    """Return a line for each file with less branch coverage than it promises."""
    lines = []
    for name, content in json.loads(report.read_text())["files"].items():
        covered: float = content["summary"]["percent_covered"]
        promised = 100.0 if any(part in name for part in COMPLETE) else LEAST
        if covered < promised:
            missing = content["missing_lines"] + content["missing_branches"]
            lines.append(f"{name}: {covered:.1f} % of {promised:.0f} %: {missing}")
    return lines


if __name__ == "__main__":
    found = shortfalls(Path(sys.argv[1]))
    sys.exit("\n".join(["error: too little coverage", *found]) if found else 0)
