"""The print history is read page by page, and its pictures without the token."""

import asyncio
from collections.abc import AsyncGenerator
from typing import Any

import aiohttp
import pytest

from custom_components.bambu_cloud.api import (
    BambuCloud,
    BambuConnectionError,
    BambuError,
    BambuExpiredError,
    BambuResponseError,
    BambuServerError,
    Region,
    image_type,
)
from tests.helpers.clock import FakeClock
from tests.helpers.http_server import CannedServer, answer
from tests.helpers.report_stream import OWNER, P1S, X1C
from tests.simulator import SimulatedCloud
from tests.simulator.cloud_side.covers import CoverFault
from tests.simulator.cloud_side.past import ABSURD, past


@pytest.fixture
async def cloud(
    simulated: SimulatedCloud, clock: FakeClock
) -> AsyncGenerator[BambuCloud]:
    """Return a client of the simulated cloud, whose owner has printed 120 times."""
    simulated.history.remember(
        past([P1S, X1C], 120, last_id=500_000, until=simulated.now)
    )
    async with aiohttp.ClientSession() as session:
        token = simulated.issue_token(OWNER)
        yield BambuCloud(session, Region.GLOBAL, token=token, clock=clock.clock)


async def test_newest_tasks(cloud: BambuCloud) -> None:
    """The newest prints come first, of one printer or of all."""
    tasks = await cloud.tasks(limit=5)
    of_printer = await cloud.tasks(P1S)
    before = await cloud.tasks(limit=2, after=tasks[1].id)

    assert [task.id for task in tasks] == [f"{500_000 - n}" for n in range(5)]
    assert {task.serial for task in of_printer} == {P1S}
    assert len(of_printer) == 20
    assert [task.id for task in before] == [task.id for task in tasks[2:4]]


async def test_whole_history(cloud: BambuCloud, simulated: SimulatedCloud) -> None:
    """The pages together hold everything, each print once."""
    pages = [page async for page in cloud.task_pages(size=50)]
    rest = [page async for page in cloud.task_pages(size=50, after="499950")]

    assert [len(page.tasks) for page in pages] == [50, 50, 20]
    assert len({task.id for page in pages for task in page.tasks}) == 120
    assert sum(len(page.tasks) for page in rest) == 69


async def test_absurd_rows(cloud: BambuCloud, simulated: SimulatedCloud) -> None:
    """Rows that make no sense neither end the history nor hide others."""
    history = simulated.history
    history.past = [
        {**history.past[0], "deviceId": P1S, "id": 600_000 - number, **row}
        for number, row in enumerate(ABSURD)
    ] + history.past

    pages = [page async for page in cloud.task_pages(size=5)]

    assert sum(len(page.tasks) for page in pages) == 120 + len(ABSURD) - 1


@pytest.mark.parametrize(
    ("body", "count"),
    [
        ({"total": 0, "hits": []}, 0),
        ({"total": 0, "hits": None}, 0),
        ({"data": {"hits": [{"id": 1}]}}, 1),
        ({"hits": [{"id": 1}, None, "task", {"id": "2"}]}, 2),
    ],
)
async def test_lists(
    client: BambuCloud, server: CannedServer, body: Any, count: int
) -> None:
    """No tasks at all is an answer."""
    server.respond_with(answer(body=body))
    assert len(await client.tasks()) == count


@pytest.mark.parametrize("body", [{}, {"hits": {}}, {"hits": "none"}, {"tasks": []}])
async def test_no_list(client: BambuCloud, server: CannedServer, body: Any) -> None:
    """An answer without a list of tasks is none."""
    server.respond_with(answer(body=body))
    with pytest.raises(BambuResponseError, match="without tasks"):
        await client.tasks()


async def test_other_printers(client: BambuCloud, server: CannedServer) -> None:
    """A cloud that ignores which printer was asked for gives nothing away."""
    rows = [{"id": 1, "deviceId": P1S}, {"id": 2, "deviceId": X1C}]
    server.respond_with(answer(body={"hits": rows}))

    tasks = await client.tasks(P1S, limit=7, after="9")

    assert [task.id for task in tasks] == ["1"]
    assert (
        server.requests[0].target.partition("?")[2] == f"limit=7&deviceId={P1S}&after=9"
    )


async def test_repeated_page(client: BambuCloud, server: CannedServer) -> None:
    """A cloud that gives the same page for ever is asked twice."""
    server.respond_with(answer(body={"hits": [{"id": 1}, {"id": 2}]}))

    pages = [page async for page in client.task_pages()]

    assert len(pages) == 1
    assert len(server.requests) == 2


async def test_overlapping_pages(client: BambuCloud, server: CannedServer) -> None:
    """A print on two pages counts once."""
    server.respond_with(
        answer(body={"hits": [{"id": 3}, {"id": 2}]}),
        answer(body={"hits": [{"id": 2}, {"id": 1}]}),
        answer(body={"hits": []}),
    )

    pages = [page async for page in client.task_pages(after="4")]

    assert [[task.id for task in page.tasks] for page in pages] == [["3", "2"], ["1"]]


async def test_picture(cloud: BambuCloud, simulated: SimulatedCloud) -> None:
    """A picture comes from its address exactly as signed, and never sees the token."""
    (task,) = await cloud.tasks(limit=1)

    data = await cloud.cover(task.cover_url or "")

    assert image_type(data) == "image/png"
    assert "%2F%2B" in (task.cover_url or "")
    assert simulated.history.covers.with_token == 0


async def test_expired_picture(cloud: BambuCloud, simulated: SimulatedCloud) -> None:
    """An address that was good ten minutes ago is named expired; a new one is good."""
    (task,) = await cloud.tasks(limit=1)
    await simulated.advance(601)
    with pytest.raises(BambuExpiredError):
        await cloud.cover(task.cover_url or "")

    (fresh,) = await cloud.tasks(limit=1)
    assert await cloud.cover(fresh.cover_url or "")


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (CoverFault.FORBIDDEN, BambuExpiredError),
        (CoverFault.MISSING, BambuExpiredError),
        (CoverFault.SERVER_ERROR, BambuServerError),
        (CoverFault.HTML, BambuResponseError),
        (CoverFault.EMPTY, BambuResponseError),
        (CoverFault.HUGE, BambuResponseError),
        (CoverFault.REDIRECT, BambuResponseError),
    ],
)
async def test_no_picture(
    cloud: BambuCloud,
    simulated: SimulatedCloud,
    fault: CoverFault,
    error: type[BambuError],
) -> None:
    """What is no image is an error without the address."""
    (task,) = await cloud.tasks(limit=1)
    simulated.history.covers.fault = fault

    with pytest.raises(error) as raised:
        await cloud.cover(task.cover_url or "")

    assert type(raised.value) is error
    assert "covers" not in str(raised.value)


async def test_slow_picture(simulated: SimulatedCloud, clock: FakeClock) -> None:
    """A picture that does not come holds up nothing else, and is given up."""
    simulated.history.remember(past([P1S], 1, last_id=9, until=simulated.now))
    simulated.history.covers.fault = CoverFault.SLOW
    async with aiohttp.ClientSession() as session:
        cloud = BambuCloud(
            session,
            Region.GLOBAL,
            token=simulated.issue_token(OWNER),
            clock=clock.clock,
            timeout=aiohttp.ClientTimeout(total=0.5),
        )
        (task,) = await cloud.tasks()
        waiting = asyncio.create_task(cloud.cover(task.cover_url or ""))
        assert await cloud.tasks()
        with pytest.raises(BambuConnectionError):
            await waiting
    simulated.history.covers.released.set()


@pytest.mark.parametrize(
    "address",
    [
        "",
        "cover.png",
        "ftp://covers.example/1.png",
        "http://covers.example/1.png",
        "https://localhost/1.png",
        "https://homeassistant.local/1.png",
        "https://nas.internal./1.png",
        "https://192.168.1.1/1.png",
        "https://8.8.8.8/1.png",
        "https://[::1]/1.png",
        "https://127.1/1.png",
        "https://0x7f.1/1.png",
        "https://0x7f.0.0.0x1/1.png",
        "https://0177.0.0.1/1.png",
        "https://10.1/1.png",
        "https://192.168.257/1.png",
        "https://192.168.1.1./1.png",
        "https://192.168.1.0x/1.png",
        "https://2130706433/1.png",
        "https://127%2e0.0.1/1.png",
        "https://[::ffff:127.0.0.1]/1.png",
        "https://[::ffff:127.0.0.1%25eth0.1]/1.png",
        "https://nas.localdomain/1.png",
        "https://NAS.LOCAL/1.png",
        "https://nas.fritz.box/1.png",
        "https://fritz.box/1.png",
        "https://speedport.ip/1.png",
        "https://nas.home/1.png",
        "https://nas.corp/1.png",
        "https://1.1.168.192.in-addr.arpa/1.png",
        "https://nas..local/1.png",
        "https://nas.local../1.png",
        "https:///1.png",
        "https://covers.example:99999/1.png",
        "https://covers.example/1 2.png",
        "https://covers.example/1.png\r\nX: 1",
        "https://bücher.example/1.png",
    ],
)
async def test_addresses_that_are_not_for_us(
    client: BambuCloud, server: CannedServer, address: str
) -> None:
    """No address leads into the home network, or goes without encryption."""
    with pytest.raises(BambuResponseError, match="not for us"):
        await client.cover(address)
    assert not server.requests


@pytest.mark.parametrize(
    "host", ["covers.example", "3d.covers.example.", "1.0x.covers-2.example", "a.box"]
)
async def test_public_address(client: BambuCloud, host: str) -> None:
    """A server on the internet is asked; in a test there is none."""
    with pytest.raises(BambuConnectionError, match="GET picture failed"):
        await client.cover(f"https://{host}/1.png")


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"\xff\xd8\xff\xe0", "image/jpeg"),
        (b"\x89PNG\r\n\x1a\n", "image/png"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "image/webp"),
        (b"RIFF\x00\x00\x00\x00WAVE", None),
        (b"GIF89a", None),
        (b"", None),
    ],
)
def test_image_type(data: bytes, kind: str | None) -> None:
    """The first bytes name the type of an image."""
    assert image_type(data) == kind
