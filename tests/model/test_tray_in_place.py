"""A place of a spool leads to its tray."""

from dataclasses import replace

import pytest

from custom_components.bambu_cloud.model import Tray, TrayLocation
from tests.helpers.h2d_state import ABS, SPOOL, printer, with_loaded


@pytest.mark.parametrize(
    ("place", "tray"),
    [
        ((1, 1), ABS),
        ((1, 9), None),
        ((0, 0), None),
        ((255, 0), SPOOL),
        ((254, 0), None),
    ],
)
def test_tray(place: tuple[int, int], tray: Tray | None) -> None:
    """Units come first, then the holders outside."""
    assert printer().tray(TrayLocation(*place)) == tray


def test_active_tray() -> None:
    """It is the one that the extruder in use has loaded."""
    ams = replace(with_loaded((1, 1)), active=TrayLocation(1, 1))

    assert printer().active_tray is None
    assert printer(ams=ams).active_tray == ABS
