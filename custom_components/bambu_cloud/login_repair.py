"""Renew a login that is about to end."""

from homeassistant.components.repairs import RepairsFlow, RepairsFlowResult
from homeassistant.components.repairs.const import FlowType
from homeassistant.config_entries import SOURCE_RECONFIGURE
from homeassistant.helpers import issue_registry as ir

from .const import DOMAIN


class LoginRepair(RepairsFlow):
    """Explain, then go on with the dialog that logs in again.

    The issue goes away with the new token, not because somebody has read it.
    """

    async def async_step_init(
        self, user_input: dict[str, str] | None = None
    ) -> RepairsFlowResult:
        """Begin."""
        return await self.async_step_confirm()

    async def async_step_confirm(
        self, user_input: dict[str, str] | None = None
    ) -> RepairsFlowResult:
        """Explain what is going to happen."""
        if user_input is not None:
            return await self._log_in()
        issue = ir.async_get(self.hass).async_get_issue(DOMAIN, self.issue_id)
        return self.async_show_form(
            step_id="confirm",
            description_placeholders=issue.translation_placeholders if issue else None,
        )

    async def _log_in(self) -> RepairsFlowResult:
        """Open the dialog of the account."""
        entry_id = str((self.data or {}).get("entry_id"))
        if self.hass.config_entries.async_get_entry(entry_id) is None:
            return self.async_abort(reason="no_account")
        dialog = await self.hass.config_entries.flow.async_init(
            DOMAIN, context={"source": SOURCE_RECONFIGURE, "entry_id": entry_id}
        )
        return self.async_abort(
            reason="log_in", next_flow=(FlowType.CONFIG_FLOW, dialog["flow_id"])
        )
