"""When to fetch again what can wait."""

from collections.abc import Callable
from datetime import datetime, timedelta

from homeassistant.core import CALLBACK_TYPE, HassJob, HomeAssistant, callback
from homeassistant.helpers.event import async_call_later

from ..api import BambuBlockedError, BambuError, BambuRateLimitError, Clock
from ..cadences import RETRY


def retry_delay(err: BambuError, clock: Clock) -> timedelta:
    """Return how long to wait after a failure."""
    delay = RETRY
    if isinstance(err, BambuRateLimitError | BambuBlockedError):
        delay = max(timedelta(seconds=err.retry_after), delay)
    return jitter(delay, clock)


def jitter(interval: timedelta, clock: Clock) -> timedelta:
    """Return up to a tenth more, so that not every home asks at once."""
    return interval * (1 + clock.random() / 10)


class Timers:
    """Run callbacks after a delay, one per key.

    For what a `DataUpdateCoordinator` does not fit: nothing is fetched, or not for one
    owner.
    """

    def __init__(self, hass: HomeAssistant) -> None:
        """Start without any."""
        self._hass = hass
        self._cancel: dict[str, CALLBACK_TYPE] = {}

    def __contains__(self, key: str) -> bool:
        """Return whether a callback is scheduled."""
        return key in self._cancel

    @callback
    def async_schedule(
        self, key: str, delay: timedelta, action: Callable[[], None]
    ) -> None:
        """Run a callback after a delay, instead of what the key had."""
        self.async_cancel(key)

        @callback
        def run(_: datetime) -> None:
            """Run the callback."""
            del self._cancel[key]
            action()

        job = HassJob(run, cancel_on_shutdown=True)
        self._cancel[key] = async_call_later(self._hass, delay, job)

    @callback
    def async_cancel(self, key: str) -> None:
        """Cancel a callback, if there is one."""
        if cancel := self._cancel.pop(key, None):
            cancel()

    @callback
    def async_cancel_all(self) -> None:
        """Cancel all callbacks."""
        for key in tuple(self._cancel):
            self.async_cancel(key)
