"""Bambu Lab Cloud for Home Assistant."""

from homeassistant.const import CONF_ACCESS_TOKEN, Platform
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import config_validation as cv
from homeassistant.helpers.aiohttp_client import async_get_clientsession
from homeassistant.helpers.device_registry import AnyDeviceEntry
from homeassistant.helpers.typing import ConfigType
from homeassistant.util.ssl import client_context

from .account.titles import async_hide_address
from .account.token_expiry import async_delete_expiry_issue, async_schedule_expiry_issue
from .api import BambuCloud, Region, ReportStream
from .const import CONF_REGION, CONF_UID, DOMAIN
from .coordinator import AccountCoordinator
from .devices.authorization import SignedOnly, async_forget_signed_only
from .devices.state_store import PrinterStore
from .firmware.coordinator import FirmwareCoordinator
from .liveview.manager import CameraManager, async_forget_cameras
from .lookups.error_texts import ErrorTexts, async_forget_error_texts
from .lookups.filament_names import FilamentNames, async_forget_filament_names
from .prints.events import PrintEvents, async_forget_print_events
from .prints.history import PrintHistory
from .prints.statistics import PrintStatistics, async_forget_statistics
from .runtime_data import BambuConfigEntry, RuntimeData
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
    Platform.UPDATE,
]


CONFIG_SCHEMA = cv.config_entry_only_config_schema(DOMAIN)


async def async_setup(hass: HomeAssistant, config: ConfigType) -> bool:
    """Set up what there is once for all accounts."""
    async_setup_services(hass)
    return True


async def async_setup_entry(hass: HomeAssistant, entry: BambuConfigEntry) -> bool:
    """Set up an account: poll it once, then listen to its printers."""
    async_hide_address(hass, entry)
    region = Region(entry.data[CONF_REGION])
    cloud = BambuCloud(
        async_get_clientsession(hass),
        region,
        token=entry.data[CONF_ACCESS_TOKEN],
        uid=entry.data[CONF_UID],
        retries=1,
    )
    stream = ReportStream(region, cloud, tls_context=client_context())
    account = AccountCoordinator(hass, entry, cloud, stream)
    await account.async_config_entry_first_refresh()
    entry.runtime_data = await _async_loaded(hass, entry, cloud, account)
    _async_start(hass, entry)
    async_schedule_expiry_issue(hass, entry)
    await hass.config_entries.async_forward_entry_setups(entry, PLATFORMS)
    entry.async_create_background_task(
        hass, account.async_listen(), f"{DOMAIN} reports"
    )
    entry.runtime_data.filament_names.async_start()
    return True


async def _async_loaded(
    hass: HomeAssistant,
    entry: BambuConfigEntry,
    cloud: BambuCloud,
    account: AccountCoordinator,
) -> RuntimeData:
    """Return what platforms share, with all that was kept of it."""
    cameras = CameraManager(hass, entry, cloud)
    await cameras.async_load()
    names = FilamentNames(hass, entry, cloud, account.async_tell_names)
    await names.async_load()
    history = PrintHistory(hass, entry, cloud)
    statistics = PrintStatistics(hass, entry, cloud, history)
    await statistics.async_load()
    events = PrintEvents(hass, entry, history)
    await events.async_load()
    return RuntimeData(
        cloud=cloud,
        account=account,
        cameras=cameras,
        filament_names=names,
        error_texts=ErrorTexts(
            hass, entry, Region(entry.data[CONF_REGION]), account.async_tell_texts
        ),
        firmware_offers=FirmwareCoordinator(hass, entry, cloud),
        history=history,
        print_events=events,
        statistics=statistics,
    )


@callback
def _async_start(hass: HomeAssistant, entry: BambuConfigEntry) -> None:
    """Let everything follow the printers that the account has from now on."""
    data = entry.runtime_data
    account = data.account
    data.statistics.async_start(account.printers)
    for part in (
        data.cameras,
        data.history,
        data.print_events,
        data.firmware_offers,
        SignedOnly(hass, entry),
    ):
        part.async_start(account.printers)
        entry.async_on_unload(account.async_add_listener(part.async_follow))


async def async_unload_entry(hass: HomeAssistant, entry: BambuConfigEntry) -> bool:
    """Unload an account."""
    return await hass.config_entries.async_unload_platforms(entry, PLATFORMS)


async def async_remove_entry(hass: HomeAssistant, entry: BambuConfigEntry) -> None:
    """Forget what was kept of an account."""
    await PrinterStore(hass, entry.entry_id).async_remove()
    await async_forget_print_events(hass, entry.entry_id)
    await async_forget_statistics(hass, entry.entry_id)
    await async_forget_filament_names(hass, entry.entry_id)
    await async_forget_cameras(hass, entry.entry_id)
    await async_forget_error_texts(hass)
    async_forget_signed_only(hass, entry.entry_id)
    async_delete_expiry_issue(hass, entry.entry_id)


async def async_remove_config_entry_device(
    hass: HomeAssistant, entry: BambuConfigEntry, device: AnyDeviceEntry
) -> bool:
    """Allow to remove a device that is neither a printer nor an AMS of the account."""
    account = entry.runtime_data.account
    serials = account.printers.keys() | account.ams.units.keys()
    return {(DOMAIN, serial) for serial in serials}.isdisjoint(device.identifiers)
