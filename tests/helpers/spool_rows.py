"""Rows of the filament manager, as the cloud was seen to list them."""

from typing import Any

from custom_components.bambu_cloud.model import AccountSpool, read_spool

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
