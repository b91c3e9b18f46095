"""Single prints of the history, and prints that are added."""

from dataclasses import replace

import pytest

from custom_components.bambu_cloud.api import (
    BambuCloud,
    BambuForbiddenError,
    BambuNotFoundError,
    BambuRequestError,
    BambuResponseError,
)
from custom_components.bambu_cloud.api.rest.services.history import (
    CLOUD_TASK,
    RECORD,
    TASK,
    TASKS,
    NewTask,
)
from custom_components.bambu_cloud.model import TaskStatus
from tests.api.contract import shows
from tests.helpers.http_server import CannedServer, answer
from tests.helpers.report_stream import P1S, X1C
from tests.simulator import SimulatedCloud
from tests.simulator.cloud_side.past import past

NEW = NewTask(serial=P1S, title="Hook", model_id="US1", profile_id=7, plate=2)


@pytest.fixture(autouse=True)
def _past(request: pytest.FixtureRequest) -> None:
    """Give the owner a past, where there is a simulated cloud."""
    if "cloud" in request.fixturenames:
        simulated: SimulatedCloud = request.getfixturevalue("simulated")
        rows = past([P1S, X1C], 30, last_id=500_000, until=simulated.now)
        simulated.history.remember(rows)


@shows(TASKS)
async def test_page_by_page(cloud: BambuCloud, stranger: BambuCloud) -> None:
    """The whole past comes in pages, each print once."""
    pages = [page async for page in cloud.history.pages(size=8)]
    ids = [task.id for page in pages for task in page.tasks]
    assert len(pages) == 4
    assert len(ids) == len(set(ids)) == 30
    assert (await stranger.history.page()).tasks == ()


@shows(TASK)
async def test_one_print(cloud: BambuCloud, stranger: BambuCloud) -> None:
    """A single print is that of the list, for its owner alone."""
    newest = (await cloud.history.page(limit=1)).tasks[0]
    found = await cloud.history.task(newest.id)
    assert (found.id, found.title, found.weight) == (
        newest.id,
        newest.title,
        newest.weight,
    )
    with pytest.raises(BambuNotFoundError):
        await stranger.history.task(newest.id)
    with pytest.raises(BambuNotFoundError):
        await cloud.history.task("1")


@pytest.mark.parametrize("task_id", ["", "..", "1/../2", "1?x=1", "é", "a" * 200])
async def test_what_is_no_id(
    client: BambuCloud, server: CannedServer, task_id: str
) -> None:
    """What would lead elsewhere is not asked for."""
    with pytest.raises(BambuRequestError):
        await client.history.task(task_id)
    assert not server.requests


@pytest.mark.parametrize("body", [{"id": None}, {"hits": []}, {"data": {"id": 0}}])
async def test_no_print(client: BambuCloud, server: CannedServer, body: object) -> None:
    """What names no print is none."""
    server.respond_with(answer(200, body))
    with pytest.raises(BambuResponseError):
        await client.history.task("1")


@shows(RECORD)
async def test_print_is_entered(cloud: BambuCloud, simulated: SimulatedCloud) -> None:
    """It is refused to who does not sign, else in the list as the newest."""
    with pytest.raises(BambuResponseError):
        await cloud.history.record(NEW)

    simulated.policy.records_tasks = True
    with pytest.raises(BambuForbiddenError):
        await cloud.history.record(replace(NEW, serial="01P00A000000099"))
    task_id = await cloud.history.record(NEW)

    newest = (await cloud.history.page(limit=1)).tasks[0]
    assert (newest.id, newest.title, newest.plate) == (task_id, "Hook", 2)
    assert newest.status is TaskStatus.PRINTING


async def test_print_without_a_number(client: BambuCloud, server: CannedServer) -> None:
    """A response without an id is no success."""
    server.respond_with(answer(200, {"id": None}))
    with pytest.raises(BambuResponseError):
        await client.history.record(NEW)


async def test_cloud_task(client: BambuCloud, server: CannedServer) -> None:
    """Would the cloud's own task come, it would be read."""
    server.respond_with(
        answer(200, {"project_id": "1", "content": "{}", "url": "https://x"})
    )
    task = await client.history.cloud_task("500000")
    assert (task.project_id, task.content, task.url) == ("1", "{}", "https://x")


@shows(CLOUD_TASK)
async def test_refused(cloud: BambuCloud) -> None:
    """Only Bambu Lab's applications may see it (protocol A.8.12)."""
    with pytest.raises(BambuForbiddenError):
        await cloud.history.cloud_task("500000")
