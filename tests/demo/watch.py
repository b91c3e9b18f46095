"""Watch the states of Home Assistant change."""

import asyncio
from collections.abc import Callable
from typing import Any

from .client import Client

NOTHING = frozenset({"unknown", "unavailable"})


class Watch:
    """Keep the latest state of every entity, and the values it has gone through."""

    def __init__(self) -> None:
        """Start without any knowledge."""
        self.states: dict[str, str] = {}
        self.values: dict[str, list[str]] = {}
        self.events: dict[str, list[str]] = {}
        """What each event entity told, in order."""
        self._changed = asyncio.Event()

    async def start(self, client: Client) -> None:
        """Take what is there, and everything from now on."""
        await client.subscribe(self._on_change, "state_changed")
        for state in await client.command("get_states"):
            self._note(state)

    def is_live(self, entity: str) -> bool:
        """Tell whether the entity shows a value."""
        return self.states.get(entity, "unavailable") not in NOTHING

    async def until(self, condition: Callable[[], bool]) -> None:
        """Wait until the condition holds; it is asked after every change."""
        while not condition():
            self._changed.clear()
            await self._changed.wait()

    def _on_change(self, data: dict[str, Any]) -> None:
        """Note one change."""
        if state := data["new_state"]:
            self._note(state)
        else:
            self.states.pop(data["entity_id"], None)
        self._changed.set()

    def _note(self, state: dict[str, Any]) -> None:
        """Remember a state, and its value if it has one that is new."""
        entity, value = state["entity_id"], state["state"]
        self.states[entity] = value
        values = self.values.setdefault(entity, [])
        if value not in NOTHING and values[-1:] != [value]:
            values.append(value)
            if told := state["attributes"].get("event_type"):
                self.events.setdefault(entity, []).append(told)

    def number(self, entity: str) -> float:
        """Return the number that an entity shows, none at all counting as zero."""
        value = self.states.get(entity, "unknown")
        return 0.0 if value in NOTHING else float(value)
