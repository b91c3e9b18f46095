"""Follow a print from start to end and judge what Home Assistant told."""

import asyncio
from datetime import UTC, datetime, timedelta

from tests.simulator import P1S_SERIAL

from .printers import Printer
from .report import missing
from .seeing import read_release_note, see_a_still, see_all
from .stage import Stage, introduce, live_printers, say

ENDS = {"finished", "failed", "canceled"}
SETTLE = 2
DAY = timedelta(days=1)


async def check(running: Stage, speed: float) -> bool:
    """Tell whether printers and cameras are live and a print finishes, told once."""
    running.cloud.run(speed)
    found = await live_printers(running)
    if not introduce(found, running):
        return False
    seen = await see_all(running, found) and await see_a_still(running, found)
    read = await read_release_note(running, found)
    printer = next(item for item in found if item.serial == P1S_SERIAL)
    watch, used = running.watch, printer.entities["sensor.filament_used"]
    await watch.until(lambda: watch.is_live(used))
    before = watch.number(used)
    await _print(running, printer)
    await watch.until(lambda: watch.number(used) > before)
    told = watch.events[printer.entities["event.print_event"]]
    status = watch.values[printer.entities["sensor.print_status"]]
    grown = watch.number(used) - before
    weight = watch.number(printer.entities["sensor.print_weight"])
    entries = await _calendar(running, printer)
    say(
        f"{printer.name}: {' → '.join(status)}",
        f"Told: {', '.join(told)}",
        f"Filament used grew by {grown:.2f} g of {weight:.2f} g",
        f"In the calendar: {'; '.join(entries) or 'nothing'}",
    )
    complaints = log_complaints(running)
    say(*complaints)
    return (
        seen
        and read
        and told.count("finished") == 1
        and ENDS.isdisjoint({*told} - {"finished"})
        and abs(grown - weight) < 0.01
        and len(entries) == 1
        and not complaints
    )


async def _calendar(running: Stage, printer: Printer) -> list[str]:
    """Return what the printer's calendar has of today."""
    now = datetime.now(UTC)
    calendar = printer.entities["calendar.prints"]
    answer = await running.client.command(
        "call_service",
        domain="calendar",
        service="get_events",
        target={"entity_id": calendar},
        service_data={
            "start_date_time": (now - DAY).isoformat(),
            "end_date_time": (now + DAY).isoformat(),
        },
        return_response=True,
    )
    events = answer["response"][calendar]["events"]
    return [f"{event['summary']}" for event in events]


async def _print(running: Stage, printer: Printer) -> None:
    """Let the printer print, then cut the connection and let it come back."""
    cloud, watch = running.cloud, running.watch
    await cloud.scenario(printer.serial, "print_ok")
    events = printer.entities["event.print_event"]
    await watch.until(lambda: bool(ENDS.intersection(watch.events.get(events, ()))))
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
