"""Read the full reports of idle printers that the simulator starts from."""

import json
from pathlib import Path
from typing import Any

PROFILES: dict[str, dict[str, Any]] = {
    path.stem: json.loads(path.read_text())
    for path in sorted(
        (Path(__file__).parent.parent / "simulator" / "profiles").glob("*.json")
    )
}
