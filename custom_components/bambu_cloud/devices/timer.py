"""Run a callback once, after a while."""

from datetime import datetime, timedelta

from homeassistant.core import CALLBACK_TYPE, HassJob, HomeAssistant, callback
from homeassistant.helpers.event import async_call_later


class Timer:
    """Run a callback once, after a while."""

    def __init__(self, hass: HomeAssistant, action: CALLBACK_TYPE) -> None:
        """Start idle."""
        self._hass = hass
        self._action = action
        self._cancel: CALLBACK_TYPE | None = None

    @property
    def is_running(self) -> bool:
        """Return whether the callback is going to be run."""
        return self._cancel is not None

    @callback
    def async_start(self, delay: timedelta) -> None:
        """Run the callback after a delay from now, instead of an earlier one."""
        self.async_cancel()
        job = HassJob(self._async_run, cancel_on_shutdown=True)
        self._cancel = async_call_later(self._hass, delay, job)

    @callback
    def async_cancel(self) -> None:
        """Do not run the callback."""
        if self._cancel:
            self._cancel()
            self._cancel = None

    @callback
    def _async_run(self, _: datetime) -> None:
        """Run the callback."""
        self._cancel = None
        self._action()
