"""Hold the spools of an account, as the filament manager of the cloud has them."""

import asyncio
from collections.abc import Mapping
from functools import partial
import logging
import re
from typing import TYPE_CHECKING, override

from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.helpers import device_registry as dr, entity_registry as er

from ..account.options import Options
from ..account.part import AccountPart
from ..account.service_devices import ServiceDevice, service_name
from ..api import (
    SYSTEM_CLOCK,
    BambuCloud,
    BambuError,
    BambuForbiddenError,
    BambuNotFoundError,
    Clock,
    SpoolChanges,
)
from ..cadences import SPOOLS, SPOOLS_AFTER_PRINT
from ..const import CONF_UID, DOMAIN
from ..devices.printer import PrinterCoordinator
from ..devices.subscriptions import (
    PrintersBySerial,
    PrinterSubscriptions,
    unsubscribe_all,
)
from ..devices.timer import Timer
from ..lookups.coordinator import BackgroundCoordinator
from ..model import (
    AccountSpool,
    PrinterState,
    SpoolPlace,
    Tray,
    TrayLocation,
    find_spool,
    low_spools,
    spool_names,
)
from ..model.spool_match import spools_of
from ..prints.history import PrintHistory

if TYPE_CHECKING:
    from ..runtime_data import BambuConfigEntry

_LOGGER = logging.getLogger(__name__)

_TRAYS = frozenset({"ams", "external_spools"})
_UNIQUE_ID = re.compile(r"_([0-9]+)_spool_")

type SpoolsById = Mapping[str, AccountSpool]


class AccountSpools(BackgroundCoordinator[SpoolsById], AccountPart):
    """Fetch the spools of an account (protocol A.10).

    An account that never opened the filament manager has none, whatever the cloud
    answers: no device, and no error.
    """

    interval = SPOOLS

    def __init__(
        self,
        hass: HomeAssistant,
        entry: BambuConfigEntry,
        cloud: BambuCloud,
        history: PrintHistory,
        on_change: CALLBACK_TYPE,
        *,
        clock: Clock = SYSTEM_CLOCK,
    ) -> None:
        """Start without spools."""
        super().__init__(hass, entry, name="spools", data={}, clock=clock)
        self.names: Mapping[str, str] = {}
        """What spools are called, so that no two are called the same."""
        self.low: frozenset[str] = frozenset()
        """Those of which little is left."""
        self.is_fetched = False
        """Whether the cloud has answered since the start, be it without any."""
        self._cloud = cloud
        self._history = history
        self._on_change = on_change
        self._notified = self.data
        """The spools of which printers know."""
        self._turn = asyncio.Lock()
        """A change of ours is not undone by a list that was on its way."""
        self._is_empty = self._is_refused = False
        self._seen: dict[str, Mapping[str, SpoolPlace]] = {}
        """By printer and tray_uuid, what printers report now."""
        self._last_prints: dict[str, str | None] = {}
        self._subscriptions = PrinterSubscriptions(self._async_subscribe)
        self._after_print = Timer(hass, self.async_refresh_soon)

    @property
    def device_names(self) -> frozenset[str]:
        """Return the name of the device of the spools, if there is one."""
        if not self.data:
            return frozenset()
        return frozenset({service_name(self.config_entry, ServiceDevice.FILAMENT)})

    def place_of(self, spool: AccountSpool) -> SpoolPlace | None:
        """Return where a spool is: as reported now, else as the cloud has it."""
        reported = (places.get(spool.tray_uuid or "") for places in self._seen.values())
        return next(filter(None, reported), spool.place)

    def with_tag(self, tray_uuid: str) -> AccountSpool | None:
        """Return the spool with a tag, None if there is none."""
        uuid = tray_uuid.upper()
        return next((s for s in self.data.values() if s.tray_uuid == uuid), None)

    def spool_in(
        self, printer: PrinterState, ams: str | None, tray: Tray, location: TrayLocation
    ) -> AccountSpool | None:
        """Return the spool in a tray of a printer, outside where there is no AMS."""
        spools = self.data.values()
        return find_spool(spools, printer, tray, ams=ams, location=location)

    @override
    @callback
    def async_start(self, printers: PrintersBySerial) -> None:
        """Fetch spools now, hourly and after each print."""
        self._subscriptions.async_start(self.config_entry, printers)
        self.config_entry.async_on_unload(self._after_print.async_cancel)
        self.config_entry.async_on_unload(self.async_add_listener(self._async_notify))
        self.async_refresh_soon()

    @override
    @callback
    def async_sync_printers(self) -> None:
        """Fetch spools after the prints of the printers that there are."""
        self._subscriptions.async_sync_printers()

    async def async_fetch_now(self) -> None:
        """Fetch all spools.

        Raises:
            BambuError: The cloud does not answer.
        """
        await self._async_fetch()
        self.async_update_listeners()

    async def async_set_weight(self, spool_id: str, grams: float) -> None:
        """Set how much is left of a spool.

        Raises:
            BambuNotFoundError: The spool was deleted meanwhile.
            BambuError: The cloud does not do it.
        """
        async with self._turn:
            if (spool := self.data.get(spool_id)) is None:
                raise BambuNotFoundError("There is no such spool")
            changes = SpoolChanges(name=spool.name or spool.title, net_weight=grams)
            try:
                changed = await self._cloud.spools.change(spool_id, changes)
            except BambuNotFoundError:
                self.async_refresh_soon()
                raise
            self._async_apply({**self.data, spool_id: changed})
        self.async_update_listeners()

    @override
    async def _async_fetch(self) -> SpoolsById:
        """Fetch all spools."""
        async with self._turn:
            try:
                spools = {each.id: each async for each in self._cloud.spools.all()}
            except (BambuForbiddenError, BambuNotFoundError) as err:
                if self.data:
                    raise
                self._log_refusal(err)
                self.is_fetched = True
                return {}
            self.is_fetched = True
            # A list without any may be a mistake: only the second one removes them.
            was_empty, self._is_empty = self._is_empty, not spools
            if spools or was_empty:
                self._async_apply(spools)
                self._async_remove_others()
            return self.data

    @callback
    def _async_apply(self, spools: SpoolsById) -> None:
        """Apply new spools; listeners are notified later."""
        threshold = Options.from_dict(self.config_entry.options).low_spool
        self.low = low_spools(spools.values(), threshold, before=self.low)
        self.names = spool_names(spools.values())
        if spools != self.data:
            self.data = spools

    @callback
    def _async_remove_others(self) -> None:
        """Remove the entities of spools that are gone, and a device without any."""
        entry, registry = self.config_entry, er.async_get(self.hass)
        devices = dr.async_get(self.hass)
        name = service_name(entry, ServiceDevice.FILAMENT)
        device = devices.async_get_device_by_identifier((DOMAIN, name), entry.entry_id)
        if device is None:
            return
        if not self.data:
            devices.async_remove_device(device.id)
            return
        for entity in er.async_entries_for_device(
            registry, device.id, include_disabled_entities=True
        ):
            found = _UNIQUE_ID.search(entity.unique_id)
            if found and found[1] not in self.data:
                registry.async_remove(entity.entity_id)

    @callback
    def _async_subscribe(self, printer: PrinterCoordinator) -> CALLBACK_TYPE:
        """Fetch spools after each print of a printer, and note where they are."""
        serial = printer.data.serial
        check_prints = partial(self._async_check_prints, serial)
        check_trays = partial(self._async_check_trays, printer)
        stops = (
            self._history.async_add_listener(serial, check_prints),
            printer.async_add_listener(check_trays, _TRAYS),
            partial(self._async_set_places, serial, {}),
        )

        return unsubscribe_all(*stops)

    @callback
    def _async_check_trays(self, printer: PrinterCoordinator) -> None:
        """Note which spools with a tag a printer has."""
        serial = printer.data.serial
        seen = {
            spool.tray.tray_uuid.upper(): SpoolPlace(
                serial=serial, printer=printer.display_name, location=spool.location
            )
            for spool in spools_of(printer.data)
            if spool.tray.tray_uuid
        }
        self._async_set_places(serial, seen)

    @callback
    def _async_set_places(self, serial: str, places: Mapping[str, SpoolPlace]) -> None:
        """Set which spools with a tag a printer has."""
        if self._seen.get(serial) != places:
            self._seen[serial] = places
            self.async_update_listeners()

    @callback
    def _async_notify(self) -> None:
        """Notify printers if the spools have changed, not only their places."""
        if self.data is not self._notified:
            self._notified = self.data
            self._on_change()

    @callback
    def _async_check_prints(self, serial: str) -> None:
        """Fetch spools soon if a print has ended: applications set weights then."""
        tasks = self._history.tasks(serial)
        last = next((task.id for task in tasks if task.is_over), None)
        if serial in self._last_prints and self._last_prints[serial] != last:
            self._after_print.async_start(SPOOLS_AFTER_PRINT)
        self._last_prints[serial] = last

    @override
    @callback
    def _async_on_error(self, err: BambuError) -> None:
        """Go on with the spools from before."""
        _LOGGER.debug("Going on with the known spools: %s", err)

    def _log_refusal(self, err: BambuError) -> None:
        """Log once that the account has no filament manager."""
        if not self._is_refused:
            self._is_refused = True
            _LOGGER.debug("The account has no filament manager: %s", err)


def spool_unique_id(entry: BambuConfigEntry, spool_id: str, key: str) -> str:
    """Return the unique id of an entity; ids of spools are those of a region."""
    return f"{entry.data[CONF_UID]}_{spool_id}_{key}"
