"""Logging in with the code of an authenticator."""

from collections.abc import AsyncGenerator

import aiohttp
import pytest

from custom_components.bambu_cloud.api import (
    BambuBlockedError,
    BambuCloud,
    BambuCodeError,
    BambuCodeExpiredError,
    BambuConnectionError,
    BambuError,
    BambuNotFoundError,
    BambuRateLimitError,
    BambuResponseError,
    BambuServerError,
    Region,
    Token,
    TotpRequired,
)
from custom_components.bambu_cloud.api.rest import totp as operations
from tests.api.contract import shows
from tests.helpers.http_server import CannedServer, answer
from tests.simulator import HttpFault, SimulatedCloud

TFA = "tfa@example.com"
PASSWORD = "correct horse"
CSRF = answer(204, headers={"Set-Cookie": "bbl_csrf_token=c0ffee; Path=/"})


@pytest.fixture
async def cloud(simulated: SimulatedCloud) -> AsyncGenerator[BambuCloud]:
    """Return a client without a login, whose session stores cookies."""
    jar = aiohttp.CookieJar(unsafe=True)
    async with aiohttp.ClientSession(cookie_jar=jar) as session:
        yield BambuCloud(session, Region.GLOBAL)
        assert len(jar) == 0


@pytest.fixture
async def key(cloud: BambuCloud) -> str:
    """Enter the password, and return the key that it gives."""
    required = await cloud.login(TFA, PASSWORD)
    assert isinstance(required, TotpRequired)
    assert required.key not in repr(required)
    return required.key


@shows(operations.CSRF, operations.TOTP)
async def test_code_gives_a_token_that_works(
    simulated: SimulatedCloud, cloud: BambuCloud, key: str
) -> None:
    """The token is the account's; no cookie is left behind."""
    token = await cloud.login_with_totp(key, simulated.authenticator(TFA))
    cloud.token = token.access_token
    assert (await cloud.account()).uid == simulated.accounts[TFA].uid


async def test_wrong_code_can_be_corrected(
    simulated: SimulatedCloud, cloud: BambuCloud, key: str
) -> None:
    """The key stays valid for a while, and then is too old."""
    with pytest.raises(BambuCodeError):
        await cloud.login_with_totp(key, "000000")
    assert await cloud.login_with_totp(key, simulated.authenticator(TFA))
    with pytest.raises(BambuCodeExpiredError):
        await cloud.login_with_totp(key, simulated.authenticator(TFA))


@pytest.mark.parametrize("path", ["/api/csrf", "/api/sign-in/tfa"])
@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (HttpFault.CLOUDFLARE, BambuBlockedError),
        (HttpFault.UNAVAILABLE, BambuBlockedError),
        (HttpFault.RATE_LIMITED, BambuRateLimitError),
        (HttpFault.SERVER_ERROR, BambuServerError),
        (HttpFault.CUT, BambuConnectionError),
        (HttpFault.DISCONNECT, BambuConnectionError),
        (HttpFault.EMPTY, BambuServerError),
        (HttpFault.NOT_JSON, BambuResponseError),
    ],
)
async def test_whatever_fails_is_named(
    simulated: SimulatedCloud,
    cloud: BambuCloud,
    key: str,
    path: str,
    fault: HttpFault,
    error: type[BambuError],
) -> None:
    """Either half of the dance may fail, and afterwards all is well."""
    simulated.faults.targets[path] = fault
    with pytest.raises(BambuError) as raised:
        await cloud.login_with_totp(key, simulated.authenticator(TFA))
    assert type(raised.value) is error
    simulated.faults.clear()
    assert await cloud.login_with_totp(key, simulated.authenticator(TFA))


@pytest.mark.parametrize(
    ("reply", "token"),
    [
        (answer(200, {"accessToken": "a", "token": "b"}), Token(access_token="a")),
        (
            answer(200, {"token": "b", "expiresIn": 60}, {"Set-Cookie": "token=c"}),
            Token(access_token="b", expires_in=60),
        ),
        (answer(200, {"data": {"accessToken": "a"}}), Token(access_token="a")),
        (
            answer(200, {"success": True}, {"Set-Cookie": "token=c; Max-Age=90"}),
            Token(access_token="c", expires_in=90),
        ),
        (answer(200, b"", {"Set-Cookie": "token=c"}), Token(access_token="c")),
    ],
)
async def test_order_of_the_tokens(
    client: BambuCloud, server: CannedServer, reply: bytes, token: Token
) -> None:
    """First the body, then the cookie (protocol A.6.4)."""
    server.respond_with(CSRF, reply)
    assert await client.login_with_totp("key", "123456") == token
    first, second = server.requests
    assert (first.method, first.target) == ("GET", "/api/csrf")
    assert (second.method, second.target) == ("POST", "/api/sign-in/tfa")
    assert second.headers["cookie"] == "bbl_csrf_token=c0ffee"
    assert second.headers["x-bbl-csrf-token"] == "c0ffee"
    assert second.body == b'{"tfaKey":"key","tfaCode":"123456"}'


@pytest.mark.parametrize(
    ("replies", "error"),
    [
        ([answer(200, {})], BambuResponseError),
        ([answer(404, {"message": "not found"})], BambuNotFoundError),
        (
            [answer(204, headers={"Set-Cookie": r'bbl_csrf_token="a\012b"'})],
            BambuServerError,
        ),
        ([CSRF, answer(403, {"reason": "missing_cookie"})], BambuResponseError),
        ([CSRF, answer(400, {"code": 5, "error": "Login failed"})], BambuCodeError),
        ([CSRF, answer(400, {"message": "tfaKey Expired"})], BambuCodeExpiredError),
        ([CSRF, answer(200, {"accessToken": ""})], BambuResponseError),
        ([CSRF, answer(200, {}, {"Set-Cookie": "token="})], BambuResponseError),
        ([CSRF, answer(500, {}, {"Set-Cookie": "token=c"})], BambuServerError),
    ],
)
async def test_answers_that_give_no_token(
    client: BambuCloud,
    server: CannedServer,
    replies: list[bytes],
    error: type[BambuError],
) -> None:
    """Nothing that the web site may send becomes a login, or breaks the client."""
    server.respond_with(*replies)
    with pytest.raises(BambuError) as raised:
        await client.login_with_totp("key", "123456")
    assert type(raised.value) is error
