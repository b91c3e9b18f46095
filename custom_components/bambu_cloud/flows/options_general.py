"""Options of an account as a whole: printers and language."""

from collections.abc import Iterable, Mapping
from typing import Any

from homeassistant.helpers.selector import (
    SelectOptionDict,
    SelectSelector,
    SelectSelectorConfig,
    SelectSelectorMode,
)
import voluptuous as vol

from ..account.options import CONF_LANGUAGE, CONF_UNFOLLOWED, Options
from ..lookups.languages import LANGUAGES

CONF_PRINTERS = "printers"
AUTO = "auto"

_LANGUAGE = SelectSelector(
    SelectSelectorConfig(
        options=[
            SelectOptionDict(value=AUTO, label=AUTO),
            *(
                SelectOptionDict(value=code, label=name)
                for code, name in LANGUAGES.items()
            ),
        ],
        mode=SelectSelectorMode.DROPDOWN,
        translation_key="error_language",
    )
)


def general_schema(names: Mapping[str, str]) -> vol.Schema:
    """Return the form; `names` are those of the printers by serial."""
    choice = SelectSelector(
        SelectSelectorConfig(
            options=[
                SelectOptionDict(value=serial, label=name)
                for serial, name in names.items()
            ],
            multiple=True,
            mode=SelectSelectorMode.LIST,
        )
    )
    return vol.Schema(
        {
            vol.Optional(CONF_PRINTERS): choice,
            vol.Required(CONF_LANGUAGE): _LANGUAGE,
        }
    )


def general_values(stored: Mapping[str, Any], serials: Iterable[str]) -> dict[str, Any]:
    """Return the values of the form for the options of an entry."""
    options = Options.from_dict(stored)
    return {
        CONF_PRINTERS: [
            serial for serial in serials if serial not in options.unfollowed
        ],
        CONF_LANGUAGE: options.language or AUTO,
    }


def general_options(
    user_input: Mapping[str, Any], serials: Iterable[str]
) -> dict[str, Any]:
    """Return the options for a form; the printers left out, so that new ones count."""
    language = user_input[CONF_LANGUAGE]
    chosen = user_input.get(CONF_PRINTERS, [])
    return {
        CONF_UNFOLLOWED: [serial for serial in serials if serial not in chosen],
        CONF_LANGUAGE: None if language == AUTO else language,
    }
