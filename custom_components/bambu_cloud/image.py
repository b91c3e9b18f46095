"""The covers of prints, and the masks of what is on the plate, as images."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import partial
import logging
from typing import Any, override

from homeassistant.components.image import (
    DEFAULT_CONTENT_TYPE,
    ImageEntity,
    ImageEntityDescription,
)
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback
from homeassistant.helpers.restore_state import RestoredExtraData, RestoreEntity
from homeassistant.util import dt as dt_util

from .api import BambuError, image_type
from .devices.printer import PrinterCoordinator
from .entity.base import BambuEntity
from .entity.fetched import BambuFetchedEntity
from .entity.history import BambuHistoryEntity
from .entity.setup import async_add_when_found
from .model import PrintTask
from .model.values import aware_time, text
from .prints.plates import PlateKey
from .runtime_data import BambuConfigEntry

_LOGGER = logging.getLogger(__name__)

PARALLEL_UPDATES = 0


COVER = ImageEntityDescription(key="cover", translation_key="cover")
MASK = ImageEntityDescription(
    key="object_mask",
    translation_key="object_mask",
    entity_registry_enabled_default=False,
)


async def async_setup_entry(
    hass: HomeAssistant,
    entry: BambuConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Set up the images of all printers."""
    await async_add_when_found(entry, async_add_entities, _of_printer)


def _of_printer(printer: PrinterCoordinator) -> Iterator[BambuEntity]:
    """Return the images of a printer."""
    yield CoverImage(printer, COVER)
    yield MaskImage(printer, MASK)


class CoverImage(BambuFetchedEntity[str], ImageEntity, RestoreEntity):
    """Show the cover of the current or last print.

    It is fetched once for each print. A print without a cover shows none: another
    print's would be wrong.
    """

    def __init__(
        self,
        coordinator: PrinterCoordinator,
        description: ImageEntityDescription,
    ) -> None:
        """Start without a picture."""
        ImageEntity.__init__(self, coordinator.hass, verify_ssl=True)
        super().__init__(coordinator, description)
        self._picture: bytes | None = None
        self._restored: tuple[str, datetime] | None = None
        self._picture_of: str | None = None

    @property
    @override
    def current_value(self) -> datetime | None:
        """Return the time of the picture."""
        return self.image_last_updated

    @override
    async def async_image(self) -> bytes | None:
        """Return the picture."""
        return self._picture

    @override
    async def async_added_to_hass(self) -> None:
        """Fetch the picture of the current or last print."""
        await super().async_added_to_hass()
        if stored := await self.async_get_last_extra_data():
            self._async_restore(stored.as_dict())
        self._async_update_fetched()

    @property
    @override
    def extra_restore_state_data(self) -> RestoredExtraData:
        """Return which print the picture is of, and since when."""
        since = self.image_last_updated
        return RestoredExtraData(
            {"task_id": self._picture_of, "since": since and since.isoformat()}
        )

    @callback
    def _async_restore(self, stored: Mapping[str, Any]) -> None:
        """Restore the time of a picture, which is fetched again."""
        task_id, since = text(stored.get("task_id")), aware_time(stored.get("since"))
        if task_id and since:
            self._restored = (task_id, since)
            self._attr_image_last_updated = since

    @override
    @callback
    def _async_update_fetched(self) -> None:
        """Fetch the picture of a new print, once."""
        task = self.task
        is_loaded = bool(self.runtime_data.history.tasks(self.serial))
        if task is None and self._restored and not is_loaded:
            return
        if task is None or task.cover_url is None:
            self._async_set_picture(None, None)
        elif task.id != self._picture_of:
            self._async_fetch_once(task.id, partial(self._async_fetch, task))

    async def _async_fetch(self, task: PrintTask) -> None:
        """Fetch a picture, and show none if that fails."""
        picture = None
        try:
            picture = await self.runtime_data.history.async_cover(task)
        except BambuError as err:
            _LOGGER.debug("Doing without the cover of a print: %s", err)
        self._fetching = None
        if self.task and self.task.id == task.id:
            self._tried = task.id
            self._async_set_picture(picture, task)
        self._handle_coordinator_update()

    @callback
    def _async_set_picture(self, picture: bytes | None, task: PrintTask | None) -> None:
        """Set the picture and when it changed."""
        self._picture = picture
        self._picture_of = task.id if task and picture else None
        self._attr_image_last_updated = self._since(task) if picture else None
        self._restored = None
        kind = image_type(picture) if picture else None
        self._attr_content_type = kind or DEFAULT_CONTENT_TYPE

    def _since(self, task: PrintTask | None) -> datetime:
        """Return since when there is this picture, maybe before a restart."""
        if task and self._restored and self._restored[0] == task.id:
            return self._restored[1]
        return dt_util.utcnow()


class MaskImage(BambuHistoryEntity, ImageEntity):
    """Show which pixel of the plate, seen from above, belongs to which object.

    It is read when somebody looks at it. Its pixels have the ids of objects as colors
    (protocol A.8.11).
    """

    _attr_content_type = "image/png"

    def __init__(
        self, coordinator: PrinterCoordinator, description: ImageEntityDescription
    ) -> None:
        """Start without a picture."""
        ImageEntity.__init__(self, coordinator.hass, verify_ssl=True)
        super().__init__(coordinator, description)
        self._plate: PlateKey | None = None
        self._async_update_time()

    @property
    @override
    def current_value(self) -> datetime | None:
        """Return since when there is this picture."""
        return self.image_last_updated

    @override
    async def async_image(self) -> bytes | None:
        """Return the picture, and forget one that the cloud does not hand out."""
        content = None
        try:
            content = await self.runtime_data.plates.async_current(self.printer)
        except BambuError as err:
            _LOGGER.debug("Doing without the mask of a print: %s", err)
        if content and content.mask:
            return content.mask
        self._attr_image_last_updated = None
        self._async_write_if_changed()
        return None

    @override
    @callback
    def _handle_coordinator_update(self) -> None:
        """Show a picture of another plate."""
        self._async_update_time()
        super()._handle_coordinator_update()

    @override
    @callback
    def _handle_history_update(self) -> None:
        """Offer a picture again that could not be read."""
        if self.image_last_updated is None:
            self._plate = None
        super()._handle_history_update()

    @callback
    def _async_update_time(self) -> None:
        """Set since when another plate is printed: its picture never changes."""
        plate = self.runtime_data.plates.current_key(self.printer)
        if plate == self._plate:
            return
        self._plate = plate
        started = self.task.started_at if self.task else None
        self._attr_image_last_updated = (started or dt_util.utcnow()) if plate else None
