"""Messages wait in a queue that has bounds."""

from aiomqtt import Message

from custom_components.bambu_cloud.api.mqtt.decoder import TOO_LARGE
from custom_components.bambu_cloud.api.mqtt.inbox import Inbox


def message(topic: str, size: int) -> Message:
    """Return a message of so many bytes."""
    return Message(topic, bytes(size), 0, retain=False, mid=0, properties=None)


def test_inbox_drops_the_oldest() -> None:
    """A full inbox drops the oldest message, and counts whose it was."""
    woken: list[None] = []
    inbox = Inbox(lambda: woken.append(None))
    for number in range(Inbox.SIZE + 2):
        topic = f"device/{number % 2}/report"
        inbox.put_nowait(Message(topic, str(number).encode(), 0, False, 0, None))  # noqa: FBT003  the library's own signature
    payloads = [int(message.payload) for message in inbox.drain()]
    assert payloads == list(range(2, Inbox.SIZE + 2))
    assert inbox.lost == {"device/0/report": 1, "device/1/report": 1}
    assert len(woken) == Inbox.SIZE + 2


def test_inbox_is_bounded_by_bytes() -> None:
    """Large messages drop as many old ones as they need, and huge ones are dropped."""
    inbox = Inbox(lambda: None)
    for _ in range(100):
        inbox.put_nowait(message("device/0/report", TOO_LARGE - 1))
        inbox.put_nowait(message("device/1/report", TOO_LARGE))
    assert inbox.too_large == 100
    assert inbox.lost.keys() == {"device/0/report"}
    sizes = [len(item.payload) for item in inbox.drain()]
    assert 0 < sum(sizes) <= Inbox.MAX_BYTES
    assert inbox.lost.total() + len(sizes) == 100
    inbox.put_nowait(message("device/0/report", TOO_LARGE - 1))
    assert inbox.qsize() == 1  # what was removed makes room
