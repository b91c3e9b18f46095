"""Options that concern what printers may be told."""

from typing import Any

from homeassistant.config_entries import ConfigFlowResult, OptionsFlowWithReload
from homeassistant.helpers.selector import BooleanSelector
import voluptuous as vol

from ..const import CONF_ALLOW_GCODE

CONTROLS_SCHEMA = vol.Schema(
    {vol.Required(CONF_ALLOW_GCODE, default=False): BooleanSelector()}
)


class ControlOptionsStep(OptionsFlowWithReload):
    """Ask whether automations may send G-code."""

    async def async_step_controls(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask, and keep the answer beside those to other questions."""
        options = self.config_entry.options
        if user_input is not None:
            # The action looks at the moment when it is called.
            self.automatic_reload = False
            return self.async_create_entry(data={**options, **user_input})
        return self.async_show_form(
            step_id="controls",
            data_schema=self.add_suggested_values_to_schema(CONTROLS_SCHEMA, options),
        )
