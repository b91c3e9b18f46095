"""Bambu Lab Cloud for Home Assistant."""

import asyncio

from homeassistant.config_entries import ConfigEntryState
from homeassistant.const import CONF_ACCESS_TOKEN, Platform
from homeassistant.core import HomeAssistant
from homeassistant.helpers import config_validation as cv
from homeassistant.helpers.aiohttp_client import async_get_clientsession
from homeassistant.helpers.device_registry import AnyDeviceEntry
from homeassistant.helpers.typing import ConfigType
from homeassistant.util.ssl import client_context

from .account.entity_limit import async_delete_limit_issue
from .account.migration import async_migrate
from .account.registered import RegisteredEntities
from .account.titles import async_hide_address
from .account.token_expiry import async_delete_expiry_issue, async_schedule_expiry_issue
from .api import SYSTEM_CLOCK, BambuCloud, Region, ReportStream
from .const import CONF_REGION, CONF_UID, DOMAIN
from .coordinator import AccountCoordinator
from .costs.manager import PrintCosts
from .filament.deduction import Deduction
from .filament.spool_use import SpoolUse
from .filament.spools import AccountSpools
from .firmware.coordinator import FirmwareManager
from .fleet.manager import FleetManager
from .frontend import (
    async_offer_frontend,
    async_serve_frontend,
    async_withdraw_frontend,
)
from .liveview.manager import CameraManager
from .lookups.error_texts import ErrorTexts
from .lookups.filament_names import FilamentNames
from .maintenance.manager import Maintenance
from .prints.clear_plates import ClearPlates
from .prints.events import PrintEvents
from .prints.history import PrintHistory
from .prints.plates import Plates
from .prints.statistics import PrintStatistics
from .runtime_data import PARTS, BambuConfigEntry, RuntimeData
from .services import async_setup_services

PLATFORMS = [
    Platform.BINARY_SENSOR,
    Platform.BUTTON,
    Platform.CALENDAR,
    Platform.CAMERA,
    Platform.EVENT,
    Platform.FAN,
    Platform.IMAGE,
    Platform.LIGHT,
    Platform.NUMBER,
    Platform.SELECT,
    Platform.SENSOR,
    Platform.SWITCH,
    Platform.TODO,
    Platform.UPDATE,
]

CONFIG_SCHEMA = cv.config_entry_only_config_schema(DOMAIN)


async def async_setup(hass: HomeAssistant, config: ConfigType) -> bool:
    """Set up what all accounts share."""
    async_setup_services(hass)
    async_serve_frontend(hass)
    return True


async def async_migrate_entry(hass: HomeAssistant, entry: BambuConfigEntry) -> bool:
    """Bring the entry of an account up to date."""
    async_migrate(hass, entry)
    return True


async def async_setup_entry(hass: HomeAssistant, entry: BambuConfigEntry) -> bool:
    """Set up an account: poll it once, start its parts, then receive reports."""
    await async_hide_address(hass, entry)
    data = _create(hass, entry)
    account = data.account
    await account.async_config_entry_first_refresh()
    entry.runtime_data = data
    for part in data.parts:
        await part.async_load()
    for part in data.parts:
        part.async_start(account.printers)
        entry.async_on_unload(account.async_add_listener(part.async_sync_printers))
        await asyncio.sleep(0)  # each part may start something for each printer
    async_schedule_expiry_issue(hass, entry)
    await hass.config_entries.async_forward_entry_setups(entry, PLATFORMS)
    await async_offer_frontend(hass)
    entry.async_create_background_task(
        hass, account.async_listen(), f"{DOMAIN} reports"
    )
    return True


def _create(hass: HomeAssistant, entry: BambuConfigEntry) -> RuntimeData:
    """Return an account and its parts, none of which has started."""
    clock, region = SYSTEM_CLOCK, Region(entry.data[CONF_REGION])
    session, token = async_get_clientsession(hass), entry.data[CONF_ACCESS_TOKEN]
    cloud = BambuCloud(
        session, region, token=token, uid=entry.data[CONF_UID], retries=1, clock=clock
    )
    stream = ReportStream(region, cloud, tls_context=client_context(), clock=clock)
    account = AccountCoordinator(hass, entry, cloud, stream, clock=clock)
    history = PrintHistory(hass, entry, cloud, clock=clock)
    statistics = PrintStatistics(hass, entry, cloud, history, clock=clock)
    spools = AccountSpools(
        hass, entry, cloud, history, account.async_notify_filament_names, clock=clock
    )
    print_events = PrintEvents(hass, entry, history, clock=clock)
    spool_use = SpoolUse(hass, entry, history, spools, clock=clock)
    return RuntimeData(
        cloud=cloud,
        account=account,
        cameras=CameraManager(hass, entry, cloud, clock=clock),
        clear_plates=ClearPlates(hass, entry, print_events, clock=clock),
        costs=PrintCosts(hass, entry, history, print_events, spool_use, clock=clock),
        deduction=Deduction(hass, entry, spools, spool_use, clock=clock),
        error_texts=ErrorTexts(
            hass, entry, region, account.async_notify_error_texts, clock=clock
        ),
        filament_names=FilamentNames(
            hass, entry, cloud, account.async_notify_filament_names, clock=clock
        ),
        firmware=FirmwareManager(entry, cloud, clock=clock),
        fleet=FleetManager(hass, entry, history, statistics, clock=clock),
        history=history,
        maintenance=Maintenance(hass, entry, history, statistics, clock=clock),
        plates=Plates(cloud, history),
        print_events=print_events,
        registered=RegisteredEntities(hass, entry),
        spool_use=spool_use,
        spools=spools,
        statistics=statistics,
    )


async def async_unload_entry(hass: HomeAssistant, entry: BambuConfigEntry) -> bool:
    """Unload an account."""
    return await hass.config_entries.async_unload_platforms(entry, PLATFORMS)


async def async_remove_entry(hass: HomeAssistant, entry: BambuConfigEntry) -> None:
    """Remove what is stored of an account."""
    await AccountCoordinator.async_remove(hass, entry.entry_id)
    for part in PARTS:
        await part.async_remove(hass, entry.entry_id)
    async_delete_expiry_issue(hass, entry.entry_id)
    async_delete_limit_issue(hass, entry.entry_id)
    if not hass.config_entries.async_entries(DOMAIN):
        await async_withdraw_frontend(hass)


async def async_remove_config_entry_device(
    hass: HomeAssistant, entry: BambuConfigEntry, device: AnyDeviceEntry
) -> bool:
    """Allow to remove a device that the account does not have any more.

    While the account is not loaded, nobody knows: one that it has comes back.
    """
    if entry.state is not ConfigEntryState.LOADED:
        return True
    data = entry.runtime_data
    names = data.account.printers.keys() | data.account.ams.units.keys()
    names |= data.spools.device_names | data.fleet.device_names
    return {(DOMAIN, name) for name in names}.isdisjoint(device.identifiers)
