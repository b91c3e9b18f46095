"""A Home Assistant with an account, and the printers that it has."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any

from homeassistant.const import CONF_ACCESS_TOKEN, CONF_EMAIL, STATE_UNAVAILABLE
from homeassistant.core import HomeAssistant, State
from homeassistant.helpers import device_registry as dr, entity_registry as er
from homeassistant.util import dt as dt_util
import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_fire_time_changed,
)

from custom_components.bambu_cloud.api import Region
from custom_components.bambu_cloud.cadences import LINK_GONE
from custom_components.bambu_cloud.const import (
    CONF_EXPIRES_IN,
    CONF_OBTAINED_AT,
    CONF_REGION,
    CONF_UID,
    DOMAIN,
)
from tests.simulator import SimulatedCloud

from .wait import until

OWNER = "owner@example.com"
X1C, P1S = "00M00A000000001", "01P00A000000001"
A1_MINI, H2D = "03000A000000001", "09400A000000001"
"""Serial numbers of the printers that the owner has."""


def owner_entry(cloud: SimulatedCloud) -> MockConfigEntry:
    """Return an entry of the owner's account, with a token that is valid."""
    account = cloud.accounts[OWNER]
    return MockConfigEntry(
        domain=DOMAIN,
        title=account.name,
        unique_id=str(account.uid),
        data={
            CONF_REGION: Region.GLOBAL.value,
            CONF_EMAIL: OWNER,
            CONF_ACCESS_TOKEN: cloud.issue_token(OWNER),
            CONF_UID: account.uid,
            CONF_OBTAINED_AT: dt_util.utcnow().isoformat(),
            CONF_EXPIRES_IN: 7776000,
        },
    )


@dataclass
class Home:
    """A Home Assistant with the owner's account, and what it shows."""

    hass: HomeAssistant
    cloud: SimulatedCloud
    entry: MockConfigEntry

    def entity_id(self, serial: str, key: str) -> str | None:
        """Return the entity that shows this of a printer, if there is one."""
        registry = er.async_get(self.hass)
        for platform in ("sensor", "binary_sensor", "event"):
            if found := registry.async_get_entity_id(
                platform, DOMAIN, f"{serial}_{key}"
            ):
                return found
        return None

    def state(self, serial: str, key: str) -> State | None:
        """Return what an entity of a printer shows."""
        entity_id = self.entity_id(serial, key)
        return self.hass.states.get(entity_id) if entity_id else None

    def shows(self, serial: str, key: str) -> str | None:
        """Return the state of an entity as text, None if there is no entity."""
        state = self.state(serial, key)
        return state.state if state else None

    def binary(self, serial: str, key: str) -> str | None:
        """Return the state of a binary sensor, None if there is none."""
        registry = er.async_get(self.hass)
        entity_id = registry.async_get_entity_id(
            "binary_sensor", DOMAIN, f"{serial}_{key}"
        )
        state = self.hass.states.get(entity_id) if entity_id else None
        return state.state if state else None

    def attributes(
        self, serial: str, key: str, platform: str = "sensor"
    ) -> Mapping[str, Any]:
        """Return the attributes of an entity, none if there is no entity."""
        registry = er.async_get(self.hass)
        entity_id = registry.async_get_entity_id(platform, DOMAIN, f"{serial}_{key}")
        state = self.hass.states.get(entity_id) if entity_id else None
        return state.attributes if state else {}

    def camera_status(self, serial: str) -> str | None:
        """Return why a camera has no picture, "idle" if it may have one."""
        registry = er.async_get(self.hass)
        unique_id = f"{serial}_camera"
        entity_id = registry.async_get_entity_id("camera", DOMAIN, unique_id)
        state = self.hass.states.get(entity_id) if entity_id else None
        if state is None:
            return None
        if state.state == STATE_UNAVAILABLE:
            return state.state
        return str(state.attributes["reason"] or "idle")

    async def until_camera(self, serial: str, status: str) -> None:
        """Wait until a camera shows this status."""
        await self.until(lambda: self.camera_status(serial) == status)

    async def until(self, condition: Callable[[], object]) -> None:
        """Wait until something is true that sockets have to bring about."""
        await until(condition)

    async def until_shown(self, serial: str, key: str, value: str) -> None:
        """Wait until an entity shows this."""
        try:
            await self.until(lambda: self.shows(serial, key) == value)
        except TimeoutError:
            shown = self.shows(serial, key)
            pytest.fail(f"{key} shows {shown}, not {value}")

    async def until_reported(self) -> None:
        """Wait until every printer has reported, and has all its entities."""
        await self.until_happened(self._all_reported)
        await self.hass.async_block_till_done()

    async def until_happened(self, condition: Callable[[], object]) -> None:
        """Let the cloud's time pass until something is true."""
        await until(condition, meanwhile=partial(self.cloud.advance, 1))

    async def send_full_report(self, serial: str) -> None:
        """Send a full report of a printer without a request."""
        self.cloud.send_report(serial, self.cloud.simulated(serial).full())
        await self.cloud.advance(1)

    def _all_reported(self) -> bool:
        """Return whether every printer that is on has reported state and firmware.

        What is shown is not enough: after a reload, what was stored is shown at once.
        """
        printers = self.entry.runtime_data.account.printers
        return all(
            serial in printers
            and printers[serial].data.complete
            and self.shows(serial, "bed_temperature") not in {None, "unavailable"}
            and (device := self.device(serial))
            and device.sw_version
            for serial in self.cloud.printers
            if self.cloud.listed_online(serial)
        )

    def device(self, serial: str) -> dr.DeviceEntry | None:
        """Return the device of a printer, if there is one."""
        return dr.async_get(self.hass).async_get_device_by_identifier(
            (DOMAIN, serial), self.entry.entry_id
        )

    async def pass_time(self, seconds: float) -> None:
        """Run what Home Assistant planned for the next so many seconds."""
        async_fire_time_changed(
            self.hass, dt_util.utcnow() + timedelta(seconds=seconds)
        )
        await self.hass.async_block_till_done()

    async def lose_link(self) -> None:
        """Stop the broker, for longer than what was reported is still shown."""
        await self.cloud.broker.stop()
        await self.until_link_lost()

    async def until_link_lost(self) -> None:
        """Wait until the link is lost, and for as long as nothing shows that."""
        link = self.entry.runtime_data.account.link
        await self.until(lambda: not link.pushed)
        await self.pass_time(LINK_GONE.total_seconds() + 1)

    async def poll(self, seconds: float = 310) -> None:
        """Let enough time pass for the next poll, and wait for its end."""
        counters = self.entry.runtime_data.account.counters
        before = counters.polls
        await self.pass_time(seconds)
        await self.until(lambda: counters.polls > before)
