"""A printer that repeats the recording of a real one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self
import zlib

import orjson

from .job import Job
from .merging import reported
from .printer import ACTIVE_STATES, IDLE_CADENCE, Identity
from .state import Payload, snapshot


@dataclass(frozen=True)
class _Kind:
    """A row of the identity table (protocol E.1)."""

    code: str
    product: str
    prefix: str
    structure: str = "CoreXY"


_KINDS = (
    _Kind("BL-P001", "X1 Carbon", "00M"),
    _Kind("BL-P002", "X1", "00W"),
    _Kind("C13", "X1E", "03W"),
    _Kind("C11", "P1P", "01S"),
    _Kind("C12", "P1S", "01P"),
    _Kind("N7", "P2S", "22E"),
    _Kind("N1", "A1 mini", "030", "I3"),
    _Kind("N2S", "A1", "039", "I3"),
    _Kind("N9", "A2L", "26A", "I3"),
    _Kind("N6", "X2D", "20P"),
    _Kind("O1D", "H2D", "094"),
    _Kind("O1E", "H2D Pro", "239"),
    _Kind("O1S", "H2S", "093"),
    _Kind("O1C", "H2C", "31B"),
)
_UNKNOWN = _Kind("", "", "000")
_BY_PRODUCT = {kind.product.lower(): kind for kind in _KINDS}
_BY_CODE = {kind.code: kind for kind in _KINDS}


def _serial(prefix: str, name: str) -> str:
    """Make up a plausible serial, the same for the same name."""
    return f"{prefix}00A{zlib.crc32(name.encode()) % 10**9:09}"


def identify(modules: Sequence[Mapping[str, Any]]) -> _Kind:
    """Return a printer's model by its version answer (protocol E.1)."""
    ota = next((module for module in modules if module.get("name") == "ota"), {})
    product = str(ota.get("product_name", "")).removeprefix("Bambu Lab ")
    kind = _BY_PRODUCT.get(product.lower().replace("-", " "))
    if kind is not None:
        return kind
    for module in modules:
        hardware = str(module.get("hw_ver", ""))
        project = str(module.get("project_name", ""))
        if hardware.startswith("AP02"):
            return _BY_CODE["C13"]
        if hardware.startswith("AP0") and project in _BY_CODE:
            return _BY_CODE[project]
        if hardware.startswith("AP05") and not project:
            return _BY_CODE["BL-P001"]
    return _UNKNOWN


_AMS_MODULES = ("ams/", "ams_f1/", "n3f/", "n3s/")
_AMS_PREFIX = "006"


class RecordedPrinter:
    """A printer made of a recorded version answer, a full report and deltas.

    It repeats its messages over and over, or `step` by step.
    """

    def __init__(
        self, recording: Mapping[str, Any], *, serial: str | None = None, name: str = ""
    ) -> None:
        """Load a recording; a masked serial is replaced by a plausible one."""
        self._version: Payload = snapshot(dict(recording["version"]))
        self._full: Payload = snapshot(dict(recording["full"]))
        modules = self._version["info"]["module"]
        kind = identify(modules)
        if serial is None:
            serial = _serial(kind.prefix, name)
        self._name_units(serial)
        self.identity = Identity(
            serial=serial,
            name=name or f"Recorded {kind.product}",
            code=kind.code,
            product=kind.product,
            structure=kind.structure,
        )
        self.connected = True
        self.job = self._recorded_job()
        self.offers: list[Payload] = []
        self.ams_offers: list[Payload] = []
        deltas = recording.get("deltas") or {}
        self._messages: list[Payload] = [self._full, *deltas.values()]
        self._place = 0
        self._holds = False
        self.report: Payload = snapshot(self._full["print"])
        self._until_push = 0.0

    @classmethod
    def from_file(cls, path: Path, *, serial: str | None = None) -> Self:
        """Load a recording with the keys `version`, `full` and `deltas`."""
        return cls(orjson.loads(path.read_bytes()), serial=serial, name=path.stem)

    def _name_units(self, serial: str) -> None:
        """Give AMS units serials of their own: masked ones are often the same."""
        for module in self.units:
            prefix = str(module["sn"])[:3]
            if not (prefix.isalnum() and prefix[:1].isdigit()):
                prefix = _AMS_PREFIX
            module["sn"] = _serial(prefix, f"{serial}/{module['name']}")

    @property
    def units(self) -> list[Payload]:
        """Return the modules of AMS units; one without a serial is a phantom."""
        return [
            module
            for module in self._version["info"]["module"]
            if str(module.get("name")).startswith(_AMS_MODULES) and module.get("sn")
        ]

    def _recorded_job(self) -> Job | None:
        """Return the cloud job of the recording, None if there is none."""
        report = self._full["print"]
        number = str(report.get("task_id") or "0")
        if self.gcode_state not in ACTIVE_STATES or number == "0":
            return None
        return Job(
            task_id=int(number),
            title=report.get("subtask_name", ""),
            project_id=str(report.get("project_id", "0")),
            seconds=60.0 * int(report.get("mc_remaining_time", 0)),
            progress=int(report.get("mc_percent", 0)),
        )

    @property
    def gcode_state(self) -> str:
        """Return the recorded state word."""
        return str(self._full["print"].get("gcode_state", ""))

    @property
    def firmware(self) -> str:
        """Return the recorded version."""
        for module in self._version["info"]["module"]:
            if module.get("name") == "ota":
                return str(module.get("sw_ver", ""))
        return ""

    @property
    def has_sent(self) -> bool:
        """Return whether the present message was sent."""
        return self._until_push > 0

    @property
    def steps(self) -> int:
        """Return how many messages come after the full report."""
        return len(self._messages) - 1

    @property
    def has_more(self) -> bool:
        """Return whether a message comes after the present one."""
        return self._place < self.steps

    def hold(self) -> None:
        """Repeat the present message instead of the next one, until `step`."""
        self._holds = True

    def step(self) -> None:
        """Proceed to the next message, the full report after the last one."""
        self._place = (self._place + 1) % len(self._messages)
        self._until_push = 0.0

    def tick(self, seconds: float) -> list[Payload]:
        """Let time pass; return the next recorded report."""
        self._until_push -= seconds
        if not self.connected or self._until_push > 0:
            return []
        message = self._messages[self._place]
        if not self._place:
            self.report = snapshot(self._full["print"])
        else:
            self.report = reported(self.report, message)
        if not self._holds:
            self.step()
        self._until_push = IDLE_CADENCE
        return [message]

    def handle(self, request: Payload) -> list[Payload]:
        """Answer requests for state; ignore all others."""
        if not self.connected:
            return []
        match request:
            case {"pushing": {"command": "pushall"}}:
                return [{**self._full, "print": self.report}]
            case {"info": {"command": "get_version"}}:
                return [self._version]
            case _:
                return []

    def connect(self) -> list[Payload]:
        """Join the broker."""
        self.connected = True
        return []

    def disconnect(self) -> None:
        """Leave the broker."""
        self.connected = False
