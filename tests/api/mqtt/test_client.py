"""Connecting and leaving, with brokers that misbehave: nothing may be left behind."""

import asyncio
from contextlib import suppress
import logging
import socket
import ssl

from aiomqtt import MqttError
from aiomqtt.exceptions import MqttConnectError
from paho.mqtt.reasoncodes import ReasonCode
import pytest

from custom_components.bambu_cloud.api import Credentials
from custom_components.bambu_cloud.api.mqtt import client as mqtt
from custom_components.bambu_cloud.api.mqtt.client import SafeClient
from tests.helpers.clients import TOPIC, client_for, complaints, soon
from tests.helpers.servers import (
    CONNECT,
    DISCONNECT,
    Peer,
    accept,
    at,
    listening,
    read_packet,
    refuse,
)
from tests.helpers.wait import WAIT_LIMIT
from tests.simulator.broker.certificate_authority import server_context

pytestmark = pytest.mark.usefixtures("socket_enabled", "no_leftovers")


async def test_connect_that_is_canceled_before_it_is_accepted_hangs_up() -> None:
    """Between TLS and CONNACK: the broker sees the connection end at once."""
    peer = Peer({})
    async with listening(peer, server_context()) as endpoints:
        task = asyncio.create_task(client_for(endpoints).__aenter__())
        await peer.has_received(CONNECT)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        await soon(peer.gone)


async def test_connect_that_is_canceled_as_the_broker_hangs_up_ends() -> None:
    """Both at once: a result without a waiter is no error in the log."""
    peer = Peer({})
    async with listening(peer, server_context()) as endpoints:
        task = asyncio.create_task(client_for(endpoints).__aenter__())
        await peer.has_received(CONNECT)
        peer.hang_up()
        await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        await soon(peer.gone)


async def test_connect_that_is_canceled_in_its_thread_hangs_up_later() -> None:
    """A thread cannot be canceled; what it brings about is closed all the same."""
    loop = asyncio.get_running_loop()
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0)
        task = asyncio.create_task(
            client_for(at(listener.getsockname()[1])).__aenter__()
        )
        connection, _ = await loop.sock_accept(listener)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        reader = asyncio.StreamReader()
        transport, _ = await loop.connect_accepted_socket(
            lambda: asyncio.StreamReaderProtocol(reader),
            connection,
            ssl=server_context(),
        )
        async with asyncio.timeout(WAIT_LIMIT):
            # Closing with TLS tickets unread resets the connection: an end as well.
            with suppress(ConnectionError):
                await reader.read()
        transport.close()


async def test_connect_that_is_canceled_before_a_silent_server_ends() -> None:
    """The caller is released at once, the thread when the server goes."""
    accepted = asyncio.Event()

    async def silent(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        accepted.set()
        await writer.wait_closed()

    async with listening(silent) as endpoints:
        task = asyncio.create_task(client_for(endpoints).__aenter__())
        await soon(accepted)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task


async def test_connect_times_out_and_hangs_up() -> None:
    """A broker that never accepts is left, not leaked."""
    peer = Peer({})
    async with listening(peer, server_context()) as endpoints:
        with pytest.raises(MqttError, match="timed out"):
            await client_for(endpoints, timeout=0.05).__aenter__()
        await soon(peer.gone)


async def test_connect_notices_a_broker_that_hangs_up() -> None:
    """A connection that closes before CONNACK fails at once, not after the timeout."""

    async def rude(reader: asyncio.StreamReader, _: asyncio.StreamWriter) -> None:
        await read_packet(reader)

    async with (
        listening(rude, server_context()) as endpoints,
        asyncio.timeout(WAIT_LIMIT),
    ):
        with pytest.raises(MqttError, match="before it was accepted"):
            await client_for(endpoints).__aenter__()


async def test_connect_to_a_closed_port_fails() -> None:
    """A port without a server is an error of the library's own kind."""
    async with listening(Peer({})) as endpoints:
        pass
    with pytest.raises(MqttError, match="refused"):
        await client_for(endpoints).__aenter__()


async def test_certificate_of_a_stranger_fails() -> None:
    """A broker that cannot prove who it is gets no token."""
    peer = Peer({CONNECT: accept})
    async with listening(peer, server_context()) as endpoints:
        client = SafeClient(
            endpoints,
            Credentials(username="u_1", password="token"),
            identifier="test",
            tls_context=ssl.create_default_context(),
            timeout=10,
        )
        with pytest.raises(MqttError, match="CERTIFICATE_VERIFY_FAILED"):
            await client.__aenter__()
    assert not peer.received


async def test_refused_login_says_so() -> None:
    """CONNACK 5 arrives as 135 (protocol B.1)."""
    peer = Peer({CONNECT: refuse})
    async with listening(peer, server_context()) as endpoints:
        with pytest.raises(MqttConnectError) as caught:
            await client_for(endpoints).__aenter__()
        await soon(peer.gone)
    assert isinstance(caught.value.rc, ReasonCode)
    assert caught.value.rc.value == 135


@pytest.mark.parametrize(("code", "is_login"), [(4, False), (135, True), (136, False)])
def test_code_of_any_form(code: int, *, is_login: bool) -> None:
    """The library passes on a number, or an object with one."""
    assert mqtt.refuses_login(MqttConnectError(code)) is is_login
    assert not mqtt.refuses_login(MqttError("no code"))


def test_library_logs_no_serial(caplog: pytest.LogCaptureFixture) -> None:
    """What the library writes about topics is for debugging, and names no printer."""
    library = logging.getLogger(f"{mqtt.__name__}.library")
    caplog.set_level(logging.DEBUG, library.name)
    library.error("Lost %s", "device/01P00A000000001/report")
    (record,) = caplog.records
    assert record.getMessage() == "Lost device/…/report"
    assert record.levelno == logging.DEBUG


async def test_client_says_goodbye() -> None:
    """CONNECT, then DISCONNECT, then the connection ends."""
    peer = Peer({CONNECT: accept})
    async with listening(peer, server_context()) as endpoints:
        async with client_for(endpoints):
            pass
        await soon(peer.gone)
    assert peer.received == [CONNECT, DISCONNECT]


async def test_login_is_as_in_the_protocol() -> None:
    """MQTT 3.1.1, clean session, no will, 60 s keepalive (protocol B.1)."""
    peer = Peer({CONNECT: accept})
    async with (
        listening(peer, server_context()) as endpoints,
        client_for(endpoints),
    ):
        pass
    clean_session, password, username = 0x02, 0x40, 0x80
    assert peer.login == (
        b"\x00\x04MQTT\x04"
        + bytes([clean_session | password | username, 0, 60])
        + b"\x00\x04test\x00\x03u_1\x00\x05token"
    )


async def test_goodbye_that_cannot_be_said_is_not_waited_for(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """A broker that reads nothing any more is left without a word."""
    monkeypatch.setattr(mqtt, "_DISCONNECT_TIMEOUT", 0.05)
    done = asyncio.Event()

    async def deaf(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await read_packet(reader)
        writer.write(accept(b""))
        await done.wait()

    async with listening(deaf, server_context()) as endpoints:
        async with client_for(endpoints) as client, asyncio.timeout(WAIT_LIMIT):
            # More than the buffers on the way can hold.
            much = [
                client.publish(TOPIC, bytes(64_000), timeout=0.05) for _ in range(300)
            ]
            outcomes = await asyncio.gather(*much, return_exceptions=True)
        done.set()
    assert isinstance(outcomes[-1], MqttError)
    assert not complaints(caplog)


async def test_goodbye_that_is_canceled_closes_all_the_same(
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Who is canceled while leaving has left."""
    peer = Peer({CONNECT: accept})
    async with listening(peer, server_context()) as endpoints:
        client = await client_for(endpoints).__aenter__()
        leaving = asyncio.create_task(client.__aexit__(None, None, None))
        await asyncio.sleep(0)
        leaving.cancel()
        with pytest.raises(asyncio.CancelledError):
            await leaving
        await soon(peer.gone)
    assert not complaints(caplog)
