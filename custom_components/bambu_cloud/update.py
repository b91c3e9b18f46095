"""Firmware updates of printers and their AMS units."""

import asyncio
from collections.abc import Iterable
from typing import Any, override

from homeassistant.components.update import (
    UpdateDeviceClass,
    UpdateEntity,
    UpdateEntityDescription,
    UpdateEntityFeature,
)
from homeassistant.const import EntityCategory
from homeassistant.core import HomeAssistant, callback
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .api.commands import install_offered
from .const import DOMAIN
from .devices.ams import AmsCoordinator
from .devices.printer import PrinterCoordinator
from .entity.base import Attributes, BambuEntity, sections_of
from .entity.setup import async_add_when_found
from .firmware.upgrade import (
    Upgradable,
    Upgrade,
    async_upgrade_notes,
    release_page,
    upgrade_of,
)
from .model import AmsUnit, preconditions
from .runtime_data import BambuConfigEntry

PARALLEL_UPDATES = 0

_START_TIMEOUT = 30
"""s within which a printer reports that it has started to install (protocol G.3)."""

FIRMWARE = UpdateEntityDescription(
    key="firmware",
    translation_key="firmware",
    device_class=UpdateDeviceClass.FIRMWARE,
    entity_category=EntityCategory.DIAGNOSTIC,
)
AMS_FIRMWARE = UpdateEntityDescription(
    key="firmware",
    translation_key="firmware",
    device_class=UpdateDeviceClass.FIRMWARE,
    entity_category=EntityCategory.DIAGNOSTIC,
    entity_registry_enabled_default=False,
)


async def async_setup_entry(
    hass: HomeAssistant,
    entry: BambuConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Set up the updates of all printers and AMS units."""
    await async_add_when_found(entry, async_add_entities, _of_printer, _of_ams)


def _of_printer(printer: PrinterCoordinator) -> Iterable[BambuEntity]:
    """Return the update entity of a printer."""
    sections = sections_of("firmware", "job", "control")
    yield PrinterUpdate(printer, FIRMWARE, sections=sections)


def _of_ams(ams: AmsCoordinator) -> Iterable[BambuEntity]:
    """Return the update entity of an AMS."""
    yield AmsUpdate(ams, AMS_FIRMWARE)


class BambuUpdate(BambuEntity, UpdateEntity):
    """Show the firmware of a device, also while the printer is off."""

    @property
    def _unit(self) -> AmsUnit | None:
        """Return the AMS, None for the printer itself."""
        return None

    @property
    @override
    def current_value(self) -> Upgrade:
        """Return what is installed and what could be."""
        printer = self.printer.data
        cloud = self.runtime_data.firmware.of(printer.serial)
        is_reachable = self.coordinator.is_reachable()
        return upgrade_of(Upgradable(printer, cloud, is_reachable, self._unit))

    @property
    @override
    def available(self) -> bool:
        """Return whether the broker or the cloud is connected: both have versions."""
        return self.printer.is_connected

    @override
    async def async_added_to_hass(self) -> None:
        """Subscribe to the offers of the cloud."""
        await super().async_added_to_hass()
        firmware = self.runtime_data.firmware
        self.async_on_remove(
            firmware.async_add_listener(
                self.printer.data.serial, self._handle_coordinator_update
            )
        )

    @property
    @override
    def supported_features(self) -> UpdateEntityFeature:
        """Return the features: some install nothing on command, none in a print."""
        features = UpdateEntityFeature.PROGRESS | UpdateEntityFeature.RELEASE_NOTES
        upgrade = self.current_value
        if upgrade.accepts_commands and not upgrade.waits_for_print:
            features |= UpdateEntityFeature.INSTALL
        return features

    @property
    @override
    def installed_version(self) -> str | None:
        """Return the installed version."""
        return self.current_value.installed

    @property
    @override
    def latest_version(self) -> str | None:
        """Return the latest version that could be installed."""
        return self.current_value.latest

    @property
    @override
    def in_progress(self) -> bool:
        """Return whether the printer is installing firmware."""
        return self.current_value.in_progress

    @property
    @override
    def update_percentage(self) -> int | None:
        """Return the progress of the present step in %."""
        return self.current_value.percentage

    @override
    def version_is_newer(self, latest_version: str, installed_version: str) -> bool:
        """Return true: `latest_version` is never older than what is installed."""
        return True

    @override
    async def async_install(
        self, version: str | None, backup: bool, **kwargs: Any
    ) -> None:
        """Install what the printer offers, and wait until it has started.

        Raises:
            HomeAssistantError: It is blocked or refused, or does not start.
        """
        started = asyncio.Event()

        @callback
        def check() -> None:
            """Set the event once the printer is installing."""
            if self.printer.data.firmware.is_upgrading:
                started.set()

        # Before the command: a printer may start, and even end, with its reply.
        unsubscribe = self.printer.async_add_listener(check, sections_of("firmware"))
        try:
            await self.printer.async_send(install_offered(), preconditions.upgrade)
            async with asyncio.timeout(_START_TIMEOUT):
                await started.wait()
        except TimeoutError as err:
            raise HomeAssistantError(
                translation_domain=DOMAIN, translation_key="upgrade_not_begun"
            ) from err
        finally:
            unsubscribe()

    @override
    async def async_release_notes(self) -> str | None:
        """Return the release notes, after how to install them, as Markdown."""
        return async_upgrade_notes(self.hass, self.current_value)


class PrinterUpdate(BambuUpdate):
    """Show the firmware of a printer."""

    @property
    @override
    def release_url(self) -> str | None:
        """Return the public page of the firmware."""
        return release_page(self.printer.data.model)

    @override
    def _current(self) -> tuple[object, ...]:
        """Return what the state is made of, the attributes' values only once."""
        return self.available, self.current_value, self.printer.data.firmware.failure

    @property
    @override
    def extra_state_attributes(self) -> Attributes:
        """Return what matters before an update is installed."""
        failure, upgrade = self.printer.data.firmware.failure, self.current_value
        return {
            "mandatory": upgrade.is_mandatory,
            "waits_for_print": upgrade.waits_for_print,
            "failure": failure.value if failure else None,
        }


class AmsUpdate(BambuUpdate):
    """Show the firmware of an AMS, which its printer installs."""

    coordinator: AmsCoordinator

    @property
    @override
    def _unit(self) -> AmsUnit:
        """Return the AMS."""
        return self.coordinator.data.unit

    @property
    @override
    def available(self) -> bool:
        """Return whether the AMS is plugged in, and a connection has its version."""
        return super().available and self._unit.connected
