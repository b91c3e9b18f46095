"""Automations start prints, and change what is printed."""

import math
from pathlib import Path
import re
from typing import Any

from homeassistant.core import Context
from homeassistant.helpers import config_validation as cv
from homeassistant.helpers.script import Script
from homeassistant.util.yaml import parse_yaml
import pytest
from pytest_homeassistant_custom_component.common import async_mock_service

from custom_components.bambu_cloud.actions.print import (
    CALIBRATE,
    GCODE,
    REPRINT,
    SKIP,
    START,
)
from custom_components.bambu_cloud.api.services.projects import PlateFile, Project
from custom_components.bambu_cloud.const import CONF_ALLOW_GCODE, DOMAIN
from tests.conftest import H2D, P1S, X1C, Home
from tests.simulator import HttpFault
from tests.simulator.past import filament

from .calling import (
    call,
    device_id,
    failed,
    obey,
    orders,
    printing,
    refused,
    sensor,
    slot,
)

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
    assert nothing == "Name either a file on the printer or a project in the cloud."
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


async def uploaded(home: Home, name: str) -> Project:
    """Send a project with one plate to the cloud, as the slicer does."""
    cloud = home.entry.runtime_data.cloud
    new = await cloud.projects.create(name)
    digest = await cloud.uploads.put(new.upload_url, b"3MF")
    await cloud.uploads.announce(new.ticket, name)
    await home.cloud.advance(5)
    await cloud.projects.add_plates(
        new.id, new.profile_id, [PlateFile(number=1, url=new.upload_url, md5=digest)]
    )
    project: Project = await cloud.projects.get(new.id)
    return project


async def test_project(home: Home) -> None:
    """A plate of the cloud is printed, with the spools that are like its filaments."""
    green = {"material": "PLA", "color": "#00AA40"}
    await call(home, "set_filament", entity_id=slot(home, P1S, 2), **green)
    project = await uploaded(home, "Vase.3mf")
    printer = device_id(home, P1S)
    home.cloud.commands.clear()

    answer = await call(home, START, device_id=printer, project="Vase.3mf")

    (order,) = orders(home)
    assert order["url"].startswith(home.cloud.api_url)
    assert (order["project_id"], order["ams_mapping"]) == (project.id, [1])
    assert order["md5"] == order["md5"].upper() != ""
    assert answer["title"] == "Vase"
    assert answer["mapping"][0]["entity_id"] == slot(home, P1S, 2)


async def test_projects_that_cannot_be_printed(home: Home) -> None:
    """The reason is told in words."""
    printer = device_id(home, P1S)
    missing = await refused(home, START, device_id=printer, project="Nothing")
    assert missing == "There is no such project in your account, or it has no plates."
    project = await uploaded(home, "Vase.3mf")
    plate = await refused(home, START, device_id=printer, project=project.id, plate=7)
    assert plate == "There is no such plate."
    spool = await refused(home, START, device_id=printer, project=project.id)
    assert spool.startswith("No spool comes close to filament 1 of the print, PLA")
    cloud = home.entry.runtime_data.cloud
    unsliced = await cloud.projects.create("Empty.3mf")
    empty = await refused(home, START, device_id=printer, project=unsliced.id)
    assert empty == "The cloud has no sliced file of this plate."
    home.cloud.faults.every_request = HttpFault.SERVER_ERROR
    trouble = await refused(home, START, device_id=printer, project=project.id)
    assert trouble == "Bambu Lab's cloud has a problem."


def remember(home: Home, project: Project, **more: Any) -> dict[str, Any]:
    """Let the account remember a print of a project."""
    row = {
        "id": 900_001,
        "title": "Vase / tall",
        "status": 2,
        "startTime": "2025-12-31T10:00:00Z",
        "endTime": "2025-12-31T11:00:00Z",
        "deviceId": P1S,
        "modelId": project.model_id,
        "profileId": int(project.profiles[0].id),
        "plateIndex": 1,
        "amsDetailMapping": [filament("PLA", "GFA00", "C12E1FFF", 12.6, (0, 1))],
    } | more
    home.cloud.history.remember([row])
    return row


async def test_reprint(home: Home) -> None:
    """The last print is printed again, with the spool that it used."""
    project = await uploaded(home, "Vase.3mf")
    remember(home, project)
    home.cloud.commands.clear()

    answer = await call(home, REPRINT, device_id=device_id(home, P1S), timelapse=True)

    (order,) = orders(home)
    assert (order["ams_mapping"], order["timelapse"]) == ([1], True)
    assert order["profile_id"] == project.profiles[0].id
    assert (answer["title"], answer["plate"]) == ("Vase tall", 1)
    assert answer["mapping"][0]["slot"] == 2


async def test_reprint_with_other_spools(home: Home) -> None:
    """A print is named by its id, and spools as for any print."""
    remember(home, await uploaded(home, "Vase.3mf"))
    white = slot(home, P1S, 1)
    home.cloud.commands.clear()
    answer = await call(
        home,
        REPRINT,
        device_id=device_id(home, P1S),
        print_id="900001",
        spools=[white],
    )
    assert answer["mapping"][0]["entity_id"] == white


async def test_reprint_when_the_spool_is_gone(home: Home) -> None:
    """Another one takes its place if it comes close, else the caller has to choose."""
    outside = [filament("ABS", "GFB00", "C12E1FFF", 12.6, (0, 1))]
    project = await uploaded(home, "Vase.3mf")
    remember(home, project, amsDetailMapping=outside)
    printer = device_id(home, P1S)
    words = await refused(home, REPRINT, device_id=printer)
    assert words.startswith("No spool comes close to filament 1 of the print, PLA")
    green = {"material": "PLA", "color": "#00AA40"}
    await call(home, "set_filament", entity_id=slot(home, P1S, 1), **green)
    answer = await call(home, REPRINT, device_id=printer)
    assert answer["mapping"][0]["slot"] == 1


async def test_what_cannot_be_reprinted(home: Home) -> None:
    """The reason is told in words."""
    printer = device_id(home, P1S)
    nothing = await refused(home, REPRINT, device_id=printer)
    assert nothing == "There is no such print in the history of this printer."
    unknown = await refused(home, REPRINT, device_id=printer, print_id="5")
    assert unknown == nothing
    project = await uploaded(home, "Vase.3mf")
    gone = "The cloud no longer has what this print printed."
    lost: Any = ({"profileId": 0}, {"modelId": ""}, {"profileId": 12345})
    for number, more in enumerate(lost, start=900_002):
        remember(home, project, **more, id=number)
        wish = {"device_id": printer, "print_id": str(number)}
        assert await refused(home, REPRINT, **wish) == gone, more
    remember(home, project, id=900_009)
    await call(home, "get_print_history", device_id=printer)
    home.cloud.faults.every_request = HttpFault.SERVER_ERROR
    trouble = await refused(home, REPRINT, device_id=printer, print_id="900009")
    assert trouble == "Bambu Lab's cloud has a problem."
    home.cloud.faults.every_request = None
    await printing(home, P1S)
    busy = await refused(home, REPRINT, device_id=printer)
    assert busy == "The printer is busy with something else."


async def test_example(home: Home) -> None:
    """The example of the README prints with the white spool, and says so."""
    readme = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
    examples = re.findall(r"```yaml\n(.+?)```", readme, re.DOTALL)
    (example,) = (each for each in examples if START in each)
    actions = parse_yaml(example.replace("0123456789abcdef" * 2, device_id(home, P1S)))
    assert isinstance(actions, dict)
    told = async_mock_service(home.hass, "notify", "notify")
    sequence = cv.SCRIPT_SCHEMA(actions["actions"])

    await Script(home.hass, sequence, "example", DOMAIN).async_run(context=Context())

    assert told[0].data["message"] == "Benchy is printed from slot 1"


async def test_skip_objects(home: Home) -> None:
    """Objects are left out of the print in work, and of no other."""
    printer = device_id(home, P1S)
    idle = await refused(home, SKIP, device_id=printer, objects=[206])
    assert idle == "The printer is not printing."
    await printing(home, P1S)
    for objects in ([], ["first"], [True], [-1], {"a": 1}, [1.5], "1\n2"):
        words = await refused(home, SKIP, device_id=printer, objects=objects)
        assert "object" in words, objects
    await call(home, SKIP, device_id=printer, objects=[206, "231"])
    assert home.cloud.simulated(P1S).state["s_obj"] == [206, 231]
    await home.until_shown(P1S, "skipped_objects", "2")


async def test_gcode(home: Home) -> None:
    """G-code is run where the owner of the account allows that."""
    printer = device_id(home, P1S)
    denied = await refused(home, GCODE, device_id=printer, gcode="G28")
    assert denied.startswith("G-code is not allowed.")
    options = {CONF_ALLOW_GCODE: True}
    home.hass.config_entries.async_update_entry(home.entry, options=options)
    await call(home, GCODE, device_id=printer, gcode="M140 S60\nG28")
    assert orders(home)[-1]["param"] == "M140 S60\nG28\n"
    assert home.cloud.simulated(P1S).body.bed.target == 60
    for lines in ("", " ", "G28\n" * 2500, "M117 \x00", "M117 ä", 28, ["G28"], None):
        words = await refused(home, GCODE, device_id=printer, gcode=lines)
        assert "G-code" in words, lines


async def test_calibrate(home: Home) -> None:
    """One thing or several are calibrated."""
    printer = device_id(home, P1S)
    for what in ([], ["luck"], [5], [["lidar"]]):
        words = await refused(home, CALIBRATE, device_id=printer, what=what)
        assert words == "The calibration is not possible."
    await call(home, CALIBRATE, device_id=printer, what=["bed_leveling", "vibration"])
    assert orders(home)[-1]["option"] == 6
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
    assert not orders(home)
