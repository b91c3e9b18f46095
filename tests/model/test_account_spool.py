"""Spools of the filament manager are read as far as they make sense."""

from datetime import UTC, datetime
from typing import Any

import pytest

from custom_components.bambu_cloud.model import (
    AccountSpool,
    SpoolPlace,
    TrayLocation,
    low_spools,
    read_spool,
    spool_names,
)
from tests.helpers.spool_rows import MANUAL, TAGGED, UUID, spool


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


def test_depleted() -> None:
    """Nothing is left of a spool that is used up, if nothing else is said."""
    assert spool(MANUAL, depleted=True).remaining == 0
    assert spool(MANUAL, depleted=True, netWeight=3).remaining == 3


def test_names() -> None:
    """No two spools are called the same, as far as anything sets them apart."""
    names = spool_names(
        [
            spool(MANUAL, id=1),
            spool(MANUAL, id=2, displayName="A", color="#FF0000"),
            spool(MANUAL, id=3, displayName="A", color="#00FF00"),
            spool(MANUAL, id=4900004, displayName="B", color=""),
            spool(MANUAL, id=4900005, displayName="B", color=""),
        ]
    )
    assert names == {
        "1": "black",
        "2": "A #FF0000",
        "3": "A #00FF00",
        "4900004": "B 0004",
        "4900005": "B 0005",
    }


def test_low() -> None:
    """A spool becomes low at the threshold, and stays so for 20 g more."""
    spools = [
        spool(MANUAL, id=grams, netWeight=grams) for grams in (100, 101, 120, 121)
    ]
    unknown = spool(MANUAL, id=1)
    all_ids = {each.id for each in spools}
    assert low_spools([*spools, unknown], 100, before=()) == {"100"}
    assert low_spools(spools, 100, before=all_ids) == {"100", "101", "120"}
