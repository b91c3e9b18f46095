"""Tests of the simulated API, with a plain HTTP client."""

import aiohttp
import pytest

from tests.simulator import OWNER, P1S_SERIAL, HttpFault, SimulatedCloud

from .http_client import BIND, LOGIN, PREFERENCE, PRINT, SEND_CODE, VERSION, get, post


async def test_login_by_password_and_mailed_code(
    cloud: SimulatedCloud, http: aiohttp.ClientSession
) -> None:
    """The owner's password asks for a code, which yields a working token."""
    status, first = await post(http, LOGIN, account=OWNER, password="correct horse")
    assert (status, first["accessToken"], first["loginType"]) == (200, "", "verifyCode")

    (code,) = cloud.mailbox(OWNER)
    status, second = await post(http, LOGIN, account=OWNER, code=code)
    assert (status, second["expiresIn"]) == (200, 7_776_000)

    http.headers["Authorization"] = f"Bearer {second['accessToken']}"
    status, preference = await get(http, PREFERENCE)
    assert (status, preference["uid"]) == (200, cloud.accounts[OWNER].uid)


async def test_second_code_replaces_the_first(
    cloud: SimulatedCloud, http: aiohttp.ClientSession
) -> None:
    """Of two codes only the newer works, and only once."""
    for _ in range(2):
        assert await post(http, SEND_CODE, email=OWNER, type="codeLogin") == (200, {})
    older, newer = cloud.mailbox(OWNER)
    assert (await post(http, LOGIN, account=OWNER, code=older))[1]["code"] == 2
    assert (await post(http, LOGIN, account=OWNER, code=newer))[0] == 200
    assert (await post(http, LOGIN, account=OWNER, code=newer))[1]["code"] == 1


async def test_code_expires_with_the_clouds_time(
    cloud: SimulatedCloud, http: aiohttp.ClientSession
) -> None:
    """A code that was read too late is called expired."""
    await post(http, SEND_CODE, email=OWNER, type="codeLogin")
    await cloud.advance(301)
    status, body = await post(http, LOGIN, account=OWNER, code=cloud.mailbox(OWNER)[0])
    assert (status, body["code"]) == (400, 1)


@pytest.mark.parametrize(
    ("login", "status", "code"),
    [
        ({"account": OWNER, "password": "wrong"}, 400, 5),
        ({"account": "nobody@example.com", "password": "x"}, 400, 5),
        ({"account": "code@example.com", "code": "111111"}, 400, 1),
        ({"account": "code@example.com", "code": "222222"}, 400, 2),
    ],
)
async def test_refused_logins(
    http: aiohttp.ClientSession, login: dict[str, str], status: int, code: int
) -> None:
    """Each refusal says why, in the words of protocol A.4."""
    got, body = await post(http, LOGIN, **login)
    assert (got, body["code"]) == (status, code)


async def test_device_list(owner: aiohttp.ClientSession) -> None:
    """The owner's four printers are listed as protocol A.8.1 shows them."""
    _, body = await get(owner, BIND)
    assert body["message"] == "success"
    devices = {device["dev_id"]: device for device in body["devices"]}
    assert [device["dev_product_name"] for device in devices.values()] == [
        "X1 Carbon",
        "P1S",
        "A1 mini",
        "H2D",
    ]
    printer = devices[P1S_SERIAL]
    assert printer["online"] is True
    assert printer["dev_model_name"] == "C12"
    assert printer["print_status"] == "SUCCESS"


async def test_idle_printers_have_no_job(owner: aiohttp.ClientSession) -> None:
    """All task fields are null when nothing is printed."""
    _, body = await get(owner, PRINT, force="true")
    assert len(body["devices"]) == 4
    for device in body["devices"]:
        assert device["task_id"] is None
        assert device["progress"] is None
        assert device["dev_online"] is True


async def test_firmware_of_all_and_of_one(owner: aiohttp.ClientSession) -> None:
    """Firmware comes for all printers or for one; a foreign one is forbidden."""
    _, body = await get(owner, VERSION)
    assert len(body["devices"]) == 4
    _, body = await get(owner, VERSION, dev_id=P1S_SERIAL)
    (device,) = body["devices"]
    assert device["version"] == "01.08.01.00"
    assert device["firmware"][0]["version"] == "01.08.02.00"
    status, body = await get(owner, VERSION, dev_id="01P00A999999999")
    assert (status, body["code"]) == (403, 8)


async def test_dead_token(cloud: SimulatedCloud, owner: aiohttp.ClientSession) -> None:
    """A revoked token is answered with 401 and code 4."""
    cloud.revoke_tokens()
    status, body = await get(owner, BIND)
    assert (status, body["code"]) == (401, 4)


@pytest.mark.parametrize(
    ("fault", "status", "content"),
    [
        (HttpFault.DEAD_TOKEN, 401, '"code":4'),
        (HttpFault.EMPTY_401, 401, ""),
        (HttpFault.FORBIDDEN, 403, '"code":8'),
        (HttpFault.RATE_LIMITED, 429, "too many"),
        (HttpFault.CLOUDFLARE, 403, "challenges.cloudflare.com"),
        (HttpFault.SERVER_ERROR, 500, "database"),
        (HttpFault.UNAVAILABLE, 503, "Just a moment"),
        (HttpFault.EMPTY, 200, ""),
        (HttpFault.NOT_JSON, 200, "<html>"),
    ],
)
async def test_faults(
    cloud: SimulatedCloud,
    owner: aiohttp.ClientSession,
    fault: HttpFault,
    status: int,
    content: str,
) -> None:
    """A fault hits one request, and the next one works again."""
    cloud.faults.next_request(fault)
    async with owner.get(BIND) as response:
        assert response.status == status
        body = await response.text()
        assert content in body
        assert bool(body) is bool(content)
        assert ("Retry-After" in response.headers) is (fault is HttpFault.RATE_LIMITED)
    assert (await get(owner, BIND))[0] == 200
    assert [request.status for request in cloud.requests] == [status, 200]


@pytest.mark.parametrize("fault", [HttpFault.CUT, HttpFault.DISCONNECT])
async def test_cut_connection(
    cloud: SimulatedCloud, owner: aiohttp.ClientSession, fault: HttpFault
) -> None:
    """A connection can be lost in the middle of an answer, or before it."""
    # aiohttp itself tries a GET that was not answered once more.
    cloud.faults.next_request(fault, times=2)
    with pytest.raises(aiohttp.ClientError):
        await get(owner, BIND)


@pytest.mark.parametrize(
    ("login", "status"), [("blocked@example.com", 403), ("limited@example.com", 429)]
)
async def test_accounts_that_cannot_log_in(
    http: aiohttp.ClientSession, login: str, status: int
) -> None:
    """Two accounts are turned away before their password counts."""
    body = {"account": login, "password": "correct horse"}
    async with http.post(LOGIN, json=body) as response:
        assert response.status == status


async def test_unknown_paths(owner: aiohttp.ClientSession) -> None:
    """What the index does not name is not there, nor is a wrong method."""
    assert (await get(owner, "/v1/nothing"))[0] == 404
    assert (await post(owner, PRINT))[0] == 405
