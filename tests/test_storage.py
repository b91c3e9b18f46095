"""Files of Home Assistant's storage on a real disk, in every state of repair."""

from datetime import timedelta
import json
from pathlib import Path
from typing import Any

from homeassistant.const import EVENT_HOMEASSISTANT_FINAL_WRITE
from homeassistant.core import CoreState, HomeAssistant
from homeassistant.util import dt as dt_util
import pytest
from pytest_homeassistant_custom_component.common import async_fire_time_changed

from custom_components.bambu_cloud.storage import (
    StoredFile,
    account_file,
    read_texts,
)

KEY = "bambu_cloud.test"
GOOD: dict[str, Any] = {"P1S": {"raw": {"mc_percent": 7}}}


@pytest.fixture
def hass_storage() -> dict[str, Any]:
    """Let Home Assistant write to disk."""
    return {}


@pytest.fixture
def hass_config_dir(hass_tmp_config_dir: str) -> str:
    """Give Home Assistant a folder of its own."""
    return hass_tmp_config_dir


class Disk:
    """The file as it is on the disk."""

    def __init__(self, path: Path) -> None:
        """Make the folder."""
        self.path = path
        path.parent.mkdir(exist_ok=True)

    def write(self, content: bytes) -> None:
        """Put something else into the file."""
        self.path.write_bytes(content)

    def make_folder(self) -> None:
        """Put a folder in the place of the file."""
        self.path.mkdir()

    def content(self) -> Any:
        """Return what the file says."""
        return json.loads(self.path.read_bytes())["data"]

    @property
    def exists(self) -> bool:
        """Return whether there is a file."""
        return self.path.exists()

    @property
    def is_private(self) -> bool:
        """Return whether only its owner can read the file."""
        return self.path.stat().st_mode & 0o077 == 0

    def aside(self) -> dict[str, bytes]:
        """Return what was set aside, by name."""
        found = self.path.parent.glob(f"{KEY}.corrupt.*")
        return {path.name: path.read_bytes() for path in found}


@pytest.fixture
def disk(hass: HomeAssistant) -> Disk:
    """Return the file from outside."""
    return Disk(Path(hass.config.path(".storage", KEY)))


@pytest.fixture
def file(hass: HomeAssistant, disk: Disk) -> StoredFile:
    """Return the file as after a restart."""
    return StoredFile(hass, KEY)


async def test_what_was_saved_is_loaded(
    hass: HomeAssistant, file: StoredFile, disk: Disk
) -> None:
    """A file comes back as it was written, and is private."""
    assert await file.async_load() == {}
    await file.async_save(GOOD)
    assert await StoredFile(hass, KEY).async_load() == GOOD
    assert disk.is_private


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"\x00\xff",
        b"[]",
        b"[1]",
        b"7",
        b"null",
        b'"text"',
        b'"minor_version"',
        b'{"version": 1}',
        b'{"data": {}}',
        b'{"version": 1, "data": []}',
        b'{"version": 1, "data": "x"}',
        b'{"version": "one", "data": {}}',
        b'{"version": null, "data": {}}',
        b'{"version": 0, "data": {}}',
        b'{"version": 2, "data": {}}',
        b'{"version": [], "minor_version": {}, "data": {}}',
        b'{"version": 1, "minor_version": 2}',
    ],
    ids=lambda content: content.decode(errors="replace") or "empty",
)
async def test_damaged_file_is_set_aside(
    hass: HomeAssistant,
    file: StoredFile,
    disk: Disk,
    content: bytes,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Whatever is in the file, it is set aside, named, and the next write works."""
    disk.write(content)
    assert await file.async_load() == {}
    ((name, content_aside),) = disk.aside().items()
    assert content_aside == content
    assert not disk.exists
    assert str(disk.path) in caplog.text
    assert name in caplog.text
    await file.async_save(GOOD)
    assert await StoredFile(hass, KEY).async_load() == GOOD


async def test_unreadable_file_is_set_aside(
    file: StoredFile, disk: Disk, caplog: pytest.LogCaptureFixture
) -> None:
    """Something that is no file at all does not stop anything, either."""
    disk.make_folder()
    assert await file.async_load() == {}
    assert "was set aside as" in caplog.text
    await file.async_save(GOOD)
    assert disk.content() == GOOD


async def test_file_of_another_minor_version_is_read(
    file: StoredFile, disk: Disk
) -> None:
    """A minor version has nothing that an older integration could not read."""
    disk.write(json.dumps({"version": 1, "minor_version": 3, "data": GOOD}).encode())
    assert await file.async_load() == GOOD
    assert not disk.aside()


async def test_file_that_cannot_be_set_aside_is_replaced(
    hass: HomeAssistant,
    file: StoredFile,
    disk: Disk,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """When not even that works, what matters is that Home Assistant starts."""
    await file.async_set_aside()
    assert f"{disk.path} makes no sense and will be replaced" in caplog.text
    await file.async_save(GOOD)
    assert await StoredFile(hass, KEY).async_load() == GOOD


async def test_removed_with_all_that_was_set_aside(
    hass: HomeAssistant, file: StoredFile, disk: Disk
) -> None:
    """Nothing stays of a file, but its neighbors do."""
    neighbor = Disk(disk.path.with_name(f"{KEY}s"))
    neighbor.write(b"{}")
    disk.write(b"[]")
    await file.async_load()
    await file.async_save(GOOD)
    await StoredFile(hass, KEY).async_remove()
    assert not disk.exists
    assert not disk.aside()
    assert neighbor.exists
    await StoredFile(hass, KEY).async_remove()


OLD_KEYS = {
    "cameras": "bambu_cloud.abc.cameras",
    "filament_names": "bambu_cloud.filaments.abc",
    "print_events": "bambu_cloud.print_events.abc",
    "printers": "bambu_cloud.abc",
    "statistics": "bambu_cloud.prints.abc",
}


def disk_of(hass: HomeAssistant, key: str) -> Disk:
    """Return a file from outside."""
    return Disk(Path(hass.config.path(".storage", key)))


def written(content: Any) -> bytes:
    """Return a file as version 0.1.0 wrote it."""
    return json.dumps(
        {"version": 1, "minor_version": 1, "key": "any", "data": content}
    ).encode()


@pytest.mark.parametrize(("part", "old_key"), OLD_KEYS.items())
async def test_file_of_the_first_version(
    hass: HomeAssistant, part: str, old_key: str
) -> None:
    """The file of version 0.1.0 gets the name that all parts have by now."""
    old = disk_of(hass, old_key)
    old.write(written(GOOD))
    assert await account_file(hass, "abc", part).async_load() == GOOD
    new = disk_of(hass, f"bambu_cloud.abc.{part}")
    assert new.content() == GOOD
    assert {path.name for path in new.path.parent.glob("bambu_cloud.*")} == {
        new.path.name
    }
    assert await account_file(hass, "abc", part).async_load() == GOOD


async def test_newer_file_wins(hass: HomeAssistant) -> None:
    """A crash between writing the new file and removing the old one costs nothing."""
    old, new = disk_of(hass, "bambu_cloud.abc"), "bambu_cloud.abc.printers"
    old.write(written({"old": 1}))
    disk_of(hass, new).write(written(GOOD))
    assert await account_file(hass, "abc", "printers").async_load() == GOOD
    assert not old.exists


async def test_old_file_stays_until_the_new_one_is_written(hass: HomeAssistant) -> None:
    """While Home Assistant stops, nothing is written at once, and nothing removed."""
    old, new = disk_of(hass, "bambu_cloud.abc"), "bambu_cloud.abc.printers"
    old.write(written(GOOD))
    hass.set_state(CoreState.stopping)
    assert await account_file(hass, "abc", "printers").async_load() == GOOD
    assert old.exists
    hass.bus.async_fire(EVENT_HOMEASSISTANT_FINAL_WRITE)
    await hass.async_block_till_done()
    assert disk_of(hass, new).content() == GOOD
    hass.set_state(CoreState.running)


async def test_damaged_old_file_is_set_aside(hass: HomeAssistant) -> None:
    """An old file that makes no sense stays beside, until the account is removed."""
    old = disk_of(hass, "bambu_cloud.abc")
    old.write(b"[]")
    assert await account_file(hass, "abc", "printers").async_load() == {}
    folder = old.path.parent
    assert [path.read_bytes() for path in folder.glob("bambu_cloud.abc.*")] == [b"[]"]
    await account_file(hass, "abc", "printers").async_remove()
    assert not list(folder.glob("bambu_cloud.abc*"))


async def test_old_file_is_removed_with_its_account(hass: HomeAssistant) -> None:
    """An account that was never loaded since leaves nothing, either."""
    old = disk_of(hass, "bambu_cloud.prints.abc")
    old.write(written(GOOD))
    await account_file(hass, "abc", "statistics").async_remove()
    assert not old.exists


async def test_saved_later(hass: HomeAssistant, file: StoredFile, disk: Disk) -> None:
    """What is written after a delay is what there is by then."""
    content = {"a": 1}
    file.async_save_later(lambda: dict(content), timedelta(minutes=1))
    content["a"] = 2
    async_fire_time_changed(hass, dt_util.utcnow() + timedelta(seconds=61))
    await hass.async_block_till_done()
    assert disk.content() == {"a": 2}


async def test_changes_put_no_write_off(
    hass: HomeAssistant, file: StoredFile, disk: Disk
) -> None:
    """What changes again and again is written all the same, and later anew."""
    content = {"a": 1}
    for number in (1, 2):
        content["a"] = number
        file.async_save_later(lambda: dict(content), timedelta(minutes=1))
    async_fire_time_changed(hass, dt_util.utcnow() + timedelta(seconds=61))
    await hass.async_block_till_done()
    assert disk.content() == {"a": 2}
    file.async_save_later(lambda: dict(content), timedelta(minutes=1))
    await file.async_save({"a": 5})
    assert disk.content() == {"a": 5}
    content["a"] = 6
    file.async_save_later(lambda: dict(content), timedelta(minutes=1))
    async_fire_time_changed(hass, dt_util.utcnow() + timedelta(seconds=61))
    await hass.async_block_till_done()
    assert disk.content() == {"a": 6}


def test_read_texts() -> None:
    """Of anything stored, what is text is returned."""
    assert read_texts({"a": "b", "c": 1, "d": None}) == {"a": "b"}
    assert read_texts(["a"]) == {}
