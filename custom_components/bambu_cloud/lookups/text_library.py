"""Lists of texts of errors, which all accounts share."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, Self

from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.helpers.aiohttp_client import async_get_clientsession
from homeassistant.util.hass_dict import HassKey

from ..api import (
    BambuConnectionError,
    BambuError,
    BambuResponseError,
    Clock,
    Region,
    error_texts,
)
from ..cadences import ERROR_TEXTS
from ..const import DOMAIN
from ..listeners import Listeners
from ..model import ListedCodes
from ..model.values import aware_time
from ..storage import StoredFile, read_texts
from .languages import FALLBACK, all_languages

KEY = f"{DOMAIN}.error_texts"
_LIBRARY: HassKey[TextLibrary] = HassKey(KEY)


@dataclass(frozen=True, slots=True)
class TextList:
    """Name a list: whose codes it has, and the language of their texts."""

    device: str
    """Start of the serials of a model, "" for the common list."""
    language: str

    @property
    def key(self) -> str:
        """Return its name in the file; the common list has just its language."""
        return f"{self.device}/{self.language}" if self.device else self.language

    @classmethod
    def from_key(cls, key: str) -> Self:
        """Return the list with this name in the file."""
        device, _, language = key.rpartition("/")
        return cls(device, language)


@dataclass(frozen=True, kw_only=True)
class Volume:
    """All texts of a list."""

    texts: Mapping[str, str]
    fetched_at: datetime

    @cached_property
    def codes(self) -> ListedCodes:
        """Return the codes that have a text."""
        return ListedCodes.of(self.texts)


class TextLibrary:
    """Hold the lists in no more languages than needed, and store them."""

    def __init__(self, hass: HomeAssistant) -> None:
        """Start with nothing."""
        self.busy: set[TextList] = set()
        """About to arrive."""
        self._hass = hass
        self._file = StoredFile(hass, KEY)
        self._is_loaded = False
        self._turn = asyncio.Lock()
        self._listeners = Listeners()
        self._volumes: Mapping[TextList, Volume] = {}
        self._paused_until: dict[TextList, datetime] = {}
        self._unreachable_until: datetime | None = None

    @callback
    def async_subscribe(self, listener: CALLBACK_TYPE) -> CALLBACK_TYPE:
        """Call a listener when texts arrive; return how to stop that."""
        return self._listeners.async_add(listener)

    @callback
    def async_notify(self) -> None:
        """Notify all listeners that texts may be there."""
        self._listeners.async_notify()

    def find(self, wanted: TextList) -> Volume | None:
        """Return a list if it is there."""
        return self._volumes.get(wanted)

    def lacks(self, device: str) -> bool:
        """Return whether the list of a model was asked for in vain."""
        wanted = TextList(device, FALLBACK)
        volume = self.find(wanted)
        return wanted in self._paused_until if volume is None else not volume.texts

    def is_due(self, wanted: TextList, now: datetime) -> bool:
        """Return whether to fetch a list that is missing or old."""
        pauses = (self._unreachable_until, self._paused_until.get(wanted))
        if wanted in self.busy or any(until and now < until for until in pauses):
            return False
        return self._is_old(wanted, now)

    def _is_old(self, wanted: TextList, now: datetime) -> bool:
        """Return whether a list is missing or was fetched long ago."""
        volume = self.find(wanted)
        return volume is None or abs(now - volume.fetched_at) >= ERROR_TEXTS

    def pause(self, wanted: TextList, err: BambuError, until: datetime) -> None:
        """Fetch nothing for a while, not any list if the service is unreachable."""
        self._paused_until[wanted] = until
        if isinstance(err, BambuConnectionError):
            self._unreachable_until = until

    async def async_load(self) -> None:
        """Restore the lists, once."""
        async with self._turn:
            if self._is_loaded:
                return
            self._is_loaded = True
            content = await self._file.async_load()
            volumes = {
                TextList.from_key(key): _read(item) for key, item in content.items()
            }
            if None in volumes.values():
                await self._file.async_set_aside()
            self._set_volumes({name: each for name, each in volumes.items() if each})

    async def async_provide(
        self, wanted: TextList, region: Region, clock: Clock
    ) -> None:
        """Fetch a list unless it is new enough.

        Raises:
            BambuError: It cannot be fetched.
        """
        async with self._turn:
            if self._is_old(wanted, clock.now()):
                await self._async_fetch(wanted, region, clock)

    async def _async_fetch(
        self, wanted: TextList, region: Region, clock: Clock
    ) -> None:
        """Fetch and store a list."""
        session = async_get_clientsession(self._hass)
        texts = await error_texts(session, region, wanted.language, wanted.device)
        if not texts and wanted == TextList("", FALLBACK):
            raise BambuResponseError("There are no texts in English")
        if not texts and (before := self.find(wanted)):
            texts = before.texts
        volume = Volume(texts=texts, fetched_at=clock.now())
        self._paused_until.pop(wanted, None)
        self._set_volumes({**self._volumes, wanted: volume})
        await self._file.async_save(
            {
                name.key: {
                    "fetched_at": volume.fetched_at.isoformat(),
                    "texts": volume.texts,
                }
                for name, volume in self._volumes.items()
            }
        )

    def _set_volumes(self, volumes: Mapping[TextList, Volume]) -> None:
        """Hold the languages that are needed now, and no others."""
        languages = all_languages(self._hass)
        self._volumes = {
            name: volume
            for name, volume in volumes.items()
            if name.language in languages
        }


@callback
def async_get_library(hass: HomeAssistant) -> TextLibrary:
    """Return the library of this Home Assistant."""
    if _LIBRARY not in hass.data:
        hass.data[_LIBRARY] = TextLibrary(hass)
    return hass.data[_LIBRARY]


async def async_remove_library(hass: HomeAssistant) -> None:
    """Remove all lists, also those that are stored."""
    hass.data.pop(_LIBRARY, None)
    await StoredFile(hass, KEY).async_remove()


def _read(item: Any) -> Volume | None:
    """Return a stored list, None for what makes no sense."""
    if not isinstance(item, dict):
        return None
    texts = read_texts(item.get("texts"))
    fetched_at = aware_time(item.get("fetched_at"))
    if fetched_at is None or texts != item.get("texts"):
        return None
    return Volume(texts=texts, fetched_at=fetched_at)
