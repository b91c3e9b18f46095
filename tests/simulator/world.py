"""Printers, their owners and their time: the simulated cloud without a network."""

from collections import defaultdict
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from itertools import count

import orjson

from .broker.delivery import Delivery
from .cloud_side.cloud_policy import CloudPolicy
from .cloud_side.filament_manager import SpoolShelf
from .cloud_side.files import FileStore
from .cloud_side.history import History
from .cloud_side.projects import Projects
from .cloud_side.signatures import Signatures
from .faults import Faults
from .printer.ams import AmsUnit
from .printer.job import BusyError
from .printer.printer import Printer, SimulatedPrinter
from .printer.state import Payload

OWNER = "owner@example.com"

# The device list learns late of a printer that left (protocol H.4.5).
_LEFT_AFTER = 30.0
_CAME_AFTER = 5.0


class World:
    """Printers that belong to accounts, and what happens to them.

    Attributes:
        now: The cloud's own time.
        faults: What the next requests and reports suffer.
        commands: Each request to a printer, with its serial.
        history: What was printed.
        printers: By serial.
        shelf: AMS units that are plugged in nowhere.
        letters: Messages by login name, newest first, besides those about prints.
        projects, store: What was sent to the cloud.
        signatures: Applications that the cloud knows.
        switches: What the cloud does only for some.
        task_numbers, serial_numbers: What tells tasks, units and spools apart.
    """

    def __init__(self, start: datetime, send: Callable[[str, bytes], int]) -> None:
        """Start without printers; `send` publishes under a topic."""
        self.now = start
        self.faults = Faults()
        self.history = History()
        self.commands: list[tuple[str, Payload]] = []
        self.printers: dict[str, Printer] = {}
        self.shelf: list[AmsUnit] = []
        self.letters: dict[str, list[Payload]] = {}
        self.store = FileStore()
        self.projects = Projects(self.store)
        self.signatures = Signatures()
        self.policy = CloudPolicy()
        self.task_numbers = count()
        self.serial_numbers = count(101)
        self._spools: defaultdict[str, SpoolShelf] = defaultdict(SpoolShelf)
        self._delivery = Delivery(self.faults, send)
        self._owners: dict[str, str] = {}
        self._guests: set[tuple[str, str]] = set()
        self._listed: dict[str, bool] = {}
        self._agenda: list[tuple[datetime, Callable[[], None]]] = []

    def add_printer(self, printer: Printer, login: str = OWNER) -> None:
        """Bind a printer to an account."""
        serial = printer.identity.serial
        self.printers[serial] = printer
        self._owners[serial] = login
        self._listed[serial] = printer.connected
        self.history.observe(printer, self.now)

    def remove_printer(self, serial: str) -> None:
        """Remove a printer from its account."""
        for registry in (self.printers, self._owners, self._listed):
            registry.pop(serial, None)

    def simulated(self, serial: str) -> SimulatedPrinter:
        """Return a printer that scenarios can change.

        Raises:
            KeyError: There is no such printer.
            BusyError: It only repeats a recording.
        """
        printer = self.printers[serial]
        if not isinstance(printer, SimulatedPrinter):
            raise BusyError(f"{serial} only repeats a recording")
        return printer

    def listed_online(self, serial: str) -> bool:
        """Return whether the device list has a printer as online, which lags."""
        return self._listed[serial]

    def owner_of(self, serial: str) -> str:
        """Return the login name of a printer's owner."""
        return self._owners[serial]

    def spools_of(self, login: str = OWNER) -> SpoolShelf:
        """Return the filament manager of an account."""
        return self._spools[login]

    def printers_of_login(self, login: str) -> dict[str, Printer]:
        """Return the printers of an account by serial."""
        return {
            serial: self.printers[serial]
            for serial, owner in self._owners.items()
            if owner == login or (serial, login) in self._guests
        }

    def share_printer(self, serial: str, login: str) -> None:
        """Bind a printer to one more account."""
        self._guests.add((serial, login))

    def unshare_printer(self, serial: str, login: str) -> None:
        """Remove a printer from an account that is not its owner's."""
        self._guests.discard((serial, login))

    def hand_over_printer(self, serial: str, login: str) -> None:
        """Bind a printer to another account."""
        self._owners[serial] = login

    def disconnect(
        self, serial: str, *, notice: bool = True, listed_after: float = _LEFT_AFTER
    ) -> None:
        """Disconnect a printer; the broker may say so, the list lags."""
        self.printers[serial].disconnect()
        if notice:
            self.send_report(serial, {"event": {"event": "client.disconnected"}})
        self.later(listed_after, partial(self._list, serial, online=False))

    def connect(self, serial: str) -> None:
        """Bring a printer back, switched on if it was off."""
        if serial not in self.printers:
            return
        reports = self.printers[serial].connect()
        self.send_report(serial, {"event": {"event": "client.connected"}}, *reports)
        self.later(_CAME_AFTER, partial(self._list, serial, online=True))

    def power_off(self, serial: str) -> None:
        """Switch a printer off."""
        self.disconnect(serial)
        printer = self.printers[serial]
        if isinstance(printer, SimulatedPrinter):
            printer.power_off()
        self.history.observe(printer, self.now)

    def _list(self, serial: str, *, online: bool) -> None:
        """Update the device list, unless the change is outdated."""
        printer = self.printers.get(serial)
        if printer is not None and printer.connected is online:
            self._listed[serial] = online

    def plug_ams(self, serial: str, unit: AmsUnit, *, extruder: int = 0) -> str:
        """Plug an AMS into a printer, which reports it; return its id.

        Raises:
            KeyError: There is no such printer.
            BusyError: The printer cannot take it, or another one has it.
        """
        unit_id = self.simulated(serial).ams.plug(unit, extruder)
        self.speak_up(serial)
        return unit_id

    def unplug_ams(self, serial: str, unit_id: str) -> AmsUnit:
        """Unplug an AMS from a printer, which reports that; return it.

        Raises:
            KeyError: There is no such printer or unit.
            BusyError: The printer only repeats a recording.
        """
        unit = self.simulated(serial).ams.unplug(unit_id)
        self.speak_up(serial)
        return unit

    def move_ams(self, serial: str, unit_id: str, target: str) -> str:
        """Move an AMS to another printer; return its id there.

        Raises:
            KeyError: There is no such printer or unit.
            BusyError: The other printer cannot take it.
        """
        unit = self.simulated(serial).ams.units[unit_id]
        if self.simulated(target).ams.place_for(unit.kind) is None:
            raise BusyError(f"{target} has no room for {unit.serial}")
        return self.plug_ams(target, self.unplug_ams(serial, unit_id))

    def speak_up(self, serial: str) -> None:
        """Report the changes of a printer at once, if it is connected."""
        printer = self.simulated(serial)
        if printer.connected and printer.pushing:
            self.send_report(serial, printer.push())

    def later(self, seconds: float, action: Callable[[], None]) -> None:
        """Do something after so much simulated time."""
        self._agenda.append((self.now + timedelta(seconds=seconds), action))

    def receive(self, serial: str, payload: bytes) -> None:
        """Pass a client's request on to a printer."""
        try:
            request = orjson.loads(payload)
        except orjson.JSONDecodeError:
            return
        if not isinstance(request, dict):
            return
        self.commands.append((serial, request))
        self.send_report(serial, *self.printers[serial].handle(request))

    def send_report(self, serial: str, *reports: Payload) -> None:
        """Publish a report of a printer, or of the broker about it."""
        for report in reports:
            self._delivery.put(serial, orjson.dumps(report), self.now)

    def pass_time(self, seconds: float) -> None:
        """Let a short time pass."""
        self.now += timedelta(seconds=seconds)
        due = [action for at, action in self._agenda if at <= self.now]
        self._agenda = [entry for entry in self._agenda if entry[0] > self.now]
        for action in due:
            action()
        self._delivery.release(self.now)
        for serial, printer in self.printers.items():
            self.send_report(serial, *printer.tick(seconds))
            self.history.observe(printer, self.now)
