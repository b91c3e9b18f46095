"""Record the states of Home Assistant."""

import asyncio
from collections.abc import Callable
from typing import Any

from .client import Client

NOTHING = frozenset({"unknown", "unavailable"})


class StateRecorder:
    """Record the latest state of every entity, and its distinct values."""

    def __init__(self) -> None:
        """Start without states."""
        self.states: dict[str, str] = {}
        self.attributes: dict[str, dict[str, Any]] = {}
        self.values: dict[str, list[str]] = {}
        self.events: dict[str, list[str]] = {}
        """The types of each event entity, in order."""
        self._changed = asyncio.Event()

    async def start(self, client: Client) -> None:
        """Record all states, and every change from now on."""
        await client.subscribe(self._on_change, "state_changed")
        for state in await client.command("get_states"):
            self.record(state)

    def is_live(self, entity: str) -> bool:
        """Return whether the entity has a value."""
        return self.states.get(entity, "unavailable") not in NOTHING

    async def until(self, condition: Callable[[], bool]) -> None:
        """Wait until the condition is true; it is checked after every change."""
        while not condition():
            self._changed.clear()
            await self._changed.wait()

    def _on_change(self, data: dict[str, Any]) -> None:
        """Record a change."""
        if state := data["new_state"]:
            self.record(state)
        else:
            self.states.pop(data["entity_id"], None)
        self._changed.set()

    def record(self, state: dict[str, Any]) -> None:
        """Record a state, and its value if it is new."""
        entity, value = state["entity_id"], state["state"]
        self.states[entity] = value
        self.attributes[entity] = state["attributes"]
        values = self.values.setdefault(entity, [])
        if value not in NOTHING and values[-1:] != [value]:
            values.append(value)
            if event := state["attributes"].get("event_type"):
                self.events.setdefault(entity, []).append(event)

    def number(self, entity: str) -> float:
        """Return the number of an entity, 0 if it has none."""
        value = self.states.get(entity, "unknown")
        return 0.0 if value in NOTHING else float(value)
