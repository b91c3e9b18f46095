"""What an action is."""

from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any

from homeassistant.core import ServiceCall, ServiceResponse, SupportsResponse
import voluptuous as vol


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """An action as it is registered with Home Assistant."""

    name: str
    handler: Callable[[ServiceCall], Coroutine[Any, Any, ServiceResponse]]
    schema: vol.Schema
    response: SupportsResponse = SupportsResponse.NONE
    for_administrators: bool = False
    """Other users may not run it; automations may, which only administrators make."""
