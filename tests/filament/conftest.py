"""What the tests of spools share."""

import pytest

from tests.helpers.home import X1C
from tests.helpers.spools import tag_of
from tests.simulator import SimulatedCloud


@pytest.fixture
def tagged(cloud: SimulatedCloud) -> int:
    """Enter the spool in the first slot of the X1C; return its number."""
    return cloud.spools_of().put(
        createType="ams",
        RFID=tag_of(cloud, X1C, 0, 0),
        filamentVendor="Bambu Lab",
        filamentType="PLA",
        filamentName="PLA Basic",
        filamentId="GFA00",
        color="#FF6A13FF",
        netWeight=640,
        totalNetWeight=1000,
        rolls=1,
        category="PLA",
    )


@pytest.fixture
def manual(cloud: SimulatedCloud) -> int:
    """Enter a spool by hand; return its number."""
    return cloud.spools_of().put(
        filamentVendor="Moor",
        filamentType="PETG",
        filamentName="PETG",
        color="1A1A1A",
        displayName="Shelf black",
        netWeight=300,
        totalNetWeight=1000,
        note="shelf 3",
        category="PETG",
    )
