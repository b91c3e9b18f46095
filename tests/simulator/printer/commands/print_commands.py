"""Reactions to `print` commands, which newer firmware wants signed.

A handler does something and returns what its acknowledgement says beside the echo:
nothing, more fields, or why it could not be done.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from tests.simulator.printer.command_policy import CommandBehavior
from tests.simulator.printer.state import Payload, acknowledgement

from . import (
    filament as print_filament,
    jobs as print_jobs,
    motion as print_motion,
    options as print_options,
    signing,
)

if TYPE_CHECKING:
    from tests.simulator.printer.printer import SimulatedPrinter

type Handler = Callable[[SimulatedPrinter, Payload], Payload]

_FAILED: Payload = {"result": "fail"}


def handle(printer: SimulatedPrinter, request: Payload) -> list[Payload]:
    """Execute a command, if the firmware accepts unsigned ones (protocol B.10)."""
    name = request["command"]
    manner = printer.command_policy.of(name)
    if signing.wants_signature(printer) or manner is CommandBehavior.UNSIGNED:
        return [signing.refuse(printer, "print", request)]
    handler = HANDLERS.get(name)
    if handler is None:
        return []
    if name in printer.command_policy.errnos:
        more = _FAILED | {"errno": printer.command_policy.errnos[name]}
        return [acknowledgement("print", request, **more)]
    if manner is CommandBehavior.FAILING:
        return [acknowledgement("print", request, **_FAILED, reason="cannot")]
    more = handler(printer, request)
    if more.get("result") == "fail":
        return [acknowledgement("print", request, **more)]
    done = {"result": printer.model.done}
    if printer.model.done != "success":
        done["reason"] = printer.model.done
    return [acknowledgement("print", request, **done, **more), printer.push()]


HANDLERS: dict[str, Handler] = {
    **print_jobs.HANDLERS,
    **print_motion.HANDLERS,
    **print_filament.HANDLERS,
    **print_options.HANDLERS,
}
