"""Texts of the errors of printers, and which codes mean anything at all."""

import logging
from typing import TYPE_CHECKING, override

from homeassistant.const import EVENT_CORE_CONFIG_UPDATE
from homeassistant.core import CALLBACK_TYPE, Event, HomeAssistant, callback

from ..account.part import AccountPart
from ..api import SYSTEM_CLOCK, BambuError, Clock, Region, error_page, text_list
from ..const import DOMAIN
from ..model import ALL_CODES, ListedCodes
from .languages import FALLBACK, languages_of
from .retry import Timers, retry_delay
from .text_library import TextList, async_get_library, async_remove_library

if TYPE_CHECKING:
    from ..devices.subscriptions import PrintersBySerial
    from ..runtime_data import BambuConfigEntry

_LOGGER = logging.getLogger(__name__)


class ErrorTexts(AccountPart):
    """Find the texts of errors for the printers of one account (protocol A.12).

    A code without a text is internal: each printer is given the codes that have one.
    That is why lists are fetched before there is an error. No coordinator: all accounts
    share the lists.
    """

    def __init__(
        self,
        hass: HomeAssistant,
        entry: BambuConfigEntry,
        region: Region,
        on_change: CALLBACK_TYPE,
        *,
        clock: Clock = SYSTEM_CLOCK,
    ) -> None:
        """Prepare; `on_change` is called whenever there may be better texts."""
        self._hass = hass
        self._entry = entry
        self._region = region
        self._on_change = on_change
        self._clock = clock
        self._retries = Timers(hass)
        self._printers: PrintersBySerial = {}
        self._library = async_get_library(hass)

    @override
    async def async_load(self) -> None:
        """Restore the texts."""
        await self._library.async_load()

    @override
    @callback
    def async_start(self, printers: PrintersBySerial) -> None:
        """Serve the printers, as long as the entry is loaded."""
        self._printers = printers
        for stop in (
            self._retries.async_cancel_all,
            self._library.async_subscribe(self._async_changed),
            self._hass.bus.async_listen(
                EVENT_CORE_CONFIG_UPDATE, self._async_config_updated
            ),
        ):
            self._entry.async_on_unload(stop)
        self.async_sync_printers()

    @override
    @callback
    def async_sync_printers(self) -> None:
        """Give all printers their codes; fetch the lists that are missing or old."""
        for serial, printer in self._printers.items():
            printer.async_set_listed_codes(self.listed_codes(serial))
        now = self._clock.now()
        for wanted in self._wanted():
            if self._library.is_due(wanted, now):
                self._async_provide_soon(wanted)

    def text(self, serial: str, code: str) -> str | None:
        """Return the text of a printer's error, None where there is none or not yet."""
        devices = self._devices(serial)
        for language in languages_of(self._hass, self._entry):
            for device in devices:
                volume = self._library.find(TextList(device, language))
                if volume and (text := volume.texts.get(code)):
                    return text
        return None

    def page(self, serial: str, code: str) -> str:
        """Return the address of Bambu Lab's page about a printer's error."""
        language = languages_of(self._hass, self._entry)[0]
        return error_page(self._region, code, language, serial)

    def listed_codes(self, serial: str) -> ListedCodes:
        """Return the codes that have a text for a printer, all without its list.

        English decides: translations may lack codes that are new.
        """
        own = self._library.find(TextList(text_list(serial), FALLBACK))
        if own is not None and not own.texts:
            own = self._library.find(TextList("", FALLBACK))
        return ALL_CODES if own is None else own.codes

    def _devices(self, serial: str) -> tuple[str, ...]:
        """Return whose lists a printer's texts are in: the common one comes last."""
        own = text_list(serial)
        return (own, "") if own and self._library.lacks(own) else (own,)

    def _wanted(self) -> dict[TextList, None]:
        """Return all lists that the printers need, each once."""
        languages = languages_of(self._hass, self._entry)
        return {
            TextList(device, language): None
            for serial in self._printers
            for device in self._devices(serial)
            for language in languages
        }

    @callback
    def _async_changed(self) -> None:
        """Handle that there may be other texts."""
        self.async_sync_printers()
        self._on_change()

    @callback
    def _async_config_updated(self, event: Event) -> None:
        """Fetch other texts when Home Assistant's language changes."""
        if "language" in event.data:
            self._async_changed()

    @callback
    def _async_provide_soon(self, wanted: TextList) -> None:
        """Fetch a list in the background."""
        self._library.busy.add(wanted)
        self._entry.async_create_background_task(
            self._hass,
            self._async_provide(wanted),
            f"{DOMAIN} error texts {wanted.key}",
            eager_start=False,
        )

    async def _async_provide(self, wanted: TextList) -> None:
        """Fetch a list; after a failure, try again later."""
        try:
            await self._library.async_provide(wanted, self._region, self._clock)
        except BambuError as err:
            _LOGGER.debug("Going on without texts in %s: %s", wanted.key, err)
            delay = retry_delay(err, self._clock)
            self._library.pause(wanted, err, self._clock.now() + delay)
            self._retries.async_schedule(wanted.key, delay, self.async_sync_printers)
        finally:
            self._library.busy.discard(wanted)
        self._library.async_notify()

    @override
    @staticmethod
    async def async_remove(hass: HomeAssistant, entry_id: str) -> None:
        """Remove what is stored, once no account is left."""
        if not hass.config_entries.async_entries(DOMAIN):
            await async_remove_library(hass)
