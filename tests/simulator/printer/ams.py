"""AMS units, which can be moved from printer to printer."""

from dataclasses import dataclass, field
import math

from .physics import Heater
from .spools import Dialect, Slot, Spool
from .state import Payload

_DRYEST = 5.0
_SECONDS_PER_PERCENT = 120.0
_WARMUP = 5.0
_LEVELS = ((18, "5"), (28, "4"), (36, "3"), (50, "2"))


@dataclass(frozen=True, kw_only=True)
class AmsKind:
    """A kind of AMS (protocol C.5.3, E.3).

    Attributes:
        name: Product name.
        module: First half of its name among the modules.
        number: Its type, in the lowest bits of `info`.
        flags: Bits of `info` that are always set.
        prefix: How its serials begin.
        slots: How many spools it holds.
        first_id: What the first unit is called on the wire.
        most: How many of those with the same range of ids a printer takes.
        climate: Whether it measures temperature and humidity.
        estimates: Whether it finds out how much filament is left (protocol C.5.4).
        dries: Whether it has a heater.
    """

    name: str
    module: str
    number: int
    flags: int
    prefix: str
    hardware: str
    firmware: str
    slots: int = 4
    first_id: int = 0
    most: int = 4
    climate: bool = True
    estimates: bool = True
    dries: bool = False


AMS = AmsKind(
    name="AMS",
    module="ams",
    number=1,
    flags=0x1000,
    prefix="006",
    hardware="AMS08",
    firmware="00.00.06.49",
)
AMS_LITE = AmsKind(
    name="AMS lite",
    module="ams_f1",
    number=2,
    flags=0x1000,
    prefix="03C",
    hardware="AMS_F102",
    firmware="00.00.07.94",
    climate=False,
    estimates=False,
)
AMS_2_PRO = AmsKind(
    name="AMS 2 Pro",
    module="n3f",
    number=3,
    flags=0x2000,
    prefix="19C",
    hardware="N3F05",
    firmware="02.00.19.47",
    dries=True,
)
AMS_HT = AmsKind(
    name="AMS HT",
    module="n3s",
    number=4,
    flags=0x2000,
    prefix="19F",
    hardware="N3S05",
    firmware="02.00.19.47",
    slots=1,
    first_id=128,
    most=8,
    dries=True,
)
AMS_NEW = AmsKind(
    name="AMS 9",
    module="n9x",
    number=9,
    flags=0x2000,
    prefix="77A",
    hardware="N9X01",
    firmware="00.01.00.00",
)
"""A kind that nobody knows."""
KINDS = (AMS, AMS_LITE, AMS_2_PRO, AMS_HT, AMS_NEW)


def inside(celsius: float) -> Heater:
    """Return the air inside a unit in a room of this temperature."""
    return Heater(current=celsius, ambient=celsius, warms=0.05, cools=0.02)


@dataclass
class Dryer:
    """The heater of a unit that can dry (protocol H.4.5).

    Attributes:
        left: Seconds until it is done, 0 when it is off.
    """

    filament: str = ""
    temperature: int = -1
    hours: int = -1
    left: float = 0.0


@dataclass(eq=False, kw_only=True)
class AmsUnit:
    """An AMS.

    Attributes:
        id: What it is called on the printer that it is plugged into.
        extruder: Which extruder it feeds: 0 right or only, 1 left.
        humidity: Percent.
        dryer: What it was last told to dry, if ever.
        firmware: Installed version, if it is not the usual one of its kind.
        warmup: Seconds until it measures; it was just switched on.
    """

    kind: AmsKind
    serial: str
    slots: list[Slot]
    id: str = ""
    extruder: int = 0
    humidity: float = 24.0
    heater: Heater = field(default_factory=lambda: inside(25.0))
    dryer: Dryer | None = None
    firmware: str = ""
    warmup: float = 0.0

    @classmethod
    def new(cls, kind: AmsKind, number: int, *spools: Spool | None) -> AmsUnit:
        """Return a unit that is plugged in nowhere, with spools in its first slots."""
        slots = [Slot(spool, identified=spool is not None) for spool in spools]
        slots += [Slot() for _ in range(kind.slots - len(slots))]
        return cls(kind=kind, serial=f"{kind.prefix}00A{number:09}", slots=slots)

    @property
    def name(self) -> str:
        """Return its name among the printer's modules."""
        return f"{self.kind.module}/{self.id}"

    @property
    def drying(self) -> bool:
        """Return whether it is drying."""
        return self.dryer is not None and self.dryer.left > 0

    def dry(
        self, seconds: float, *, temperature: int = 55, filament: str = "PLA"
    ) -> None:
        """Start to dry."""
        hours = math.ceil(seconds / 3600)
        self.dryer = Dryer(filament, temperature, hours, seconds)
        self.heater.target = temperature

    def stop_drying(self) -> None:
        """Switch the heater off."""
        if self.dryer is not None:
            self.dryer = Dryer()
        self.heater.target = 0.0

    def switch_on(self) -> None:
        """Begin to measure; until then, values are placeholders (protocol C.5.3)."""
        self.warmup = _WARMUP

    def step(self, seconds: float) -> None:
        """Let time pass."""
        self.heater.step(seconds)
        self.warmup = max(0.0, self.warmup - seconds)
        if self.dryer is None or not self.drying:
            return
        drier = self.humidity - seconds / _SECONDS_PER_PERCENT
        self.humidity = max(min(self.humidity, _DRYEST), drier)
        self.dryer.left -= seconds
        if self.dryer.left <= 0:
            self.stop_drying()

    def report(self, dialect: Dialect) -> Payload:
        """Return the unit as a firmware reports it (protocol C.5.3)."""
        unit: Payload = {"id": self.id, "humidity": "5", "temp": "0.0"}
        if self.kind.climate:
            unit |= {"humidity": self._level, "temp": f"{self.heater.current:.1f}"}
        if dialect.climate:
            unit |= {
                "info": f"{self._info:X}",
                "dry_time": math.ceil(self.dryer.left / 60) if self.dryer else 0,
            }
            if self.kind.climate:
                unit["humidity_raw"] = str(round(self.humidity))
        if self.warmup:
            unit |= {key: "0" for key in ("temp", "humidity_raw") if key in unit}
        if self.dryer is not None:
            unit["dry_setting"] = {
                "dry_filament": self.dryer.filament,
                "dry_temperature": self.dryer.temperature,
                "dry_duration": self.dryer.hours,
            }
            unit["dry_sf_reason"] = []
        unit["tray"] = [
            slot.report(number, dialect, estimates=self.kind.estimates)
            for number, slot in enumerate(self.slots)
        ]
        return unit

    @property
    def _level(self) -> str:
        """Return the level of humidity, 5 for the driest air."""
        percent = round(self.humidity)
        return next((level for most, level in _LEVELS if percent <= most), "1")

    @property
    def _info(self) -> int:
        """Return type, extruder and the dryer's state as bits."""
        word = self.kind.number | self.extruder << 8 | self.kind.flags
        if not self.drying:
            return word
        heating = self.heater.current < self.heater.target
        return word | 2 << 4 | 1 << 18 | 1 << 20 | (1 if heating else 2) << 22

    def module(self, dialect: Dialect) -> Payload:
        """Return the unit as a firmware lists it among its modules (protocol G.2)."""
        module: Payload = {
            "name": self.name,
            "sw_ver": self.firmware or self.kind.firmware,
            "hw_ver": self.kind.hardware,
            "loader_ver": "00.00.00.00",
            "sn": self.serial,
            "flag": 0,
        }
        if dialect.small:
            return module | {"project_name": "", "ota_ver": "00.00.00.00"}
        number = int(self.id) - self.kind.first_id + 1
        name = f"{self.kind.name} ({number})"
        return module | {"product_name": name, "visible": True}
