"""How often the cloud was asked for offered firmware."""

import asyncio

from custom_components.bambu_cloud.firmware.coordinator import FirmwareManager

from .home import Home

VERSION = "/v1/iot-service/api/user/device/version"
HOUR = 3600.0


def manager(home: Home) -> FirmwareManager:
    """Return what fetches offers."""
    found: FirmwareManager = home.entry.runtime_data.firmware
    return found


def requests(home: Home, serial: str | None = None) -> int:
    """Count the requests, about one printer or about all."""
    return sum(
        request.path == VERSION and serial in {None, request.query.get("dev_id")}
        for request in home.cloud.requests
    )


async def until_all_fetched(home: Home) -> None:
    """Wait until there are offers for every printer."""
    await home.until(lambda: all(map(manager(home).of, home.cloud.printers)))


async def requested(home: Home, seconds: float, count: int) -> None:
    """Let time pass, and wait for so many requests."""
    before = requests(home)
    await home.pass_time(seconds)
    await home.until(lambda: requests(home) >= before + count)
    await asyncio.sleep(0.05)
    assert requests(home) == before + count
