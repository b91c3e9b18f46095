"""Printers that draw from spools, and write down each gram themselves."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random
from typing import Any, NamedTuple

from tests.simulator.cloud_side.past import filament as listed

SLOTS = 4
_NO_TAG = "0" * 32
_KINDS = (("PLA", "GFA00"), ("PETG", "GFG02"), ("PLA", "GFL99"), ("ABS", "GFB00"))
_COLORS = ("FFFFFF", "101010", "FF6A13")

type Payload = dict[str, Any]


class Kind(NamedTuple):
    """What a filament is."""

    material: str
    preset: str
    color: str


@dataclass(eq=False)
class Spool:
    """A spool that can be touched.

    Attributes:
        tag: Its RFID, "" without one.
        number: In the filament manager, 0 if it was not entered there.
        is_listed: Whether Home Assistant has read where it is.
        least, most: g that may have to be subtracted, by what was really drawn.
    """

    kind: Kind
    tag: str = ""
    number: int = 0
    is_listed: bool = True
    drawn: float = 0.0
    least: float = 0.0
    most: float = 0.0

    def tray(self, slot: int) -> Payload:
        """Return it as an AMS reports it."""
        return {
            "id": str(slot),
            "tray_type": self.kind.material,
            "tray_info_idx": self.kind.preset,
            "tray_color": f"{self.kind.color}FF",
            "tray_uuid": self.tag or _NO_TAG,
        }


@dataclass
class Filament:
    """A filament of a print: where it comes from, and what was drawn from where."""

    grams: float
    slot: int
    kind: Kind
    backup: int | None = None
    """The slot that goes on when the first is empty."""
    runs_out_at: int = 0
    """Layer."""
    drawn: dict[Spool, float] = field(default_factory=dict)


@dataclass(kw_only=True)
class Print:
    """One print, and the evidence that Home Assistant could have of it.

    Attributes:
        reasons: Why what was drawn may not be certain for Home Assistant.
        nearby: Spools that were in the printer until then, one of which it was.
        said: What Home Assistant found out, g and whether it has a place.
        booked: g that were booked of all its spools.
    """

    number: int
    filaments: list[Filament]
    layers: int
    end: int
    """The layer after which it is over."""
    reasons: set[str] = field(default_factory=set)
    nearby: set[Spool] = field(default_factory=set)
    said: list[tuple[float, bool]] | None = None
    booked: float = 0.0

    @property
    def is_finished(self) -> bool:
        """Return whether it came to its end."""
        return self.end == self.layers

    @property
    def drawn(self) -> dict[Spool, float]:
        """Return g by spool."""
        grams: dict[Spool, float] = {}
        for filament in self.filaments:
            for spool, used in filament.drawn.items():
                grams[spool] = grams.get(spool, 0.0) + used
        return grams


class Machine:
    """A printer with one AMS.

    Attributes:
        spools: Those in its slots.
        job: What it prints, or printed last.
    """

    def __init__(self, serial: str, random: Random) -> None:
        """Start idle and empty."""
        self.serial = serial
        self.spools: list[Spool] = []
        self.job: Print | None = None
        self._random = random
        self._layer = 0
        self._slot = 255
        self._state = "IDLE"

    def begin(self, job: Print) -> Payload:
        """Begin to print; return the first report."""
        self.job, self._layer, self._slot, self._state = job, 0, 255, "PREPARE"
        return self.report()

    def layers(self) -> Iterator[Payload]:
        """Print layer by layer; yield the reports, the last of them says the end."""
        job = self.job
        assert job
        self._state = "RUNNING"
        for layer in range(1, job.end + 1):
            filament = job.filaments[layer % len(job.filaments)]
            if filament.backup is not None and layer > filament.runs_out_at:
                self._slot = filament.backup
            else:
                self._slot = filament.slot
            yield self.report()
            self._draw(job, filament)
            self._layer = layer
            yield self.report()
        self._slot = 255
        self._state = "FINISH" if job.is_finished else "FAILED"
        yield self.report()

    def _draw(self, job: Print, filament: Filament) -> None:
        """Draw the part of a layer; a filament is spread over its layers evenly."""
        turn = job.filaments.index(filament)
        count = sum(
            layer % len(job.filaments) == turn for layer in range(1, job.layers + 1)
        )
        spool, grams = self.spools[self._slot], filament.grams / count
        spool.drawn += grams
        filament.drawn[spool] = filament.drawn.get(spool, 0.0) + grams

    def report(self) -> Payload:
        """Return a full report."""
        job = self.job
        return {
            "command": "push_status",
            "msg": 0,
            "gcode_state": self._state,
            "print_type": "cloud" if job else "",
            "layer_num": self._layer,
            "total_layer_num": job.layers if job else 0,
            "task_id": str(job.number) if job else "0",
            "subtask_id": str(job.number + 10**8) if job else "0",
            "ams": {
                "ams_exist_bits": "1",
                "tray_exist_bits": "f",
                "tray_now": str(self._slot),
                "ams": [
                    {
                        "id": "0",
                        "tray": [s.tray(n) for n, s in enumerate(self.spools)],
                    }
                ],
            },
        }


def random_kind(random: Random) -> Kind:
    """Return any filament."""
    return Kind(*random.choice(_KINDS), random.choice(_COLORS))


def random_print(random: Random, number: int, machine: Machine) -> Print:
    """Return a print with some of the filaments that a printer has."""
    slots = random.sample(range(SLOTS), random.choice((1, 1, 2, 3)))
    layers = random.randint(6, 40)
    filaments = [
        Filament(round(random.uniform(3, 200), 2), slot, machine.spools[slot].kind)
        for slot in slots
    ]
    first = filaments[0]
    twins = [
        slot
        for slot in set(range(SLOTS)) - set(slots)
        if machine.spools[slot].kind == first.kind
    ]
    if twins and random.random() < 0.6:
        first.backup, first.runs_out_at = twins[0], random.randint(1, layers - 1)
    fails = random.random() < 0.25
    return Print(
        number=number,
        filaments=filaments,
        layers=layers,
        end=random.randint(1, layers - 1) if fails else layers,
    )


def detail_of(each: Filament, style: str) -> Payload:
    """Return a filament in one of the ways that the history numbers slots."""
    kind = each.kind
    row = listed(
        kind.material, kind.preset, f"{kind.color}FF", each.grams, (0, each.slot)
    )
    if style == "blank":
        row |= {"amsId": 0, "slotId": 0}
    elif style == "from one":
        row["ams"] += 1
    return row
