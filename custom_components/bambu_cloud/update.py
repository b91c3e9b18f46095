"""Tell of firmware for printers and their AMS units, and have it installed."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, override

from homeassistant.components.update import (
    UpdateDeviceClass,
    UpdateEntity,
    UpdateEntityDescription,
    UpdateEntityFeature,
)
from homeassistant.const import EntityCategory
from homeassistant.core import HomeAssistant
from homeassistant.helpers.device_registry import DeviceInfo
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .api.commands import install_offered
from .const import DOMAIN
from .devices.ams import AmsCoordinator
from .devices.printer import PrinterCoordinator
from .entity.base import (
    AnyBambuEntity,
    Attributes,
    BambuEntity,
    BambuEntityDescription,
    async_add_when_found,
    sections_of,
)
from .firmware.begun import Begun
from .firmware.upgrade import Upgradable, Upgrade, upgrade_notes, upgrade_of
from .model import preconditions
from .runtime_data import BambuConfigEntry, RuntimeData

PARALLEL_UPDATES = 0


@dataclass(frozen=True, kw_only=True)
class BambuUpdateDescription(
    BambuEntityDescription[Upgradable, Upgrade], UpdateEntityDescription
):
    """Describe the firmware of a device."""


def _attributes(subject: Upgradable) -> Attributes:
    """Return what somebody who wants to install an update should know."""
    upgrade = upgrade_of(subject)
    failure = subject.printer.firmware.failure
    return {
        "mandatory": upgrade.is_mandatory,
        "waits_for_print": upgrade.waits_for_print,
        "failure": failure.value if failure else None,
    }


FIRMWARE = BambuUpdateDescription(
    key="firmware",
    translation_key="firmware",
    device_class=UpdateDeviceClass.FIRMWARE,
    entity_category=EntityCategory.DIAGNOSTIC,
    always=True,
    value_fn=upgrade_of,
    attributes_fn=_attributes,
)
AMS_FIRMWARE = BambuUpdateDescription(
    key="firmware",
    translation_key="firmware",
    device_class=UpdateDeviceClass.FIRMWARE,
    entity_category=EntityCategory.DIAGNOSTIC,
    entity_registry_enabled_default=False,
    always=True,
    value_fn=upgrade_of,
)


async def async_setup_entry(
    hass: HomeAssistant,
    entry: BambuConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Set up the updates of all printers and AMS units."""
    await async_add_when_found(entry, async_add_entities, _of_printer, _of_ams)


def _of_printer(printer: PrinterCoordinator) -> Iterable[AnyBambuEntity]:
    """Return what tells of a printer's firmware."""
    yield BambuPrinterUpdate(
        printer, FIRMWARE, sections_of("firmware", "job", "control")
    )


def _of_ams(ams: AmsCoordinator) -> Iterable[AnyBambuEntity]:
    """Return what tells of an AMS's firmware."""
    yield BambuAmsUpdate(ams, AMS_FIRMWARE)


class BambuUpdate[CoordinatorT: PrinterCoordinator | AmsCoordinator](
    BambuEntity[CoordinatorT, Upgradable, Upgrade], UpdateEntity
):
    """Tell of a device's firmware, also while the printer is off."""

    entity_description: BambuUpdateDescription

    def __init__(
        self,
        coordinator: CoordinatorT,
        description: BambuUpdateDescription,
        sections: frozenset[str] | None = None,
    ) -> None:
        """Listen to these sections, if it is about a printer."""
        super().__init__(coordinator, sections)
        self.entity_description = description
        self._attr_unique_id = f"{self.serial}_{description.key}"
        # Its coordinator registers the device, and keeps it up to date.
        self._attr_device_info = DeviceInfo(identifiers={(DOMAIN, self.serial)})

    @property
    def serial(self) -> str:
        """Return the serial of the device."""
        raise NotImplementedError

    @property
    @override
    def subject(self) -> Upgradable:
        """Return the device."""
        raise NotImplementedError

    @property
    @override
    def current_value(self) -> Upgrade:
        """Return what there is to show."""
        return upgrade_of(self.subject)

    @property
    def runtime_data(self) -> RuntimeData:
        """Return what the account's entities share."""
        runtime_data: RuntimeData = self.coordinator.link.entry.runtime_data
        return runtime_data

    @property
    @override
    def available(self) -> bool:
        """Return whether anybody can be heard: the cloud knows it, too."""
        return self.coordinator.link.pushed or self.coordinator.link.polled

    @override
    async def async_added_to_hass(self) -> None:
        """Listen to what the cloud offers."""
        await super().async_added_to_hass()
        offers = self.runtime_data.firmware_offers
        self.async_on_remove(offers.async_listen(self._handle_coordinator_update))

    @property
    def printer(self) -> PrinterCoordinator:
        """Return the printer that installs it."""
        raise NotImplementedError

    @property
    @override
    def supported_features(self) -> UpdateEntityFeature:
        """Return what can be done: some printers install nothing when we ask."""
        features = UpdateEntityFeature.PROGRESS | UpdateEntityFeature.RELEASE_NOTES
        if self.current_value.accepts_commands:
            features |= UpdateEntityFeature.INSTALL
        return features

    @property
    @override
    def installed_version(self) -> str | None:
        """Return the version that runs."""
        return self.current_value.installed

    @property
    @override
    def latest_version(self) -> str | None:
        """Return the version that could run."""
        return self.current_value.latest

    @property
    @override
    def in_progress(self) -> bool:
        """Return whether the printer changes its firmware now."""
        return self.current_value.in_progress

    @property
    @override
    def update_percentage(self) -> int | None:
        """Return how far it is with the step in work."""
        return self.current_value.percentage

    @override
    def version_is_newer(self, latest_version: str, installed_version: str) -> bool:
        """Return true: what is no step forward is never the latest version."""
        return True

    @override
    async def async_install(
        self, version: str | None, backup: bool, **kwargs: Any
    ) -> None:
        """Have the printer install what it offers, and wait until it has begun.

        Raises:
            HomeAssistantError: It does not; the reason is told in words.
        """
        begun = Begun(self.printer)
        try:
            await self.printer.async_send(install_offered(), preconditions.upgrade)
            await begun.async_wait()
        finally:
            begun.async_stop()

    @override
    async def async_release_notes(self) -> str | None:
        """Return what is new, after how to get it, as Markdown."""
        return upgrade_notes(self.current_value)


class BambuPrinterUpdate(BambuUpdate[PrinterCoordinator]):
    """Tell of a printer's firmware."""

    @property
    @override
    def printer(self) -> PrinterCoordinator:
        """Return the printer."""
        return self.coordinator

    @property
    @override
    def serial(self) -> str:
        """Return the serial of the printer."""
        return self.coordinator.data.serial

    @property
    @override
    def subject(self) -> Upgradable:
        """Return the printer."""
        told = self.runtime_data.firmware_offers.of(self.serial)
        return Upgradable(self.coordinator.data, told, self.coordinator.is_reachable())


class BambuAmsUpdate(BambuUpdate[AmsCoordinator]):
    """Tell of an AMS's firmware, which its printer installs."""

    @property
    @override
    def printer(self) -> PrinterCoordinator:
        """Return the printer that it is plugged into."""
        return self.coordinator.printer

    @property
    @override
    def serial(self) -> str:
        """Return the serial of the AMS."""
        return self.coordinator.serial

    @property
    @override
    def available(self) -> bool:
        """Return whether the AMS is plugged in somewhere, and can be told of."""
        return super().available and self.coordinator.data.unit.connected

    @property
    @override
    def subject(self) -> Upgradable:
        """Return the AMS."""
        printer, unit = self.coordinator.printer.data, self.coordinator.data.unit
        told = self.runtime_data.firmware_offers.of(printer.serial)
        return Upgradable(printer, told, self.coordinator.is_reachable(), unit)
