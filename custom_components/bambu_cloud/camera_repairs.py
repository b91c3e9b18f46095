"""Put right what stands between a printer's camera and who watches it."""

from typing import override

from homeassistant.components.repairs import ConfirmRepairFlow, RepairsFlowResult
from homeassistant.config_entries import ConfigEntryState

from .coordinator import BambuConfigEntry


class TrustCertificate(ConfirmRepairFlow):
    """Trust a printer that shows another certificate than before."""

    @override
    async def async_step_confirm(
        self, user_input: dict[str, str] | None = None
    ) -> RepairsFlowResult:
        """Trust it once that is confirmed."""
        if user_input is not None and self.data:
            entry: BambuConfigEntry | None = self.hass.config_entries.async_get_entry(
                f"{self.data['entry_id']}"
            )
            if entry is None or entry.state is not ConfigEntryState.LOADED:
                return self.async_abort(reason="not_loaded")
            cameras = entry.runtime_data.cameras
            if camera := cameras.find(f"{self.data['serial']}"):
                camera.async_trust()
        return await super().async_step_confirm(user_input)
