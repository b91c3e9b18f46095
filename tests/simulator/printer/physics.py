"""The physics of a printer: heat, fans and radio."""

from dataclasses import dataclass, field
from random import Random

from .state import Payload, get, put

AMBIENT = 24.0
_MELTS = 170.0
_WAVERS_BUSY, _WAVERS_IDLE = 0.3, 0.05
"""°C; firmware that reports 32nds of a degree shows even the noise of its sensors."""


@dataclass
class Heater:
    """A part that is heated to a target and cools down by itself."""

    current: float = AMBIENT
    target: float = 0.0
    warms: float = 1.0
    cools: float = 0.5
    ambient: float = AMBIENT

    def step(self, seconds: float) -> None:
        """Move towards the target, or towards the room."""
        goal = max(self.target, self.ambient)
        if self.current < goal:
            self.current = min(goal, self.current + self.warms * seconds)
        else:
            self.current = max(goal, self.current - self.cools * seconds)

    @property
    def busy(self) -> bool:
        """Return whether it heats or holds a temperature."""
        return self.target > 0

    @property
    def packed(self) -> int:
        """Return current and target in one word (protocol C.3)."""
        return int(self.target) << 16 | round(self.current)


@dataclass
class Fans:
    """Fan speeds from 0 to 15, as reports have them (protocol C.4).

    Attributes:
        second_auxiliary: As the first one, unless it is set by itself.
    """

    part: float = 0
    auxiliary: float = 0
    chamber: float = 0
    heatbreak: float = 0
    second_auxiliary: float | None = None


def _nozzles(count: int) -> list[Heater]:
    """Return cold nozzles, which warm by 3 °C a second (protocol H.4)."""
    return [Heater(current=26.0, warms=3.0) for _ in range(count)]


@dataclass
class Physics:
    """The physical state of a printer.

    Attributes:
        nozzles: By extruder id.
        active: Extruder that prints.
        chamber: None where there is no sensor.
        fine: Report temperatures in 32nds, as P1 and A1 do, not in whole degrees.
        position: mm that each axis was moved by people.
        extruded: mm of filament that people pushed through.
        buzzer: What it was last told.
    """

    nozzles: list[Heater] = field(default_factory=lambda: _nozzles(1))
    active: int = 0
    bed: Heater = field(default_factory=lambda: Heater(warms=0.8))
    chamber: Heater | None = None
    fans: Fans = field(default_factory=Fans)
    wifi_signal: int = -50
    fine: bool = False
    random: Random = field(default_factory=lambda: Random(1))
    position: dict[str, float] = field(default_factory=lambda: dict.fromkeys("XYZ", 0))
    extruded: float = 0.0
    buzzer: int = 0

    @property
    def heaters(self) -> list[Heater]:
        """Return everything that has a temperature."""
        chamber = [self.chamber] if self.chamber else []
        return [*self.nozzles, self.bed, *chamber]

    def step(self, seconds: float) -> None:
        """Let time pass."""
        for heater in self.heaters:
            heater.step(seconds)

    def move(self, axis: str, millimeters: float) -> None:
        """Move an axis."""
        self.position[axis] += millimeters

    def extrude(self, nozzle: int, millimeters: float) -> bool:
        """Move filament through a nozzle; return whether it was hot enough."""
        if nozzle not in range(len(self.nozzles)):
            return False
        hot = self.nozzles[nozzle].current >= _MELTS
        self.extruded += millimeters if hot else 0.0
        return hot

    def cool_down(self) -> None:
        """Switch every heater and fan off."""
        for heater in self.heaters:
            heater.target = 0.0
        self.fans = Fans()

    def show(self, report: Payload) -> None:
        """Write all values into the fields that the report has."""
        self._show_flat(report)
        if "device" in report:
            self._show_device(report)
        signal = self.wifi_signal + self.random.randint(-3, 3)
        report["wifi_signal"] = f"{signal}dBm"

    def _show_flat(self, report: Payload) -> None:
        """Write the fields that all printers have."""
        nozzle = self.nozzles[self.active]
        report["nozzle_temper"] = self._rounded(nozzle.current + self._wavering(nozzle))
        report["nozzle_target_temper"] = self._rounded(nozzle.target)
        report["bed_temper"] = self._rounded(
            self.bed.current + self._wavering(self.bed)
        )
        report["bed_target_temper"] = self._rounded(self.bed.target)
        if self.chamber:
            put(report, "chamber_temper", self._rounded(self.chamber.current))
            put(report, "ctt", self._rounded(self.chamber.target))
            put(report, "info.temp", self.chamber.packed)
        report["cooling_fan_speed"] = str(round(self.fans.part))
        report["big_fan1_speed"] = str(round(self.fans.auxiliary))
        report["big_fan2_speed"] = str(round(self.fans.chamber))
        report["heatbreak_fan_speed"] = str(round(self.fans.heatbreak))

    def _show_device(self, report: Payload) -> None:
        """Write the packed fields of newer firmware (protocol C.3, C.4)."""
        put(report, "device.bed.info.temp", self.bed.packed)
        put(report, "device.bed.state", 2 if self.bed.busy else 0)
        put(report, "device.bed_temp", self.bed.packed)
        for extruder, nozzle in enumerate(self.nozzles):
            put(report, f"device.extruder.info.{extruder}.temp", nozzle.packed)
        if self.chamber:
            put(report, "device.ctc.info.temp", self.chamber.packed)
            put(report, "device.ctc.state", 2 if self.chamber.busy else 0)
            put(report, "device.cham_temp", self.chamber.packed)
        speeds = {16: self.fans.part, 32: self.fans.auxiliary, 48: self.fans.chamber}
        circulating = get(report, "device.airduct.modeCur") == 1
        speeds[96] = 15 if circulating else 0
        second = self.fans.second_auxiliary
        speeds[160] = self.fans.auxiliary if second is None else second
        parts = get(report, "device.airduct.parts")
        for part in parts or ():
            part["state"] = round(speeds.get(part["id"], 0) / 15 * 100)
        if parts is None:
            report["fan_gear"] = sum(
                round(speeds[part] / 15 * 255) << shift
                for part, shift in ((16, 0), (32, 8), (48, 16))
            )

    def _wavering(self, heater: Heater) -> float:
        """Return the deviation of what is measured, which never quite rests."""
        most = _WAVERS_BUSY if heater.busy else _WAVERS_IDLE
        return self.random.uniform(-most, most) if self.fine else 0.0

    def _rounded(self, celsius: float) -> float:
        """Return a temperature as this printer's firmware rounds it."""
        return round(celsius * 32) / 32 if self.fine else float(round(celsius))
