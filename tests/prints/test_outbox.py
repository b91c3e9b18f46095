"""Events are stored before they fire: a crash neither loses nor repeats them."""

import asyncio
from copy import deepcopy
from datetime import timedelta
import errno
import logging
from typing import Any

from homeassistant.core import callback
from homeassistant.helpers.storage import Store
from homeassistant.util.file import WriteError
import pytest

from custom_components.bambu_cloud.model import PrintEvent
from custom_components.bambu_cloud.prints import event_file
from tests.helpers.clock import Wall
from tests.helpers.fired_events import FiredEvents
from tests.helpers.home import P1S, Home
from tests.helpers.reports import delta, push


def key(home: Home) -> str:
    """Return the key of the file with what happened."""
    return f"bambu_cloud.{home.entry.entry_id}.print_events"


async def print_until_end(home: Home, fired: FiredEvents) -> None:
    """Let the P1S print, until the end is an event."""
    await home.cloud.scenario(P1S, "print_uninterrupted", 300)
    await home.until_happened(lambda: "finished" in fired.types)


async def crash(home: Home, storage: dict[str, Any], file: dict[str, Any]) -> None:
    """Start again with the file as it was at a moment."""
    assert await home.hass.config_entries.async_unload(home.entry.entry_id)
    await home.hass.async_block_till_done()
    storage[key(home)] = file
    assert await home.hass.config_entries.async_setup(home.entry.entry_id)
    await home.until_reported()
    await home.pass_time(61)


async def test_crash_before_an_event_fires(
    home: Home, hass_storage: dict[str, Any]
) -> None:
    """An event that was stored and did not fire does so at the next start, once."""
    fired = FiredEvents(home, P1S)
    files: list[dict[str, Any]] = []

    @callback
    def copy_file(event: PrintEvent) -> None:
        """Note what the disk has when an event fires."""
        if event.type.value == "finished":
            files.append(deepcopy(hass_storage[key(home)]))

    home.entry.runtime_data.print_events.async_add_listener(P1S, copy_file)
    await print_until_end(home, fired)
    (file,) = files
    assert [item["type"] for item in file["data"][P1S]["unfired"]] == ["finished"]

    for _ in range(2):
        await crash(home, hass_storage, file)
        assert fired.types.count("finished") == 2
        file = deepcopy(hass_storage[key(home)])
    assert fired.events[-1]["title"] == fired.events[0]["title"]


async def test_crash_after_an_event_has_fired(
    home: Home, hass_storage: dict[str, Any]
) -> None:
    """What has fired is not in the file any more."""
    fired = FiredEvents(home, P1S)
    await print_until_end(home, fired)
    await home.hass.async_block_till_done()
    file = deepcopy(hass_storage[key(home)])
    assert file["data"][P1S]["unfired"] == []
    await crash(home, hass_storage, file)
    assert fired.types == ["started", "first_layer_finished", "finished"]


async def test_nothing_new_is_not_written(
    home: Home, caplog: pytest.LogCaptureFixture
) -> None:
    """Printers that report the same again wear no card out."""
    await home.pass_time(2)
    caplog.set_level(logging.DEBUG, "pytest_homeassistant_custom_component")
    caplog.clear()
    for _ in range(3):
        await home.send_full_report(P1S)
        await home.pass_time(61)
    assert "print_events" not in caplog.text


async def test_printers_that_are_seen_first_are_stored_together(
    home: Home, hass_storage: dict[str, Any]
) -> None:
    """No event waits for that: each of a hundred would write what all have."""
    await home.hass.async_block_till_done()
    assert key(home) not in hass_storage
    await home.pass_time(2)
    assert hass_storage[key(home)]["data"].keys() == home.cloud.printers.keys()


async def test_what_is_to_be_stored_is_stored_at_an_unload(
    home: Home, hass_storage: dict[str, Any]
) -> None:
    """The next set-up reads it."""
    assert key(home) not in hass_storage
    assert await home.hass.config_entries.async_unload(home.entry.entry_id)
    assert hass_storage[key(home)]["data"].keys() == home.cloud.printers.keys()


async def test_old_event(home: Home, hass_storage: dict[str, Any], wall: Wall) -> None:
    """What could not fire for more than a day is no news."""
    fired = FiredEvents(home, P1S)
    await home.pass_time(2)
    file = deepcopy(hass_storage[key(home)])
    now = wall()
    file["data"][P1S]["unfired"] = [
        {"type": "failed", "at": (now - timedelta(hours=25)).isoformat()},
        {"type": "paused", "at": (now - timedelta(hours=2)).isoformat()},
        {"type": "?", "at": now.isoformat()},
        7,
    ]
    await crash(home, hass_storage, file)
    assert fired.types == ["paused"]


@pytest.mark.parametrize(
    "error", [WriteError("No space left"), OSError(errno.EROFS, "Read-only")]
)
async def test_disk_full(
    home: Home, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    """What cannot be stored fires all the same."""
    write = Store._async_write_data

    async def fail(store: Store[Any], content: dict[str, Any]) -> None:
        """Refuse to write what happened."""
        if store.key == key(home):
            raise error
        await write(store, content)

    fired = FiredEvents(home, P1S)
    with monkeypatch.context() as patched:
        patched.setattr(Store, "_async_write_data", fail)
        await print_until_end(home, fired)
    assert fired.types == ["started", "first_layer_finished", "finished"]


async def test_disk_that_hangs(
    home: Home, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """What cannot be stored soon fires after a few seconds."""
    release = asyncio.Event()

    async def wait(*_: object) -> None:
        """Write nothing for a long time."""
        await release.wait()

    fired = FiredEvents(home, P1S)
    with monkeypatch.context() as patched:
        patched.setattr(Store, "_async_write_data", wait)
        patched.setattr(event_file, "_LONGEST_WRITE", 0.05)
        await print_until_end(home, fired)
        release.set()
        await home.hass.async_block_till_done()
    assert fired.types == ["started", "first_layer_finished", "finished"]
    assert "takes long" in caplog.text


async def test_news_of_one_report(home: Home, caplog: pytest.LogCaptureFixture) -> None:
    """However much is new, it is written once before events fire, and once after."""
    happened, raised = FiredEvents(home, P1S), FiredEvents(home, P1S, "health_message")
    await home.cloud.scenario(P1S, "print_uninterrupted", 6000)
    await home.until_happened(lambda: "first_layer_finished" in happened.types)
    happened.events.clear()
    await home.hass.async_block_till_done()
    caplog.set_level(logging.DEBUG, "pytest_homeassistant_custom_component")
    caplog.clear()
    message = {"attr": 0x0C000300, "code": 0x00030007}
    await push(home, P1S, delta(gcode_state="PAUSE", hms=[message]))
    await home.until(lambda: happened.events and raised.events)
    await home.hass.async_block_till_done()
    assert (happened.types, raised.types) == (["paused"], ["raised"])
    assert caplog.text.count(f"Writing data to {key(home)}") == 2


async def test_news_while_the_disk_is_busy(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What changes during a write is written once, after it."""
    release, saved = asyncio.Event(), 0
    save, write = Store.async_save, Store._async_write_data

    async def count(store: Store[Any], content: dict[str, Any]) -> None:
        """Count what is to be stored of prints."""
        nonlocal saved
        saved += store.key == key(home)
        await save(store, content)

    async def wait(store: Store[Any], content: dict[str, Any]) -> None:
        """Write what happened later."""
        if store.key == key(home):
            await release.wait()
        await write(store, content)

    fired = FiredEvents(home, P1S, "health_message")
    printer = home.entry.runtime_data.account.printers[P1S]
    message = {"attr": 0x0C000300, "code": 0x00030007}
    await home.hass.async_block_till_done()
    with monkeypatch.context() as patched:
        patched.setattr(Store, "async_save", count)
        patched.setattr(Store, "_async_write_data", wait)
        await push(home, P1S, delta(hms=[message]))
        await home.until(lambda: printer.data.hms.messages)
        await push(home, P1S, delta(hms=[]))
        await home.until(lambda: not printer.data.hms.messages)
        assert saved == 1
        release.set()
        await home.until(lambda: fired.types == ["raised", "cleared"])
        await home.hass.async_block_till_done()
    assert saved == 3


async def test_listener_that_fails(
    home: Home, caplog: pytest.LogCaptureFixture
) -> None:
    """An error of one listener is not that of the others."""

    @callback
    def fail(_: PrintEvent) -> None:
        """Fail."""
        raise ValueError("Oh")

    fired = FiredEvents(home, P1S)
    remove = home.entry.runtime_data.print_events.async_add_listener(P1S, fail)
    await print_until_end(home, fired)
    assert fired.types[-1] == "finished"
    assert "Oh" in caplog.text

    remove()
    caplog.clear()
    fired.events.clear()
    await print_until_end(home, fired)
    assert "Oh" not in caplog.text


async def test_account_that_is_removed(
    home: Home, hass_storage: dict[str, Any]
) -> None:
    """Nothing is stored of an account that is removed."""
    fired = FiredEvents(home, P1S)
    await print_until_end(home, fired)
    await home.hass.async_block_till_done()
    entry_id = home.entry.entry_id
    assert key(home) in hass_storage
    assert await home.hass.config_entries.async_remove(entry_id)
    await home.hass.async_block_till_done()
    assert not [name for name in hass_storage if entry_id in name]


async def test_printer_of_an_earlier_version(
    home: Home, hass_storage: dict[str, Any]
) -> None:
    """What was stored of a printer that left, without a time, holds no event up."""
    assert await home.hass.config_entries.async_unload(home.entry.entry_id)
    await home.hass.async_block_till_done()
    hass_storage[key(home)]["data"]["01P00A000000009"] = {"primed": True}
    assert await home.hass.config_entries.async_setup(home.entry.entry_id)
    await home.until_reported()
    fired = FiredEvents(home, P1S)
    await home.cloud.scenario(P1S, "print_uninterrupted", 300)
    await home.until_happened(lambda: "finished" in fired.types)
    assert hass_storage[key(home)]["data"]["01P00A000000009"]["changed_at"] is None
