"""Languages of the text service, and those that accounts need."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from homeassistant.core import HomeAssistant

from ..account.options import Options
from ..const import DOMAIN

if TYPE_CHECKING:
    from ..runtime_data import BambuConfigEntry

FALLBACK = "en"
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
    """Return the text service's name of a language, English where it has none."""
    exact = language.lower()
    base = exact.partition("-")[0]
    candidates = (exact, base, _VARIANTS.get(base))
    return next((name for name in candidates if name and name in LANGUAGES), FALLBACK)


def languages_of(hass: HomeAssistant, entry: BambuConfigEntry) -> tuple[str, ...]:
    """Return the languages to search for an account, the preferred one first."""
    return _preferred(hass, Options.from_dict(entry.options).language)


def all_languages(hass: HomeAssistant) -> tuple[str, ...]:
    """Return the languages of all accounts, without duplicates."""
    entries = hass.config_entries.async_entries(DOMAIN)
    chosen = [Options.from_dict(entry.options).language for entry in entries] or [None]
    wanted = (name for language in chosen for name in _preferred(hass, language))
    return tuple(dict.fromkeys(wanted))


def _preferred(hass: HomeAssistant, chosen: str | None) -> tuple[str, ...]:
    """Return the chosen language, or that of Home Assistant, and English."""
    language = bambu_language(chosen or hass.config.language)
    return (language,) if language == FALLBACK else (language, FALLBACK)
