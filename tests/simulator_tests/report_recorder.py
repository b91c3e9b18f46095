"""A world of simulated printers whose reports are recorded."""

import orjson

from tests.simulator import SCENARIOS, SimulatedPrinter
from tests.simulator.cloud import START
from tests.simulator.world import World

from .client_view import PUSHALL, Payload
from .fold import fold


class ReportRecorder:
    """Run printers and record their reports.

    Attributes:
        reports: The reports of each printer by its serial number.
    """

    def __init__(self, *printers: SimulatedPrinter) -> None:
        """Request a full report of each printer."""
        self.reports: dict[str, list[Payload]] = {}
        self.world = World(START, self._record)
        for printer in printers:
            self.reports[printer.identity.serial] = printer.handle(PUSHALL)
            self.world.add_printer(printer)

    def _record(self, topic: str, payload: bytes) -> int:
        """Record a report."""
        self.reports[topic.split("/")[1]].append(orjson.loads(payload))
        return 1

    def last(self, serial: str) -> Payload:
        """Return the last report of a printer."""
        found: Payload = self.reports[serial][-1]["print"]
        return found

    def views(self, serial: str) -> list[Payload]:
        """Return the merged state after each report of a printer."""
        views: list[Payload] = [{}]
        for report in self.reports[serial]:
            views.append(fold(views[-1], report))
        return views[1:]

    def play(self, serial: str, name: str, seconds: float, wait: int) -> None:
        """Run a scenario and wait so many seconds."""
        scenario, _ = SCENARIOS[name]
        scenario(self.world, serial, seconds)  # type: ignore[arg-type]  # has no broker
        for _ in range(wait):
            self.world.pass_time(1)


def reported_unit(view: Payload, unit_id: str = "0") -> Payload:
    """Return an AMS unit of a report."""
    (found,) = (unit for unit in view["ams"]["ams"] if unit["id"] == unit_id)
    result: Payload = found
    return result
