"""The waiting between attempts."""

from collections.abc import Callable

from custom_components.bambu_cloud.api import Clock
from custom_components.bambu_cloud.api.backoff import Backoff


def backoff_of(random: Callable[[], float]) -> Backoff:
    """Return a backoff with the durations of the link to the broker."""
    return Backoff(Clock(random=random), first=1, ceiling=30, stable=60)


def test_ceiling_doubles_up_to_thirty_seconds() -> None:
    """Each failure doubles what may be waited, to 30 s and no further."""
    backoff = backoff_of(lambda: 1.0)
    assert [backoff.delay() for _ in range(7)] == [1, 2, 4, 8, 16, 30, 30]


def test_another_ceiling_for_one_kind_of_failure() -> None:
    """A broker that refuses a living token is left alone for up to 300 s."""
    backoff = backoff_of(lambda: 1.0)
    delays = [backoff.delay(ceiling=300) for _ in range(11)]
    assert delays[-3:] == [256, 300, 300]


def test_thousands_of_failures_do_not_overflow() -> None:
    """A cloud that is away for months is still tried."""
    backoff = backoff_of(lambda: 1.0)
    assert {backoff.delay() for _ in range(2000)} == {1, 2, 4, 8, 16, 30}


def test_jitter_is_full() -> None:
    """Any part of the ceiling may be waited, down to nothing."""
    parts = iter([0.0, 0.5, 0.25])
    backoff = backoff_of(lambda: next(parts))
    assert [backoff.delay() for _ in range(3)] == [0, 1, 1]


def test_only_a_link_that_held_starts_afresh() -> None:
    """A link that breaks at once does not shorten the waiting."""
    backoff = backoff_of(lambda: 1.0)
    backoff.delay()
    backoff.note_connection(60)
    assert backoff.delay() == 2
    backoff.note_connection(61)
    assert backoff.delay() == 1
