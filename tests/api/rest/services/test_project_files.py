"""Single files of a 3MF are read without loading all of it."""

from dataclasses import replace
import io
import zipfile

import pytest

from custom_components.bambu_cloud.api import (
    BambuCloud,
    BambuExpiredError,
    BambuNotFoundError,
    BambuResponseError,
)
from custom_components.bambu_cloud.api.rest.services.projects import Profile
from tests.simulator import SimulatedCloud
from tests.simulator.cloud_side.sliced import sliced

NAMES = {"Metadata/slice_info.config", "Metadata/pick_1.png", "Metadata/missing.png"}
KEY = "projects/boat.3mf"
BOAT = sliced(("Hull", "Flag"))
_LIST = BOAT.index(b"Metadata/slice_info.config") + 40
TORN = BOAT[:_LIST] + bytes(60) + BOAT[_LIST + 60 :]


def profile(simulated: SimulatedCloud, content: bytes = BOAT) -> Profile:
    """Return a profile with such a file."""
    simulated.store.put(KEY, content)
    address = simulated.store.sign("GET", KEY, simulated.now)
    return Profile(id="1", url=simulated.api_url + address)


@pytest.mark.parametrize("serves_ranges", [True, False])
async def test_members(
    cloud: BambuCloud, simulated: SimulatedCloud, *, serves_ranges: bool
) -> None:
    """What the archive has is returned, from stores with ranges and without."""
    simulated.store.serves_ranges = serves_ranges
    found = await cloud.projects.read_files(profile(simulated), NAMES)
    assert found.keys() == NAMES - {"Metadata/missing.png"}
    assert b"Hull" in found["Metadata/slice_info.config"]
    assert found["Metadata/pick_1.png"].startswith(b"\x89PNG")


async def test_little_is_loaded(cloud: BambuCloud, simulated: SimulatedCloud) -> None:
    """The G-code of a print, most of the file, stays where it is."""
    await cloud.projects.read_files(profile(simulated), NAMES)
    assert simulated.store.sent < len(BOAT) / 4


@pytest.mark.parametrize(
    "content",
    [b"", b"no archive" * 9_000, BOAT[: len(BOAT) // 2], TORN],
    ids=["empty", "other", "begin", "torn"],
)
async def test_damaged_archive(
    cloud: BambuCloud, simulated: SimulatedCloud, content: bytes
) -> None:
    """A file that is no archive, or only a part of one, is an error."""
    with pytest.raises(BambuResponseError):
        await cloud.projects.read_files(profile(simulated, content), NAMES)


@pytest.mark.parametrize("content", ["encrypted", "lzma"])
async def test_member_that_no_slicer_writes(
    cloud: BambuCloud, simulated: SimulatedCloud, content: str
) -> None:
    """A file that is encrypted or packed in another way is an error, not a crash."""
    archive = bytearray(BOAT)
    entry = archive.rindex(b"Metadata/slice_info.config") - 46  # in the directory
    place, value = {"encrypted": (8, 1), "lzma": (10, zipfile.ZIP_LZMA)}[content]
    archive[entry + place] |= value
    with pytest.raises(BambuResponseError):
        await cloud.projects.read_files(profile(simulated, bytes(archive)), NAMES)


async def test_huge_member(cloud: BambuCloud, simulated: SimulatedCloud) -> None:
    """A file that would fill the memory when unpacked is not unpacked."""
    with pytest.raises(BambuResponseError):
        await cloud.projects.read_files(profile(simulated, bomb()), NAMES)


def bomb() -> bytes:
    """Return an archive that grows a thousandfold."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("Metadata/slice_info.config", bytes(8 * 1024 * 1024))
    return archive.getvalue()


async def test_no_file(cloud: BambuCloud, simulated: SimulatedCloud) -> None:
    """Without an address there is nothing to read; an old one is too old."""
    found = profile(simulated)
    with pytest.raises(BambuNotFoundError):
        await cloud.projects.read_files(replace(found, url=None), NAMES)
    await simulated.advance(3600)
    with pytest.raises(BambuExpiredError):
        await cloud.projects.read_files(found, NAMES)
