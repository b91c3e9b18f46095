"""What is done to an account shows wherever the account is asked."""

import aiohttp
import pytest

from tests.simulator import OWNER, SimulatedCloud
from tests.simulator.cloud_side.messages import message
from tests.simulator.cloud_side.past import past

from .http_client import IOT, MY, request

P1S, X1C = "01P00A000000001", "00M00A000000001"
RECORD = {
    "deviceId": P1S,
    "modelId": "US1",
    "profileId": 7,
    "plateIndex": 1,
    "title": "Hook",
    "cover": "",
    "mode": "cloud_file",
}
UNCONFIRMED = (
    ("PUT", f"{MY}/profile", 405),
    ("GET", f"{IOT}/device/info", 405),
    ("POST", f"{IOT}/print", 405),
    ("POST", f"{IOT}/upload", 405),
    ("POST", f"{IOT}/upload/confirm", 405),
    ("GET", f"{IOT}/files", 404),
    ("GET", "/v1/cert/get", 404),
    ("POST", "/v1/cert/update", 404),
    ("POST", "/v1/accounts/login", 404),
)


async def test_new_name_is_everywhere(owner: aiohttp.ClientSession) -> None:
    """A printer that is renamed is renamed in both lists (protocol H.6)."""
    body = {"dev_id": P1S, "name": "Cube"}
    assert (await request(owner, "PATCH", f"{IOT}/device/info", body))[0] == 200
    _, bound = await request(owner, "GET", f"{IOT}/bind")
    _, jobs = await request(owner, "GET", f"{IOT}/print")
    names = {row["dev_id"]: row["name"] for row in bound["devices"]}
    assert names[P1S] == "Cube"
    assert {row["dev_id"]: row["dev_name"] for row in jobs["devices"]} == names

    for wrong in ({"dev_id": "none", "name": "Cube"}, {"dev_id": P1S, "name": ""}):
        status, _ = await request(owner, "PATCH", f"{IOT}/device/info", wrong)
        assert status in {403, 422}


async def test_printer_leaves_and_comes_back(
    cloud: SimulatedCloud, owner: aiohttp.ClientSession
) -> None:
    """A printer that was removed can be bound with its code."""
    code = cloud.printers[P1S].identity.access_code
    body = {"device_id": P1S, "device_name": "Back", "bind_code": code}
    assert (await request(owner, "POST", f"{IOT}/bind", body))[0] == 403
    assert (await request(owner, "DELETE", f"{IOT}/bind", dev_id=P1S))[0] == 200
    assert (await request(owner, "DELETE", f"{IOT}/bind", dev_id=P1S))[0] == 403
    assert P1S not in cloud.printers

    wrong = body | {"bind_code": "00000000"}
    assert (await request(owner, "POST", f"{IOT}/bind", wrong))[0] == 403
    unknown = body | {"device_id": "none"}
    assert (await request(owner, "POST", f"{IOT}/bind", unknown))[0] == 400
    assert (await request(owner, "POST", f"{IOT}/bind", body))[0] == 200
    assert cloud.printers[P1S].identity.name == "Back"


async def test_messages_about_prints(
    cloud: SimulatedCloud, owner: aiohttp.ClientSession
) -> None:
    """Each print that ended has a message, beside others (protocol A.7.3)."""
    cloud.history.remember(past([P1S, X1C], 30, last_id=900, until=cloud.now))
    cloud.letters[OWNER] = [message(7, 1, "2026-01-01T00:00:00Z")]
    path = f"{MY}/messages"
    _, first = await request(owner, "GET", path)
    assert len(first["hits"]) == 20
    assert [hit["type"] for hit in first["hits"][:2]] == [1, 6]
    assert first["hits"][1]["taskMessage"]["id"] == 900
    last = first["hits"][-1]["id"]
    _, second = await request(owner, "GET", path, after=str(last), limit="50")
    assert len(second["hits"]) == 11
    _, system = await request(owner, "GET", path, type="1")
    assert [hit["id"] for hit in system["hits"]] == [7]
    assert (await request(owner, "GET", path, after="1"))[0] == 400


async def test_one_print(cloud: SimulatedCloud, owner: aiohttp.ClientSession) -> None:
    """A print is shown by its number (protocol A.7.6)."""
    cloud.history.remember(past([P1S], 1, last_id=900, until=cloud.now))
    assert (await request(owner, "GET", f"{MY}/task/900"))[1]["id"] == 900
    assert (await request(owner, "GET", f"{MY}/task/1"))[0] == 404


async def test_prints_are_entered_by_few(
    cloud: SimulatedCloud, owner: aiohttp.ClientSession
) -> None:
    """An empty 400 for most; for others the print is the newest (protocol A.7.5)."""
    assert await request(owner, "POST", f"{MY}/task", RECORD) == (400, None)

    cloud.policy.records_tasks = True
    as_text = RECORD | {"profileId": "7"}
    assert await request(owner, "POST", f"{MY}/task", as_text) == (400, None)
    foreign = RECORD | {"deviceId": "none"}
    assert (await request(owner, "POST", f"{MY}/task", foreign))[0] == 403
    _, answer = await request(owner, "POST", f"{MY}/task", RECORD)
    _, listed = await request(owner, "GET", f"{MY}/tasks", limit="1")
    assert listed["hits"][0]["id"] == answer["id"]


@pytest.mark.parametrize(("method", "path", "status"), UNCONFIRMED)
async def test_unconfirmed_endpoints(
    cloud: SimulatedCloud,
    owner: aiohttp.ClientSession,
    method: str,
    path: str,
    status: int,
) -> None:
    """Endpoints of a single source are refused by default (protocol A.14)."""
    body = {"username": "New name"} if method != "GET" else None
    if path.endswith("/upload"):
        body = None
    assert (await request(owner, method, path, body))[0] == status
    cloud.policy.answers_unconfirmed = True
    if path.endswith(("/device/info", "/upload")):
        return
    answer, content = await request(owner, method, path, body)
    assert (answer, content["code"]) == (200, 0)


async def test_claimed_printer(
    cloud: SimulatedCloud, owner: aiohttp.ClientSession
) -> None:
    """Either name of the parameter will do (protocol A.8.5)."""
    cloud.policy.answers_unconfirmed = True
    for name in ("device_id", "dev_id"):
        _, answer = await request(owner, "GET", f"{IOT}/device/info", **{name: P1S})
        assert answer["data"]["device_id"] == P1S
    assert (await request(owner, "GET", f"{IOT}/device/info", dev_id="x"))[0] == 403


async def test_slicer_needs_no_login(http: aiohttp.ClientSession) -> None:
    """Only what is newer than what is named (protocol A.9.1)."""
    path = "/v1/iot-service/api/slicer/resource"
    old = {"slicer/plugins/cloud": "02.05.00.00"}
    _, answer = await request(http, "GET", path, **old)
    assert [row["type"] for row in answer["resources"]] == ["slicer/plugins/cloud"]
    new = {"slicer/plugins/cloud": "99.00.00.00", "unheard/of": "1"}
    _, answer = await request(http, "GET", path, **new)
    assert answer["resources"] == []
    assert answer["software"]["version"]
