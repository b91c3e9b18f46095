"""Commands that a silent printer was sent, and replies to them."""

from typing import Any

from tests.helpers.report_stream import (
    P1S,
    publish,
)
from tests.simulator import SimulatedCloud


def order(silent: SimulatedCloud) -> dict[str, Any]:
    """Return the command that the printer was sent."""
    ((_, request),) = silent.commands
    (body,) = request.values()
    return dict(body)


async def reply(silent: SimulatedCloud, root: str = "print", **more: Any) -> None:
    """Answer the command, as if the printer did."""
    await publish(silent, P1S, {root: order(silent) | more})
