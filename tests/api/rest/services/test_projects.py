"""Projects: a file is sent, sliced plates are set, and everything is found again."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from custom_components.bambu_cloud.api import (
    BambuCloud,
    BambuExpiredError,
    BambuForbiddenError,
    BambuNotFoundError,
    BambuResponseError,
)
from custom_components.bambu_cloud.api.rest.files import checksum
from custom_components.bambu_cloud.api.rest.services.projects import (
    CREATE,
    PROFILE,
    PROJECT,
    PROJECTS,
    UPDATE,
    NewProject,
    PlateFile,
    Project,
)
from custom_components.bambu_cloud.api.rest.services.uploads import ANNOUNCE, PROCESSING
from tests.api.contract import shows
from tests.helpers.http_server import CannedServer, answer
from tests.helpers.report_stream import X1C
from tests.simulator import SimulatedCloud

CONTENT = b"PK\x03\x04 box " * 20_000


async def sent(cloud: BambuCloud, simulated: SimulatedCloud) -> NewProject:
    """Return a project whose file was sent and processed."""
    project = await cloud.projects.create("box.3mf")
    await cloud.uploads.put(project.upload_url, CONTENT)
    await cloud.uploads.announce(project.ticket or "", "box.3mf")
    await simulated.advance(5)
    return project


@shows(PROJECTS, PROJECT, CREATE, ANNOUNCE, PROCESSING)
async def test_from_a_name_to_a_file(
    cloud: BambuCloud, simulated: SimulatedCloud
) -> None:
    """A project that was created is listed; its file is what was sent."""
    assert await cloud.projects.list() == ()
    project = await cloud.projects.create("box.3mf")
    digest = await cloud.uploads.put(project.upload_url, CONTENT)
    ticket = project.ticket or ""
    await cloud.uploads.announce(ticket, "box.3mf")
    assert not await cloud.uploads.is_processed(ticket)
    with pytest.raises(BambuNotFoundError):
        await cloud.projects.download(await cloud.projects.get(project.id))
    await simulated.advance(5)
    assert await cloud.uploads.is_processed(ticket)

    (row,) = await cloud.projects.list()
    assert (row.id, row.name, row.status) == (project.id, "box.3mf", "ACTIVE")
    assert row.created_at == datetime(2026, 1, 1, 10, 0, tzinfo=UTC)
    found = await cloud.projects.get(project.id)
    assert found.md5 == digest == checksum(CONTENT)
    assert await cloud.projects.download(found) == CONTENT
    assert [profile.id for profile in found.profiles] == [project.profile_id]


@shows(UPDATE, PROFILE)
async def test_plates(cloud: BambuCloud, simulated: SimulatedCloud) -> None:
    """Sliced plates that are set are plates of the profile, with filament."""
    project = await sent(cloud, simulated)
    model, profile = project.model_id or "", project.profile_id or ""
    uploaded = await cloud.uploads.upload_print(model, profile, 2, b"sliced")
    plate = PlateFile(number=2, url="https://x.bblmw.com/2", md5=uploaded.md5)
    await cloud.projects.add_plates(project.id, profile, [plate])

    found = await cloud.projects.profile(profile, model)
    (listed,) = found.plates
    assert (listed.number, listed.predicted_seconds, listed.weight) == (2, 3348, 12.6)
    (filament,) = listed.filaments
    assert (filament.material, filament.color) == ("PLA", "#00AE42")
    assert (filament.length, filament.weight) == (4.16, 12.6)
    assert found.compatibility
    assert found.compatibility.nozzle_diameter == 0.4
    assert await cloud.cover(listed.thumbnail_url or "")
    assert listed.gcode_url is None
    assert await cloud.projects.download(found) == CONTENT
    assert (await cloud.projects.list())[0].content == str(
        {"printed_plates": [{"plate": 2}]}
    )


async def test_profile_of_a_job(cloud: BambuCloud, simulated: SimulatedCloud) -> None:
    """What a printer prints for the cloud leads to its plates."""
    await simulated.scenario(X1C, "print_ok")
    await simulated.advance(5)
    job = {job.serial: job for job in await cloud.jobs()}[X1C]
    assert job.profile_id
    assert job.model_id
    profile = await cloud.projects.profile(job.profile_id, job.model_id)
    assert profile.name == job.task_name
    assert profile.plates


async def test_what_is_not_there(cloud: BambuCloud) -> None:
    """Invented ids lead nowhere."""
    with pytest.raises(BambuNotFoundError):
        await cloud.projects.get("1")
    with pytest.raises(BambuNotFoundError):
        await cloud.projects.profile("1", "US1")
    with pytest.raises(BambuNotFoundError):
        await cloud.projects.add_plates("1", "1", [])
    with pytest.raises(BambuNotFoundError):
        await cloud.uploads.announce("ticket", "box.3mf")
    with pytest.raises(BambuNotFoundError):
        await cloud.uploads.is_processed("ticket")
    with pytest.raises(BambuResponseError):
        await cloud.projects.create("")


async def test_what_belongs_to_others(
    cloud: BambuCloud, stranger: BambuCloud, simulated: SimulatedCloud
) -> None:
    """An account does not have the projects of others."""
    project = await sent(cloud, simulated)
    assert await stranger.projects.list() == ()
    with pytest.raises(BambuForbiddenError):
        await stranger.projects.get(project.id)
    with pytest.raises(BambuForbiddenError):
        await stranger.projects.profile(
            project.profile_id or "", project.model_id or ""
        )
    with pytest.raises(BambuResponseError):
        await cloud.projects.add_plates(project.id, "1", [])


async def test_damaged_file(cloud: BambuCloud, simulated: SimulatedCloud) -> None:
    """A file with another checksum is refused."""
    project = await sent(cloud, simulated)
    found = await cloud.projects.get(project.id)
    with pytest.raises(BambuResponseError, match="damaged"):
        await cloud.projects.download(replace(found, md5="0" * 32))
    assert await cloud.projects.download(replace(found, md5=None)) == CONTENT


async def test_old_address(cloud: BambuCloud, simulated: SimulatedCloud) -> None:
    """An address expires; the project has a new one."""
    project = await sent(cloud, simulated)
    found = await cloud.projects.get(project.id)
    await simulated.advance(3600)
    with pytest.raises(BambuExpiredError):
        await cloud.projects.download(found)
    assert await cloud.projects.download(await cloud.projects.get(project.id))


@pytest.mark.parametrize(
    "url",
    [
        "http://files.bblmw.com/1",
        "https://files.example/1",
        "https://bblmw.com.example/1",
        "https://notbblmw.com/1",
        "https://user@files.bblmw.com/1",
        "https://files.bblmw.com:8443/1",
        "https://192.168.1.1/1",
        "file:///etc/passwd",
        "",
    ],
)
async def test_addresses_that_are_not_for_us(client: BambuCloud, url: str) -> None:
    """Files come from Bambu Lab's stores and go there, nowhere else."""
    with pytest.raises(BambuResponseError, match="not for us"):
        await client.projects.download(Project(id="1", url=url))
    with pytest.raises(BambuResponseError, match="not for us"):
        await client.uploads.put(url, b"content")


@pytest.mark.parametrize("body", [{}, {"projects": 1}, {"data": {"projects": {}}}])
async def test_no_list(client: BambuCloud, server: CannedServer, body: object) -> None:
    """What is no list of projects is an error."""
    server.respond_with(answer(200, body))
    with pytest.raises(BambuResponseError):
        await client.projects.list()


async def test_sloppy_answers(client: BambuCloud, server: CannedServer) -> None:
    """What cannot be read is missing, what has no id is left out."""
    context = {"plates": [7, {"thumbnail": "x", "filaments": {}}], "compatibility": []}
    server.respond_with(
        answer(200, {"projects": [{}, 1, {"project_id": 5, "create_time": "x"}]}),
        answer(200, {"project_id": 5, "profiles": [{}, {"profile_id": 1}]}),
        answer(200, {"profile_id": 1, "context": context}),
        answer(200, {"profile_id": 1, "context": "none"}),
        answer(200, {"project_id": None}),
    )
    (row,) = await client.projects.list()
    assert (row.id, row.created_at) == ("5", None)
    assert len((await client.projects.get("5")).profiles) == 1
    profile = await client.projects.profile("1", "US1")
    assert profile.compatibility is None
    (plate,) = profile.plates
    assert (plate.thumbnail_url, plate.filaments) == (None, ())
    assert (await client.projects.profile("1", "US1")).plates == ()
    with pytest.raises(BambuResponseError):
        await client.projects.create("box.3mf")
