"""The spools of an account in the filament manager (protocol A.10).

Strict as the cloud was with real clients: a body with a key that does not belong there,
or with a value of another type, is refused.
"""

from collections.abc import Callable, Iterable
from itertools import count
from typing import Any

from tests.simulator.printer.state import Payload

_TEXTS = (
    *("filamentVendor", "filamentType", "filamentName", "filamentId", "color"),
    *("trayIdName", "displayName"),
)
_DESCRIBED: dict[str, type] = {
    **dict.fromkeys(_TEXTS, str),
    "isSupport": bool,
    "colorType": int,
    "netWeight": int,
    "totalNetWeight": int,
}
_PLACE: dict[str, type] = {
    "inPrinter": bool,
    "devId": str,
    "deviceName": str,
    "amsSn": str,
    "amsId": int,
    "amsType": int,
    "slotId": str,
}
_CREATION: dict[str, type] = {"createType": str, "RFID": str, "rolls": int}
_LATER: dict[str, type] = {"id": int, "note": str, "colors": list}
_NEW = _DESCRIBED | _PLACE | _CREATION
_CHANGED = _DESCRIBED | _PLACE | _LATER
"""An int is an int64, which no text or fraction is."""
_REQUIRED = {"filamentName", "colorType", "filamentId"}
_LONGEST_NOTE = 50
_RFID_DIGITS = 32
_FIRST_NUMBER = 4_900_001


class RefusedError(Exception):
    """A body does not fit the interface description."""


class SpoolShelf:
    """The spools of one account.

    Attributes:
        rows: By number, oldest first, as the cloud lists them.
        on_changed: Called before a change is answered; what it raises is the answer.
    """

    def __init__(self) -> None:
        """Start without spools."""
        self.rows: dict[int, Payload] = {}
        self.on_changed: Callable[[], None] = lambda: None
        self._numbers = count(_FIRST_NUMBER)

    def add(self, body: Payload, now: int) -> int:
        """Add a spool as a client asks for it, and return its number.

        Raises:
            RefusedError: The body is not strictly right.
        """
        _check(body, _NEW)
        if not body.keys() >= _REQUIRED or not _is_origin(body):
            raise RefusedError
        described = {key: value for key, value in body.items() if key not in _PLACE}
        return self.put(
            createdAt=now,
            updatedAt=now,
            category=body.get("filamentType", ""),
            **described,
        )

    def put(self, **fields: Any) -> int:
        """Add a spool as it may be listed, and return its number."""
        number = next(self._numbers)
        self.rows[number] = {**_USUAL, "id": number, **fields}
        return number

    def change(self, body: Payload, now: int) -> Payload | None:
        """Change a spool as a client asks for it; None if there is no such spool.

        Raises:
            RefusedError: The body is not strictly right.
        """
        _check(body, _CHANGED)
        if "id" not in body or len(body.get("note", "")) > _LONGEST_NOTE:
            raise RefusedError
        row = self.rows.get(body["id"])
        if row is None:
            return None
        row |= {key: value for key, value in body.items() if value != []}
        row["updatedAt"] = now
        return row

    def delete(self, ids: Iterable[Any], tags: Iterable[str]) -> None:
        """Delete spools; unknown ones are no error."""
        numbers, tags = {str(each) for each in ids}, set(tags) - {""}
        for number, row in tuple(self.rows.items()):
            if str(number) in numbers or row["RFID"] in tags:
                del self.rows[number]


def _check(body: Payload, fields: dict[str, type]) -> None:
    """Refuse a body with other fields, other types, or without a name.

    Raises:
        RefusedError: It has some.
    """
    if not body.get("filamentName") or any(
        type(value) is not fields.get(key) for key, value in body.items()
    ):
        raise RefusedError


def _is_origin(body: Payload) -> bool:
    """Return whether a spool is one with a tag, or without and entered by hand."""
    tag = body.get("RFID", "")
    has_tag = len(tag) == _RFID_DIGITS and bool(tag.strip("0"))
    if body.get("createType", "manual") == "ams":
        return has_tag
    return not tag and "rolls" not in body


_USUAL: Payload = {
    "createType": "manual",
    "filamentVendor": "",
    "filamentType": "",
    "filamentName": "",
    "filamentId": "",
    "RFID": "",
    "color": "#898989",
    "colorType": 2,
    "colors": None,
    "netWeight": None,
    "totalNetWeight": None,
    "note": "",
    "displayName": "",
    "depleted": False,
    "rolls": 0,
    "status": 0,
    "isSupport": False,
    "trayIdName": "",
    "category": "",
    "inPrinter": False,
}
"""What rows have in common; places only come with spools that are in a printer."""
