"""Files are sent as the cloud wants them, and arrive whole."""

from dataclasses import replace

import aiohttp
import pytest

from custom_components.bambu_cloud.api import (
    ENDPOINTS,
    BambuCloud,
    BambuConnectionError,
    BambuExpiredError,
    BambuNotFoundError,
    BambuResponseError,
    BambuServerError,
    Region,
)
from custom_components.bambu_cloud.api.rest.files import checksum
from custom_components.bambu_cloud.api.rest.services.uploads import UPLOAD
from tests.api.contract import shows
from tests.helpers.clock import FakeClock
from tests.helpers.http_server import CannedServer, answer
from tests.helpers.report_stream import OWNER
from tests.simulator import SimulatedCloud

CONTENT = bytes(range(256)) * 800


@pytest.fixture
def patient(
    simulated: SimulatedCloud, session: aiohttp.ClientSession, clock: FakeClock
) -> tuple[BambuCloud, list[float]]:
    """Return a client whose waiting lets the cloud's time pass, and how it waited."""
    naps: list[float] = []

    async def sleep(seconds: float) -> None:
        naps.append(seconds)
        await simulated.advance(seconds)

    token = simulated.issue_token(OWNER)
    passing = replace(clock.clock, sleep=sleep)
    return BambuCloud(session, Region.GLOBAL, token=token, clock=passing), naps


@shows(UPLOAD)
async def test_file_arrives(cloud: BambuCloud, simulated: SimulatedCloud) -> None:
    """File and size are put at their addresses; progress is reported."""
    progress: list[tuple[int, int]] = []

    uploaded = await cloud.uploads.upload(
        "box 1.3mf", CONTENT, lambda sent, total: progress.append((sent, total))
    )

    assert (uploaded.name, uploaded.size) == ("box 1.3mf", len(CONTENT))
    assert uploaded.md5 == checksum(CONTENT)
    owner = simulated.accounts[OWNER].uid
    files = simulated.store.files
    assert files[f"filename/{owner}/box 1.3mf"].content == CONTENT
    assert files[f"size/{owner}/box 1.3mf"].content == str(len(CONTENT)).encode()
    assert progress == sorted(progress)
    assert progress[-1] == (len(CONTENT), len(CONTENT))
    assert len(progress) == 4


async def test_empty_file(cloud: BambuCloud, simulated: SimulatedCloud) -> None:
    """Nothing is a file, too."""
    await cloud.uploads.upload("empty.3mf", b"")
    owner = simulated.accounts[OWNER].uid
    assert simulated.store.files[f"filename/{owner}/empty.3mf"].content == b""


async def test_damaged_on_the_way(cloud: BambuCloud, simulated: SimulatedCloud) -> None:
    """A file that arrives damaged is an error."""
    simulated.store.damaging = True
    with pytest.raises(BambuResponseError, match="checksum"):
        await cloud.uploads.upload("box.3mf", CONTENT)


async def test_old_address(cloud: BambuCloud, simulated: SimulatedCloud) -> None:
    """An address that was signed long ago is refused."""
    (place, _) = await cloud.uploads.addresses("box.3mf", 7)
    await simulated.advance(3600)
    with pytest.raises(BambuExpiredError):
        await cloud.uploads.put(place.url, CONTENT)


async def test_wrong_question(cloud: BambuCloud) -> None:
    """Without name and size there is no address."""
    with pytest.raises(BambuResponseError):
        await cloud.uploads.addresses("box.3mf")


async def test_no_token_and_no_type_travel(
    client: BambuCloud, server: CannedServer
) -> None:
    """Both would break the signature (protocol A.8.14)."""
    server.respond_with(answer(200, b"", {"ETag": '"anything"'}))
    await client.uploads.put(f"{address(server)}/file?X-Amz-Signature=%2F1", b"text")
    (request,) = server.requests
    assert (request.method, request.body) == ("PUT", b"text")
    assert request.target == "/file?X-Amz-Signature=%2F1"
    assert not {"authorization", "content-type"} & request.headers.keys()


def address(_: CannedServer) -> str:
    """Return where the canned server is."""
    return str(ENDPOINTS[Region.GLOBAL].api)


@pytest.mark.parametrize(
    ("status", "error"),
    [
        (403, BambuExpiredError),
        (404, BambuExpiredError),
        (429, BambuServerError),
        (503, BambuServerError),
        (302, BambuResponseError),
        (400, BambuResponseError),
    ],
)
async def test_store_refuses(
    client: BambuCloud, server: CannedServer, status: int, error: type[Exception]
) -> None:
    """The store's status becomes the error that names the remedy."""
    server.respond_with(answer(status))
    with pytest.raises(error) as raised:
        await client.uploads.put(f"{address(server)}/file?secret=1", b"text")
    assert type(raised.value) is error
    assert "secret" not in str(raised.value)


@pytest.mark.parametrize(
    ("urls", "error"),
    [
        ([], BambuResponseError),
        ([None, 7, {}], BambuResponseError),
        ([{"type": "filename", "url": None}], BambuResponseError),
        ([{"type": "filename", "url": {"a": 1}}], BambuResponseError),
        ([{"type": "filename", "url": "https://evil.example/"}], BambuResponseError),
        ({}, BambuResponseError),
    ],
)
async def test_no_place(
    client: BambuCloud, server: CannedServer, urls: object, error: type[Exception]
) -> None:
    """Without an address for it, nothing is sent."""
    server.respond_with(answer(200, {"urls": urls}))
    with pytest.raises(error):
        await client.uploads.upload("box.3mf", CONTENT)
    with pytest.raises(error):
        await client.uploads.upload_print("US1", "1", 1, CONTENT)
    assert [request.method for request in server.requests] == ["GET", "GET"]


async def test_file_without_a_size(client: BambuCloud, server: CannedServer) -> None:
    """Where the cloud wants no size, none is sent."""
    place = {"type": "filename", "url": f"{address(server)}/file"}
    server.respond_with(answer(200, {"urls": [place]}), answer(200))
    await client.uploads.upload("box.3mf", CONTENT)
    assert [request.method for request in server.requests] == ["GET", "PUT"]


@pytest.mark.parametrize("message", [None, "failed", 7, ["success"]])
async def test_neither_at_work_nor_done(
    client: BambuCloud, server: CannedServer, message: object
) -> None:
    """Any other word is an error."""
    server.respond_with(answer(200, {"message": message, "code": None}))
    with pytest.raises(BambuResponseError):
        await client.uploads.is_processed("ticket")


async def test_waiting(patient: tuple[BambuCloud, list[float]]) -> None:
    """The cloud is asked every two seconds until it has done with the file."""
    cloud, naps = patient
    project = await cloud.projects.create("box.3mf")
    await cloud.uploads.put(project.upload_url, CONTENT)
    await cloud.uploads.announce(project.ticket or "", "box.3mf")
    await cloud.uploads.processed(project.ticket or "")
    assert naps == [2, 2]


async def test_waiting_in_vain(
    patient: tuple[BambuCloud, list[float]], simulated: SimulatedCloud
) -> None:
    """After a minute it is left alone."""
    cloud, naps = patient
    project = await cloud.projects.create("box.3mf")
    await cloud.uploads.put(project.upload_url, CONTENT)
    await cloud.uploads.announce(project.ticket or "", "box.3mf")
    (stored,) = simulated.projects.of(OWNER).values()
    stored.done_at = simulated.now.replace(year=2099)
    with pytest.raises(BambuConnectionError):
        await cloud.uploads.processed(project.ticket or "")
    assert sum(naps) == 60


async def test_what_was_not_announced(cloud: BambuCloud) -> None:
    """A file that was not sent cannot be announced."""
    project = await cloud.projects.create("box.3mf")
    with pytest.raises(BambuNotFoundError):
        await cloud.uploads.announce(project.ticket or "", "box.3mf")
