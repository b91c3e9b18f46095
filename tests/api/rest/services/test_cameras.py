"""Sessions through the cloud: minted on demand, and refused in plain words."""

import asyncio

import aiohttp
import pytest

from custom_components.bambu_cloud.api import (
    BambuAuthError,
    BambuCameraUnsupportedError,
    BambuCloud,
    BambuConnectionError,
    BambuError,
    BambuForbiddenError,
    BambuRateLimitError,
    BambuResponseError,
    BambuServerError,
    Region,
)
from custom_components.bambu_cloud.api.rest.services.cameras import (
    SESSION,
    CameraSession,
)
from tests.api.contract import shows
from tests.helpers.clock import FakeClock
from tests.helpers.http_server import SERIAL, CannedServer, answer
from tests.helpers.report_stream import P1S
from tests.helpers.wait import WAIT_LIMIT
from tests.simulator import H2D_SERIAL, HttpFault, SimulatedCloud
from tests.simulator.cloud_side.cloud_policy import Ticket


@shows(SESSION)
async def test_session(cloud: BambuCloud, simulated: SimulatedCloud) -> None:
    """Every call gives another session."""
    sessions = [await cloud.camera_session(P1S) for _ in range(2)]
    assert [
        {
            "ttcode": session.uid,
            "authkey": session.authkey,
            "passwd": session.passwd,
            "region": session.region,
            "type": session.transport,
        }
        for session in sessions
    ] == simulated.tickets
    assert sessions[0] != sessions[1]


def test_url() -> None:
    """As one text it is the URL of Bambu Lab's library."""
    session = CameraSession(region="us", uid="A1&B2", authkey="c/3", passwd="d4")
    assert session.url == "bambu:///tutk?uid=A1%26B2&authkey=c/3&passwd=d4&region=us"


def test_secrets() -> None:
    """No secret of a session is in what a log might show."""
    session = CameraSession(region="us", uid="UID", authkey="KEY", passwd="PASS")
    assert not any(secret in repr(session) for secret in ("UID", "KEY", "PASS"))


async def test_refused(cloud: BambuCloud, stranger: BambuCloud) -> None:
    """Some models, and the printers of others, are forbidden."""
    with pytest.raises(BambuForbiddenError):
        await cloud.camera_session(H2D_SERIAL)
    with pytest.raises(BambuForbiddenError):
        await stranger.camera_session(P1S)


async def test_newer_relay(cloud: BambuCloud, simulated: SimulatedCloud) -> None:
    """A session of the newer relay has its own secrets, which stay out of texts."""
    simulated.policy.ticket = Ticket.AGORA
    session = await cloud.camera_session(P1S)
    assert session.transport == "agora"
    assert session.url is None
    secrets = (session.app_id, session.channel_name, session.stream_key)
    assert all(secrets)
    assert not any(secret in repr(session) for secret in secrets)


async def test_empty_session(cloud: BambuCloud, simulated: SimulatedCloud) -> None:
    """A session without anything is none."""
    simulated.policy.ticket = Ticket.EMPTY
    with pytest.raises(BambuCameraUnsupportedError) as caught:
        await cloud.camera_session(P1S)
    assert caught.value.reason == "unsupported_transport"


async def test_too_often(cloud: BambuCloud, simulated: SimulatedCloud) -> None:
    """The cloud says when it wants to be asked again."""
    simulated.faults.next_request(HttpFault.RATE_LIMITED)
    simulated.faults.retry_after = 33
    with pytest.raises(BambuRateLimitError) as caught:
        await cloud.camera_session(P1S)
    assert caught.value.retry_after == 33
    assert not simulated.tickets


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (HttpFault.DEAD_TOKEN, BambuAuthError),
        (HttpFault.SERVER_ERROR, BambuServerError),
        (HttpFault.DISCONNECT, BambuConnectionError),
        (HttpFault.EMPTY, BambuServerError),
    ],
)
async def test_trouble(
    cloud: BambuCloud,
    simulated: SimulatedCloud,
    fault: HttpFault,
    error: type[BambuError],
) -> None:
    """Whatever the cloud answers in place of a session has the usual name."""
    simulated.faults.every_request = fault
    with pytest.raises(error):
        await cloud.camera_session(P1S)
    assert not simulated.tickets


async def test_time_out(
    server: CannedServer, session: aiohttp.ClientSession, clock: FakeClock
) -> None:
    """A cloud that does not answer is not waited for forever."""
    server.hold = asyncio.Event()
    limit = aiohttp.ClientTimeout(total=0.1)
    impatient = BambuCloud(
        session, Region.GLOBAL, token="sesame", clock=clock.clock, timeout=limit
    )
    async with asyncio.timeout(WAIT_LIMIT):
        with pytest.raises(BambuConnectionError):
            await impatient.camera_session(SERIAL)
    assert server.held.is_set()
    server.hold.set()


async def test_wrong_verb(server: CannedServer, client: BambuCloud) -> None:
    """A cloud that expects another method has changed: no retry helps."""
    server.respond_with(answer(405, headers={"Allow": "GET"}))
    with pytest.raises(BambuError) as caught:
        await client.camera_session(SERIAL)
    assert not isinstance(caught.value, BambuAuthError | BambuForbiddenError)
    assert server.requests[0].method == "POST"


async def test_firmware_is_sent(server: CannedServer, client: BambuCloud) -> None:
    """The version of the printer is sent where there is one."""
    server.respond_with(answer(body={"ttcode": "1", "authkey": "2", "passwd": "3"}))
    await client.camera_session(SERIAL)
    session = await client.camera_session(SERIAL, "01.08.01.00")
    assert [request.body for request in server.requests] == [
        b'{"dev_id":"01P00A000000001"}',
        b'{"dev_id":"01P00A000000001","dev_version":"01.08.01.00"}',
    ]
    assert (session.transport, session.region) == ("tutk", "")


async def test_no_session(server: CannedServer, client: BambuCloud) -> None:
    """An answer that does not even name the field is none."""
    server.respond_with(
        answer(body={"message": "success", "authkey": "2", "passwd": "3"})
    )
    with pytest.raises(BambuResponseError):
        await client.camera_session(SERIAL)
