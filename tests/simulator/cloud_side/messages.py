"""The cloud's messages to the owners of accounts (protocol A.7.3)."""

from collections.abc import Iterable

from tests.simulator.printer.state import Payload

_PRINT_ENDED = 6


def ended(hits: Iterable[Payload]) -> list[Payload]:
    """Return a message for each print of the history that has ended."""
    return [_ended(hit) for hit in hits if hit["status"] in {2, 3} and hit["id"]]


def _ended(hit: Payload) -> Payload:
    """Return the message that a print has ended."""
    return message(
        int(hit["id"]) + 10_000_000,
        _PRINT_ENDED,
        hit["endTime"],
        taskMessage={
            "id": hit["id"],
            "title": hit["title"],
            "cover": hit["cover"],
            "status": hit["status"],
            "deviceId": hit["deviceId"],
        },
    )


def message(number: int, kind: int, created: object, **more: object) -> Payload:
    """Return a message as lists show it."""
    row: Payload = {
        "id": number,
        "type": kind,
        "design": None,
        "comment": None,
        "taskMessage": None,
        "from": {
            "uid": 2,
            "name": "Bambu Lab",
            "avatar": "",
            "fanCount": 0,
            "followCount": 0,
            "likeCount": 0,
            "isFollowed": False,
        },
        "createTime": created,
    }
    return row | more
