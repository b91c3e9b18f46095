"""Messages to the account's owner."""

from datetime import UTC, datetime

import pytest

from custom_components.bambu_cloud.api import BambuCloud, BambuResponseError
from custom_components.bambu_cloud.api.rest.services.messages import (
    MESSAGES,
    MessageType,
)
from tests.api.contract import shows
from tests.helpers.http_server import CannedServer, answer
from tests.helpers.report_stream import OWNER, P1S
from tests.simulator import SimulatedCloud
from tests.simulator.cloud_side.messages import message
from tests.simulator.cloud_side.past import past


@shows(MESSAGES)
async def test_messages(cloud: BambuCloud, simulated: SimulatedCloud) -> None:
    """Prints that ended, and what else there is, newest first, page by page."""
    simulated.history.remember(past([P1S], 45, last_id=900, until=simulated.now))
    letter = message(77, 1, "2026-01-01T02:54:12Z")
    simulated.letters[OWNER] = [letter]

    newest, ended, *_ = await cloud.messages.page(limit=3)
    assert (newest.id, newest.type, newest.task) == ("77", MessageType.SYSTEM, None)
    assert newest.created_at == datetime(2026, 1, 1, 2, 54, 12, tzinfo=UTC)
    assert newest.sender == "Bambu Lab"
    assert ended.type == MessageType.PRINT_ENDED
    assert ended.task
    assert (ended.task.id, ended.task.serial) == ("900", P1S)
    assert await cloud.cover(ended.task.cover_url or "")
    assert P1S not in repr(ended)

    everything = [each.id async for each in cloud.messages.all()]
    assert len(everything) == len(set(everything)) == 46
    system = [each.id async for each in cloud.messages.all(MessageType.SYSTEM)]
    assert system == ["77"]


async def test_strangers_have_none(stranger: BambuCloud) -> None:
    """Everybody has messages of their own."""
    assert [each async for each in stranger.messages.all()] == []


@pytest.mark.parametrize("body", [{}, {"hits": {}}, {"hits": "none"}, {"data": 7}])
async def test_no_list(client: BambuCloud, server: CannedServer, body: object) -> None:
    """What is no list of messages is an error."""
    server.respond_with(answer(200, body))
    with pytest.raises(BambuResponseError):
        await client.messages.page()


async def test_sloppy_rows(client: BambuCloud, server: CannedServer) -> None:
    """Rows without an id are left out, what cannot be read is missing."""
    rows = [None, {}, {"id": 7, "type": "new", "from": 3, "taskMessage": "x"}]
    server.respond_with(answer(200, {"hits": rows}), answer(200, {"hits": None}))
    (found,) = await client.messages.page()
    assert (found.id, found.type, found.sender, found.task) == ("7", None, None, None)
    assert await client.messages.page() == ()


async def test_pages_that_repeat_themselves_end(
    client: BambuCloud, server: CannedServer
) -> None:
    """A cloud without pages gives its messages once."""
    server.respond_with(answer(200, {"hits": [{"id": 2}, {"id": 1}]}))
    assert [each.id async for each in client.messages.all()] == ["2", "1"]
    assert [request.target.partition("?")[2] for request in server.requests] == [
        "limit=20",
        "limit=20&after=1",
    ]
