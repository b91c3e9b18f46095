"""Read colors, written as RRGGBB or RRGGBBAA, with or without "#"."""

import re
from typing import Any

COLOR = re.compile(r"#?([0-9A-Fa-f]{6})([0-9A-Fa-f]{2})?")
"""Groups: red, green and blue; opacity."""
_TRANSPARENT = "00"


def visible_color(value: Any) -> str | None:
    """Return a color as "#RRGGBB", None for one that is transparent."""
    found = COLOR.fullmatch(value.strip()) if isinstance(value, str) else None
    if found is None or found[2] == _TRANSPARENT:
        return None
    return f"#{found[1].upper()}"


def red_green_blue(color: str) -> tuple[int, int, int] | None:
    """Return the parts of a color, each 0 to 255."""
    if (found := COLOR.fullmatch(color)) is None:
        return None
    red, green, blue = bytes.fromhex(found[1])
    return red, green, blue
