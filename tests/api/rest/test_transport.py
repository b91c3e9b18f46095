"""Requests over a real connection: what is sent, and what breaks."""

import asyncio
import json
import logging
from pathlib import Path

import aiohttp
import pytest

from custom_components.bambu_cloud.api import (
    ENDPOINTS,
    BambuAuthError,
    BambuCloud,
    BambuConnectionError,
    BambuResponseError,
    BambuUnprovenAuthError,
    Region,
)
from custom_components.bambu_cloud.api.rest.request import VERSION
from tests.helpers.clock import FakeClock
from tests.helpers.http_server import CannedServer, answer, caught
from tests.helpers.servers import listening

PLEASE_LOGIN = {"code": 4, "error": "Please login.", "message": ""}
FORBIDDEN = {"message": "permission denied", "code": 8, "error": "Resource forbidden"}
CHALLENGE = b"<!DOCTYPE html><title>Just a moment...</title>challenges.cloudflare.com"
REFUSED = {"code": 5, "error": "Login failed", "message": "sesame me@example.com"}


@pytest.mark.parametrize(
    "canned",
    [
        b"",
        b"HTTP/1.1 200 OK\r\nX-Cut: 1\r\nContent-Length: 99\r\n\r\n{",
        b"SSH-2.0-OpenSSH X-Cut\r\n",
        answer(200, b"nope", {"Content-Encoding": "gzip"}),
    ],
    ids=["closed", "cut", "not HTTP", "not gzip"],
)
async def test_broken_answers_are_a_matter_of_the_connection(
    client: BambuCloud, server: CannedServer, canned: bytes
) -> None:
    """An answer that breaks off says nothing about the account."""
    server.respond_with(canned)
    assert type(await caught(client.printers())) is BambuConnectionError


async def test_silence_times_out(server: CannedServer) -> None:
    """A server that never answers is given up."""
    server.hold = asyncio.Event()
    async with aiohttp.ClientSession() as session:
        timeout = aiohttp.ClientTimeout(total=0.05)
        client = BambuCloud(session, Region.GLOBAL, token="sesame", timeout=timeout)
        error = await caught(client.printers())
    server.hold.set()
    assert type(error) is BambuConnectionError
    assert "TimeoutError" in str(error)


async def test_closed_port(client: BambuCloud, monkeypatch: pytest.MonkeyPatch) -> None:
    """A port without a listener is a connection error."""
    async with listening(CannedServer()) as endpoints:
        monkeypatch.setitem(ENDPOINTS, Region.GLOBAL, endpoints)
    assert type(await caught(client.printers())) is BambuConnectionError


async def test_endless_bodies_are_cut_off(
    client: BambuCloud, server: CannedServer
) -> None:
    """More than 8 MiB is no answer that we would read."""
    server.respond_with(answer(200, b" " * (8 * 1024 * 1024 + 1)))
    error = await caught(client.printers())
    assert type(error) is BambuResponseError
    assert "too large" in str(error)


async def test_unproven_refusals_add_up(
    client: BambuCloud, server: CannedServer, clock: FakeClock
) -> None:
    """The third 401 without proof, ten minutes after the first, counts as proof."""
    server.respond_with(answer(401))
    for seconds in (0, 301):
        clock.move(seconds)
        assert type(await caught(client.printers())) is BambuUnprovenAuthError
    clock.move(301)
    assert type(await caught(client.printers())) is BambuAuthError


async def test_one_good_answer_forgives_unproven_refusals(
    client: BambuCloud, server: CannedServer, clock: FakeClock
) -> None:
    """A token that works is alive, whatever came before."""
    bad, good = answer(401), answer(200, {"devices": []})
    server.respond_with(bad, bad, good, bad)
    for _ in range(2):
        await caught(client.printers())
        clock.move(400)
    await client.printers()
    assert type(await caught(client.printers())) is BambuUnprovenAuthError


async def test_new_token_starts_without_refusals(
    client: BambuCloud, server: CannedServer, clock: FakeClock
) -> None:
    """Refusals of the old token say nothing about the new one."""
    server.respond_with(answer(401))
    for _ in range(2):
        await caught(client.printers())
        clock.move(400)
    client.token = "open"
    assert client.token == "open"
    assert type(await caught(client.printers())) is BambuUnprovenAuthError
    assert server.requests[-1].headers["authorization"] == "Bearer open"


@pytest.mark.parametrize("token", [None, "", "two\r\nlines"])
async def test_token_that_cannot_be_sent_is_dead(
    client: BambuCloud, server: CannedServer, token: str | None
) -> None:
    """Without a token nothing is asked that needs one."""
    client.token = token
    assert type(await caught(client.printers())) is BambuAuthError
    assert not server.requests


async def test_questions_are_honest_and_bare(
    client: BambuCloud, server: CannedServer
) -> None:
    """A GET carries the token, says who asks, and has no body (protocol A.2)."""
    await client.printers()
    (request,) = server.requests
    assert (request.method, request.body) == ("GET", b"")
    assert request.headers["authorization"] == "Bearer sesame"
    assert request.headers["accept"] == "application/json"
    assert request.headers["user-agent"] == (
        f"ha-bambu-cloud/{VERSION} (+https://github.com/bambu-cloud/ha-bambu-cloud)"
    )
    assert "content-type" not in request.headers
    assert not [name for name in request.headers if name.startswith("x-bbl")]


async def test_logins_carry_json_and_no_token(
    client: BambuCloud, server: CannedServer
) -> None:
    """A POST has a JSON body, and not the old token."""
    server.respond_with(answer(200, {"accessToken": "new"}))
    await client.login("me@example.com", "hunter2")
    (request,) = server.requests
    assert request.method == "POST"
    assert request.headers["content-type"] == "application/json"
    assert "authorization" not in request.headers
    assert json.loads(request.body) == {
        "account": "me@example.com",
        "password": "hunter2",
    }


async def test_one_request_at_a_time(client: BambuCloud, server: CannedServer) -> None:
    """Two questions at once are asked one after the other (protocol A.13)."""
    server.hold = asyncio.Event()
    calls = [asyncio.create_task(client.printers()) for _ in range(2)]
    await server.held.wait()
    for _ in range(50):
        await asyncio.sleep(0)
    assert len(server.requests) == 1
    server.hold.set()
    await asyncio.gather(*calls)
    assert len(server.requests) == 2


async def test_nothing_secret_is_shown(
    client: BambuCloud, server: CannedServer, caplog: pytest.LogCaptureFixture
) -> None:
    """Errors, their causes and the log name no token, account, password or serial."""
    caplog.set_level(logging.DEBUG)
    shown = [repr(client)]
    for canned in (
        answer(400, REFUSED),
        answer(401, PLEASE_LOGIN),
        answer(429, REFUSED),
        answer(200, [REFUSED]),
        b"sesame X-Cut\r\n",
    ):
        server.respond_with(canned)
        for call in (
            client.login("me@example.com", "hunter2"),
            client.login_with_code("me@example.com", "424242"),
            client.firmware("01P00A000000001"),
        ):
            error: BaseException | None = await caught(call)
            while error is not None:
                shown += [str(error), repr(error)]
                error = error.__cause__
    text = "\n".join(shown) + caplog.text
    for secret in ("sesame", "me@example.com", "hunter2", "424242", "01P00A"):
        assert secret not in text


def test_version_is_the_integrations() -> None:
    """What we call ourselves is what is installed."""
    manifest = Path(__file__).parents[3] / "custom_components/bambu_cloud/manifest.json"
    assert json.loads(manifest.read_text())["version"] == VERSION
