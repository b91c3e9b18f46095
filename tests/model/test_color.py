"""Colors are read in any spelling."""

from typing import Any

import pytest

from custom_components.bambu_cloud.model.color import red_green_blue, visible_color


@pytest.mark.parametrize(
    ("value", "color"),
    [
        ("00ae42", "#00AE42"),
        ("00AE42FF", "#00AE42"),
        ("#00AE4280", "#00AE42"),
        (" 00AE42 ", "#00AE42"),
        ("00AE4200", None),
        ("00AE42F", None),
        ("green!", None),
        ("", None),
        (112233, None),
        (None, None),
    ],
)
def test_visible_color(value: Any, color: str | None) -> None:
    """What is transparent has no color."""
    assert visible_color(value) == color


@pytest.mark.parametrize(
    ("color", "parts"),
    [("#FF8000", (255, 128, 0)), ("00FF00FF", (0, 255, 0)), ("", None)],
)
def test_red_green_blue(color: str, parts: tuple[int, int, int] | None) -> None:
    """The opacity is not a part."""
    assert red_green_blue(color) == parts
