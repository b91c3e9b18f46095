"""The same through the real client: login, poll, broker and history."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, suppress

from custom_components.bambu_cloud.api import BambuCloud, ReportStream
from custom_components.bambu_cloud.model import (
    PrinterState,
    Report,
    fold,
    with_link_lost,
    with_poll,
)
from custom_components.bambu_cloud.model.lifecycle.observer import (
    Lifecycle,
    PrintEvent,
    observe,
    reconcile,
)
from tests.simulator import SimulatedCloud


class Ear:
    """Listens to all printers of an account, and reports what happens to prints."""

    def __init__(
        self, simulated: SimulatedCloud, cloud: BambuCloud, stream: ReportStream
    ) -> None:
        """Learn nothing."""
        self.events: dict[str, list[PrintEvent]] = {}
        self.memories: dict[str, Lifecycle] = {}
        self._printers: dict[str, PrinterState] = {}
        self._simulated = simulated
        self._cloud = cloud
        self._stream = stream

    async def listen(self) -> None:
        """Apply what the printers push."""
        async for event in self._stream.events():
            if isinstance(event, Report):
                self._apply_step(fold(self._printers[event.serial], event))
            else:
                lost = map(with_link_lost, self._printers.values())
                self._printers = {printer.serial: printer for printer in lost}

    def _apply_step(self, printer: PrinterState) -> None:
        """Apply a new state."""
        self._printers[printer.serial] = printer
        memory = self.memories.get(printer.serial, Lifecycle())
        memory, said = observe(memory, printer, self._simulated.now)
        self.memories[printer.serial] = memory
        self.events.setdefault(printer.serial, []).extend(said)

    async def poll(self) -> None:
        """Ask the cloud, and check at the history where that is wanted."""
        for polled in await self._cloud.polled_printers():
            serial = polled.serial
            printer = self._printers.get(serial, PrinterState(serial=serial))
            self._apply_step(with_poll(printer, polled, link_up=self._stream.connected))
            if self.memories[serial].wants_report:
                await self._stream.request_full_report(serial)
            if self.memories[serial].wants_history:
                tasks = await self._cloud.tasks(serial)
                now = self._simulated.now
                memory, said = reconcile(self.memories[serial], tasks, now)
                self.memories[serial] = memory
                self.events[serial] += said
        await self._stream.set_printers(self._printers)


@asynccontextmanager
async def listening(ear: Ear) -> AsyncGenerator[None]:
    """Listen until the end of the block."""
    await ear.poll()
    task = asyncio.create_task(ear.listen())
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
