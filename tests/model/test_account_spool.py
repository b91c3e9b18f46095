"""Spools of the filament manager are read as far as they make sense."""

from datetime import UTC, datetime
from typing import Any

import pytest

from custom_components.bambu_cloud.model import (
    AccountSpool,
    SpoolPlace,
    TrayLocation,
    read_spool,
)

UUID = "0123456789ABCDEF0123456789ABCDEF"
TAGGED: dict[str, Any] = {
    "id": 4900001,
    "createType": "ams",
    "filamentVendor": "Bambu Lab",
    "filamentType": "PETG",
    "filamentName": "PETG HF",
    "filamentId": "GFG02",
    "RFID": UUID.lower(),
    "color": "#00AE42FF",
    "colorType": 0,
    "colors": ["#00AE40", "FF0000"],
    "netWeight": 640,
    "totalNetWeight": "1000",
    "note": "",
    "displayName": "",
    "depleted": False,
    "rolls": 1,
    "status": 0,
    "isSupport": False,
    "trayIdName": "G02-G0",
    "category": "PETG",
    "createdAt": 1777000000,
    "updatedAt": "1777600000",
    "inPrinter": True,
    "devId": "00M00A000000001",
    "deviceName": "Workshop",
    "amsSn": "00600A000000001",
    "amsId": 0,
    "amsType": 1,
    "slotId": "2",
}
MANUAL: dict[str, Any] = {
    "id": "4900002",
    "createType": "manual",
    "filamentVendor": "Any",
    "filamentType": "PLA",
    "filamentName": "PLA",
    "filamentId": "",
    "RFID": "0" * 32,
    "color": "1A1A1A",
    "colorType": 2,
    "colors": None,
    "netWeight": None,
    "totalNetWeight": None,
    "note": "shelf 3",
    "displayName": "black",
    "status": 1,
    "inPrinter": False,
    "amsId": 0,
    "slotId": "0",
}


def spool(row: dict[str, Any], **changes: Any) -> AccountSpool:
    """Return the spool of a row."""
    found = read_spool(row | changes)
    assert found is not None
    return found


def test_tagged() -> None:
    """A spool with a tag has the uuid that printers report."""
    assert spool(TAGGED) == AccountSpool(
        id="4900001",
        is_manual=False,
        tray_uuid=UUID,
        vendor="Bambu Lab",
        material="PETG",
        name="PETG HF",
        filament_id="GFG02",
        colors=("#00AE40", "#FF0000"),
        is_gradient=True,
        is_support=False,
        remaining=640,
        total=1000,
        place=SpoolPlace(
            serial="00M00A000000001",
            printer="Workshop",
            ams_serial="00600A000000001",
            location=TrayLocation(0, 2),
        ),
        created_at=datetime(2026, 4, 24, 3, 6, 40, tzinfo=UTC),
        updated_at=datetime(2026, 5, 1, 1, 46, 40, tzinfo=UTC),
    )
    assert "00M00A" not in repr(spool(TAGGED))


def test_manual() -> None:
    """A spool that was entered by hand may lack a lot; zeros are no tag."""
    assert spool(MANUAL) == AccountSpool(
        id="4900002",
        vendor="Any",
        material="PLA",
        name="PLA",
        display_name="black",
        colors=("#1A1A1A",),
        is_gradient=False,
        note="shelf 3",
        is_incomplete=True,
    )


@pytest.mark.parametrize(
    ("changes", "is_manual"),
    [
        ({"createType": "ams"}, False),
        ({"createType": "manual"}, True),
        ({"createType": None}, True),
        ({"createType": "manual", "RFID": UUID}, False),
    ],
)
def test_who_measures(changes: dict[str, Any], *, is_manual: bool) -> None:
    """What may be measured by an AMS is not manual."""
    assert spool(MANUAL, **changes).is_manual is is_manual


@pytest.mark.parametrize(
    ("changes", "title"),
    [
        ({}, "black"),
        ({"displayName": None}, "Any PLA"),
        (
            {"displayName": "", "filamentVendor": "Bambu", "filamentName": "Bambu X"},
            "Bambu X",
        ),
        ({"displayName": "", "filamentVendor": None}, "PLA"),
        ({"displayName": "", "filamentVendor": "Any", "filamentName": ""}, "Any PLA"),
        (
            {
                "displayName": "",
                "filamentVendor": "",
                "filamentName": "",
                "filamentType": "",
            },
            "4900002",
        ),
    ],
)
def test_title(changes: dict[str, Any], title: str) -> None:
    """A spool is called what its owner calls it, else by maker and product."""
    assert spool(MANUAL, **changes).title == title


@pytest.mark.parametrize(
    ("weight", "grams"),
    [(0, 0), ("12", 12), (12.7, 12), (-1, None), (1e9, None), ("x", None), ([], None)],
)
def test_weights(weight: Any, grams: int | None) -> None:
    """A weight that cannot be one is unknown."""
    assert spool(MANUAL, netWeight=weight).remaining == grams
    assert spool(MANUAL, totalNetWeight=weight).total == (grams or None)


@pytest.mark.parametrize(
    ("changes", "location"),
    [
        ({}, TrayLocation(0, 2)),
        ({"amsId": "128", "slotId": 0}, TrayLocation(128, 0)),
        ({"amsId": 255, "slotId": ""}, TrayLocation(255, 0)),
        ({"amsId": 254, "slotId": 1}, TrayLocation(254, 0)),
        ({"amsId": None}, None),
        ({"amsId": 256}, None),
        ({"slotId": 4}, None),
        ({"slotId": "x"}, None),
    ],
)
def test_location(changes: dict[str, Any], location: TrayLocation | None) -> None:
    """Numbers of units and slots come as either type."""
    place = spool(TAGGED, **changes).place
    assert place is not None
    assert place.location == location


@pytest.mark.parametrize("row", [None, [], "1", {}, {"id": ""}, {"id": 0}, {"id": {}}])
def test_no_spool(row: Any) -> None:
    """What has no id is no spool."""
    assert read_spool(row) is None
