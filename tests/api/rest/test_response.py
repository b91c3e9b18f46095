"""Every response of protocol A.4, over a real connection, and the error it becomes."""

import pytest

from custom_components.bambu_cloud.api import (
    BambuAuthError,
    BambuBlockedError,
    BambuCloud,
    BambuCodeError,
    BambuCodeExpiredError,
    BambuCredentialsError,
    BambuError,
    BambuForbiddenError,
    BambuLoginError,
    BambuNotFoundError,
    BambuQuotaError,
    BambuRateLimitError,
    BambuResponseError,
    BambuServerError,
    BambuUnprovenAuthError,
)
from tests.helpers.http_server import CannedServer, answer, caught

PLEASE_LOGIN = {"code": 4, "error": "Please login.", "message": ""}
FORBIDDEN = {"message": "permission denied", "code": 8, "error": "Resource forbidden"}
CHALLENGE = b"<!DOCTYPE html><title>Just a moment...</title>challenges.cloudflare.com"
REFUSED = {"code": 5, "error": "Login failed", "message": "sesame me@example.com"}


@pytest.mark.parametrize(
    ("canned", "error"),
    [
        (answer(401, PLEASE_LOGIN), BambuAuthError),
        (answer(401), BambuUnprovenAuthError),
        (answer(401, b"<html>no</html>"), BambuUnprovenAuthError),
        (answer(401, {"code": 5, "error": "other"}), BambuUnprovenAuthError),
        (answer(200, {"code": 1001, "message": "invalid"}), BambuUnprovenAuthError),
        (answer(403, {"code": 1002}), BambuUnprovenAuthError),
        (answer(403, FORBIDDEN), BambuForbiddenError),
        (answer(403, {"error": "CSRF error: missing_cookie"}), BambuResponseError),
        (answer(403), BambuResponseError),
        (answer(403, CHALLENGE), BambuBlockedError),
        (answer(403, b"  <html>Attention required</html>"), BambuBlockedError),
        (answer(403, {}, {"CF-Mitigated": "challenge"}), BambuBlockedError),
        (answer(418), BambuBlockedError),
        (answer(429, b"<html>cloudflare</html>"), BambuBlockedError),
        (answer(429, {"message": "slow down"}), BambuRateLimitError),
        (answer(429), BambuRateLimitError),
        (answer(503, b"busy", {"CF-Ray": "8d"}), BambuBlockedError),
        (answer(503, CHALLENGE), BambuBlockedError),
        (answer(503, b"<html>nginx</html>"), BambuServerError),
        (answer(500, b"Cloud database failed"), BambuServerError),
        (answer(502), BambuServerError),
        (answer(400, b'field "version" is not set'), BambuResponseError),
        (answer(400), BambuResponseError),
        (answer(400, {"code": 2}), BambuNotFoundError),
        (answer(404, {"code": 2, "error": "not found"}), BambuNotFoundError),
        (answer(405), BambuResponseError),
        (answer(422, {"detail": "Invalid input parameters"}), BambuResponseError),
        (answer(302, b"", {"Location": "https://example.com/"}), BambuResponseError),
        (answer(200), BambuServerError),
        (answer(200, b" \n"), BambuServerError),
        (answer(204), BambuServerError),
        (answer(200, b"<html>Welcome to the hotel</html>"), BambuResponseError),
        (answer(200, b'{"devices":['), BambuResponseError),
        (answer(200, [1]), BambuResponseError),
        (answer(200, {"code": 14, "devices": []}), BambuQuotaError),
        (answer(200, {"code": "7", "devices": []}), BambuResponseError),
        (answer(200, {"message": "success"}), BambuResponseError),
        (answer(200, {"devices": None}), BambuResponseError),
        (answer(200, {"devices": {}}), BambuResponseError),
        (answer(200, {"data": []}), BambuResponseError),
    ],
)
async def test_response_becomes_the_error_that_names_the_remedy(
    client: BambuCloud, server: CannedServer, canned: bytes, error: type[BambuError]
) -> None:
    """Status, headers and body together decide; exactly this class, no relative."""
    server.respond_with(canned)
    assert type(await caught(client.printers())) is error
    assert len(server.requests) == 1


@pytest.mark.parametrize(
    ("canned", "error"),
    [
        (answer(400, {"code": 1}), BambuCodeExpiredError),
        (answer(400, {"code": 2}), BambuCodeError),
        (answer(400, REFUSED), BambuCredentialsError),
        (answer(400, {"message": "Invalid code"}), BambuLoginError),
        (answer(400), BambuLoginError),
        (answer(200, {"code": 2}), BambuCodeError),
        (answer(401, PLEASE_LOGIN), BambuLoginError),
        (answer(401), BambuUnprovenAuthError),
        (answer(403, CHALLENGE), BambuBlockedError),
        (answer(404, {"code": 2}), BambuNotFoundError),
        (answer(429), BambuRateLimitError),
        (
            answer(200, {"accessToken": "", "loginType": "verifyCode"}),
            BambuResponseError,
        ),
        (answer(200), BambuServerError),
    ],
)
async def test_errors_of_a_login_with_a_code(
    client: BambuCloud, server: CannedServer, canned: bytes, error: type[BambuError]
) -> None:
    """A wrong code, an old code, and everything that has nothing to do with it."""
    server.respond_with(canned)
    call = client.login_with_code("me@example.com", "123456")
    assert type(await caught(call)) is error


@pytest.mark.parametrize(
    ("canned", "error"),
    [
        (answer(400, REFUSED), BambuCredentialsError),
        (answer(400, {"code": 2}), BambuCredentialsError),
        (answer(400), BambuCredentialsError),
        (answer(403, CHALLENGE), BambuBlockedError),
        (answer(429, {}), BambuRateLimitError),
        (answer(500), BambuServerError),
        (answer(200, {"accessToken": "", "loginType": ""}), BambuResponseError),
        (answer(200, {}), BambuResponseError),
    ],
)
async def test_errors_of_a_login_with_a_password(
    client: BambuCloud, server: CannedServer, canned: bytes, error: type[BambuError]
) -> None:
    """Every refusal of a password is about the credentials."""
    server.respond_with(canned)
    assert type(await caught(client.login("me@example.com", "hunter2"))) is error


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("17", 17),
        ("Thu, 01 Jan 2026 10:02:00 GMT", 120),
        ("Thu, 01 Jan 2026 10:02:00 -0000", 120),
        ("Thu, 01 Jan 2026 09:00:00 GMT", 1),
        ("0", 1),
        ("9" * 400, 86400),
        ("soon", 60),
        ("-5", 60),
        ("Thu, 99 Jan 99999999 10:02:00 GMT", 60),
        (None, 60),
    ],
)
async def test_rate_limit_has_the_seconds_to_wait(
    client: BambuCloud, server: CannedServer, header: str | None, seconds: float
) -> None:
    """`Retry-After` as seconds or date, within reason; a minute without one."""
    server.respond_with(answer(429, b"", {"Retry-After": header} if header else {}))
    error = await caught(client.printers())
    assert isinstance(error, BambuRateLimitError)
    assert error.retry_after == seconds


async def test_cloudflare_is_left_alone_for_minutes(
    client: BambuCloud, server: CannedServer
) -> None:
    """A challenge without `Retry-After` is worth five minutes."""
    server.respond_with(
        answer(403, CHALLENGE), answer(503, CHALLENGE, {"Retry-After": "90"})
    )
    waits = []
    for _ in range(2):
        error = await caught(client.printers())
        assert isinstance(error, BambuBlockedError)
        waits.append(error.retry_after)
    assert waits == [300, 90]
