"""Options of the spools of an account."""

from collections.abc import Mapping
from typing import Any

from homeassistant.const import UnitOfMass
from homeassistant.helpers.selector import (
    BooleanSelector,
    NumberSelector,
    NumberSelectorConfig,
    NumberSelectorMode,
)
import voluptuous as vol

from ..account.options import CONF_DEDUCT, CONF_LOW_SPOOL, MOST_LOW, Options

FILAMENT_SCHEMA = vol.Schema(
    {
        vol.Required(CONF_LOW_SPOOL): NumberSelector(
            NumberSelectorConfig(
                min=0,
                max=MOST_LOW,
                step=10,
                mode=NumberSelectorMode.BOX,
                unit_of_measurement=UnitOfMass.GRAMS,
            )
        ),
        vol.Required(CONF_DEDUCT): BooleanSelector(),
    }
)


def filament_values(stored: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values of the form for the options of an entry."""
    options = Options.from_dict(stored)
    return {CONF_LOW_SPOOL: options.low_spool, CONF_DEDUCT: options.deduct}
