"""Check a print from start to end, as Home Assistant shows it."""

import asyncio
from datetime import UTC, datetime, timedelta

from tests.simulator import P1S_SERIAL

from .camera_checks import check_pictures, check_release_notes, check_still
from .environment import Environment, live_printers, print_summaries, say
from .printers import Printer
from .report import missing

ENDS = {"finished", "failed", "canceled"}
LAST_EVENTS = 2
DAY = timedelta(days=1)


async def check(running: Environment, speed: float) -> bool:
    """Return whether printers and cameras are live and a print finishes once."""
    running.cloud.run(speed)
    found = await live_printers(running)
    if not print_summaries(found, running):
        return False
    seen = await check_pictures(running, found) and await check_still(running, found)
    read = await check_release_notes(running, found)
    printer = next(item for item in found if item.serial == P1S_SERIAL)
    recorder, used = running.recorder, printer.entities["sensor.filament_used"]
    await recorder.until(lambda: recorder.is_live(used))
    before = recorder.number(used)
    await _print(running, printer)
    await recorder.until(lambda: recorder.number(used) > before)
    reported = recorder.events[printer.entities["event.print_event"]]
    status = recorder.values[printer.entities["sensor.print_status"]]
    grown = recorder.number(used) - before
    rows = running.cloud.history.hits([printer.serial], running.cloud.now)
    weight: float = rows[0]["weight"]
    entries = await _calendar(running, printer)
    say(
        f"{printer.name}: {' → '.join(status)}",
        f"Events: {', '.join(reported)}",
        f"Filament used grew by {grown:.2f} g of {weight:.2f} g",
        f"In the calendar: {'; '.join(entries) or 'nothing'}",
    )
    complaints = log_complaints(running)
    say(*complaints)
    return (
        seen
        and read
        and reported.count("finished") == 1
        and ENDS.isdisjoint({*reported} - {"finished"})
        and abs(grown - weight) < 0.01
        and len(entries) == 1
        and not complaints
    )


async def _calendar(running: Environment, printer: Printer) -> list[str]:
    """Return the titles of today's prints in the printer's calendar."""
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


async def _print(running: Environment, printer: Printer) -> None:
    """Let the printer print, then cut the connection and wait for its return.

    A loss as short as this is not shown: what is seen are the requests after it.
    """
    cloud, recorder = running.cloud, running.recorder
    await cloud.scenario(printer.serial, "print_ok")
    events = printer.entities["event.print_event"]
    await recorder.until(
        lambda: bool(ENDS.intersection(recorder.events.get(events, ())))
    )
    asked = len(cloud.commands)
    await cloud.broker.kick()
    await recorder.until(lambda: len(cloud.commands) > asked)
    await recorder.until(lambda: not missing(printer, recorder))
    say(f"Connection lost and found again; {len(cloud.commands) - asked} requests")
    await asyncio.sleep(LAST_EVENTS)


def log_complaints(running: Environment) -> list[str]:
    """Return the warnings and errors about the integration in the log."""
    log = (running.folder / "home-assistant.log").read_text("utf-8").splitlines()
    return [
        line
        for line in log
        if ("custom_components.bambu_cloud" in line or "Traceback" in line)
        and " INFO " not in line
    ]
