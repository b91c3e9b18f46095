"""Print after print, with everything that goes wrong, and what was booked."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count
from random import Random

from aiohttp import web

from tests.helpers.clock import Wall
from tests.helpers.spools import PATH
from tests.simulator import HttpFault, SimulatedCloud
from tests.simulator.cloud_side.past import iso

from .house import House
from .judge import Verdict, judge
from .machine import (
    SLOTS,
    Machine,
    Payload,
    Print,
    Spool,
    detail_of,
    random_kind,
    random_print,
)

SERIALS = ["00M00A000000001", "01P00A000000001"]
FULL = 90_000
"""g on each spool that is entered by hand: none of them is used up here."""
_HOUR = 3600.0


@dataclass
class Life:
    """An owner with two printers, whose Home Assistant and cloud fail now and then.

    Attributes:
        prints: All prints with their printers, in order.
        spools: All spools that ever were in a printer.
    """

    house: House
    cloud: SimulatedCloud
    wall: Wall
    random: Random
    prints: list[tuple[Machine, Print]] = field(default_factory=list)
    spools: list[Spool] = field(default_factory=list)
    mishaps: Counter[str] = field(default_factory=Counter)
    _rows: dict[int, Payload] = field(default_factory=dict)
    _outage: int = 0
    _shown: dict[str, Payload] = field(default_factory=dict)
    _been: defaultdict[str, set[Spool]] = field(
        default_factory=lambda: defaultdict(set)
    )

    async def live(self, prints: int) -> Verdict:
        """Print so many times; return what was found."""
        self.machines = [Machine(serial, self.random) for serial in SERIALS]
        self._numbers = count(700_000)
        self._lose_answers()
        for machine in self.machines:
            for slot in range(SLOTS):
                machine.spools.append(self._new_spool(machine, slot))
        await self._start()
        while len(self.prints) < prints:
            await self._round()
        self.cloud.faults.clear()
        for _ in range(3):
            await self.house.pass_time(2 * _HOUR)
            await self.house.refresh(*SERIALS)
        self._note()
        return judge(self.cloud.spools_of(), self.prints, self.spools)

    def _note(self) -> None:
        """Note what is found out about the last prints."""
        for _, job in self.prints[-100:]:
            job.booked = self.house.booked(job.number)
            if (uses := self.house.said(job.number)) is None:
                continue
            job.said = [(use.grams, use.location is not None) for use in uses]

    async def _round(self) -> None:
        """Print on one printer, or on both until the same moment."""
        random = self.random
        await self._weather()
        machines = random.sample(self.machines, random.choice((1, 1, 2)))
        for machine in machines:
            if random.random() < 0.4:
                await self._swap(machine, random.randrange(SLOTS))
        await self._fetch_spools()
        for machine in machines:
            self._begin(machine)
        await self._print(machines)
        if random.random() < 0.04:
            await self._restart(is_crash=True)
        for machine in machines:
            assert machine.job
            self._end(machine.job, weighed=random.random() < 0.7)
        await self.house.refresh(*SERIALS)
        for machine in machines:
            assert machine.job
            self._end(machine.job)
        if random.random() < 0.06:
            await self._restart(is_crash=random.random() < 0.5)
        await self.house.pass_time(random.choice((12, 90, 2 * _HOUR)))
        await self.house.refresh(*SERIALS)
        self._note()

    async def _weather(self) -> None:
        """Let the cloud fail for some prints, or be well again."""
        if self._outage:
            self._outage -= 1
            if not self._outage:
                self.cloud.faults.clear()
                await self.house.pass_time(1.5 * _HOUR)
                await self.house.refresh(*SERIALS)
        elif self.random.random() < 0.05:
            self._outage = self.random.randint(1, 8)
            if self.random.random() < 0.5:
                self.mishaps["filament manager down"] += 1
                self.cloud.faults.targets[PATH] = HttpFault.UNAVAILABLE
            else:
                self.mishaps["cloud down"] += 1
                self.cloud.faults.every_request = HttpFault.UNAVAILABLE

    def _lose_answers(self) -> None:
        """Let some changes of a weight arrive though their answer is lost."""
        shelf, random = self.cloud.spools_of(), self.random

        def lose() -> None:
            """Lose the answer, now and then."""
            if random.random() < 0.1:
                self.mishaps["answer lost"] += 1
                raise web.HTTPBadGateway

        shelf.on_changed = lose

    def _begin(self, machine: Machine) -> None:
        """Begin a print."""
        job = random_print(self.random, next(self._numbers), machine)
        self.prints.append((machine, job))
        for each in job.filaments:
            slots = {each.slot, each.backup} - {None}
            if any(not machine.spools[slot or 0].is_listed for slot in slots):
                job.reasons.add("the list of spools is old")
        kinds = Counter(each.kind for each in job.filaments)
        if max(kinds.values()) > 1:
            job.reasons.add("two filaments are alike")
        job.nearby.update(self._been[machine.serial])
        self._report(machine, machine.begin(job))
        self.cloud.history.remember_first(
            {
                "id": job.number,
                "status": 4,
                "deviceId": machine.serial,
                "startTime": iso(self.wall()),
                "endTime": iso(self.wall()),
                "amsDetailMapping": [],
            }
        )
        self._rows[job.number] = self.cloud.history.past[0]

    def _end(self, job: Print, *, weighed: bool = True) -> None:
        """Let the history have the end of a print, without weights at first."""
        style = self.random.choice(("plain", "blank", "from one"))
        details = [detail_of(each, style) for each in job.filaments]
        self._rows[job.number] |= {
            "status": 2 if job.is_finished else 3,
            "endTime": iso(self.wall() + timedelta(seconds=2)),
            "amsDetailMapping": details if weighed else [],
        }

    async def _print(self, machines: list[Machine]) -> None:
        """Print on these at once; the last reports come together."""
        random = self.random
        courses = [(machine, list(machine.layers())) for machine in machines]
        most = max(len(reports) for _, reports in courses)
        off = random.randint(1, most) if random.random() < 0.15 else None
        until = 0
        for step in range(most):
            if step == off:
                is_crash = random.random() < 0.5
                await self._stop(is_crash=is_crash)
                until = step + random.choice((0, 2, 10, most))
            for machine, reports in courses:
                # The shorter print begins later.
                if (at := step - most + len(reports)) >= 0:
                    self._report(machine, reports[at])
            if not self.house.is_running and step >= until:
                await self._start()
            if random.random() < 0.1 and self.house.is_running:
                await self.house.pass_time(12)
        for machine, _ in courses:
            job = machine.job
            assert job
            if any(not each.drawn for each in job.filaments):
                job.reasons.add("a filament was not reached")
        if not self.house.is_running:
            await self._start()

    def _report(self, machine: Machine, payload: Payload) -> None:
        """Let a report arrive, unless Home Assistant is off."""
        self._shown[machine.serial] = payload
        if self.house.is_running:
            self.house.receive(machine.serial, payload)
        elif machine.job:
            machine.job.reasons.add("Home Assistant was off")

    async def _restart(self, *, is_crash: bool) -> None:
        """Stop and start at once."""
        await self._stop(is_crash=is_crash)
        await self._start()

    async def _stop(self, *, is_crash: bool) -> None:
        """Stop Home Assistant."""
        self.mishaps["crash" if is_crash else "stop"] += 1
        for machine in self.machines:
            if is_crash and machine.job:
                machine.job.reasons.add("crash")
        await self.house.stop(is_crash=is_crash)
        for spool in self.spools:
            spool.is_listed = False

    async def _start(self) -> None:
        """Start Home Assistant; every printer reports at once."""
        await self.house.start(SERIALS)
        for machine in self.machines:
            shown = self._shown.get(machine.serial) or machine.report()
            self.house.receive(machine.serial, shown)
        await self._fetch_spools()

    async def _fetch_spools(self) -> None:
        """Let an hour pass, in which the list of spools is read if it can be."""
        await self.house.spools.async_refresh()
        await self.house.until_idle()
        is_down = self.cloud.faults.targets or self.cloud.faults.every_request
        for machine in self.machines:
            for spool in machine.spools:
                spool.is_listed = spool.is_listed or not is_down

    async def _swap(self, machine: Machine, slot: int) -> None:
        """Put another spool into a slot; its owner says so in the application."""
        self.mishaps["swap"] += 1
        old = machine.spools[slot]
        shelf = self.cloud.spools_of()
        if row := shelf.rows.get(old.number):
            row["inPrinter"] = False
            if self.random.random() < 0.05:
                self.mishaps["spool deleted"] += 1
                del shelf.rows[old.number]
        machine.spools[slot] = self._new_spool(machine, slot)
        self._report(machine, machine.report())

    def _new_spool(self, machine: Machine, slot: int) -> Spool:
        """Return a spool: one with a tag, one that was entered, or neither."""
        random = self.random
        kind = random_kind(random)
        if machine.spools and random.random() < 0.4:
            kind = random.choice(machine.spools).kind
        spool = Spool(kind=kind, is_listed=False)
        sort = random.choice(("tag", "manual", "manual", "manual", "neither"))
        if sort == "tag":
            spool.tag = f"{random.getrandbits(120) | 1:032X}"
        if sort != "neither":
            spool.number = self._enter(spool, machine, slot)
        self.spools.append(spool)
        self._been[machine.serial].add(spool)
        return spool

    def _enter(self, spool: Spool, machine: Machine, slot: int) -> int:
        """Enter a spool in the filament manager; return its number."""
        kind = spool.kind
        return self.cloud.spools_of().put(
            createType="ams" if spool.tag else "manual",
            RFID=spool.tag,
            filamentVendor="Moor",
            filamentType=kind.material,
            filamentName=kind.material,
            filamentId=kind.preset,
            color=f"#{kind.color}",
            netWeight=FULL,
            totalNetWeight=FULL,
            inPrinter=True,
            devId=machine.serial,
            amsId=0,
            slotId=str(slot),
        )
