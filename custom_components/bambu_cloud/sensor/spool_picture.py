"""Draw a spool of filament."""

from base64 import b64encode
from functools import lru_cache


@lru_cache(maxsize=256)
def spool_picture(colors: tuple[str, ...]) -> str | None:
    """Return a picture of a spool in these colors as a data URL, None without any."""
    if not colors:
        return None
    width = 100 / len(colors)
    stripes = "".join(
        f'<rect x="{place * width}" width="{width + 1}" height="100" fill="{color}"/>'
        for place, color in enumerate(colors)
    )
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100">'
        '<clipPath id="r"><circle cx="50" cy="50" r="46"/></clipPath>'
        f'<g clip-path="url(#r)">{stripes}</g>'
        '<circle cx="50" cy="50" r="47" fill="none" stroke="#888" stroke-width="4"/>'
        '<circle cx="50" cy="50" r="13" fill="#fff" stroke="#888" stroke-width="4"/>'
        "</svg>"
    )
    return f"data:image/svg+xml;base64,{b64encode(svg.encode()).decode()}"
