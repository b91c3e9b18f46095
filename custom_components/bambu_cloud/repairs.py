"""The repair flows of issues."""

from collections.abc import Callable, Mapping
from typing import override

from homeassistant.components.repairs import (
    ConfirmRepairFlow,
    RepairsFlow,
    RepairsFlowResult,
)
from homeassistant.components.repairs.const import FlowType
from homeassistant.config_entries import SOURCE_RECONFIGURE, ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.helpers import issue_registry as ir

from .account import token_expiry
from .const import DOMAIN
from .model import CameraStatus
from .runtime_data import BambuConfigEntry


class LoginRepair(RepairsFlow):
    """Explain the issue, then continue with the dialog that logs in again.

    The new token deletes the issue, not the confirmation.
    """

    async def async_step_init(
        self, user_input: dict[str, str] | None = None
    ) -> RepairsFlowResult:
        """Start with the explanation."""
        return await self.async_step_confirm()

    async def async_step_confirm(
        self, user_input: dict[str, str] | None = None
    ) -> RepairsFlowResult:
        """Explain the next step."""
        if user_input is not None:
            return await self._log_in()
        issue = ir.async_get(self.hass).async_get_issue(DOMAIN, self.issue_id)
        return self.async_show_form(
            step_id="confirm",
            description_placeholders=issue.translation_placeholders if issue else None,
        )

    async def _log_in(self) -> RepairsFlowResult:
        """Continue with the reconfiguration of the account."""
        entry_id = str((self.data or {}).get("entry_id"))
        if self.hass.config_entries.async_get_entry(entry_id) is None:
            return self.async_abort(reason="no_account")
        dialog = await self.hass.config_entries.flow.async_init(
            DOMAIN, context={"source": SOURCE_RECONFIGURE, "entry_id": entry_id}
        )
        return self.async_abort(
            reason="log_in", next_flow=(FlowType.CONFIG_FLOW, dialog["flow_id"])
        )


class TrustCertificate(ConfirmRepairFlow):
    """Trust the new certificate of a printer."""

    @override
    async def async_step_confirm(
        self, user_input: dict[str, str] | None = None
    ) -> RepairsFlowResult:
        """Trust the certificate once confirmed."""
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


# By the start of the issue's id.
_FLOWS: Mapping[str, Callable[[], RepairsFlow]] = {
    token_expiry.SUBJECT: LoginRepair,
    CameraStatus.CERTIFICATE_CHANGED: TrustCertificate,
}


async def async_create_fix_flow(
    hass: HomeAssistant, issue_id: str, data: dict[str, str | int | float | None] | None
) -> RepairsFlow:
    """Return the flow that fixes an issue."""
    for subject, flow in _FLOWS.items():
        if issue_id.startswith(f"{subject}_"):
            return flow()
    return ConfirmRepairFlow()
