"""What an action is."""

from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any

from homeassistant.core import ServiceCall, ServiceResponse, SupportsResponse
import voluptuous as vol

from .access import Access, async_check_access


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """An action as it is registered with Home Assistant."""

    name: str
    handler: Callable[[ServiceCall], Coroutine[Any, Any, ServiceResponse]]
    schema: vol.Schema
    access: Access
    response: SupportsResponse = SupportsResponse.NONE

    async def async_run(self, call: ServiceCall) -> ServiceResponse:
        """Run the action, if the user is permitted that.

        Raises:
            Unauthorized: The user is not.
        """
        await async_check_access(call, self.access)
        return await self.handler(call)
