"""Options of an account as a whole: polls, printers, language."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from homeassistant.const import UnitOfTime
from homeassistant.helpers.selector import (
    NumberSelector,
    NumberSelectorConfig,
    NumberSelectorMode,
    SelectOptionDict,
    SelectSelector,
    SelectSelectorConfig,
    SelectSelectorMode,
)
import voluptuous as vol

from ..account.options import (
    CONF_LANGUAGE,
    CONF_POLL_LINK_DOWN,
    CONF_POLL_LINK_UP,
    CONF_UNFOLLOWED,
    Options,
)
from ..lookups.languages import LANGUAGES

CONF_PRINTERS = "printers"
AUTO = "auto"

_MINUTE = timedelta(minutes=1)

_INTERVAL = NumberSelector(
    NumberSelectorConfig(
        min=1,
        max=60,
        step=1,
        mode=NumberSelectorMode.BOX,
        unit_of_measurement=UnitOfTime.MINUTES,
    )
)
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
            vol.Required(CONF_POLL_LINK_UP): _INTERVAL,
            vol.Required(CONF_POLL_LINK_DOWN): _INTERVAL,
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
        CONF_POLL_LINK_UP: options.poll_link_up / _MINUTE,
        CONF_POLL_LINK_DOWN: options.poll_link_down / _MINUTE,
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
        CONF_POLL_LINK_UP: user_input[CONF_POLL_LINK_UP],
        CONF_POLL_LINK_DOWN: user_input[CONF_POLL_LINK_DOWN],
    }
