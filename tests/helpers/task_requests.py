"""Prints of the P1S, and how often the history was asked for them."""

from custom_components.bambu_cloud.prints.history import PrintHistory

from .home import P1S, Home

TASKS = "/v1/user-service/my/tasks"


def history(home: Home) -> PrintHistory:
    """Return the history that the integration has."""
    found: PrintHistory = home.entry.runtime_data.history
    return found


def asked(home: Home) -> int:
    """Return how often the history was asked for."""
    return sum(request.path == TASKS for request in home.cloud.requests)


async def start(
    home: Home, name: str = "print_uninterrupted", speed: float = 300
) -> None:
    """Start a print of the cloud on the P1S."""
    await home.cloud.scenario(P1S, name, speed)
    await home.until_happened(lambda: home.shows(P1S, "printing") == "on")
