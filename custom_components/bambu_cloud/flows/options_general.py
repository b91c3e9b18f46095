"""Options that concern an account as a whole."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from homeassistant.config_entries import ConfigFlowResult, OptionsFlowWithReload
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
from ..lookups.error_texts import LANGUAGES
from ..runtime_data import BambuConfigEntry

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


class GeneralOptionsStep(OptionsFlowWithReload):
    """Ask how often to poll, which printers to follow, and in what language."""

    async def async_step_general(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask, and keep the answers beside those to other questions."""
        entry: BambuConfigEntry = self.config_entry
        printers = {
            serial: printer.name or printer.product
            for serial, printer in entry.runtime_data.account.data.items()
        }
        errors: dict[str, str] = {}
        if user_input is not None:
            if user_input[CONF_POLL_LINK_DOWN] <= user_input[CONF_POLL_LINK_UP]:
                kept = {**entry.options, **_kept(user_input, printers)}
                return self.async_create_entry(data=kept)
            errors[CONF_POLL_LINK_UP] = "poll_link_up"
        return self.async_show_form(
            step_id="general",
            data_schema=self.add_suggested_values_to_schema(
                schema(printers),
                user_input or _chosen(Options.of(entry.options), printers),
            ),
            errors=errors,
        )


def schema(printers: Mapping[str, str]) -> vol.Schema:
    """Return the form; printers have their names by their serials."""
    choice = SelectSelector(
        SelectSelectorConfig(
            options=[
                SelectOptionDict(value=serial, label=name)
                for serial, name in printers.items()
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


def _chosen(options: Options, printers: Iterable[str]) -> dict[str, Any]:
    """Return what the form is filled with."""
    return {
        CONF_PRINTERS: [one for one in printers if one not in options.unfollowed],
        CONF_LANGUAGE: options.language or AUTO,
        CONF_POLL_LINK_UP: options.poll_link_up / _MINUTE,
        CONF_POLL_LINK_DOWN: options.poll_link_down / _MINUTE,
    }


def _kept(entered: Mapping[str, Any], printers: Iterable[str]) -> dict[str, Any]:
    """Return what is kept of a form: whom not to follow, so that new printers are."""
    language = entered[CONF_LANGUAGE]
    followed = entered.get(CONF_PRINTERS, [])
    return {
        CONF_UNFOLLOWED: [one for one in printers if one not in followed],
        CONF_LANGUAGE: None if language == AUTO else language,
        CONF_POLL_LINK_UP: entered[CONF_POLL_LINK_UP],
        CONF_POLL_LINK_DOWN: entered[CONF_POLL_LINK_DOWN],
    }
