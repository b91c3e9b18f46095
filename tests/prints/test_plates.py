"""What lies on the plates of prints is read once, and not held for ever."""

import pytest

from custom_components.bambu_cloud.api import BambuError
from custom_components.bambu_cloud.prints import plates
from custom_components.bambu_cloud.prints.plates import PlateContent
from tests.helpers.actions import printing
from tests.helpers.home import P1S, X1C, Home
from tests.helpers.reports import delta, push
from tests.simulator.faults import HttpFault


async def current(home: Home, serial: str) -> PlateContent | None:
    """Return the plate that a printer prints."""
    data = home.entry.runtime_data
    await data.history.async_refresh(serial)
    found: PlateContent | None = await data.plates.async_current(
        data.account.printers[serial]
    )
    return found


async def test_plate_that_the_file_does_not_have(home: Home) -> None:
    """It has no objects here: those of another plate lie elsewhere."""
    await printing(home, P1S)
    await push(home, P1S, delta(plate_idx=3))
    await home.until(
        lambda: home.entry.runtime_data.account.printers[P1S].data.job.plate
    )
    assert await current(home, P1S) is None


async def test_only_some_plates_are_stored(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The one that was read first goes, and is read again when it is wanted."""
    monkeypatch.setattr(plates, "_STORED", 1)
    await printing(home, P1S)
    await printing(home, X1C)
    home.cloud.simulated(X1C).job.profile_id = "128885499"  # type: ignore[union-attr] # it prints
    for serial in (P1S, X1C):
        assert await current(home, serial)
    assert await current(home, X1C)
    home.cloud.faults.every_request = HttpFault.SERVER_ERROR
    with pytest.raises(BambuError):
        await current(home, P1S)
