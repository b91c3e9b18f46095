"""Follow a print from start to end and judge what Home Assistant told."""

import asyncio

from tests.simulator import P1S_SERIAL

from .printers import Printer
from .report import missing
from .stage import Stage, introduce, live_printers, say

ENDS = {"finished", "failed", "canceled"}
SETTLE = 2


async def check(running: Stage, speed: float) -> bool:
    """Tell whether printers are live and a print says that it finished, once."""
    running.cloud.run(speed)
    found = await live_printers(running)
    if not introduce(found, running):
        return False
    printer = next(item for item in found if item.serial == P1S_SERIAL)
    await _print(running, printer)
    told = running.watch.values[printer.entities["print_status"]]
    times = told.count("finished")
    say(f"{printer.name}: {' → '.join(told)}; told finished {times} time(s)")
    complaints = log_complaints(running)
    say(*complaints)
    return times == 1 and not complaints


async def _print(running: Stage, printer: Printer) -> None:
    """Let the printer print, then cut the connection and let it come back."""
    cloud, watch = running.cloud, running.watch
    await cloud.scenario(printer.serial, "print_ok")
    status = printer.entities["print_status"]
    await watch.until(lambda: watch.states[status] in ENDS)
    asked = len(cloud.commands)
    await cloud.broker.kick()
    await watch.until(lambda: bool(missing(printer, watch)))
    await watch.until(lambda: not missing(printer, watch))
    say(f"Connection lost and found again; {len(cloud.commands) - asked} requests")
    await asyncio.sleep(SETTLE)


def log_complaints(running: Stage) -> list[str]:
    """Return the lines in which Home Assistant is unhappy with the integration."""
    log = (running.folder / "home-assistant.log").read_text("utf-8").splitlines()
    return [
        line
        for line in log
        if ("custom_components.bambu_cloud" in line or "Traceback" in line)
        and " INFO " not in line
    ]
