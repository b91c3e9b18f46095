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
    obey,
    orders,
    refused,
    sensor,
    slot,
)
from tests.helpers.home import H2D, P1S, X1C, Home
from tests.helpers.pages import read_page

BENCHY = "Benchy.gcode.3mf"


async def test_file(home: Home) -> None:
    """A file on the printer is printed, from the spool holder unless told otherwise."""
    printer = device_id(home, P1S)
    answer = await call(home, START, device_id=printer, file=BENCHY)
    assert answer == {
        "result": "success",
        "reason": "",
        "title": "Benchy",
        "plate": 1,
        "mapping": [],
    }
    (order,) = orders(home)
    assert order["url"] == "file:///sdcard/Benchy.gcode.3mf"
    assert (order["use_ams"], order["bed_leveling"], order["timelapse"]) == (
        False,
        True,
        False,
    )
    await home.cloud.advance(20)
    await home.until_shown(P1S, "task_name", "Benchy")
    busy = await refused(home, START, device_id=printer, file=BENCHY)
    assert busy == "The printer is busy with something else."


async def test_options(home: Home) -> None:
    """Whatever can be chosen for a print is told to the printer."""
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
        timelapse=True,
    )
    (order,) = orders(home)
    assert order["param"] == "Metadata/plate_3.gcode"
    assert order["subtask_name"] == "Clip"
    chosen = {
        key: order[key]
        for key in ("bed_leveling", "flow_cali", "vibration_cali", "layer_inspect")
    }
    assert chosen == {
        "bed_leveling": False,
        "flow_cali": True,
        "vibration_cali": False,
        "layer_inspect": False,
    }
    assert order["timelapse"] is True
    assert home.cloud.simulated(P1S).state["ipcam"]["timelapse"] == "enable"


async def test_spools(home: Home) -> None:
    """Spools are named by their entities, one for each filament of the file."""
    red, white = slot(home, P1S, 2), slot(home, P1S, 1)
    spools = [red, "none", white, sensor(home, P1S, "external_spool")]
    answer = await call(
        home, START, device_id=device_id(home, P1S), file=BENCHY, spools=spools
    )
    (order,) = orders(home)
    assert order["use_ams"] is True
    assert order["ams_mapping"] == [1, -1, 0, 255]
    assert order["ams_mapping2"][0] == {"ams_id": 0, "slot_id": 1}
    assert [each["entity_id"] for each in answer["mapping"]] == [
        red,
        white,
        sensor(home, P1S, "external_spool"),
    ]
    assert answer["mapping"][0] == {
        "filament": 1,
        "entity_id": red,
        "ams": 0,
        "slot": 2,
        "material": "PLA",
        "color": "#C12E1F",
    }


async def test_colors(home: Home) -> None:
    """Spools are chosen by color, and by material where one is named."""
    answer = await call(
        home,
        START,
        device_id=device_id(home, P1S),
        file=BENCHY,
        colors=["#C83020", "", "111111", "#101010FF"],
        materials=["PLA", "", "", "petg"],
    )
    (order,) = orders(home)
    assert order["ams_mapping"] == [1, -1, 2, 2]
    assert [each["filament"] for each in answer["mapping"]] == [1, 3, 4]


async def test_two_nozzles(home: Home) -> None:
    """A printer with two nozzles is told which one prints what."""
    await obey(home, H2D)
    spools = [slot(home, H2D, 1), slot(home, H2D, 1, "1")]
    await call(home, START, device_id=device_id(home, H2D), file=BENCHY, spools=spools)
    (order,) = orders(home)
    assert order["url"] == "file:///media/usb0/Benchy.gcode.3mf"
    assert order["nozzle_mapping"] == [1, 0]
    assert home.cloud.simulated(H2D).state["mapping"] == [0, 256]


async def test_files_that_are_not_printed(home: Home) -> None:
    """What the printer says about a file is told in words."""
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
    ({"file": "../../etc/passwd"}, "The file name is not possible."),
    ({"file": "/etc/passwd"}, "The file name is not possible."),
    ({"file": "../Benchy.3mf"}, "The file name is not possible."),
    ({"file": "http://example.com/a.3mf"}, "The file name is not possible."),
    ({"file": "$(reboot).3mf"}, "The file name is not possible."),
    ({"file": "a\nb.3mf"}, "The file name is not possible."),
    ({"file": 'a","x":".3mf'}, "The file name is not possible."),
    ({"file": "x" * 600 + ".3mf"}, "The file name is not possible."),
    ({"file": ["Benchy.3mf"]}, "The file name is not possible."),
    ({"title": "../../etc/passwd"}, "The title is not possible."),
    ({"title": "a\nM104 S300"}, "The title is not possible."),
    ({"title": "$(reboot)"}, "The title is not possible."),
    ({"title": "x" * 101}, "The title is not possible."),
    ({"title": ""}, "The title is not possible."),
    ({"title": 5}, "The title is not possible."),
    ({"plate": 0}, "The plate must be between 1 and 100."),
    ({"plate": 101}, "The plate must be between 1 and 100."),
    ({"plate": 1.5}, "The plate must be between 1 and 100."),
    ({"plate": math.nan}, "The plate must be between 1 and 100."),
    ({"plate": "first"}, "The plate is not possible."),
    ({"colors": ["red"]}, "The color is not possible."),
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
    """What cannot be is refused in words, and nothing is sent."""
    printer = device_id(home, P1S)
    for wish, words in IMPOSSIBLE:
        usual = {"file": BENCHY}
        told = await refused(home, START, device_id=printer, **usual | wish)
        assert told.startswith(words), wish
    foreign = slot(home, H2D, 1)
    told = await refused(home, START, device_id=printer, file=BENCHY, spools=foreign)
    assert told == f"{foreign} shows a spool of another printer."


async def test_example(home: Home) -> None:
    """The example of the page prints with the white spool, and says so."""
    page = read_page("docs/actions.md")
    examples = re.findall(r"```yaml\n(.+?)```", page, re.DOTALL)
    (example,) = (each for each in examples if START in each)
    actions = parse_yaml(example.replace("0123456789abcdef" * 2, device_id(home, P1S)))
    assert isinstance(actions, dict)
    told = async_mock_service(home.hass, "notify", "notify")
    sequence = cv.SCRIPT_SCHEMA(actions["actions"])

    await Script(home.hass, sequence, "example", DOMAIN).async_run(context=Context())

    assert told[0].data["message"] == "Benchy is printed from slot 1"
