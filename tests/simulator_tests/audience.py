"""A world of simulated printers, and somebody who listens."""

import orjson

from tests.simulator import SCENARIOS, SimulatedPrinter
from tests.simulator.cloud import START
from tests.simulator.world import World

from .fold import fold
from .views import PUSHALL, Payload


class Audience:
    """A world of printers, and somebody who hears all that they say."""

    def __init__(self, *printers: SimulatedPrinter) -> None:
        """Begin by asking each printer for everything."""
        self.heard: dict[str, list[Payload]] = {}
        self.world = World(START, self._hear)
        for printer in printers:
            self.heard[printer.identity.serial] = printer.handle(PUSHALL)
            self.world.add_printer(printer)

    def _hear(self, topic: str, payload: bytes) -> int:
        """Note a report."""
        self.heard[topic.split("/")[1]].append(orjson.loads(payload))
        return 1

    def last(self, serial: str) -> Payload:
        """Return what a printer said last."""
        found: Payload = self.heard[serial][-1]["print"]
        return found

    def views(self, serial: str) -> list[Payload]:
        """Return what a client knew after each of a printer's reports."""
        views: list[Payload] = [{}]
        for report in self.heard[serial]:
            views.append(fold(views[-1], report))
        return views[1:]

    def play(self, serial: str, name: str, seconds: float, wait: int) -> None:
        """Let a scenario happen."""
        scenario, _ = SCENARIOS[name]
        scenario(self.world, serial, seconds)  # type: ignore[arg-type]  # has no broker
        for _ in range(wait):
            self.world.pass_time(1)


def unit_told(view: Payload, unit_id: str = "0") -> Payload:
    """Return a unit of a report."""
    (unit,) = (each for each in view["ams"]["ams"] if each["id"] == unit_id)
    found: Payload = unit
    return found
