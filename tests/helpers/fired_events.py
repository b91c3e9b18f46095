"""Collect the events of prints that an entity shows."""

from typing import Any

from homeassistant.const import EVENT_STATE_CHANGED
from homeassistant.core import Event, EventStateChangedData, callback
from homeassistant.helpers.restore_state import async_get as async_get_restore_data

from .home import Home

NO_EVENT = {"unknown", "unavailable"}


def restored(home: Home, entity_id: str) -> str | None:
    """Return the state that an entity will come back with."""
    stored = async_get_restore_data(home.hass).last_states.get(entity_id)
    return stored.state.state if stored else None


class FiredEvents:
    """Everything that an event entity of a printer showed."""

    def __init__(self, home: Home, serial: str, key: str = "print_event") -> None:
        """Listen from now on."""
        self.events: list[dict[str, Any]] = []
        entity_id = home.entity_id(serial, key)
        assert entity_id
        self._entity_id = entity_id
        # The state is the time of the last event, which outlasts a restart.
        self._seen = {home.shows(serial, key)}
        self._remembered = restored(home, entity_id)
        home.hass.bus.async_listen(EVENT_STATE_CHANGED, self._note)

    @callback
    def _note(self, event: Event[EventStateChangedData]) -> None:
        """Note an event."""
        state = event.data["new_state"]
        if event.data["entity_id"] != self._entity_id or state is None:
            return
        if state.state in NO_EVENT or state.state in {*self._seen, self._remembered}:
            return
        self._seen.add(state.state)
        self.events.append(dict(state.attributes))

    @property
    def types(self) -> list[str]:
        """Return what was fired, in order."""
        return [event["event_type"] for event in self.events]
