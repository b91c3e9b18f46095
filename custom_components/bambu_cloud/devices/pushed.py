"""A coordinator of a device that pushes what is new."""

from collections import defaultdict
import logging
from typing import override

from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.helpers.update_coordinator import DataUpdateCoordinator

from ..const import DOMAIN
from ..listeners import Listeners
from .link import Link

_LOGGER = logging.getLogger(__name__)

type Sections = frozenset[str]


class PushedCoordinator[DataT](DataUpdateCoordinator[DataT]):
    """Notify of changes, each listener only of those of the sections it depends on.

    The context of a listener is these sections; None depends on everything. A printer
    has a hundred listeners, and most reports touch one section of many.
    """

    device_id: str
    """Home Assistant's id of the device; unlike a serial, it may be logged."""

    def __init__(self, hass: HomeAssistant, link: Link, kind: str) -> None:
        """Start without listeners."""
        super().__init__(
            hass,
            _LOGGER,
            config_entry=link.entry,
            name=f"{DOMAIN} {kind}",
            update_interval=None,
        )
        self.link = link
        self._by_sections: defaultdict[Sections | None, Listeners] = defaultdict(
            Listeners
        )
        self._found: dict[Sections, tuple[Listeners, ...]] = {}
        """Those of sections that have changed before: most reports are alike."""

    @override
    @callback
    def async_add_listener(
        self, update_callback: CALLBACK_TYPE, context: Sections | None = None
    ) -> CALLBACK_TYPE:
        """Add a listener of these sections; return what removes it."""
        if context not in self._by_sections:
            self._found.clear()
        return self._by_sections[context].async_add(update_callback)

    @override
    @callback
    def async_update_listeners(self) -> None:
        """Notify all listeners."""
        for listeners in tuple(self._by_sections.values()):
            listeners.async_notify()

    @callback
    def async_notify_sections(self, sections: Sections) -> None:
        """Notify the listeners of these sections, each once."""
        if sections not in self._found:
            self._found[sections] = tuple(
                listeners
                for context, listeners in self._by_sections.items()
                if context is None or not context.isdisjoint(sections)
            )
        for listeners in self._found[sections]:
            listeners.async_notify()
