"""The whole way, from a login to live reports, against the simulated cloud alone."""

from collections.abc import AsyncGenerator

import aiohttp
import pytest

from custom_components.bambu_cloud.api import (
    BambuAuthError,
    BambuBlockedError,
    BambuCloud,
    BambuCodeError,
    BambuCodeExpiredError,
    BambuConnectionError,
    BambuCredentialsError,
    BambuError,
    BambuForbiddenError,
    BambuLoginError,
    BambuRateLimitError,
    BambuResponseError,
    BambuUnprovenAuthError,
    CodeRequired,
    Region,
    ReportStream,
    Token,
    TotpRequired,
)
from custom_components.bambu_cloud.api.rest.client import (
    BROWSER_TICKET,
    EMAIL_CODE,
    LOGIN,
)
from custom_components.bambu_cloud.api.rest.rate_limit import RateLimiter
from tests.api.contract import shows
from tests.helpers.clock import FakeClock
from tests.helpers.report_stream import listener
from tests.helpers.wait import until
from tests.simulator import OWNER, HttpFault, SimulatedCloud

PASSWORD = "correct horse"


@pytest.fixture
async def cloud(
    simulated: SimulatedCloud, clock: FakeClock
) -> AsyncGenerator[BambuCloud]:
    """Return a client without a token."""
    async with aiohttp.ClientSession() as session:
        limiter = RateLimiter(clock.clock)
        yield BambuCloud(session, Region.GLOBAL, rate_limiter=limiter)


@shows(LOGIN, EMAIL_CODE)
async def test_from_login_to_live_reports_and_to_a_dead_token(
    simulated: SimulatedCloud, cloud: BambuCloud, clock: FakeClock
) -> None:
    """Log in by code, find the printers, receive reports, and end with the token."""
    assert await cloud.login(OWNER, PASSWORD) == CodeRequired()
    await cloud.request_code(OWNER)
    token = await cloud.login_with_code(OWNER, simulated.mailbox(OWNER)[-1])
    assert token.expires_in == 90 * 24 * 3600
    cloud.token = token.access_token
    assert (await cloud.account()).uid == simulated.accounts[OWNER].uid
    polled = await cloud.polled_printers()
    assert {printer.serial for printer in polled} == set(simulated.printers)
    assert all(printer.online and printer.product for printer in polled)

    stream = ReportStream(
        Region.GLOBAL,
        cloud,
        tls_context=simulated.tls_context(),
        clock=clock.clock,
    )
    await stream.set_printers(simulated.printers)
    async with listener(stream) as events:
        await clock.advance(5)
        for serial in simulated.printers:
            await events.receives_full(serial)
        simulated.revoke_tokens(OWNER)
        await events.is_down()
        await clock.wake()
        await until(lambda: events.error)
        assert type(events.error) is BambuAuthError
    assert stream.counters.junk == stream.counters.unknown == 0


@pytest.mark.parametrize(
    ("account", "password", "outcome"),
    [
        ("plain@example.com", PASSWORD, Token),
        ("owner@example.com", PASSWORD, CodeRequired),
        ("tfa@example.com", PASSWORD, TotpRequired),
        ("plain@example.com", "wrong", BambuCredentialsError),
        ("nobody@example.com", PASSWORD, BambuCredentialsError),
        ("blocked@example.com", PASSWORD, BambuBlockedError),
        ("limited@example.com", PASSWORD, BambuRateLimitError),
    ],
)
async def test_each_kind_of_account(
    cloud: BambuCloud, account: str, password: str, outcome: type
) -> None:
    """What a password leads to depends on the account."""
    try:
        result: object = await cloud.login(account, password)
    except BambuLoginError as err:
        result = err
    except BambuConnectionError as err:
        result = err
    assert type(result) is outcome


@pytest.mark.parametrize(
    ("code", "error"),
    [("111111", BambuCodeExpiredError), ("999999", BambuCodeError)],
)
async def test_codes_that_are_refused(
    cloud: BambuCloud, code: str, error: type[BambuError]
) -> None:
    """Too old is not the same as wrong; a right one works afterwards."""
    with pytest.raises(error):
        await cloud.login_with_code("code@example.com", code)
    assert (await cloud.login_with_code("code@example.com", "123456")).access_token


@shows(BROWSER_TICKET)
async def test_invented_ticket(cloud: BambuCloud) -> None:
    """A ticket works once, and only one of the website's (protocol A.6.5)."""
    with pytest.raises(BambuLoginError):
        await cloud.login_with_ticket("T1")


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (HttpFault.DEAD_TOKEN, BambuAuthError),
        (HttpFault.EMPTY_401, BambuUnprovenAuthError),
        (HttpFault.FORBIDDEN, BambuForbiddenError),
        (HttpFault.RATE_LIMITED, BambuRateLimitError),
        (HttpFault.CLOUDFLARE, BambuBlockedError),
        (HttpFault.SERVER_ERROR, BambuConnectionError),
        (HttpFault.UNAVAILABLE, BambuConnectionError),
        (HttpFault.EMPTY, BambuConnectionError),
        (HttpFault.NOT_JSON, BambuResponseError),
        (HttpFault.CUT, BambuConnectionError),
    ],
)
async def test_each_fault_of_the_cloud(
    simulated: SimulatedCloud,
    cloud: BambuCloud,
    clock: FakeClock,
    fault: HttpFault,
    error: type[BambuError],
) -> None:
    """Client and simulator read protocol A.4 the same way; afterwards all is well."""
    cloud.token = simulated.issue_token(OWNER)
    simulated.faults.every_request = fault
    with pytest.raises(error):
        await cloud.printers()
    simulated.faults.every_request = None
    clock.time += simulated.faults.retry_after
    assert len(await cloud.printers()) == len(simulated.printers)


async def test_firmware_of_every_printer(
    simulated: SimulatedCloud, cloud: BambuCloud
) -> None:
    """Each printer of the account has a version; one can be asked for alone."""
    cloud.token = simulated.issue_token(OWNER)
    every = await cloud.firmware()
    assert {offers.serial for offers in every} == set(simulated.printers)
    assert all(offers.installed for offers in every)
    (one,) = await cloud.firmware(every[0].serial)
    assert one == every[0]
