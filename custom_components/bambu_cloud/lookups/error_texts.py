"""Know what the errors of printers mean, in the language of Home Assistant."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
import logging
from typing import Any

from homeassistant.config_entries import ConfigEntry
from homeassistant.const import EVENT_CORE_CONFIG_UPDATE
from homeassistant.core import Event, HomeAssistant, callback
from homeassistant.helpers.aiohttp_client import async_get_clientsession
from homeassistant.util import dt as dt_util
from homeassistant.util.hass_dict import HassKey

from ..account.options import Options
from ..api import (
    BambuConnectionError,
    BambuError,
    BambuResponseError,
    Region,
    error_texts,
)
from ..const import DOMAIN
from ..storage import StoredFile, read_moment, read_texts
from .retry import patience

_LOGGER = logging.getLogger(__name__)

_KEY = f"{DOMAIN}.error_texts"
_LIBRARY: HassKey[_Library] = HassKey(_KEY)
_MONTH = timedelta(days=30)
_FALLBACK = "en"
# What the text service calls its languages; some are there, but still empty.
LANGUAGES: Mapping[str, str] = {
    "ca": "Català",
    "cs": "Čeština",
    "da": "Dansk",
    "de": "Deutsch",
    "el": "Ελληνικά",
    "en": "English",
    "es": "Español",
    "fr": "Français",
    "hu": "Magyar",
    "it": "Italiano",
    "ja": "日本語",
    "ko": "한국어",
    "nl": "Nederlands",
    "pl": "Polski",
    "pt": "Português",
    "pt-br": "Português (Brasil)",
    "ru": "Русский",
    "sk": "Slovenčina",
    "sv": "Svenska",
    "th": "ไทย",
    "tr": "Türkçe",
    "uk": "Українська",
    "zh-cn": "简体中文",
}
_VARIANTS = {"zh": "zh-cn"}


def bambu_language(language: str) -> str:
    """Return what the text service calls a language, English where it has none."""
    exact = language.lower()
    base = exact.partition("-")[0]
    candidates = (exact, base, _VARIANTS.get(base))
    return next((name for name in candidates if name and name in LANGUAGES), _FALLBACK)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Volume:
    """What is known in one language."""

    texts: Mapping[str, str]
    fetched_at: datetime


class ErrorTexts:
    """Tell one account's entities what errors mean (protocol A.12)."""

    def __init__(
        self,
        hass: HomeAssistant,
        entry: ConfigEntry[Any],
        region: Region,
        on_change: Callable[[], None],
        *,
        now: Callable[[], datetime] = dt_util.utcnow,
    ) -> None:
        """Prepare; nothing is loaded or fetched before somebody asks.

        `on_change` is called whenever asking again may give a better answer, as long as
        the entry is loaded.
        """
        self._hass = hass
        self._entry = entry
        self._region = region
        self._on_change = on_change
        self._now = now
        if _LIBRARY not in hass.data:
            hass.data[_LIBRARY] = _Library(hass)
        self._library = hass.data[_LIBRARY]
        entry.async_on_unload(self._library.async_subscribe(on_change))
        entry.async_on_unload(
            hass.bus.async_listen(EVENT_CORE_CONFIG_UPDATE, self._async_follow_language)
        )

    @callback
    def text(self, code: str) -> str | None:
        """Return what an error means, None while or because nobody knows.

        What may be known elsewhere is fetched in the background.
        """
        now = self._now()
        is_settled = True
        for language in _wanted(self._hass, _chosen(self._entry)):
            if is_settled and self._library.is_due(language, now):
                self._async_provide_soon(language)
            if text := self._library.text(language, code):
                return text
            is_settled = not self._library.is_busy(language)
        return None

    @callback
    def _async_follow_language(self, event: Event) -> None:
        """Have the texts asked for again when Home Assistant's language changes."""
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
        """Load or fetch a language; after a failure, have it asked for again."""
        wait: float | None = None
        try:
            await self._library.async_provide(language, self._region, self._now)
        except BambuError as err:
            _LOGGER.debug("Going on without texts in %s: %s", language, err)
            wait = patience(err)
            self._library.rest(language, err, self._now() + timedelta(seconds=wait))
        finally:
            self._library.busy.discard(language)
        self._library.async_tell()
        if wait is not None:
            await asyncio.sleep(wait)
            self._library.async_tell()


class _Library:
    """Hold the texts that all accounts share, in no more languages than needed."""

    def __init__(self, hass: HomeAssistant) -> None:
        """Begin with nothing."""
        self.busy: set[str] = set()
        self._hass = hass
        self._file = StoredFile(hass, _KEY)
        self._is_loaded = False
        self._turn = asyncio.Lock()
        self._listeners: list[Callable[[], None]] = []
        self._volumes: dict[str, _Volume] = {}
        self._resting: dict[str, datetime] = {}

    @callback
    def async_subscribe(self, listener: Callable[[], None]) -> Callable[[], None]:
        """Call a listener when texts arrive; return how to stop that."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    @callback
    def async_tell(self) -> None:
        """Tell everybody that asking is worth it."""
        for listener in tuple(self._listeners):
            listener()

    def text(self, language: str, code: str) -> str | None:
        """Return a text if it is there."""
        volume = self._volumes.get(language)
        return None if volume is None else volume.texts.get(code)

    def is_busy(self, language: str) -> bool:
        """Tell whether a language is about to arrive."""
        return language in self.busy

    def is_due(self, language: str, now: datetime) -> bool:
        """Tell whether to fetch a language that is missing or old."""
        if language in self.busy:
            return False
        if (rest_until := self._resting.get(language)) and now < rest_until:
            return False
        return self._is_old(language, now)

    def _is_old(self, language: str, now: datetime) -> bool:
        """Tell whether a language is missing or has not been fetched for a month."""
        volume = self._volumes.get(language)
        return volume is None or abs(now - volume.fetched_at) >= _MONTH

    def rest(self, language: str, err: BambuError, until: datetime) -> None:
        """Leave the service alone, in all languages if it could not be reached."""
        unreachable = isinstance(err, BambuConnectionError)
        for name in _wanted_by_all(self._hass) if unreachable else ():
            self._resting[name] = until
        self._resting[language] = until

    async def async_provide(
        self, language: str, region: Region, now: Callable[[], datetime]
    ) -> None:
        """Load what was kept, and fetch a language unless that is fresh enough.

        Raises BambuError.
        """
        async with self._turn:
            if not self._is_loaded:
                await self._async_load()
                self._is_loaded = True
            if self._is_old(language, now()):
                await self._async_fetch(language, region, now)

    async def _async_load(self) -> None:
        """Remember the texts as they were."""
        content = await self._file.async_load()
        volumes = {language: _read(kept) for language, kept in content.items()}
        if None in volumes.values():
            await self._file.async_set_aside()
        self._keep({name: volume for name, volume in volumes.items() if volume})

    async def _async_fetch(
        self, language: str, region: Region, now: Callable[[], datetime]
    ) -> None:
        """Fetch the texts of a language and keep them."""
        session = async_get_clientsession(self._hass)
        texts = await error_texts(session, region, language)
        if not texts and language == _FALLBACK:
            raise BambuResponseError("There are no texts in English")
        if not texts and (known := self._volumes.get(language)):
            texts = known.texts
        volume = _Volume(texts=texts, fetched_at=now())
        self._keep({**self._volumes, language: volume})
        await self._file.async_save(
            {
                name: {
                    "fetched_at": volume.fetched_at.isoformat(),
                    "texts": volume.texts,
                }
                for name, volume in self._volumes.items()
            }
        )

    def _keep(self, volumes: Mapping[str, _Volume]) -> None:
        """Hold what is needed in the languages that are wanted now."""
        wanted = _wanted_by_all(self._hass)
        self._volumes = {name: volumes[name] for name in wanted if name in volumes}


async def async_forget_error_texts(hass: HomeAssistant) -> None:
    """Remove what was kept, once no account is left."""
    if not hass.config_entries.async_entries(DOMAIN):
        hass.data.pop(_LIBRARY, None)
        await StoredFile(hass, _KEY).async_remove()


def _wanted(hass: HomeAssistant, chosen: str | None) -> tuple[str, ...]:
    """Return the languages to look into, the preferred one first."""
    language = bambu_language(chosen or hass.config.language)
    return (language,) if language == _FALLBACK else (language, _FALLBACK)


def _wanted_by_all(hass: HomeAssistant) -> tuple[str, ...]:
    """Return the languages that any account looks into, each once."""
    entries = hass.config_entries.async_entries(DOMAIN)
    chosen = [_chosen(entry) for entry in entries] or [None]
    return tuple(dict.fromkeys(name for one in chosen for name in _wanted(hass, one)))


def _chosen(entry: ConfigEntry[Any]) -> str | None:
    """Return the language that somebody chose for an account."""
    return Options.from_dict(entry.options).language


def _read(kept: Any) -> _Volume | None:
    """Return what was kept of a language, None for what makes no sense."""
    if not isinstance(kept, dict):
        return None
    texts = read_texts(kept.get("texts"))
    fetched_at = read_moment(kept.get("fetched_at"))
    if fetched_at is None or texts != kept.get("texts"):
        return None
    return _Volume(texts=texts, fetched_at=fetched_at)
