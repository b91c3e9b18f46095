"""Pictures of what printers print."""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
import logging
from typing import override

from homeassistant.components.image import (
    DEFAULT_CONTENT_TYPE,
    ImageEntity,
    ImageEntityDescription,
)
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback
from homeassistant.util import dt as dt_util

from .api import BambuError, image_type
from .const import DOMAIN
from .devices.printer import PrinterCoordinator
from .entity.base import AnyBambuEntity, BambuEntityDescription, async_add_when_found
from .entity.history import BambuHistoryEntity
from .model import PrintTask
from .runtime_data import BambuConfigEntry

_LOGGER = logging.getLogger(__name__)

PARALLEL_UPDATES = 0


@dataclass(frozen=True, kw_only=True)
class CoverDescription(
    BambuEntityDescription[PrintTask, datetime], ImageEntityDescription
):
    """Describe a picture of a print."""


COVER = CoverDescription(
    key="cover", translation_key="cover", value_fn=lambda task: task.started_at
)


async def async_setup_entry(
    hass: HomeAssistant,
    entry: BambuConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Set up the pictures of all printers."""
    await async_add_when_found(entry, async_add_entities, _of_printer)


def _of_printer(printer: PrinterCoordinator) -> Iterator[AnyBambuEntity]:
    """Return the pictures of a printer."""
    yield CoverImage(printer, COVER)


class CoverImage(BambuHistoryEntity[PrintTask, datetime], ImageEntity):
    """Show the cover of the current or last print.

    It is fetched once for each print. A print without a cover shows none: another
    print's would be wrong.
    """

    def __init__(
        self,
        coordinator: PrinterCoordinator,
        description: CoverDescription,
        *,
        now: Callable[[], datetime] = dt_util.utcnow,
    ) -> None:
        """Begin without a picture."""
        ImageEntity.__init__(self, coordinator.hass, verify_ssl=True)
        super().__init__(coordinator, description)
        self._now = now
        self._picture: bytes | None = None
        self._picture_of: str | None = None
        self._tried: str | None = None
        self._fetching: asyncio.Task[None] | None = None

    @property
    @override
    def current_value(self) -> datetime | None:
        """Return when the picture changed."""
        return self.image_last_updated

    @override
    async def async_image(self) -> bytes | None:
        """Return the picture."""
        return self._picture

    @override
    async def async_added_to_hass(self) -> None:
        """Fetch the picture of what is known already."""
        await super().async_added_to_hass()
        self._async_follow()

    @override
    async def async_will_remove_from_hass(self) -> None:
        """Fetch no more."""
        await super().async_will_remove_from_hass()
        if self._fetching:
            self._fetching.cancel()

    @override
    @callback
    def _handle_coordinator_update(self) -> None:
        """Follow the print."""
        self._async_follow()
        super()._handle_coordinator_update()

    @override
    @callback
    def _handle_history_update(self) -> None:
        """Try again for a picture that did not come."""
        self._tried = None
        super()._handle_history_update()

    @callback
    def _async_follow(self) -> None:
        """Fetch the picture of another print, once."""
        task = self.task
        if task is None or task.cover_url is None:
            self._async_take(None, None)
        elif task.id not in {self._picture_of, self._tried}:
            self._async_fetch(task)

    @callback
    def _async_fetch(self, task: PrintTask) -> None:
        """Fetch a picture in the background, unless that is going on."""
        if self._fetching is None:
            self._tried = task.id
            self._fetching = self.coordinator.link.entry.async_create_background_task(
                self.hass, self._async_fetch_now(task), f"{DOMAIN} cover"
            )

    async def _async_fetch_now(self, task: PrintTask) -> None:
        """Fetch a picture, and show none if it does not come."""
        picture = None
        try:
            picture = await self.runtime_data.history.async_cover(task)
        except BambuError as err:
            _LOGGER.debug("Doing without the cover of a print: %s", err)
        self._fetching = None
        if self.task and self.task.id == task.id:
            self._tried = task.id
            self._async_take(picture, task)
        self._handle_coordinator_update()

    @callback
    def _async_take(self, picture: bytes | None, task: PrintTask | None) -> None:
        """Take a picture, or none."""
        self._picture = picture
        self._picture_of = task.id if task and picture else None
        self._attr_image_last_updated = self._now() if picture else None
        kind = image_type(picture) if picture else None
        self._attr_content_type = kind or DEFAULT_CONTENT_TYPE
