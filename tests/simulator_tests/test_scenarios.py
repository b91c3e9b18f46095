"""Tests of scenarios: what printers, broker and API show together."""

import json
from typing import Any

import aiohttp
import aiomqtt
import pytest

from tests.simulator import (
    A1_MINI_SERIAL,
    H2D_SERIAL,
    N99_SERIAL,
    OWNER,
    P1S_SERIAL,
    P2S_SERIAL,
    SCENARIOS,
    X1C_SERIAL,
    BusyError,
    Junk,
    SimulatedCloud,
    another,
)

from .http_client import BIND, PRINT, get
from .mqtt_client import next_report

TASKS = "/v1/user-service/my/tasks"
REPORT = f"device/{P1S_SERIAL}/report"


async def listed(owner: aiohttp.ClientSession, path: str) -> dict[str, Any]:
    """Return how a list of the API shows the P1S."""
    _, body = await get(owner, path, force="true")
    (device,) = (each for each in body["devices"] if each["dev_id"] == P1S_SERIAL)
    found: dict[str, Any] = device
    return found


@pytest.mark.parametrize(
    ("name", "status", "task_status"),
    [
        ("print_ok", "SUCCESS", 2),
        ("print_fails", "FAIL", 3),
        ("print_canceled", "FAIL", 3),
    ],
)
async def test_print_in_the_api(
    cloud: SimulatedCloud,
    owner: aiohttp.ClientSession,
    name: str,
    status: str,
    task_status: int,
) -> None:
    """A job appears in the lists, progresses and ends there (protocol H.6)."""
    await cloud.scenario(P1S_SERIAL, name, seconds=300)
    job = await listed(owner, PRINT)
    assert job["task_status"] == "RUNNING"
    assert job["start_time"] == "2026-01-01T10:00:00Z"
    assert job["prediction"] == 300
    assert (await listed(owner, BIND))["print_status"] == "RUNNING"
    _, history = await get(owner, TASKS, deviceId=P1S_SERIAL)
    assert [hit["status"] for hit in history["hits"]] == [4]

    await cloud.advance(140)
    assert 20 < (await listed(owner, PRINT))["progress"] < 60

    await cloud.advance(200)
    assert (await listed(owner, PRINT))["task_id"] is None
    device = await listed(owner, BIND)
    assert device["print_status"] == status
    _, history = await get(owner, TASKS)
    (hit,) = history["hits"]
    assert hit["status"] == task_status
    assert device["print_job"] == hit["id"] == int(job["task_id"])


async def test_pause_in_the_api(
    cloud: SimulatedCloud, owner: aiohttp.ClientSession
) -> None:
    """Both lists report a pause."""
    await cloud.scenario(P1S_SERIAL, "print_ok")
    await cloud.advance(350)
    assert (await listed(owner, PRINT))["task_status"] == "PAUSE"
    assert (await listed(owner, BIND))["print_status"] == "PAUSE"


async def test_one_print_at_a_time(cloud: SimulatedCloud) -> None:
    """A printer that prints refuses a second job."""
    await cloud.scenario(P1S_SERIAL, "print_ok")
    await cloud.advance(5)
    with pytest.raises(BusyError):
        await cloud.scenario(P1S_SERIAL, "print_ok")


# What a printer has no room, no heater or no company for, or nobody has recorded.
IMPOSSIBLE = {
    "external_runout": {X1C_SERIAL, H2D_SERIAL, P2S_SERIAL, N99_SERIAL},
    "ams_plugged_in": {A1_MINI_SERIAL},
    "ams_drying": {X1C_SERIAL, P1S_SERIAL, A1_MINI_SERIAL},
    "maintenance_due": {P2S_SERIAL},  # it asks for that from the start
}


@pytest.mark.parametrize("name", SCENARIOS)
async def test_every_scenario_can_be_played(cloud: SimulatedCloud, name: str) -> None:
    """Each scenario plays to its end on every printer that it suits."""
    for model in ("P2S", "N99"):
        cloud.add_printer(another(model, cloud.printers))
    busy = set()
    for serial in cloud.printers:
        try:
            await cloud.scenario(serial, name, seconds=60)
        except BusyError:
            busy.add(serial)
    assert busy == IMPOSSIBLE.get(name, set())
    await cloud.advance(120)
    for printer in cloud.printers.values():
        assert printer.gcode_state in {"IDLE", "FINISH", "FAILED"}


async def test_offline_and_back(
    cloud: SimulatedCloud, owner: aiohttp.ClientSession, mqtt: aiomqtt.Client
) -> None:
    """A printer says goodbye, is silent, is listed offline late, and returns."""
    await mqtt.subscribe(REPORT)
    await cloud.scenario(P1S_SERIAL, "offline_and_back", seconds=100)
    assert await next_report(mqtt) == {"event": {"event": "client.disconnected"}}
    await cloud.advance(29)
    assert (await listed(owner, BIND))["online"] is True
    await cloud.advance(2)
    assert (await listed(owner, BIND))["online"] is False
    assert (await listed(owner, PRINT))["dev_online"] is False
    await cloud.advance(75)
    assert await next_report(mqtt) == {"event": {"event": "client.connected"}}
    assert (await listed(owner, BIND))["online"] is True


async def test_wifi_drop_is_not_announced(
    cloud: SimulatedCloud, owner: aiohttp.ClientSession, mqtt: aiomqtt.Client
) -> None:
    """A printer can vanish without a word."""
    await mqtt.subscribe(REPORT)
    await cloud.scenario(P1S_SERIAL, "wifi_drop", seconds=200)
    await cloud.advance(119)
    assert (await listed(owner, BIND))["online"] is True
    await cloud.advance(2)
    assert (await listed(owner, BIND))["online"] is False
    await cloud.advance(80)
    assert await next_report(mqtt) == {"event": {"event": "client.connected"}}


async def drain(mqtt: aiomqtt.Client) -> None:
    """Read until the session ends."""
    async for _ in mqtt.messages:
        pass


async def test_token_revoked_in_the_middle(
    cloud: SimulatedCloud, owner: aiohttp.ClientSession, mqtt: aiomqtt.Client
) -> None:
    """A revoked token ends the stream, and the API calls it dead."""
    await mqtt.subscribe(REPORT)
    await cloud.scenario(P1S_SERIAL, "print_ok")
    await cloud.advance(5)
    await cloud.scenario(P1S_SERIAL, "token_revoked")
    with pytest.raises(aiomqtt.MqttError):
        await drain(mqtt)
    assert (await get(owner, BIND))[0] == 401


async def test_tokens_expire(cloud: SimulatedCloud) -> None:
    """A token lives for 90 days of the cloud's time."""
    token = cloud.issue_token(OWNER)
    cloud.now += (cloud.now - cloud.now.replace(year=2025)) / 5
    assert cloud.of_token(token) is not None
    cloud.now += (cloud.now - cloud.now.replace(year=2025)) / 5
    assert cloud.of_token(token) is None


async def test_broker_drops(cloud: SimulatedCloud, mqtt: aiomqtt.Client) -> None:
    """Every session is cut, and a new one is welcome."""
    await cloud.scenario(P1S_SERIAL, "broker_drops")
    with pytest.raises(aiomqtt.MqttError):
        await next_report(mqtt)
    assert cloud.broker.sessions == 0
    assert cloud.broker.running


async def sequence(cloud: SimulatedCloud, mqtt: aiomqtt.Client) -> list[int]:
    """Return the numbers of the reports that arrive within half a minute."""
    await mqtt.subscribe(REPORT)
    await cloud.advance(30)
    await cloud.broker.publish(REPORT, b"{}")
    numbers = []
    while report := await next_report(mqtt):
        numbers.append(int(report["print"]["sequence_id"]) - 58357)
    return numbers


async def test_faults_of_reports(cloud: SimulatedCloud, mqtt: aiomqtt.Client) -> None:
    """Reports can get lost, come twice or change places."""
    cloud.faults.drop = 1
    cloud.faults.reorder = 1
    cloud.faults.duplicate = 2
    # All four printers suffer together; only one shall.
    for serial in set(cloud.printers) - {P1S_SERIAL}:
        cloud.remove_printer(serial)
    assert await sequence(cloud, mqtt) == [3, 3, 2, 4, 4, 5, 6]


async def test_delayed_reports(cloud: SimulatedCloud, mqtt: aiomqtt.Client) -> None:
    """Reports can be late."""
    cloud.faults.delay = 12
    assert await sequence(cloud, mqtt) == [1, 2, 3]


async def test_junk(cloud: SimulatedCloud, mqtt: aiomqtt.Client) -> None:
    """Messages can come that are none."""
    await mqtt.subscribe(f"device/{X1C_SERIAL}/report")
    cloud.faults.junk.extend([*Junk, b"my own"])
    cloud.remove_printer(P1S_SERIAL)
    for serial in set(cloud.printers) - {X1C_SERIAL}:
        cloud.remove_printer(serial)
    await cloud.advance(5 * (len(Junk) + 1))
    payloads = [
        bytes((await anext(mqtt.messages)).payload) for _ in range(2 * len(Junk) + 2)
    ]
    assert payloads[-2] == b"my own"
    assert max(len(payload) for payload in payloads) > 1_000_000
    for payload in payloads[1::2]:
        assert json.loads(payload)["print"]["command"] == "push_status"


async def test_time_can_run_by_itself(
    cloud: SimulatedCloud, mqtt: aiomqtt.Client
) -> None:
    """A running cloud advances by itself."""
    await mqtt.subscribe(REPORT)
    cloud.run(speed=200)
    assert (await next_report(mqtt))["print"]["msg"] == 1


async def test_renaming_and_removing(
    cloud: SimulatedCloud, owner: aiohttp.ClientSession
) -> None:
    """A printer can get another name, and leave the account."""
    body = {"dev_id": P1S_SERIAL, "name": "Kitchen"}
    async with owner.patch("/v1/iot-service/api/user/device/info", json=body) as answer:
        assert answer.status == 200
    assert (await listed(owner, BIND))["name"] == "Kitchen"
    async with owner.delete(BIND, params={"dev_id": P1S_SERIAL}) as answer:
        assert answer.status == 200
    _, body_after = await get(owner, BIND)
    assert len(body_after["devices"]) == 3
