"""Timers of printers end when these do."""

from functools import partial

from homeassistant.core import HassJob
from homeassistant.util.async_ import get_scheduled_timer_handles

from custom_components.bambu_cloud.devices.printer import PrinterCoordinator
from tests.helpers.actions import printing
from tests.helpers.home import P1S, Home
from tests.helpers.reports import delta, push


def scheduled(home: Home, module: str = "custom_components.bambu_cloud") -> list[str]:
    """Return what our modules, or one of them, are going to run."""
    jobs = (
        handle._args[-1]
        for handle in get_scheduled_timer_handles(home.hass.loop)
        if not handle.cancelled() and handle._args
    )
    names = [job.target.__module__ for job in jobs if isinstance(job, HassJob)]
    return [name for name in names if name.startswith(module)]


async def test_unloaded_account_schedules_nothing(home: Home) -> None:
    """Neither what was held nor what was observed goes on after an account."""
    printer = home.entry.runtime_data.account.printers[P1S]
    await printing(home, P1S)
    await push(home, P1S, delta(gcode_state="FAILED", print_error=0))
    await home.until(lambda: printer.shown is not printer.data)
    await printer.async_request_refresh()
    await home.cloud.broker.stop()
    await home.until(lambda: printer.is_held)
    assert scheduled(home)
    assert await home.hass.config_entries.async_unload(home.entry.entry_id)
    await home.hass.async_block_till_done()
    assert scheduled(home) == []


def reports(printer: PrinterCoordinator, state: str) -> bool:
    """Return whether a printer has reported this state."""
    return bool(printer.data.raw["gcode_state"] == state)


async def test_failure_that_is_repeated(home: Home) -> None:
    """A second failure is held back as long as the first one was."""
    printer = home.entry.runtime_data.account.printers[P1S]
    await printing(home, P1S)
    for state in ("FAILED", "RUNNING", "FAILED"):
        await push(home, P1S, delta(gcode_state=state, print_error=0))
        await home.until(partial(reports, printer, state))
    assert len(scheduled(home, "custom_components.bambu_cloud.devices.timer")) == 1
