"""Automations change the current print, and calibrate."""

import pytest

from custom_components.bambu_cloud.actions.print import (
    CALIBRATE,
    GCODE,
    REPRINT,
    SKIP,
    START,
)
from custom_components.bambu_cloud.const import CONF_ALLOW_GCODE
from tests.helpers.actions import call, device_id, print_commands, refused
from tests.helpers.home import P1S, Home


async def test_gcode(home: Home) -> None:
    """G-code is run where the owner of the account allows that."""
    printer = device_id(home, P1S)
    denied = await refused(home, GCODE, device_id=printer, gcode="G28")
    assert denied.startswith("G-code is not allowed.")
    options = {CONF_ALLOW_GCODE: True}
    home.hass.config_entries.async_update_entry(home.entry, options=options)
    await call(home, GCODE, device_id=printer, gcode="M140 S60\nG28")
    assert print_commands(home)[-1]["param"] == "M140 S60\nG28\n"
    assert home.cloud.simulated(P1S).physics.bed.target == 60
    for lines in ("", " ", "G28\n" * 2500, "M117 \x00", "M117 ä", 28, ["G28"], None):
        words = await refused(home, GCODE, device_id=printer, gcode=lines)
        assert "G-code" in words, lines


async def test_calibrate(home: Home) -> None:
    """One thing or several are calibrated."""
    printer = device_id(home, P1S)
    for what in ([], ["luck"], [5], [["lidar"]]):
        words = await refused(home, CALIBRATE, device_id=printer, what=what)
        assert words.startswith("Choose at least one calibration")
    await call(home, CALIBRATE, device_id=printer, what=["bed_leveling", "vibration"])
    assert print_commands(home)[-1]["option"] == 6
    await home.until_shown(P1S, "stage", "bed_leveling")
    busy = await refused(home, CALIBRATE, device_id=printer, what="lidar")
    assert busy == "The printer is busy with something else."


@pytest.mark.parametrize("action", [START, REPRINT, SKIP, GCODE, CALIBRATE])
async def test_what_is_no_printer(home: Home, action: str) -> None:
    """An action for a device that is not there is refused."""
    arguments = {"objects": [1], "gcode": "G28", "what": ["lidar"]}
    needed = {SKIP: "objects", GCODE: "gcode", CALIBRATE: "what"}
    more = {key: arguments[key] for key in (needed.get(action),) if key}
    home.cloud.commands.clear()
    with pytest.raises(Exception, match="nothing"):
        await call(home, action, device_id="nothing", **more)
    assert not print_commands(home)
