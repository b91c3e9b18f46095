"""What lies on the plates of prints is read once, and not held for ever."""

import io
from typing import Any
import zipfile

import pytest

from custom_components.bambu_cloud.api import BambuError
from custom_components.bambu_cloud.prints import plates
from custom_components.bambu_cloud.prints.plates import PlateContent
from tests.helpers.actions import printing
from tests.helpers.home import P1S, X1C, Home
from tests.helpers.reports import delta, push
from tests.simulator.cloud_side.sliced import sliced
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


def with_pictures(pictures: dict[str, bytes]) -> bytes:
    """Return a sliced project that has these pictures alone."""
    changed = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(sliced(("Hull", "Flag")))) as project,
        zipfile.ZipFile(changed, "w") as file,
    ):
        for name in project.namelist():
            if not name.endswith(".png"):
                file.writestr(name, project.read(name))
        for name, picture in pictures.items():
            file.writestr(f"Metadata/{name}.png", picture)
    return changed.getvalue()


@pytest.mark.parametrize("picture", [b"\xff\xd8\xff\xe0 JPEG", b"?", b""])
async def test_pictures_that_are_none(home: Home, picture: bytes) -> None:
    """Objects are listed without pictures that are no PNG."""
    await printing(home, P1S)
    job = home.cloud.simulated(P1S).job
    assert job
    key = f"jobs/{job.profile_id}/{job.task_id}.3mf"
    home.cloud.store.put(key, with_pictures({"pick_1": picture}))
    content = await current(home, P1S)
    assert content
    assert [each.name for each in content.plate.objects] == ["Hull", "Flag"]
    assert content.mask is content.top is None


@pytest.mark.parametrize(
    ("row", "number"),
    [
        ({"plateIndex": 1}, 1),
        ({"plateIndex": 0}, 1),
        ({"plateIndex": 2}, 2),
        ({"plateIndex": 2, "modelId": ""}, None),
        ({"plateIndex": 2, "profileId": 0}, None),
    ],
)
async def test_plate_of_the_history(
    home: Home, monkeypatch: pytest.MonkeyPatch, row: dict[str, Any], number: int | None
) -> None:
    """Printers that do not say which plate it is print that of the history."""
    hits = home.cloud.history.hits
    monkeypatch.setattr(
        home.cloud.history, "hits", lambda *args: [each | row for each in hits(*args)]
    )
    await printing(home, P1S)
    data = home.entry.runtime_data
    await data.history.async_refresh(P1S)
    key = data.plates.current_key(data.account.printers[P1S])
    assert (key and key.number) == number
    if number is None:
        assert await current(home, P1S) is None
