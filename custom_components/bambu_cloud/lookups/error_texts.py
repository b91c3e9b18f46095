"""Texts of the errors of printers, in the language of Home Assistant."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
import logging
from typing import TYPE_CHECKING, Any, override

from homeassistant.const import EVENT_CORE_CONFIG_UPDATE
from homeassistant.core import CALLBACK_TYPE, Event, HomeAssistant, callback
from homeassistant.helpers.aiohttp_client import async_get_clientsession
from homeassistant.util.hass_dict import HassKey

from ..account.part import AccountPart
from ..api import (
    SYSTEM_CLOCK,
    BambuConnectionError,
    BambuError,
    BambuResponseError,
    Clock,
    Region,
    error_texts,
)
from ..cadences import ERROR_TEXTS
from ..const import DOMAIN
from ..model.values import aware_time
from ..storage import StoredFile, read_texts
from .languages import FALLBACK, all_languages, languages_of
from .retry import Timers, retry_delay

if TYPE_CHECKING:
    from ..devices.subscriptions import PrintersBySerial
    from ..runtime_data import BambuConfigEntry

_LOGGER = logging.getLogger(__name__)

_KEY = f"{DOMAIN}.error_texts"
_LIBRARY: HassKey[_Library] = HassKey(_KEY)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Volume:
    """All texts in one language."""

    texts: Mapping[str, str]
    fetched_at: datetime


class ErrorTexts(AccountPart):
    """Find the texts of errors for the entities of one account (protocol A.12).

    No coordinator: all accounts share the texts, and a language is fetched when an
    entity needs it.
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
        """Prepare; a first request for a text loads or fetches it.

        `on_change` is called whenever another request may give a better answer, as long
        as the entry is loaded.
        """
        self._hass = hass
        self._entry = entry
        self._region = region
        self._on_change = on_change
        self._clock = clock
        self._retries = Timers(hass)
        if _LIBRARY not in hass.data:
            hass.data[_LIBRARY] = _Library(hass)
        self._library = hass.data[_LIBRARY]

    @override
    @callback
    def async_start(self, printers: PrintersBySerial) -> None:
        """Notify of new texts, as long as the entry is loaded."""
        for stop in (
            self._retries.async_cancel_all,
            self._library.async_subscribe(self._on_change),
            self._hass.bus.async_listen(
                EVENT_CORE_CONFIG_UPDATE, self._async_config_updated
            ),
        ):
            self._entry.async_on_unload(stop)

    @callback
    def text(self, code: str) -> str | None:
        """Return the text of an error, None where there is none or not yet.

        A language that is missing or old is fetched in the background.
        """
        now = self._clock.now()
        is_final = True
        for language in languages_of(self._hass, self._entry):
            if is_final and self._library.is_due(language, now):
                self._async_provide_soon(language)
            if text := self._library.text(language, code):
                return text
            is_final = not self._library.is_busy(language)
        return None

    @callback
    def _async_config_updated(self, event: Event) -> None:
        """Have the texts requested again when Home Assistant's language changes."""
        if "language" in event.data:
            self._on_change()

    @callback
    def _async_provide_soon(self, language: str) -> None:
        """Load or fetch a language, but not while an entity waits for its text."""
        self._library.busy.add(language)
        self._entry.async_create_background_task(
            self._hass,
            self._async_provide(language),
            f"{_KEY} {language}",
            eager_start=False,
        )

    async def _async_provide(self, language: str) -> None:
        """Load or fetch a language; after a failure, have it requested again."""
        try:
            await self._library.async_provide(language, self._region, self._clock)
        except BambuError as err:
            _LOGGER.debug("Going on without texts in %s: %s", language, err)
            delay = retry_delay(err, self._clock)
            self._library.pause(language, err, self._clock.now() + delay)
            self._retries.async_schedule(language, delay, self._library.async_notify)
        finally:
            self._library.busy.discard(language)
        self._library.async_notify()

    @override
    @staticmethod
    async def async_remove(hass: HomeAssistant, entry_id: str) -> None:
        """Remove what is stored, once no account is left."""
        if not hass.config_entries.async_entries(DOMAIN):
            hass.data.pop(_LIBRARY, None)
            await StoredFile(hass, _KEY).async_remove()


class _Library:
    """Hold the texts that all accounts share, in no more languages than needed."""

    def __init__(self, hass: HomeAssistant) -> None:
        """Start with nothing."""
        self.busy: set[str] = set()
        self._hass = hass
        self._file = StoredFile(hass, _KEY)
        self._is_loaded = False
        self._turn = asyncio.Lock()
        self._listeners: list[CALLBACK_TYPE] = []
        self._volumes: dict[str, _Volume] = {}
        self._paused_until: dict[str, datetime] = {}

    @callback
    def async_subscribe(self, listener: CALLBACK_TYPE) -> CALLBACK_TYPE:
        """Call a listener when texts arrive; return how to stop that."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    @callback
    def async_notify(self) -> None:
        """Notify all listeners that texts may be there."""
        for listener in tuple(self._listeners):
            listener()

    def text(self, language: str, code: str) -> str | None:
        """Return a text if it is there."""
        volume = self._volumes.get(language)
        return None if volume is None else volume.texts.get(code)

    def is_busy(self, language: str) -> bool:
        """Return whether a language is about to arrive."""
        return language in self.busy

    def is_due(self, language: str, now: datetime) -> bool:
        """Return whether to fetch a language that is missing or old."""
        if language in self.busy:
            return False
        if (until := self._paused_until.get(language)) and now < until:
            return False
        return self._is_old(language, now)

    def _is_old(self, language: str, now: datetime) -> bool:
        """Return whether a language is missing or was fetched long ago."""
        volume = self._volumes.get(language)
        return volume is None or abs(now - volume.fetched_at) >= ERROR_TEXTS

    def pause(self, language: str, err: BambuError, until: datetime) -> None:
        """Fetch nothing for a while, in any language if the service is unreachable."""
        unreachable = isinstance(err, BambuConnectionError)
        for name in all_languages(self._hass) if unreachable else ():
            self._paused_until[name] = until
        self._paused_until[language] = until

    async def async_provide(self, language: str, region: Region, clock: Clock) -> None:
        """Load the stored texts, and fetch a language unless it is new enough.

        Raises:
            BambuError: It cannot be fetched.
        """
        async with self._turn:
            if not self._is_loaded:
                await self._async_load()
                self._is_loaded = True
            if self._is_old(language, clock.now()):
                await self._async_fetch(language, region, clock)

    async def _async_load(self) -> None:
        """Restore the texts."""
        content = await self._file.async_load()
        volumes = {language: _read(item) for language, item in content.items()}
        if None in volumes.values():
            await self._file.async_set_aside()
        self._set_volumes({name: volume for name, volume in volumes.items() if volume})

    async def _async_fetch(self, language: str, region: Region, clock: Clock) -> None:
        """Fetch and store the texts of a language."""
        session = async_get_clientsession(self._hass)
        texts = await error_texts(session, region, language)
        if not texts and language == FALLBACK:
            raise BambuResponseError("There are no texts in English")
        if not texts and (before := self._volumes.get(language)):
            texts = before.texts
        volume = _Volume(texts=texts, fetched_at=clock.now())
        self._set_volumes({**self._volumes, language: volume})
        await self._file.async_save(
            {
                name: {
                    "fetched_at": volume.fetched_at.isoformat(),
                    "texts": volume.texts,
                }
                for name, volume in self._volumes.items()
            }
        )

    def _set_volumes(self, volumes: Mapping[str, _Volume]) -> None:
        """Hold the languages that are needed now, and no others."""
        wanted = all_languages(self._hass)
        self._volumes = {name: volumes[name] for name in wanted if name in volumes}


def _read(item: Any) -> _Volume | None:
    """Return a stored language, None for what makes no sense."""
    if not isinstance(item, dict):
        return None
    texts = read_texts(item.get("texts"))
    fetched_at = aware_time(item.get("fetched_at"))
    if fetched_at is None or texts != item.get("texts"):
        return None
    return _Volume(texts=texts, fetched_at=fetched_at)
