"""The repair flows of issues."""

from collections.abc import Awaitable, Callable, Mapping
from functools import partial
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

from .account import entity_limit, token_expiry
from .const import DOMAIN
from .model import CameraStatus
from .runtime_data import BambuConfigEntry

type Opener = Callable[[HomeAssistant, str], Awaitable[tuple[FlowType, str]]]


class DialogRepair(RepairsFlow):
    """Explain the issue, then continue with a dialog of the account.

    What is done there deletes the issue, not the confirmation.
    """

    def __init__(self, open_dialog: Opener, reason: str) -> None:
        """Open this dialog; the reason says that it goes on there."""
        self._open_dialog = open_dialog
        self._reason = reason

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
            return await self._continue()
        issue = ir.async_get(self.hass).async_get_issue(DOMAIN, self.issue_id)
        return self.async_show_form(
            step_id="confirm",
            description_placeholders=issue.translation_placeholders if issue else None,
        )

    async def _continue(self) -> RepairsFlowResult:
        """Continue with the dialog."""
        entry_id = str((self.data or {}).get("entry_id"))
        if self.hass.config_entries.async_get_entry(entry_id) is None:
            return self.async_abort(reason="no_account")
        dialog = await self._open_dialog(self.hass, entry_id)
        return self.async_abort(reason=self._reason, next_flow=dialog)


async def _log_in(hass: HomeAssistant, entry_id: str) -> tuple[FlowType, str]:
    """Open the dialog that logs in again."""
    dialog = await hass.config_entries.flow.async_init(
        DOMAIN, context={"source": SOURCE_RECONFIGURE, "entry_id": entry_id}
    )
    return FlowType.CONFIG_FLOW, dialog["flow_id"]


async def _choose_printers(hass: HomeAssistant, entry_id: str) -> tuple[FlowType, str]:
    """Open the options, where printers can be left out."""
    dialog = await hass.config_entries.options.async_init(entry_id)
    return FlowType.OPTIONS_FLOW, dialog["flow_id"]


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
    token_expiry.SUBJECT: partial(DialogRepair, _log_in, "log_in"),
    entity_limit.SUBJECT: partial(DialogRepair, _choose_printers, "choose_printers"),
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
