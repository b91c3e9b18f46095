"""What becomes of messages."""

from datetime import UTC, datetime
import json
import logging

import pytest

from custom_components.bambu_cloud.api import Clock
from custom_components.bambu_cloud.api.mqtt.counters import StreamCounters
from custom_components.bambu_cloud.api.mqtt.decoder import Decoder

SERIAL = "01P00A000000001"
TOPIC = f"device/{SERIAL}/report"
NOW = datetime(2026, 1, 1, 10, tzinfo=UTC)


@pytest.fixture
def counters() -> StreamCounters:
    """Return counters at zero."""
    return StreamCounters()


@pytest.fixture
def decoder(counters: StreamCounters) -> Decoder:
    """Return a decoder whose clock stands still."""
    return Decoder(counters, Clock(now=lambda: NOW))


def test_report_is_decoded(decoder: Decoder, counters: StreamCounters) -> None:
    """A JSON object on the topic of a printer becomes a report."""
    report = decoder.decode(TOPIC, b'{"print":{"msg":1}}', {SERIAL})
    assert report is not None
    assert report.serial == SERIAL
    assert report.payload == {"print": {"msg": 1}}
    assert report.received_at == NOW
    assert report.size == 19
    assert counters.as_dict() == StreamCounters(messages=1).as_dict()


def test_invalid_utf8_is_repaired(decoder: Decoder, counters: StreamCounters) -> None:
    """A broken file name costs its letters, not the report (protocol B.2)."""
    report = decoder.decode(TOPIC, b'{"print":{"subtask_name":"a\xffb"}}', {SERIAL})
    assert report is not None
    assert report.payload == {"print": {"subtask_name": "a\ufffdb"}}
    assert (counters.repaired, counters.junk) == (1, 0)


@pytest.mark.parametrize(
    "message",
    [
        b"",
        b"not json",
        b"\xff\xfe\x00",
        b'{"print":',
        b'{"a":NaN}',
        b"[" * 5000,
        b"[1]",
        b'"text"',
        b"null",
        b"\xff[]",
        b"{}",
        b'{"print":[{"msg":0}],"info":[],"event":null}',
        json.dumps({"print": {"x": "y" * 1_000_000}}).encode(),
    ],
)
def test_junk_is_counted(
    decoder: Decoder, counters: StreamCounters, message: bytes
) -> None:
    """What is no JSON object of honest size is dropped and counted."""
    assert decoder.decode(TOPIC, message, {SERIAL}) is None
    assert (counters.messages, counters.junk, counters.unknown) == (1, 1, 0)


@pytest.mark.parametrize(
    "topic",
    ["device/OTHER/report", f"device/{SERIAL}/request", "device//report", "report"],
)
def test_unknown_topics_are_counted(
    decoder: Decoder, counters: StreamCounters, topic: str
) -> None:
    """Reports of other printers are dropped and counted."""
    assert decoder.decode(topic, b"{}", {SERIAL}) is None
    assert (counters.messages, counters.junk, counters.unknown) == (1, 0, 1)


def test_each_cause_is_logged_once_without_content(
    decoder: Decoder, caplog: pytest.LogCaptureFixture
) -> None:
    """The log says what kind of junk came, once, and not what was in it."""
    caplog.set_level(logging.DEBUG)
    for _ in range(5):
        decoder.decode(TOPIC, b"secret", {SERIAL})
        decoder.decode(TOPIC, b'["secret"]', {SERIAL})
        decoder.decode("device/SECRET/report", b"secret", {SERIAL})
    assert len(caplog.records) == 3
    assert {record.levelno for record in caplog.records} == {logging.DEBUG}
    assert "secret" not in caplog.text.lower()
