"""A printer is asked for everything where its changes alone may mislead."""

from datetime import timedelta

from tests.helpers.clock import Wall
from tests.helpers.controls import commands_to
from tests.helpers.home import P1S, Home


def asked(home: Home) -> int:
    """Return how often the P1S was asked for a full report."""
    requests = commands_to(home, P1S, "pushing")
    return sum(each["command"] == "pushall" for each in requests)


async def test_printer_is_asked_when_a_print_begins(home: Home, wall: Wall) -> None:
    """What only changes say may still be of the last print."""
    wall.ahead += timedelta(minutes=10)  # not so soon after the last request
    before = asked(home)
    await home.cloud.scenario(P1S, "print_uninterrupted", 600)
    await home.until_happened(lambda: home.shows(P1S, "print_status") == "printing")
    await home.until_happened(lambda: asked(home) > before)
