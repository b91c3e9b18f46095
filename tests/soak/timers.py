"""Timers that end with a run of Home Assistant, and do not mind its clock."""

from collections.abc import Callable

from .schedule import Schedule


class Timers:
    """What a run of Home Assistant will do later."""

    def __init__(self, schedule: Schedule) -> None:
        """Begin without a timer."""
        self._schedule = schedule
        self._run = 0

    def stop(self) -> None:
        """Cancel all."""
        self._run += 1

    def later(self, seconds: float, action: Callable[[], None]) -> None:
        """Do something later, unless all timers were canceled before."""
        run = self._run

        def act() -> None:
            """Do it."""
            if run == self._run:
                action()

        self._schedule.later(seconds, act)

    def every(self, seconds: float, action: Callable[[], None]) -> None:
        """Do something again and again."""

        def act() -> None:
            """Do it and wait."""
            action()
            self.later(seconds, act)

        self.later(seconds, act)
