"""Whom the account belongs to."""

import pytest

from custom_components.bambu_cloud.api import (
    BambuAuthError,
    BambuCloud,
    BambuNotFoundError,
    BambuResponseError,
)
from custom_components.bambu_cloud.api.rest.services.user import (
    ACCOUNT,
    LOG_OUT,
    PROFILE,
    TICKET,
)
from tests.api.contract import shows
from tests.helpers.http_server import CannedServer, answer
from tests.helpers.report_stream import OWNER
from tests.simulator import SimulatedCloud


@shows(ACCOUNT, PROFILE)
async def test_owner(cloud: BambuCloud, simulated: SimulatedCloud) -> None:
    """Number, login and name; only the name is for the eyes of a log."""
    account = simulated.accounts[OWNER]
    assert (await cloud.user.account()).uid == account.uid
    profile = await cloud.user.profile()
    assert (profile.uid, profile.login, profile.name) == (
        str(account.uid),
        OWNER,
        account.name,
    )
    assert OWNER not in repr(profile)
    assert str(account.uid) not in repr(profile)


@pytest.mark.parametrize(
    ("body", "uid", "nickname"),
    [
        ({"uid": 12345678901, "nickName": "al"}, "12345678901", "al"),
        ({"uid": "x", "uidStr": "7", "nickname": "al", "nickName": "b"}, "7", "al"),
        ({"code": 0, "data": {"uid": 7}}, "7", None),
    ],
)
async def test_spellings(
    client: BambuCloud,
    server: CannedServer,
    body: object,
    uid: str,
    nickname: str | None,
) -> None:
    """The number comes as text or not, the nickname by two names."""
    server.respond_with(answer(200, body))
    profile = await client.user.profile()
    assert (profile.uid, profile.nickname) == (uid, nickname)


@pytest.mark.parametrize("body", [{}, {"uid": None}, {"uidStr": {}}, {"data": []}])
async def test_without_a_uid(
    client: BambuCloud, server: CannedServer, body: object
) -> None:
    """A profile without a number is none."""
    server.respond_with(answer(200, body))
    with pytest.raises(BambuResponseError):
        await client.user.profile()


@shows(TICKET)
async def test_ticket(cloud: BambuCloud) -> None:
    """There are no tickets here."""
    with pytest.raises(BambuNotFoundError):
        await cloud.user.ticket("T-1")


async def test_ticket_as_it_comes(client: BambuCloud, server: CannedServer) -> None:
    """The content of a ticket is returned as it comes."""
    server.respond_with(answer(200, {"subject": "Help"}))
    assert await client.user.ticket("T-1") == {"subject": "Help"}


@shows(LOG_OUT)
async def test_log_out(cloud: BambuCloud) -> None:
    """The token is dead afterwards."""
    await cloud.user.log_out()
    with pytest.raises(BambuAuthError):
        await cloud.user.account()


async def test_log_out_in_silence(client: BambuCloud, server: CannedServer) -> None:
    """An empty response is a success, too, where nothing is returned."""
    server.respond_with(answer(204))
    await client.user.log_out()
    assert server.requests[0].body == b"{}"
