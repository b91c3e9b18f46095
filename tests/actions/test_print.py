"""Automations start prints, and change what is printed."""

import math
import re
from typing import Any

from homeassistant.core import Context
from homeassistant.helpers import config_validation as cv
from homeassistant.helpers.script import Script
from homeassistant.util.yaml import parse_yaml
from pytest_homeassistant_custom_component.common import async_mock_service

from custom_components.bambu_cloud.actions.print import (
    START,
)
from custom_components.bambu_cloud.const import DOMAIN
from tests.helpers.actions import (
    call,
    device_id,
    failed,
    print_commands,
    refused,
    sensor,
    slot,
)
from tests.helpers.controls import accept_commands
from tests.helpers.home import H2D, P1S, X1C, Home
from tests.helpers.pages import read_page

BENCHY = "Benchy.gcode.3mf"


async def test_file(home: Home) -> None:
    """A file on the printer is printed, by default from the spool holder."""
    printer = device_id(home, P1S)
    response = await call(home, START, device_id=printer, file=BENCHY)
    assert response == {
        "result": "success",
        "reason": "",
        "title": "Benchy",
        "plate": 1,
        "mapping": [],
    }
    (command,) = print_commands(home)
    assert command["url"] == "file:///sdcard/Benchy.gcode.3mf"
    assert (command["bed_type"], command["nozzle_offset_cali"]) == ("auto", 0)
    assert (command["use_ams"], command["bed_leveling"], command["timelapse"]) == (
        False,
        True,
        False,
    )
    await home.cloud.advance(20)
    await home.until_shown(P1S, "task_name", "Benchy")
    busy = await refused(home, START, device_id=printer, file=BENCHY)
    assert busy == "The printer is busy with something else."


async def test_options(home: Home) -> None:
    """All options of a print are sent to the printer."""
    await call(
        home,
        START,
        device_id=device_id(home, P1S),
        file="/cache/Cable clip.gcode.3mf",
        plate=3,
        title="Clip",
        bed_leveling=False,
        flow_calibration=True,
        vibration_calibration=False,
        layer_inspection=False,
        nozzle_offset_calibration=True,
        timelapse=True,
        bed_type="textured_plate",
    )
    (command,) = print_commands(home)
    assert command["param"] == "Metadata/plate_3.gcode"
    assert command["subtask_name"] == "Clip"
    chosen = {
        key: command[key]
        for key in ("bed_leveling", "flow_cali", "vibration_cali", "layer_inspect")
    }
    assert chosen == {
        "bed_leveling": False,
        "flow_cali": True,
        "vibration_cali": False,
        "layer_inspect": False,
    }
    assert command["timelapse"] is True
    assert command["bed_type"] == "textured_plate"
    assert command["nozzle_offset_cali"] == 1
    assert home.cloud.simulated(P1S).state["ipcam"]["timelapse"] == "enable"


async def test_spools(home: Home) -> None:
    """Spools are named by their entities, one for each filament of the file."""
    red, white = slot(home, P1S, 2), slot(home, P1S, 1)
    spools = [red, "none", white, sensor(home, P1S, "external_spool")]
    response = await call(
        home, START, device_id=device_id(home, P1S), file=BENCHY, spools=spools
    )
    (command,) = print_commands(home)
    assert command["use_ams"] is True
    assert command["ams_mapping"] == [1, -1, 0, 255]
    assert command["ams_mapping2"][0] == {"ams_id": 0, "slot_id": 1}
    assert [each["entity_id"] for each in response["mapping"]] == [
        red,
        white,
        sensor(home, P1S, "external_spool"),
    ]
    assert response["mapping"][0] == {
        "filament": 1,
        "entity_id": red,
        "ams": "AMS 1",
        "slot": 2,
        "material": "PLA",
        "color": "#C12E1F",
    }
    outside = response["mapping"][-1]
    assert (outside["ams"], outside["slot"]) == (None, None)


async def test_colors(home: Home) -> None:
    """Spools are chosen by color, and by material where one is named."""
    response = await call(
        home,
        START,
        device_id=device_id(home, P1S),
        file=BENCHY,
        colors=["#C83020", "", "111111", "#101010FF"],
        materials=["PLA", "", "", "petg"],
    )
    (command,) = print_commands(home)
    assert command["ams_mapping"] == [1, -1, 2, 2]
    assert [each["filament"] for each in response["mapping"]] == [1, 3, 4]


async def test_two_nozzles(home: Home) -> None:
    """A printer with two nozzles gets the extruder of each filament."""
    await accept_commands(home, H2D)
    spools = [slot(home, H2D, 1), slot(home, H2D, 1, "1")]
    await call(home, START, device_id=device_id(home, H2D), file=BENCHY, spools=spools)
    (command,) = print_commands(home)
    assert command["url"] == "file:///media/usb0/Benchy.gcode.3mf"
    assert command["nozzle_mapping"] == [1, 0]
    assert home.cloud.simulated(H2D).state["mapping"] == [0, 256]


async def test_files_that_are_not_printed(home: Home) -> None:
    """The printer's refusal of a file has a message."""
    printer = device_id(home, P1S)
    missing = await failed(home, START, device_id=printer, file="Other.3mf")
    assert missing == "The printer does not find that file on its storage."
    nothing = await refused(home, START, device_id=printer)
    assert nothing == "Enter either a file on the printer or a project in the cloud."
    both = await refused(home, START, device_id=printer, file=BENCHY, project="x")
    assert both == nothing
    unsigned = await refused(home, START, device_id=device_id(home, X1C), file=BENCHY)
    assert unsigned == "The printer's firmware only obeys Bambu Lab's own apps."


IMPOSSIBLE: list[tuple[dict[str, Any], str]] = [
    (
        {"file": "../../etc/passwd"},
        "This is not the name of a file that can be printed.",
    ),
    ({"file": "/etc/passwd"}, "This is not the name of a file that can be printed."),
    ({"file": "../Benchy.3mf"}, "This is not the name of a file that can be printed."),
    (
        {"file": "http://example.com/a.3mf"},
        "This is not the name of a file that can be printed.",
    ),
    ({"file": "$(reboot).3mf"}, "This is not the name of a file that can be printed."),
    ({"file": "a\nb.3mf"}, "This is not the name of a file that can be printed."),
    ({"file": 'a","x":".3mf'}, "This is not the name of a file that can be printed."),
    (
        {"file": "x" * 600 + ".3mf"},
        "This is not the name of a file that can be printed.",
    ),
    ({"file": ["Benchy.3mf"]}, "This is not the name of a file that can be printed."),
    (
        {"title": "../../etc/passwd"},
        "The title is empty, too long or has wrong characters.",
    ),
    (
        {"title": "a\nM104 S300"},
        "The title is empty, too long or has wrong characters.",
    ),
    (
        {"title": "$(reboot)"},
        "The title is empty, too long or has wrong characters.",
    ),
    (
        {"title": "x" * 101},
        "The title is empty, too long or has wrong characters.",
    ),
    (
        {"title": ""},
        "The title is empty, too long or has wrong characters.",
    ),
    (
        {"title": 5},
        "The title is empty, too long or has wrong characters.",
    ),
    ({"plate": 0}, "The plate must be between 1 and 100."),
    ({"plate": 101}, "The plate must be between 1 and 100."),
    ({"plate": 1.5}, "The plate must be between 1 and 100."),
    ({"plate": math.nan}, "The plate must be between 1 and 100."),
    ({"plate": "first"}, "The plate has to be a number."),
    (
        {"colors": ["red"]},
        "This is not a color. It has to be red, green and blue, or like #00AE42.",
    ),
    (
        {"colors": ["#00FF00"]},
        "No spool comes close to filament 1 of the print, #00FF00",
    ),
    ({"materials": ["ABS"]}, "No spool comes close to filament 1 of the print, ABS."),
    ({"spools": ["sensor.nothing"]}, "sensor.nothing shows no spool of a printer"),
    ({"spools": ["0"]}, "0 shows no spool of a printer"),
    ({"spools": ["none"] * 65}, "The number of filaments must be between 1 and 64."),
]


async def test_impossible_prints(home: Home) -> None:
    """Impossible values have messages, and nothing is sent."""
    printer = device_id(home, P1S)
    for data, words in IMPOSSIBLE:
        defaults = {"file": BENCHY}
        message = await refused(home, START, device_id=printer, **defaults | data)
        assert message.startswith(words), data
    foreign = slot(home, H2D, 1)
    message = await refused(home, START, device_id=printer, file=BENCHY, spools=foreign)
    assert message == f"{foreign} shows a spool of another printer."


async def test_example(home: Home) -> None:
    """The example of the page prints with the white spool, and says so."""
    page = read_page("docs/actions.md")
    examples = re.findall(r"```yaml\n(.+?)```", page, re.DOTALL)
    (example,) = (each for each in examples if START in each)
    actions = parse_yaml(example.replace("0123456789abcdef" * 2, device_id(home, P1S)))
    assert isinstance(actions, dict)
    notifications = async_mock_service(home.hass, "notify", "notify")
    sequence = cv.SCRIPT_SCHEMA(actions["actions"])

    await Script(home.hass, sequence, "example", DOMAIN).async_run(context=Context())

    assert notifications[0].data["message"] == "Benchy is printed from slot 1"
