"""Change the options of an account."""

from typing import Any

from homeassistant.config_entries import ConfigEntryState, ConfigFlowResult

from .options_camera import CameraSteps
from .options_control import ControlOptionsStep
from .options_general import GeneralOptionsStep


class BambuOptionsFlow(GeneralOptionsStep, CameraSteps, ControlOptionsStep):
    """Let a person choose what to change.

    Each subject keeps its own keys and leaves the others alone; one whose options need
    no new start sets `automatic_reload` to False in its step.
    """

    async def async_step_init(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Show the subjects; without the account, nobody knows its printers."""
        if self.config_entry.state is not ConfigEntryState.LOADED:
            return self.async_abort(reason="not_loaded")
        return self.async_show_menu(
            step_id="init", menu_options=["general", "camera", "controls"]
        )
