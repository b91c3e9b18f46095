"""The parts of the integration that book filament, in a Home Assistant that crashes."""

from copy import deepcopy
from datetime import timedelta
from typing import Any

from aiohttp import ClientSession
from homeassistant.const import EVENT_HOMEASSISTANT_FINAL_WRITE
from homeassistant.core import HomeAssistant
from homeassistant.util import dt as dt_util
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_fire_time_changed,
)

from custom_components.bambu_cloud.account.options import CONF_DEDUCT
from custom_components.bambu_cloud.api import BambuCloud, Region, ReportStream
from custom_components.bambu_cloud.devices.link import Link
from custom_components.bambu_cloud.devices.printer import PrinterCoordinator
from custom_components.bambu_cloud.filament.deduction import Deduction
from custom_components.bambu_cloud.filament.spool_use import SpoolUse
from custom_components.bambu_cloud.filament.spools import AccountSpools
from custom_components.bambu_cloud.model import PrinterState, Report
from custom_components.bambu_cloud.model.spool_use import Use
from custom_components.bambu_cloud.prints.history import PrintHistory
from tests.helpers.clock import Wall
from tests.helpers.home import owner_entry
from tests.helpers.wait import until
from tests.simulator import OWNER, SimulatedCloud


class House:
    """Starts and stops what books filament; the disk is a dictionary."""

    def __init__(
        self,
        hass: HomeAssistant,
        cloud: SimulatedCloud,
        session: ClientSession,
        wall: Wall,
        disk: dict[str, Any],
    ) -> None:
        """Log in; nothing runs."""
        self.hass = hass
        self.cloud = cloud
        self.session = session
        self.is_running = False
        self._wall = wall
        self._disk = disk
        self.entry: MockConfigEntry = owner_entry(cloud)
        self.entry.add_to_hass(hass)
        hass.config_entries.async_update_entry(self.entry, options={CONF_DEDUCT: True})
        self._client = BambuCloud(session, Region.GLOBAL, clock=wall.clock)
        self._client.token = cloud.issue_token(OWNER)
        self._stream = ReportStream(
            Region.GLOBAL,
            self._client,
            tls_context=cloud.tls_context(),
            clock=wall.clock,
        )

    async def start(self, serials: list[str]) -> None:
        """Start with what the disk has."""
        hass, entry, clock = self.hass, self.entry, self._wall.clock
        link = Link(entry=entry, stream=self._stream, pushed=True)
        self.printers = {
            serial: PrinterCoordinator(hass, link, PrinterState(serial=serial))
            for serial in serials
        }
        self.history = PrintHistory(hass, entry, self._client, clock=clock)
        self.spools = AccountSpools(
            hass, entry, self._client, self.history, lambda: None, clock=clock
        )
        self.use = SpoolUse(hass, entry, self.history, self.spools, clock=clock)
        self.deduction = Deduction(hass, entry, self.spools, self.use, clock=clock)
        parts = (self.history, self.spools, self.use, self.deduction)
        for part in parts:
            await part.async_load()
        for part in parts:
            part.async_start(self.printers)
        self.is_running = True
        await self.until_idle()

    async def stop(self, *, is_crash: bool) -> None:
        """Stop; after a crash, the disk has only what was written before."""
        written = deepcopy(self._disk)
        await self.entry._async_process_on_unload(self.hass)
        self.hass.bus.async_fire(EVENT_HOMEASSISTANT_FINAL_WRITE)
        await self.hass.async_block_till_done()
        if is_crash:
            self._disk.clear()
            self._disk.update(written)
        self.is_running = False

    def receive(self, serial: str, payload: dict[str, Any]) -> None:
        """Receive a report."""
        report = Report(
            serial=serial, payload={"print": payload}, received_at=self._wall()
        )
        self.printers[serial].async_apply(report)

    async def pass_time(self, seconds: float) -> None:
        """Let time pass, and what was planned for it happen."""
        self._wall.ahead += timedelta(seconds=seconds)
        async_fire_time_changed(
            self.hass, dt_util.utcnow() + timedelta(seconds=seconds)
        )
        await self.until_idle()

    async def until_idle(self) -> None:
        """Wait for what is under way."""
        await self.hass.async_block_till_done()
        await until(lambda: not self.entry._background_tasks)
        await self.hass.async_block_till_done()

    async def refresh(self, *serials: str) -> None:
        """Fetch the newest prints of printers."""
        for serial in serials:
            await self.history.async_refresh(serial)
        await self.until_idle()

    def booked(self, number: int) -> float:
        """Return how many g of a print are booked."""
        return sum(each.grams for each in self.deduction._state.of(str(number)))

    def said(self, number: int) -> tuple[Use, ...] | None:
        """Return what is stored of a print for good, None if nothing is."""
        return self.use._uses.get(str(number))
