"""Automations print projects of the cloud, and earlier prints."""

from typing import Any

import pytest

from custom_components.bambu_cloud.actions.print import (
    REPRINT,
    START,
)
from custom_components.bambu_cloud.actions.printable import (
    GET_PRINTABLE_FILES as LIST,
)
from custom_components.bambu_cloud.api.rest.services.projects import PlateFile, Project
from tests.helpers.actions import (
    call,
    device_id,
    print_commands,
    printing,
    refused,
    slot,
)
from tests.helpers.home import P1S, Home
from tests.simulator import HttpFault
from tests.simulator.cloud_side.past import filament


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

    response = await call(home, START, device_id=printer, project="Vase.3mf")

    (command,) = print_commands(home)
    assert command["url"].startswith(home.cloud.api_url)
    assert (command["project_id"], command["ams_mapping"]) == (project.id, [1])
    assert command["md5"] == command["md5"].upper() != ""
    assert response["title"] == "Vase"
    assert response["mapping"][0]["entity_id"] == slot(home, P1S, 2)


async def test_projects_that_cannot_be_printed(home: Home) -> None:
    """The message has the reason."""
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
    """Add a print of a project to the history."""
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

    response = await call(home, REPRINT, device_id=device_id(home, P1S), timelapse=True)

    (command,) = print_commands(home)
    assert (command["ams_mapping"], command["timelapse"]) == ([1], True)
    assert command["profile_id"] == project.profiles[0].id
    assert (response["title"], response["plate"]) == ("Vase tall", 1)
    assert response["mapping"][0]["slot"] == 2


async def test_reprint_with_other_spools(home: Home) -> None:
    """A print is named by its id, and spools as for any print."""
    remember(home, await uploaded(home, "Vase.3mf"))
    white = slot(home, P1S, 1)
    home.cloud.commands.clear()
    response = await call(
        home,
        REPRINT,
        device_id=device_id(home, P1S),
        print_id="900001",
        spools=[white],
    )
    assert response["mapping"][0]["entity_id"] == white


async def test_reprint_when_the_spool_is_gone(home: Home) -> None:
    """Another spool that comes close is chosen, else the caller has to choose."""
    outside = [filament("ABS", "GFB00", "C12E1FFF", 12.6, (0, 1))]
    project = await uploaded(home, "Vase.3mf")
    remember(home, project, amsDetailMapping=outside)
    printer = device_id(home, P1S)
    words = await refused(home, REPRINT, device_id=printer)
    assert words.startswith("No spool comes close to filament 1 of the print, PLA")
    green = {"material": "PLA", "color": "#00AA40"}
    await call(home, "set_filament", entity_id=slot(home, P1S, 1), **green)
    response = await call(home, REPRINT, device_id=printer)
    assert response["mapping"][0]["slot"] == 1


async def test_what_cannot_be_reprinted(home: Home) -> None:
    """The message has the reason."""
    printer = device_id(home, P1S)
    nothing = await refused(home, REPRINT, device_id=printer)
    assert nothing == "There is no such print in the history of this printer."
    unknown = await refused(home, REPRINT, device_id=printer, print_id="5")
    assert unknown == nothing
    project = await uploaded(home, "Vase.3mf")
    gone = "The cloud no longer has the file of this print."
    lost: Any = ({"profileId": 0}, {"modelId": ""}, {"profileId": 12345})
    for number, more in enumerate(lost, start=900_002):
        remember(home, project, **more, id=number)
        data = {"device_id": printer, "print_id": str(number)}
        assert await refused(home, REPRINT, **data) == gone, more
    remember(home, project, id=900_009)
    await call(home, "get_print_history", device_id=printer)
    home.cloud.faults.every_request = HttpFault.SERVER_ERROR
    trouble = await refused(home, REPRINT, device_id=printer, print_id="900009")
    assert trouble == "Bambu Lab's cloud has a problem."
    home.cloud.faults.every_request = None
    await printing(home, P1S)
    busy = await refused(home, REPRINT, device_id=printer)
    assert busy == "The printer is busy with something else."


@pytest.mark.parametrize("chosen", [0, 1])
async def test_files_that_can_be_printed(home: Home, chosen: int) -> None:
    """Projects and earlier prints are listed, and printed as they are listed."""
    printer = device_id(home, P1S)
    assert await call(home, LIST, device_id=printer) == {"files": []}
    green = {"material": "PLA", "color": "#00AA40"}
    await call(home, "set_filament", entity_id=slot(home, P1S, 2), **green)
    project = await uploaded(home, "Vase.3mf")
    for number in range(3):
        remember(home, project, id=900_003 - number)
    remember(home, project, id=900_009, title="From a card", profileId=0)

    files = (await call(home, LIST, device_id=printer))["files"]

    assert [(file["source"], file["title"], file["plate"]) for file in files] == [
        ("project", "Vase.3mf", 1),
        ("history", "Vase / tall", 1),
    ]
    assert files[0]["data"] == {"device_id": printer, "project": project.id}
    assert files[1]["data"] == {"device_id": printer, "print_id": "900003"}
    assert files[1]["filaments"][0]["material"] == "PLA"
    home.cloud.commands.clear()
    _, _, action = files[chosen]["action"].partition(".")
    assert (await call(home, action, **files[chosen]["data"]))["result"] == "success"
    (command,) = print_commands(home)
    assert command["profile_id"] == project.profiles[0].id


async def test_files_without_a_cloud(home: Home) -> None:
    """The message has the reason."""
    home.cloud.faults.every_request = HttpFault.SERVER_ERROR
    words = await refused(home, LIST, device_id=device_id(home, P1S))
    assert words == "Bambu Lab's cloud has a problem."
