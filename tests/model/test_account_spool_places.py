"""A tray and a spool of the account are the same only if that is certain."""

from dataclasses import replace
from typing import Any

from custom_components.bambu_cloud.model import (
    PrinterState,
    Tray,
    TrayLocation,
    find_spool,
    identify,
)
from tests.helpers.spool_rows import MANUAL, TAGGED, UUID, spool

P1S, H2D = "01P00A000000001", "09400A000000001"
TRAY = Tray(id=1, material="PLA", filament_id="GFL99")
BESIDE = TrayLocation(0, 1)
ASSIGNED = MANUAL | {
    "inPrinter": True,
    "devId": P1S,
    "amsSn": "AMS1",
    "amsId": 0,
    "slotId": "1",
}


def found(
    rows: list[dict[str, Any]],
    tray: Tray = TRAY,
    *,
    serial: str = P1S,
    ams: str | None = "AMS1",
    location: TrayLocation = BESIDE,
) -> str | None:
    """Return the id of the spool in a tray."""
    printer = PrinterState(serial=serial)
    result = find_spool(
        [spool(row) for row in rows], printer, tray, ams=ams, location=location
    )
    return result.id if result else None


def test_found_by_tag() -> None:
    """The uuid of a tag decides alone, also against the place."""
    tray = replace(TRAY, tray_uuid=UUID.lower())
    assert found([TAGGED, ASSIGNED], tray) == "4900001"
    assert found([ASSIGNED], tray) is None
    assert found([TAGGED, TAGGED | {"id": 7}], tray) is None
    assert found([TAGGED]) is None


def test_found_by_place() -> None:
    """A spool without a tag is in its slot while the filament agrees."""
    assert found([ASSIGNED]) == "4900002"
    assert found([ASSIGNED], replace(TRAY, material="ABS")) is None
    assert found([ASSIGNED], replace(TRAY, material=None)) is None
    other = replace(TRAY, material="ABS", filament_id="GFX")
    assert found([ASSIGNED | {"filamentId": "GFX"}], other) == "4900002"
    assert found([ASSIGNED, ASSIGNED | {"id": 7}]) is None
    assert found([MANUAL]) is None
    assert found([ASSIGNED | {"amsId": None}]) is None


def test_found_where_the_ams_is() -> None:
    """An AMS with a serial is itself wherever it is plugged in."""
    moved = TrayLocation(1, 1)
    assert found([ASSIGNED], serial=H2D, location=moved) == "4900002"
    assert found([ASSIGNED], ams="AMS2") is None
    assert found([ASSIGNED], location=TrayLocation(0, 2)) is None
    unnamed = ASSIGNED | {"amsSn": ""}
    assert found([unnamed]) == "4900002"
    assert found([unnamed], location=moved) is None
    assert found([unnamed], serial=H2D) is None


def test_found_outside() -> None:
    """The only holder of a printer has either number, and two have their own."""
    left, right = TrayLocation(254, 0), TrayLocation(255, 0)
    row = ASSIGNED | {"amsSn": "", "amsId": 254, "slotId": ""}
    assert found([row], ams=None, location=right) == "4900002"
    h2d = row | {"devId": H2D}
    two = with_model(H2D)
    assert two.model.nozzles == 2
    for location, expected in ((left, "4900002"), (right, None)):
        result = find_spool([spool(h2d)], two, TRAY, ams=None, location=location)
        assert (result.id if result else None) == expected


def with_model(serial: str) -> PrinterState:
    """Return a printer of the model that its serial names."""
    return PrinterState(serial=serial, model=identify(serial=serial))
