"""What firmware is offered is asked rarely, for each printer by itself."""

import asyncio
import logging

import pytest

from custom_components.bambu_cloud.firmware.coordinator import FirmwareManager
from tests.helpers.home import A1_MINI, H2D, P1S, X1C, Home
from tests.helpers.reports import reauths
from tests.simulator import HttpFault, another
from tests.simulator.printer.firmware import candidate

VERSION = "/v1/iot-service/api/user/device/version"
HOUR = 3600.0


def offers(home: Home) -> FirmwareManager:
    """Return what the integration knows of offers."""
    known: FirmwareManager = home.entry.runtime_data.firmware
    return known


def asked(home: Home, serial: str | None = None) -> int:
    """Count the questions, about one printer or about all."""
    return sum(
        request.path == VERSION and serial in {None, request.query.get("dev_id")}
        for request in home.cloud.requests
    )


async def until_all_told(home: Home) -> None:
    """Wait until the cloud has told of every printer."""
    await home.until(lambda: all(map(offers(home).of, home.cloud.printers)))


async def answered(home: Home, seconds: float, count: int) -> None:
    """Let time pass, and wait for so many questions."""
    before = asked(home)
    await home.pass_time(seconds)
    await home.until(lambda: asked(home) >= before + count)
    await asyncio.sleep(0.05)
    assert asked(home) == before + count


async def test_each_printer_is_asked_for_once(home: Home) -> None:
    """Nothing that printers report has the cloud asked again."""
    await until_all_told(home)
    for _ in range(30):
        await home.cloud.advance(1)
    for serial in (X1C, P1S, A1_MINI, H2D):
        assert asked(home, serial) == 1
        told = offers(home).of(serial)
        assert told
        assert told.installed == home.cloud.printers[serial].firmware
    assert asked(home) == 4


async def test_every_six_hours(home: Home) -> None:
    """The offers are asked for again, and each listener hears what changed."""
    await until_all_told(home)
    heard: list[str] = []
    stop = offers(home).async_add_listener(lambda: heard.append("heard"))

    await home.pass_time(6 * HOUR - 60)
    assert asked(home) == 4
    await answered(home, 6 * HOUR * 1.11, 4)
    assert heard == []

    home.cloud.simulated(X1C).offers = [candidate("BL-P001", "01.10.00.00")]
    await answered(home, 6 * HOUR * 1.11, 4)
    await home.until(lambda: heard == ["heard"])
    stop()
    home.cloud.simulated(X1C).offers = []
    await answered(home, 6 * HOUR * 1.11, 4)
    assert heard == ["heard"]


async def test_after_an_update(home: Home) -> None:
    """The printer that has new firmware is asked for, and no other one."""
    await until_all_told(home)
    await home.cloud.scenario(P1S, "firmware_installs", 20)
    await home.until_happened(lambda: asked(home, P1S) == 2)
    await home.until(lambda: offers(home).of(P1S).installed == "01.08.02.00")  # type: ignore[union-attr]  # it is known
    assert asked(home) == 5


async def test_endpoint_failing(home: Home, caplog: pytest.LogCaptureFixture) -> None:
    """What is known stays, nothing else suffers; after two attempts comes a pause."""
    await until_all_told(home)
    known = offers(home).of(X1C)
    caplog.clear()
    caplog.set_level(logging.DEBUG, "custom_components.bambu_cloud")
    home.cloud.faults.targets[VERSION] = HttpFault.SERVER_ERROR

    await answered(home, 6 * HOUR * 1.11, 2)
    assert offers(home).of(X1C) is known
    ours = [r for r in caplog.records if r.name.startswith("custom_components.")]
    assert all(record.levelno == logging.DEBUG for record in ours)
    assert [r.name for r in ours if r.name.endswith("firmware.coordinator")] == [
        "custom_components.bambu_cloud.firmware.coordinator"
    ]
    assert home.shows(X1C, "print_status") == "idle"

    home.cloud.faults.clear()
    await home.pass_time(HOUR * 0.99)
    assert asked(home) == 6
    await answered(home, HOUR * 1.11, 4)


async def test_one_printer_failing(home: Home) -> None:
    """Trouble with one printer does not keep the others from being asked for."""
    await until_all_told(home)
    home.cloud.faults.targets[f"{VERSION}?dev_id={X1C}"] = HttpFault.FORBIDDEN
    await answered(home, 6 * HOUR * 1.11, 4)


async def test_dead_token(home: Home) -> None:
    """Nobody is asked to log in because of firmware: the poll does that."""
    await until_all_told(home)
    home.cloud.faults.targets[VERSION] = HttpFault.DEAD_TOKEN
    await answered(home, 6 * HOUR * 1.11, 1)
    assert reauths(home) == 0


async def test_printers_come_and_go(home: Home) -> None:
    """A new printer is asked for at once, one that left is forgotten."""
    await until_all_told(home)
    printer = another("P2S", home.cloud.printers)
    home.cloud.add_printer(printer)
    home.cloud.remove_printer(X1C)
    await home.poll()
    await home.until(lambda: offers(home).of(printer.identity.serial))
    assert offers(home).of(X1C) is None
    assert asked(home, X1C) == 1


async def test_unloading(home: Home) -> None:
    """Nothing is asked after the account was unloaded."""
    await until_all_told(home)
    before = asked(home)
    assert await home.hass.config_entries.async_unload(home.entry.entry_id)
    await home.pass_time(7 * HOUR)
    assert asked(home) == before
