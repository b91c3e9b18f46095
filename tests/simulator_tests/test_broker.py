"""Tests of the simulated broker, with a plain MQTT client."""

import asyncio

import aiomqtt
from aiomqtt.exceptions import MqttConnectError
import pytest

from tests.helpers.wait import WAIT_LIMIT
from tests.simulator import (
    A1_MINI_SERIAL,
    H2D_SERIAL,
    P1S_SERIAL,
    X1C_SERIAL,
    SimulatedCloud,
)

from .mqtt_client import mqtt_client, next_report, send_request

PUSHALL = {"pushing": {"sequence_id": "1", "command": "pushall"}}
REPORT = f"device/{X1C_SERIAL}/report"


@pytest.mark.parametrize("serial", [X1C_SERIAL, P1S_SERIAL, A1_MINI_SERIAL, H2D_SERIAL])
async def test_printer_answers_through_the_broker(
    mqtt: aiomqtt.Client, serial: str
) -> None:
    """Each printer of the fleet answers what a client asks at first."""
    await mqtt.subscribe(f"device/{serial}/report")
    await send_request(
        mqtt, serial, {"info": {"sequence_id": "77", "command": "get_version"}}
    )
    version = (await next_report(mqtt))["info"]
    assert version["sequence_id"] == "77"
    assert version["module"][0]["sn"] == serial

    await send_request(mqtt, serial, PUSHALL)
    report = (await next_report(mqtt))["print"]
    assert report["msg"] == 0
    assert report["gcode_state"] == "IDLE"


@pytest.mark.parametrize("token", ["", "AAB123"])
async def test_wrong_token_is_refused(cloud: SimulatedCloud, token: str) -> None:
    """A login without a live token is answered with CONNACK 5."""
    with pytest.raises(MqttConnectError) as refused:
        async with mqtt_client(cloud, token=token):
            pass
    assert refused.value.rc.value == 135  # type: ignore[union-attr]  # paho's name of 5
    assert cloud.broker.sessions == 0


async def test_broker_refuses_logins_with_a_given_code(
    cloud: SimulatedCloud,
) -> None:
    """A broker that is out of order says so."""
    cloud.broker.refuse_logins = 3
    with pytest.raises(MqttConnectError) as refused:
        async with mqtt_client(cloud):
            pass
    assert refused.value.rc.value == 136  # type: ignore[union-attr]  # paho's name of 3


@pytest.mark.parametrize(
    "topic", ["device/00M00A999999999/report", "#", "device/+/report", "nothing"]
)
async def test_foreign_topics_are_refused(mqtt: aiomqtt.Client, topic: str) -> None:
    """Only the reports of one's own printers can be subscribed to."""
    (granted,) = await mqtt.subscribe(topic)
    assert granted.is_failure  # type: ignore[union-attr]  # MQTT 3.1.1 gives codes


async def test_refused_subscriptions(
    cloud: SimulatedCloud, mqtt: aiomqtt.Client
) -> None:
    """A broker can refuse every subscription."""
    cloud.broker.refuse_subscriptions = True
    (granted,) = await mqtt.subscribe(REPORT)
    assert granted.is_failure  # type: ignore[union-attr]  # MQTT 3.1.1 gives codes


async def test_same_port_after_twenty_restarts(cloud: SimulatedCloud) -> None:
    """A broker comes back on its port, and its clients learn of each loss."""
    port = cloud.broker_port

    async def lose_broker() -> None:
        """Live through a crash of the broker."""
        async with mqtt_client(cloud) as client:
            await client.subscribe(REPORT)
            assert cloud.broker.sessions == 1
            await cloud.broker.stop()
            assert cloud.broker.sessions == 0
            await anext(client.messages)

    for _ in range(20):
        with pytest.raises(aiomqtt.MqttError):
            await lose_broker()
        await cloud.broker.start()
        assert cloud.broker_port == port


@pytest.mark.parametrize("switch", ["mute", "silent"])
async def test_broker_that_says_nothing(cloud: SimulatedCloud, switch: str) -> None:
    """A client waits in vain, with TLS or before it."""
    setattr(cloud.broker, switch, True)
    reader, writer = await asyncio.open_connection(
        cloud.broker_host,
        cloud.broker_port,
        ssl=cloud.tls_context() if switch == "mute" else None,
    )
    writer.write(b"\x10\x10\x00\x04MQTT\x04\x02\x00\x3c\x00\x04abcd")
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.1):
            await reader.read(1)
    writer.close()


async def test_many_large_reports(cloud: SimulatedCloud, mqtt: aiomqtt.Client) -> None:
    """Not one of 500 reports of 26 kB gets lost, as fast as they come."""
    await mqtt.subscribe(REPORT)
    payload = b"x" * 26_000

    async def publish() -> None:
        """Publish as fast as the client reads."""
        for _ in range(500):
            await cloud.broker.publish(REPORT, payload)

    async with asyncio.TaskGroup() as group:
        group.create_task(publish())
        for _ in range(500):
            message = await anext(mqtt.messages)
            assert message.payload == payload


async def test_revoked_token_drops_the_session(
    cloud: SimulatedCloud, mqtt: aiomqtt.Client
) -> None:
    """A session ends with its token."""
    cloud.revoke_tokens()
    with pytest.raises(aiomqtt.MqttError):
        await anext(mqtt.messages)
    assert cloud.broker.sessions == 0


async def test_time_passes_while_clients_come_and_go(cloud: SimulatedCloud) -> None:
    """A connection that just ended does not stop the cloud."""
    cloud.run(speed=1000)
    for _ in range(20):
        async with mqtt_client(cloud) as client:
            await client.subscribe(REPORT)
            async with asyncio.timeout(WAIT_LIMIT):
                await anext(client.messages)
        before = cloud.now
        await cloud.advance(5)
        assert cloud.now > before


async def test_same_client_id_kicks_the_older_session(cloud: SimulatedCloud) -> None:
    """Two sessions cannot share a client id."""
    async with (
        mqtt_client(cloud, identifier="twin") as older,
        mqtt_client(cloud, identifier="twin"),
    ):
        with pytest.raises(aiomqtt.MqttError):
            await anext(older.messages)
        assert cloud.broker.sessions == 1
