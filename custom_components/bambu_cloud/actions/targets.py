"""Find the printer, AMS or spool that an action is for."""

from collections.abc import Iterator
from typing import NamedTuple

from homeassistant.config_entries import ConfigEntryState
from homeassistant.const import ATTR_CONFIG_ENTRY_ID, ATTR_DEVICE_ID, Platform
from homeassistant.core import HomeAssistant, ServiceCall
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers import entity_registry as er, service

from ..const import DOMAIN
from ..coordinator import AccountCoordinator
from ..devices.ams import AmsCoordinator
from ..devices.printer import PrinterCoordinator
from ..model import EXTERNAL_DEPUTY, EXTERNAL_MAIN, LEFT, RIGHT, TrayLocation
from ..runtime_data import BambuConfigEntry

_EXTERNAL = {
    "external_spool": EXTERNAL_MAIN,
    "right_external_spool": EXTERNAL_MAIN,
    "left_external_spool": EXTERNAL_DEPUTY,
}
"""Keys of the entities for spools outside of an AMS."""
_FILAMENT = "filament"


class Target(NamedTuple):
    """A printer, and the account that it belongs to."""

    entry: BambuConfigEntry
    serial: str


class Place(NamedTuple):
    """Where a spool is, and of which printer."""

    printer: PrinterCoordinator
    location: TrayLocation
    extruder: int | None
    """0 right, 1 left; None where there is only one."""


def account_of(call: ServiceCall) -> BambuConfigEntry:
    """Return the account of an action, by default the only one.

    Raises:
        ServiceValidationError: There is no such account, more than one, or it is not
            loaded.
    """
    wanted: str | None = call.data.get(ATTR_CONFIG_ENTRY_ID)
    entries: list[BambuConfigEntry] = [
        entry
        for entry in call.hass.config_entries.async_entries(
            DOMAIN, include_ignore=False, include_disabled=wanted is not None
        )
        if wanted in {None, entry.entry_id}
    ]
    if not entries:
        raise _error(translation_key="no_such_account")
    if len(entries) > 1:
        raise ServiceValidationError(
            translation_domain=DOMAIN,
            translation_key="several_accounts",
            translation_placeholders={
                "accounts": ", ".join(entry.title for entry in entries)
            },
        )
    (entry,) = entries
    if entry.state is not ConfigEntryState.LOADED:
        raise ServiceValidationError(
            translation_domain=DOMAIN,
            translation_key="account_not_loaded",
            translation_placeholders={"account": entry.title},
        )
    return entry


def target_of(call: ServiceCall) -> Target:
    """Return the printer of an action's device.

    Raises:
        ServiceValidationError: There is no such device, it is no printer, or its
            account is not loaded.
    """
    return target_of_device(call.hass, call.data[ATTR_DEVICE_ID])


def target_of_device(hass: HomeAssistant, device_id: str) -> Target:
    """Return the printer that a device is.

    Raises:
        ServiceValidationError: There is no such device, it is no printer, or its
            account is not loaded.
    """
    device, entry = service.async_get_device_and_config_entry(hass, DOMAIN, device_id)
    printers = entry.runtime_data.account.printers
    serial = next((s for s in printers if (DOMAIN, s) in device.identifiers), None)
    if serial is None:
        raise _error(translation_key="not_a_printer")
    return Target(entry, serial)


def printer_of(call: ServiceCall) -> PrinterCoordinator:
    """Return the coordinator of an action's printer.

    Raises:
        ServiceValidationError: There is no such printer, or it is not loaded.
    """
    entry, serial = target_of(call)
    return entry.runtime_data.account.printers[serial]


def ams_of(call: ServiceCall) -> AmsCoordinator:
    """Return the coordinator of an action's AMS.

    Raises:
        ServiceValidationError: There is no such AMS, or it is not loaded.
    """
    device, entry = service.async_get_device_and_config_entry(
        call.hass, DOMAIN, call.data[ATTR_DEVICE_ID]
    )
    units: dict[str, AmsCoordinator] = entry.runtime_data.account.ams.units
    for serial, ams in units.items():
        if (DOMAIN, serial) in device.identifiers:
            return ams
    raise _error(translation_key="not_an_ams")


def place_of(hass: HomeAssistant, entity_id: str) -> Place:
    """Return the place of an entity's spool.

    Raises:
        ServiceValidationError: The entity shows no spool, or its account is not loaded.
    """
    entry = er.async_get(hass).async_get(entity_id) if entity_id else None
    if entry is not None and entry.platform == DOMAIN and entry.config_entry_id:
        config_entry = hass.config_entries.async_get_entry(entry.config_entry_id)
        if config_entry and config_entry.state is ConfigEntryState.LOADED:
            account = config_entry.runtime_data.account
            for unique_id, place in _places(account):
                if entry.unique_id == unique_id:
                    return place
    raise ServiceValidationError(
        translation_domain=DOMAIN,
        translation_key="not_a_spool",
        translation_placeholders={"entity": entity_id},
    )


def entity_of(
    hass: HomeAssistant, account: AccountCoordinator, place: Place
) -> str | None:
    """Return the entity of a spool."""
    registry = er.async_get(hass)
    for unique_id, other in _places(account):
        if other[:2] == place[:2] and (
            entity_id := registry.async_get_entity_id(
                Platform.SENSOR, DOMAIN, unique_id
            )
        ):
            return entity_id
    return None


def extruder_of(printer: PrinterCoordinator, location: TrayLocation) -> int | None:
    """Return the extruder of a spool, None where there is only one."""
    if printer.data.model.nozzles == 1:
        return None
    outside = {EXTERNAL_MAIN: RIGHT, EXTERNAL_DEPUTY: LEFT}
    if location.unit in outside:
        return outside[location.unit]
    units = printer.data.ams.units
    return next((unit.extruder for unit in units if unit.id == location.unit), None)


def _places(account: AccountCoordinator) -> Iterator[tuple[str, Place]]:
    """Yield the unique id of each spool's entity, and its place."""
    for serial, ams in account.ams.units.items():
        if not ams.data.unit.connected:
            continue
        for slot in range(ams.data.unit.slots):
            location = TrayLocation(ams.data.unit.id, slot)
            place = Place(ams.printer, location, extruder_of(ams.printer, location))
            yield f"{serial}_slot_{slot + 1}_{_FILAMENT}", place
    for serial, printer in account.printers.items():
        for key, unit in _EXTERNAL.items():
            location = TrayLocation(unit, 0)
            yield (
                f"{serial}_{key}",
                Place(printer, location, extruder_of(printer, location)),
            )


def _error(*, translation_key: str) -> ServiceValidationError:
    """Return the error for a target that does not exist."""
    return ServiceValidationError(
        translation_domain=DOMAIN, translation_key=translation_key
    )
