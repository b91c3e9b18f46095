"""A simulated printer: a pure state machine without sockets and without a clock.

`tick` lets time pass, `handle` takes a request; both return the reports that the
printer sends in consequence.
"""

from dataclasses import dataclass
from random import Random
from typing import Protocol

from . import firmware
from .ams_hub import AmsHub
from .command_policy import CommandPolicy
from .commands import dispatch as commands, signing
from .health import Health
from .job import Job
from .models import Model, offers, profile
from .physics import Heater, Physics
from .printing import Printing
from .report_builder import ReportBuilder
from .state import Payload, snapshot

CHAMBER_DOOR = 1 << 23
IDLE_CADENCE = 5.0
ACTIVE_CADENCE = 2.0
ACTIVE_STATES = frozenset({"SLICING", "PREPARE", "RUNNING", "PAUSE"})


@dataclass(kw_only=True)
class Identity:
    """A printer in the cloud's device list (protocol A.8.1)."""

    serial: str
    name: str
    code: str
    product: str
    structure: str
    access_code: str = "12345678"
    nozzle_diameter: float = 0.4


class Printer(Protocol):
    """A printer as the cloud sees it."""

    identity: Identity
    connected: bool
    job: Job | None
    offers: list[Payload]
    ams_offers: list[Payload]

    @property
    def gcode_state(self) -> str:
        """Return the state of the printer's report."""

    @property
    def firmware(self) -> str:
        """Return the installed version."""

    def tick(self, seconds: float) -> list[Payload]:
        """Let time pass; return the reports that the printer sends."""

    def handle(self, request: Payload) -> list[Payload]:
        """Handle a request; return the immediate replies."""

    def connect(self) -> list[Payload]:
        """Join the broker and return the first reports."""

    def disconnect(self) -> None:
        """Leave the broker and send nothing."""


class SimulatedPrinter:
    """A printer of one of the models that can be simulated."""

    def __init__(self, model: Model, *, serial: str, name: str) -> None:
        """Start an idle printer."""
        self.model = model
        self.version, full = profile(model)
        self.state: Payload = full["print"]
        self.identity = Identity(
            serial=serial,
            name=name,
            code=model.code,
            product=model.product,
            structure=model.structure,
        )
        ota = self.version["info"]["module"][0]
        self.health = Health(self.state, model.message_after, lambda: self.elapsed)
        self.ams = AmsHub(model, self.state, self.version)
        if serial != ota["sn"]:
            self.ams.renumber(serial)
        ota["sn"] = serial
        self.physics = Physics(
            nozzles=[Heater(current=26.0, warms=3.0) for _ in range(model.nozzles)],
            chamber=Heater(warms=0.2, cools=0.1) if model.chamber else None,
            fine=model.fine,
            wifi_signal=model.wifi_signal,
            random=Random(serial),
        )
        signing.show(self)
        self.show()
        self.report_builder = ReportBuilder(model, self.state)
        self.connected = True
        self.powered = True
        self.pushing = True
        self.active_cadence = ACTIVE_CADENCE
        self.printing = Printing(self)
        self.job: Job | None = None
        self.offers = offers(model)
        self.ams_offers: list[Payload] = []
        self.command_policy = CommandPolicy()
        self.files = {"Benchy.gcode.3mf", "cache/Cable clip.gcode.3mf"}
        self.profiles: list[Payload] = []
        self.install_wanted = False
        self.elapsed = 0.0
        self.last_pushall = -3600.0
        self._later: list[tuple[float, commands.Action]] = []
        self._next_push = IDLE_CADENCE

    @property
    def gcode_state(self) -> str:
        """Return the state of the printer's report."""
        return str(self.state["gcode_state"])

    @property
    def active(self) -> bool:
        """Return whether a job is active."""
        return self.gcode_state in ACTIVE_STATES

    @property
    def firmware(self) -> str:
        """Return the installed version."""
        return str(self.version["info"]["module"][0]["sw_ver"])

    def tick(self, seconds: float) -> list[Payload]:
        """Let time pass; return the reports that the printer sends."""
        self.elapsed += seconds
        player = self.printing.player
        self.physics.step(seconds * max(1.0, player.rate if player else 1.0))
        self.ams.step(seconds)
        if not self.powered:
            return []
        reports = self.printing.step(seconds)
        due = [action for at, action in self._later if at <= self.elapsed]
        self._later = [entry for entry in self._later if entry[0] > self.elapsed]
        for action in due:
            reports += action()
        if self.elapsed >= self._next_push:
            reports.append(self.push())
        return reports if self.connected and self.pushing else []

    def handle(self, request: Payload) -> list[Payload]:
        """Handle a request; return the immediate replies."""
        return commands.handle(self, request) if self.connected else []

    def push(self) -> Payload:
        """Return the next report that the printer sends by itself."""
        cadence = self.active_cadence if self.active else IDLE_CADENCE
        self._next_push = self.elapsed + cadence
        self.show()
        return self.report_builder.next(self.state)

    def full(self) -> Payload:
        """Return a full report."""
        self.show()
        return self.report_builder.full(self.state)

    def show(self) -> None:
        """Write the physical values into the report."""
        self.physics.show(self.state)
        self.ams.show()

    def later(self, seconds: float, action: commands.Action) -> None:
        """Do something after a while and send what it returns."""
        self._later.append((self.elapsed + seconds, action))

    def answer_version(self, sequence_id: str) -> Payload:
        """Return the answer to `get_version`."""
        answer = snapshot(self.version)
        answer["info"]["sequence_id"] = sequence_id
        return answer

    def loaded_spools(self) -> list[Payload]:
        """Return the filaments in the extruders."""
        slots = [self.ams.slot(unit, slot) for unit, slot in self.ams.in_use]
        return [slot.spool.data for slot in slots if slot.spool is not None]

    def set_sensor(self, name: str, *, on: bool) -> None:
        """Set a sensor of a timeline: "door" or "loaded"."""
        if name == "door":
            self.set_door(is_open=on)
        else:
            self.show_filament(loaded=on)

    def show_filament(self, *, loaded: bool) -> None:
        """Show whether there is filament in any extruder (protocol C.5.5)."""
        self.state["hw_switch_state"] = self.model.filament_switch[loaded]

    def set_door(self, *, is_open: bool) -> None:
        """Open or close the door, if it has a sensor (protocol C.4)."""
        if self.model.door is None:
            return
        field, base = self.model.door
        value = int(str(self.state[field]), base)
        value = value | CHAMBER_DOOR if is_open else value & ~CHAMBER_DOOR
        self.state[field] = value if base == 10 else f"{value:X}"

    @property
    def door_open(self) -> bool:
        """Return whether the printer reports an open door."""
        if self.model.door is None:
            return False
        field, base = self.model.door
        return bool(int(str(self.state[field]), base) & CHAMBER_DOOR)

    def connect(self) -> list[Payload]:
        """Join the broker and return the first reports."""
        restarted = not self.powered
        self.connected = self.powered = self.pushing = True
        return [self.full()] if restarted else []

    def disconnect(self) -> None:
        """Leave the broker, while the print goes on."""
        self.connected = False

    def power_off(self) -> None:
        """Switch off: the job is lost."""
        self.disconnect()
        self.powered = False
        self._later.clear()
        self.physics.cool_down()
        self.ams.power_off()
        self.printing.abandon()
        firmware.restart(self)
        self.state["print_error"] = 0
        self.health.replace([])
