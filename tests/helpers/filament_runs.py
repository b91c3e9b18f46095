"""Prints that draw from spools, with the truth about each gram."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random
from typing import Any

from custom_components.bambu_cloud.model import (
    Ams,
    AmsUnit,
    Job,
    PrinterState,
    PrintStatus,
    PrintTask,
    TaskFilament,
    TaskStatus,
    Tray,
    TrayLocation,
)

SERIAL = "01P00A000000001"
_KINDS = (("PLA", "GFA00"), ("PETG", "GFG02"), ("PLA", "GFL99"))
_COLORS = ("#FFFFFF", "#101010", "#FF6A13")
_SLOTS = 4


@dataclass
class Filament:
    """A filament of a print, and the slots that it comes from, one after the other.

    Attributes:
        ends: How far the print is when each slot but the last runs out.
    """

    grams: float
    slots: list[int]
    ends: list[float] = field(default_factory=list)

    def slot_at(self, part: float) -> int:
        """Return the slot that is used this far into the print."""
        return self.slots[sum(end <= part for end in self.ends)]


@dataclass
class SimulatedRun:
    """A print, as it happens and as it is seen."""

    number: int
    trays: list[Tray]
    filaments: list[Filament]
    layers: int
    end: float = 1.0
    """How far it comes."""
    unseen: tuple[float, float] = (2.0, 2.0)
    """While Home Assistant is off."""
    is_planned: bool = True
    """Whether the history names the right slots."""

    def states(self) -> Iterator[PrinterState]:
        """Yield what the printer shows while Home Assistant is on."""
        for layer in range(int(self.layers * self.end) + 1):
            part = layer / self.layers
            if self.unseen[0] <= part < self.unseen[1]:
                continue
            # A layer shows when it begins: what was drawn was drawn for the one before.
            filament = self.filaments[layer % len(self.filaments)]
            slot = filament.slot_at(max(part - 0.5 / self.layers, 0))
            yield self.state(PrintStatus.PRINTING, slot=slot, layer=layer)
        is_done = self.end >= 1
        status = PrintStatus.FINISHED if is_done else PrintStatus.FAILED
        yield self.state(status, slot=None, layer=int(self.layers * self.end))

    def state(self, status: PrintStatus, slot: int | None, layer: int) -> PrinterState:
        """Return the printer in a moment of the print."""
        unit = AmsUnit(id=0, serial="AMS", trays=tuple(self.trays))
        active = None if slot is None else TrayLocation(0, slot)
        job = Job(
            status=status,
            layer=layer,
            total_layers=self.layers,
            task_id=str(self.number),
        )
        return PrinterState(
            serial=SERIAL, job=job, ams=Ams(units=(unit,), active=active)
        )

    @property
    def task(self) -> PrintTask:
        """Return what the history has of it."""
        return PrintTask(
            id=str(self.number),
            serial=SERIAL,
            status=TaskStatus.FINISHED if self.end >= 1 else TaskStatus.FAILED,
            filaments=tuple(self._planned(item) for item in self.filaments),
        )

    def _planned(self, filament: Filament) -> TaskFilament:
        """Return a filament as it was sliced."""
        tray = self.trays[filament.slots[0]]
        place = TrayLocation(0, filament.slots[0])
        return TaskFilament(
            material=tray.material,
            filament_id=tray.filament_id,
            color=tray.colors[0],
            weight=filament.grams,
            places=(place,) if self.is_planned else (),
        )

    @property
    def truth(self) -> Counter[str]:
        """Return the g that really came from each spool, by its tag."""
        grams: Counter[str] = Counter()
        end = int(self.layers * self.end) / self.layers
        for filament in self.filaments:
            bounds = [0.0, *(min(each, end) for each in filament.ends), end]
            for slot, start, stop in zip(
                filament.slots, bounds, bounds[1:], strict=False
            ):
                uuid = self.trays[slot].tray_uuid or ""
                grams[uuid] += filament.grams * (stop - start)  # type: ignore[assignment]  # counts of a fraction
        return grams


def random_run(random: Random, number: int) -> SimulatedRun:
    """Return a print with everything that happens to filament."""
    trays = [_tray(random, slot) for slot in range(_SLOTS)]
    slots = random.sample(range(_SLOTS), random.randint(1, 3))
    filaments = [Filament(random.uniform(1, 300), [slot]) for slot in slots]
    spare = [slot for slot in range(_SLOTS) if slot not in slots]
    if random.random() < 0.3:  # runs out, and the backup goes on
        filament, slot = random.choice(filaments), random.choice(spare)
        trays[slot] = _like(trays[filament.slots[0]], slot)
        filament.slots.append(slot)
        filament.ends.append(random.uniform(0.05, 0.95))
    start = random.uniform(0, 1)
    return SimulatedRun(
        number=number,
        trays=trays,
        filaments=filaments,
        layers=random.randint(5, 60),
        end=1.0 if random.random() < 0.7 else random.uniform(0.05, 0.95),
        unseen=(start, start + random.uniform(0, 1))
        if random.random() < 0.3
        else (2, 2),
        is_planned=random.random() < 0.7,
    )


def _tray(random: Random, slot: int) -> Tray:
    """Return any spool."""
    material, filament_id = random.choice(_KINDS)
    values: dict[str, Any] = {"material": material, "filament_id": filament_id}
    colors = (random.choice(_COLORS),)
    return Tray(
        id=slot, colors=colors, tray_uuid=f"{random.getrandbits(64):032X}", **values
    )


def _like(tray: Tray, slot: int) -> Tray:
    """Return another spool of the same filament."""
    return Tray(
        id=slot,
        material=tray.material,
        filament_id=tray.filament_id,
        colors=tray.colors,
        tray_uuid=f"B{(tray.tray_uuid or '')[1:]}",
    )
