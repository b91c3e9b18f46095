"""Fix what a person can fix; each subject has its flow in a file of its own."""

from collections.abc import Callable, Mapping

from homeassistant.components.repairs import ConfirmRepairFlow, RepairsFlow
from homeassistant.core import HomeAssistant

from . import token_life
from .camera_repairs import TrustCertificate
from .login_repair import LoginRepair
from .model import CameraStatus

# By what the issue's id begins with.
_FLOWS: Mapping[str, Callable[[], RepairsFlow]] = {
    token_life.SUBJECT: LoginRepair,
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
