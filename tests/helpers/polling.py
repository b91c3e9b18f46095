"""A home of which one part polls the cloud, with the clock of a test."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.util import dt as dt_util
import pytest
from pytest_homeassistant_custom_component.common import async_fire_time_changed

from tests.simulator import SimulatedCloud

from .clock import Wall
from .wait import until


@dataclass(eq=False)
class PollingHome:
    """An account that is not set up otherwise."""

    hass: HomeAssistant
    cloud: SimulatedCloud
    wall: Wall
    caplog: pytest.LogCaptureFixture
    storage: dict[str, Any]
    key: str = field(init=False)
    """Name of the file in which the responses are stored."""
    going_on: str = field(init=False)
    """The line of the log after a failure."""

    def __post_init__(self) -> None:
        """Prepare the part, and name its file and its words."""
        raise NotImplementedError

    def store(self, content: Any) -> None:
        """Store content from before Home Assistant started."""
        self.storage[self.key] = {"version": 1, "key": self.key, "data": content}

    @property
    def stored(self) -> dict[str, Any]:
        """Return the content of the file."""
        content: dict[str, Any] = self.storage.get(self.key, {}).get("data", {})
        return content

    @property
    def failures(self) -> int:
        """Return the number of failed requests."""
        return self.caplog.text.count(self.going_on)

    async def until_failed(self, times: int) -> None:
        """Wait until so many requests have failed."""
        await until(lambda: self.failures >= times)

    async def pass_time(self, seconds: float) -> None:
        """Let time pass, and start what is due."""
        self.wall.ahead += timedelta(seconds=seconds)
        async_fire_time_changed(
            self.hass, dt_util.utcnow() + timedelta(seconds=seconds)
        )
        await self.hass.async_block_till_done()
