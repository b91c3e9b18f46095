"""What the client requests, and how it reads the responses."""

from typing import Any

import pytest

from custom_components.bambu_cloud.api import (
    BambuAuthError,
    BambuCloud,
    BambuConnectionError,
    BambuResponseError,
    BambuServerError,
    BambuUnprovenAuthError,
    CodeRequired,
    Token,
    TotpRequired,
)
from custom_components.bambu_cloud.api.rest.client import SMS_CODE
from tests.api.contract import shows
from tests.helpers.clock import FakeClock
from tests.helpers.http_server import BOUND, SERIAL, CannedServer, answer, listed


@pytest.mark.parametrize(
    ("content", "result"),
    [
        (
            {"accessToken": "t", "expiresIn": 7776000, "loginType": ""},
            Token(access_token="t", expires_in=7776000),
        ),
        ({"accessToken": "t"}, Token(access_token="t")),
        (
            {"accessToken": "t", "expiresIn": "60"},
            Token(access_token="t", expires_in=60),
        ),
        ({"data": {"accessToken": "t"}}, Token(access_token="t")),
        (
            {"accessToken": "", "loginType": "verifyCode", "expiresIn": 0},
            CodeRequired(),
        ),
        (
            {"accessToken": None, "loginType": "tfa", "tfaKey": "k"},
            TotpRequired(key="k"),
        ),
        ({"loginType": "new", "tfaKey": "k"}, TotpRequired(key="k")),
    ],
)
async def test_login_has_three_outcomes(
    client: BambuCloud, server: CannedServer, content: Any, result: Any
) -> None:
    """A token, a code to enter, or an authenticator to ask (protocol A.6.2)."""
    server.respond_with(answer(200, content))
    assert await client.login("me@example.com", "hunter2") == result


async def test_login_with_a_code_gives_a_token(
    client: BambuCloud, server: CannedServer
) -> None:
    """The code replaces the password (protocol A.6.3)."""
    server.respond_with(answer(200, {"accessToken": "t", "expiresIn": 1}))
    token = await client.login_with_code("me@example.com", "123456")
    assert token == Token(access_token="t", expires_in=1)
    assert server.requests[0].body == b'{"account":"me@example.com","code":"123456"}'


async def test_login_with_a_ticket(client: BambuCloud, server: CannedServer) -> None:
    """The ticket is in the path and in the body (protocol A.6.5)."""
    server.respond_with(
        answer(200, {"accessToken": "t", "expiresIn": 31536000}), answer(200, {})
    )
    token = await client.login_with_ticket("T1")
    assert token == Token(access_token="t", expires_in=31536000)
    assert server.requests[0].target == "/v1/user-service/user/ticket/T1"
    assert server.requests[0].body == b'{"ticket":"T1"}'
    with pytest.raises(BambuResponseError):
        await client.login_with_ticket("T1")


@shows(SMS_CODE)
@pytest.mark.parametrize(
    ("account", "target", "body"),
    [
        (
            "me@example.com",
            "/v1/user-service/user/sendemail/code",
            b'{"email":"me@example.com","type":"codeLogin"}',
        ),
        (
            "13800000000",
            "/v1/user-service/user/sendsmscode",
            b'{"phone":"13800000000","type":"codeLogin"}',
        ),
    ],
)
async def test_codes_travel_by_mail_or_sms(
    client: BambuCloud, server: CannedServer, account: str, target: str, body: bytes
) -> None:
    """An account without an @ is a phone number."""
    server.respond_with(answer(200, {}))
    await client.request_code(account)
    assert (server.requests[0].target, server.requests[0].body) == (target, body)


@pytest.mark.parametrize(
    "refusal", [answer(404, {"code": 2}), answer(403, b"<html>")], ids=["gone", "gate"]
)
async def test_web_site_is_asked_for_an_sms_second(
    client: BambuCloud, server: CannedServer, refusal: bytes
) -> None:
    """Where the API has no SMS, the web site is used (protocol A.6.3)."""
    server.respond_with(refusal, answer(200, {}))
    await client.request_code("13800000000")
    assert [request.target for request in server.requests] == [
        "/v1/user-service/user/sendsmscode",
        "/api/v1/user-service/user/sendsmscode",
    ]


async def test_neither_host_sends_an_sms(
    client: BambuCloud, server: CannedServer
) -> None:
    """What the API said counts; e-mails are asked for at one place only."""
    server.respond_with(answer(404, {"code": 2}), answer(500, {}))
    with pytest.raises(BambuResponseError):
        await client.request_code("13800000000")
    server.respond_with(answer(404, {"code": 2}))
    with pytest.raises(BambuResponseError):
        await client.request_code("me@example.com")
    assert len(server.requests) == 3


async def test_account_has_a_number_and_a_name(
    client: BambuCloud, server: CannedServer
) -> None:
    """The uid may be larger than 32 bits, and text."""
    server.respond_with(
        answer(200, {"uid": "12345678901", "name": "alice", "links": []})
    )
    account = await client.account()
    assert (account.uid, account.name) == (12345678901, "alice")
    assert "12345678901" not in repr(account)


@pytest.mark.parametrize("content", [{}, {"uid": None}, {"uid": "x"}, {"uid": 0}])
async def test_account_without_a_number_is_none(
    client: BambuCloud, server: CannedServer, content: Any
) -> None:
    """Without a uid there is no user name for the broker."""
    server.respond_with(answer(200, content))
    with pytest.raises(BambuResponseError):
        await client.account()


async def test_poll_joins_printers_and_jobs(
    client: BambuCloud, server: CannedServer, clock: FakeClock
) -> None:
    """What both lists say about a printer becomes one value, stamped with the time."""
    job = {"dev_id": SERIAL, "task_name": "Benchy", "task_status": "RUNNING"}
    bound = BOUND | {"print_job": 7}
    server.respond_with(listed(bound, {"dev_id": "B1"}), listed(job, {"dev_id": "B1"}))
    printing, idle = await client.polled_printers()
    assert (printing.serial, printing.name, printing.product) == (
        SERIAL,
        "Workshop",
        "P1S",
    )
    assert (printing.task_name, printing.task_status) == ("Benchy", "RUNNING")
    assert (printing.online, printing.print_status) == (True, "SUCCESS")
    assert (printing.last_task_id, idle.last_task_id) == ("7", None)
    assert printing.received_at == clock.now()
    assert (idle.task_name, idle.task_status, idle.online) == (None, None, None)
    assert (printing.access_code, idle.access_code) == ("12345678", None)
    assert "12345678" not in repr(printing)


@pytest.mark.parametrize("jobs", [answer(404), answer(403, {"code": 8}), listed()])
async def test_poll_does_without_the_list_of_jobs(
    client: BambuCloud, server: CannedServer, jobs: bytes
) -> None:
    """The list of printers then says whether something prints."""
    server.respond_with(
        listed({**BOUND, "print_status": "RUNNING"}, {**BOUND, "dev_id": "B1"}), jobs
    )
    statuses = [polled.task_status for polled in await client.polled_printers()]
    assert statuses == ["RUNNING", None]


async def test_poll_does_not_hide_trouble(
    client: BambuCloud, server: CannedServer
) -> None:
    """A cloud that breaks in the middle is a failed poll, not an idle fleet."""
    server.respond_with(listed(BOUND), answer(502))
    with pytest.raises(BambuConnectionError):
        await client.polled_printers()


async def test_credentials_are_requested_once(
    client: BambuCloud, server: CannedServer
) -> None:
    """The uid is asked for once, the token is always the present one."""
    server.respond_with(answer(200, {"uid": 77}))
    first = await client.credentials()
    client.token = "open"
    second = await client.credentials()
    assert (first.username, first.password) == ("u_77", "sesame")
    assert (second.username, second.password) == ("u_77", "open")
    assert len(server.requests) == 1


async def test_credentials_need_a_token(
    client: BambuCloud, server: CannedServer
) -> None:
    """Without a token there is nothing to log in with, uid or not."""
    server.respond_with(answer(200, {"uid": 77}))
    await client.credentials()
    client.token = None
    with pytest.raises(BambuAuthError):
        await client.credentials()


async def test_verify_learns_whose_token_it_is(
    client: BambuCloud, server: CannedServer
) -> None:
    """A wrong uid is right after a request of the account."""
    server.respond_with(answer(200, {"uid": 1}), answer(200, {"uid": 2}))
    await client.credentials()
    await client.verify()
    assert (await client.credentials()).username == "u_2"


@pytest.mark.parametrize(
    ("canned", "error"),
    [
        (answer(401, {"code": 4}), BambuAuthError),
        (answer(401), BambuUnprovenAuthError),
        (answer(500), BambuServerError),
    ],
)
async def test_verify_raises_the_error_of_the_cloud(
    client: BambuCloud, server: CannedServer, canned: bytes, error: type[Exception]
) -> None:
    """Dead, doubtful, or no opinion."""
    server.respond_with(canned)
    with pytest.raises(error) as info:
        await client.verify()
    assert info.type is error
