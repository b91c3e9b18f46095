"""A Home Assistant with spools in the account's filament manager."""

import asyncio
from collections.abc import Mapping
from typing import Any

from homeassistant.core import HomeAssistant, State
from homeassistant.helpers import device_registry as dr, entity_registry as er

from custom_components.bambu_cloud.account.service_devices import (
    ServiceDevice,
    service_name,
)
from custom_components.bambu_cloud.const import CONF_UID, DOMAIN
from custom_components.bambu_cloud.filament.spools import AccountSpools
from tests.simulator import SimulatedCloud
from tests.simulator.cloud_side.filament_manager import SpoolShelf

from .home import Home

PATH = "/v1/design-user-service/my/filament/v2"
HOUR = 3600.0


def tag_of(cloud: SimulatedCloud, serial: str, unit: int, slot: int) -> str:
    """Return the tray_uuid of a spool in a simulated AMS."""
    spool = cloud.simulated(serial).ams.slot(unit, slot).spool
    assert spool is not None
    return str(spool.data["tray_uuid"])


class Shelf:
    """The spools of the owner, and what Home Assistant shows of them."""

    def __init__(self, home: Home) -> None:
        """Start with what is there."""
        self.home = home
        self.hass: HomeAssistant = home.hass
        self.cloud: SpoolShelf = home.cloud.spools_of()
        self.uid = home.entry.data[CONF_UID]

    @property
    def spools(self) -> AccountSpools:
        """Return what the integration has."""
        spools: AccountSpools = self.home.entry.runtime_data.spools
        return spools

    @property
    def device(self) -> dr.DeviceEntry | None:
        """Return the device of all spools, if there is one."""
        name = service_name(self.home.entry, ServiceDevice.FILAMENT)
        return dr.async_get(self.hass).async_get_device_by_identifier(
            (DOMAIN, name), self.home.entry.entry_id
        )

    def entity_id(self, number: int, key: str, platform: str = "sensor") -> str | None:
        """Return an entity of a spool, None if there is none."""
        return er.async_get(self.hass).async_get_entity_id(
            platform, DOMAIN, f"{self.uid}_{number}_{key}"
        )

    def state(
        self, number: int, key: str = "spool_remaining", platform: str = "sensor"
    ) -> State | None:
        """Return what an entity of a spool shows, None if there is none."""
        entity_id = self.entity_id(number, key, platform)
        return self.hass.states.get(entity_id) if entity_id else None

    def shows(
        self, number: int, key: str = "spool_remaining", platform: str = "sensor"
    ) -> str | None:
        """Return the state of an entity of a spool."""
        state = self.state(number, key, platform)
        return state.state if state else None

    def attributes(self, number: int) -> Mapping[str, Any]:
        """Return the attributes of the weight of a spool."""
        state = self.state(number)
        return state.attributes if state else {}

    @property
    def requests(self) -> int:
        """Return how often the list was requested."""
        return sum(
            request.path == PATH and request.method == "GET"
            for request in self.home.cloud.requests
        )

    async def until_fetched(self, seconds: float = 1.2 * HOUR) -> None:
        """Let time pass, and wait for the list that is requested then."""
        before = self.requests
        await self.home.pass_time(seconds)
        await self.home.until(lambda: self.requests > before)
        await self.until_idle()

    async def until_idle(self) -> None:
        """Wait until no list is on its way, and its effects are over."""
        await self.home.until(lambda: not _is_fetching())
        await self.hass.async_block_till_done()


async def shelf_of(home: Home) -> Shelf:
    """Return the spools of a home, once they have been requested."""
    shelf = Shelf(home)
    await home.until(lambda: shelf.requests)
    await shelf.until_idle()
    return shelf


def _is_fetching() -> bool:
    """Return whether a list is on its way."""
    return any(
        task.get_name().startswith(f"{DOMAIN} spools") for task in asyncio.all_tasks()
    )
