"""Offers of firmware are fetched rarely, for each printer by itself."""

import logging

import pytest

from tests.helpers.firmware import (
    HOUR,
    VERSION,
    manager,
    requested,
    requests,
    until_all_fetched,
)
from tests.helpers.home import A1_MINI, H2D, P1S, X1C, Home
from tests.helpers.reports import reauths
from tests.simulator import HttpFault, another
from tests.simulator.printer.firmware import candidate


async def test_each_printer_is_asked_for_once(home: Home) -> None:
    """Nothing that printers report leads to another request."""
    await until_all_fetched(home)
    for _ in range(30):
        await home.cloud.advance(1)
    for serial in (X1C, P1S, A1_MINI, H2D):
        assert requests(home, serial) == 1
        firmware = manager(home).of(serial)
        assert firmware
        assert firmware.installed == home.cloud.printers[serial].firmware
    assert requests(home) == 4


async def test_every_six_hours(home: Home) -> None:
    """Offers are fetched again, and listeners are notified of changes."""
    await until_all_fetched(home)
    calls: list[str] = []
    stop = manager(home).async_add_listener(X1C, lambda: calls.append("call"))

    await home.pass_time(6 * HOUR - 60)
    assert requests(home) == 4
    await requested(home, 6 * HOUR * 1.11, 4)
    assert calls == []

    home.cloud.simulated(X1C).offers = [candidate("BL-P001", "01.10.00.00")]
    await requested(home, 6 * HOUR * 1.11, 4)
    await home.until(lambda: calls == ["call"])
    stop()
    home.cloud.simulated(X1C).offers = []
    await requested(home, 6 * HOUR * 1.11, 4)
    assert calls == ["call"]


async def test_after_an_update(home: Home) -> None:
    """The printer that has new firmware is asked for, and no other one."""
    await until_all_fetched(home)
    await home.cloud.scenario(P1S, "firmware_installs", 20)
    await home.until_happened(lambda: requests(home, P1S) == 2)
    await home.until(lambda: manager(home).of(P1S).installed == "01.08.02.00")  # type: ignore[union-attr]  # there is an offer
    assert requests(home) == 5


async def test_endpoint_failing(home: Home, caplog: pytest.LogCaptureFixture) -> None:
    """Offers stay, nothing else suffers; after two attempts comes a pause."""
    await until_all_fetched(home)
    offers = [manager(home).of(serial) for serial in home.cloud.printers]
    caplog.clear()
    caplog.set_level(logging.DEBUG, "custom_components.bambu_cloud")
    home.cloud.faults.targets[VERSION] = HttpFault.SERVER_ERROR

    await requested(home, 6 * HOUR * 1.11, 2)
    assert [manager(home).of(serial) for serial in home.cloud.printers] == offers
    assert None not in offers
    ours = [r for r in caplog.records if r.name.startswith("custom_components.")]
    assert all(record.levelno == logging.DEBUG for record in ours)
    assert [r.name for r in ours if r.name.endswith("firmware.coordinator")] == [
        "custom_components.bambu_cloud.firmware.coordinator"
    ]
    assert home.shows(X1C, "print_status") == "idle"

    home.cloud.faults.clear()
    await home.pass_time(HOUR * 0.99)
    assert requests(home) == 6
    await requested(home, HOUR * 1.11, 4)


async def test_one_printer_failing(home: Home) -> None:
    """Trouble with one printer does not concern the others."""
    await until_all_fetched(home)
    home.cloud.faults.targets[f"{VERSION}?dev_id={X1C}"] = HttpFault.FORBIDDEN
    await requested(home, 6 * HOUR * 1.11, 4)


async def test_dead_token(home: Home) -> None:
    """No login is requested because of firmware: the poll does that."""
    await until_all_fetched(home)
    home.cloud.faults.targets[VERSION] = HttpFault.DEAD_TOKEN
    await requested(home, 6 * HOUR * 1.11, 1)
    assert reauths(home) == 0


async def test_printers_come_and_go(home: Home) -> None:
    """A new printer is asked for at once, one that left is forgotten."""
    await until_all_fetched(home)
    printer = another("P2S", home.cloud.printers)
    home.cloud.add_printer(printer)
    home.cloud.remove_printer(X1C)
    await home.poll()
    await home.until(lambda: manager(home).of(printer.identity.serial))
    assert manager(home).of(X1C) is None
    assert requests(home, X1C) == 1


async def test_printer_that_left_is_not_asked_for(home: Home) -> None:
    """Even a listener that stays leads to no further request about it."""
    await until_all_fetched(home)
    calls: list[str] = []
    manager(home).async_add_listener(X1C, lambda: calls.append("call"))
    home.cloud.remove_printer(X1C)
    await home.poll()
    await home.until(lambda: manager(home).of(X1C) is None)
    await requested(home, 6 * HOUR * 1.11, 3)
    assert requests(home, X1C) == 1
    assert calls == []


async def test_unloading(home: Home) -> None:
    """Nothing is asked after the account was unloaded."""
    await until_all_fetched(home)
    before = requests(home)
    assert await home.hass.config_entries.async_unload(home.entry.entry_id)
    await home.pass_time(7 * HOUR)
    assert requests(home) == before
