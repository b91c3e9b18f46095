"""Push what a printer might, and count what came of it."""

from homeassistant.config_entries import SOURCE_REAUTH
import orjson

from custom_components.bambu_cloud.coordinator import PollCounters

from .home import Home


def polls(home: Home) -> int:
    """Count the polls that came to an end."""
    counters = home.entry.runtime_data.account.counters
    assert isinstance(counters, PollCounters)
    return counters.polls


def reauths(home: Home) -> int:
    """Count the flows that ask to log in again."""
    return sum(
        flow["context"]["source"] == SOURCE_REAUTH
        for flow in home.hass.config_entries.flow.async_progress()
    )


def delta(**changes: object) -> bytes:
    """Return a delta as the wire carries it."""
    return orjson.dumps({"print": {"command": "push_status", "msg": 1, **changes}})


def full(**fields: object) -> bytes:
    """Return a full report as the wire carries it."""
    return orjson.dumps({"print": {"command": "push_status", **fields, "msg": 0}})


async def push(home: Home, serial: str, payload: bytes) -> None:
    """Let a printer push this."""
    await home.cloud.broker.publish(f"device/{serial}/report", payload)
