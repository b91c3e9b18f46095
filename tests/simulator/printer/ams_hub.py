"""The AMS units that are plugged into a printer."""

from collections.abc import Callable
from zlib import crc32

from .ams import KINDS, AmsKind, AmsUnit, Dryer, inside
from .job import BusyError
from .models import Model
from .spools import Slot, Spool
from .state import Payload, get, put


def unit_bit(unit_id: int) -> int:
    """Return a unit's place in `ams_exist_bits` (protocol C.5.2)."""
    return 4 + unit_id - 128 if unit_id >= 128 else unit_id


def slot_bit(unit_id: int, slot: int) -> int:
    """Return a slot's place in `tray_exist_bits` (protocol C.5.2)."""
    return 16 + unit_id - 128 if unit_id >= 128 else unit_id * 4 + slot


class AmsHub:
    """The units of a printer, and the fields that report them.

    Attributes:
        units: By their id on the wire.
        jams: How many of the next changes of filament stop before their end.
        go_on: Ends the change that has stopped, None if none has.
    """

    def __init__(self, model: Model, state: Payload, version: Payload) -> None:
        """Start with the units of the printer's profile."""
        self._model = model
        self._state = state
        self._version = version
        self.jams = 0
        self.go_on: Callable[[], None] | None = None
        self.units: dict[str, AmsUnit] = {
            unit["id"]: self._found(unit) for unit in state["ams"]["ams"]
        }

    @property
    def _modules(self) -> list[Payload]:
        """Return the modules of the version answer."""
        modules: list[Payload] = self._version["info"]["module"]
        return modules

    def _found(self, reported: Payload) -> AmsUnit:
        """Return a unit of the profile."""
        kinds = {f"{kind.module}/{reported['id']}": kind for kind in KINDS}
        (module,) = (each for each in self._modules if each["name"] in kinds)
        occupied = int(self._state["ams"]["tray_exist_bits"], 16)
        unit_id = int(reported["id"])
        unit = AmsUnit(
            kind=kinds[module["name"]],
            serial=module["sn"],
            id=reported["id"],
            extruder=int(reported.get("info", "0"), 16) >> 8 & 0xF,
            slots=[
                _found_slot(tray, exists=bool(occupied >> slot_bit(unit_id, n) & 1))
                for n, tray in enumerate(reported["tray"])
            ],
            humidity=float(reported.get("humidity_raw", 0)),
            heater=inside(float(reported["temp"])),
            firmware=module["sw_ver"],
        )
        if "dry_setting" in reported:
            unit.dryer = Dryer()
        return unit

    def renumber(self, serial: str) -> None:
        """Give the units serials that no other printer's units have."""
        for unit in self.units.values():
            (module,) = (each for each in self._modules if each["name"] == unit.name)
            number = crc32(f"{serial}/{unit.id}".encode()) % 10**9
            unit.serial = module["sn"] = f"{unit.kind.prefix}00A{number:09}"

    def place_for(self, kind: AmsKind) -> str | None:
        """Return the id of a further unit, None if there is no room."""
        if kind not in self._model.ams_kinds:
            return None
        wanted = range(kind.first_id, kind.first_id + min(kind.most, self._model.chain))
        return next((str(n) for n in wanted if str(n) not in self.units), None)

    def plug(self, unit: AmsUnit, extruder: int = 0) -> str:
        """Plug a unit in; return its id.

        Raises:
            BusyError: There is no room for it, or it is plugged in elsewhere.
        """
        place = self.place_for(unit.kind)
        if place is None or unit.id:
            raise BusyError(f"{unit.serial} does not fit, or is plugged in already")
        unit.id = place
        unit.extruder = extruder
        unit.switch_on()
        self.units[place] = unit
        self._modules.append(unit.module(self._model.dialect))
        self._rewired()
        return place

    def unplug(self, unit_id: str) -> AmsUnit:
        """Unplug a unit, which stops drying.

        Raises:
            KeyError: There is no such unit.
        """
        unit = self.units.pop(unit_id)
        self._modules[:] = [each for each in self._modules if each["name"] != unit.name]
        unit.id = ""
        unit.stop_drying()
        self._rewired()
        return unit

    def _rewired(self) -> None:
        """Report that other modules are connected (protocol C.4, `online`)."""
        self._state["online"]["version"] += 1
        self.changed()

    def changed(self) -> None:
        """Report a change of units, spools or the path."""
        self._state["ams"]["version"] += 1
        self.show()

    def slot(self, unit_id: int, slot: int) -> Slot:
        """Return a slot, an unused one if the unit is gone."""
        unit = self.units.get(str(unit_id))
        return Slot() if unit is None else unit.slots[slot]

    @property
    def in_use(self) -> set[tuple[int, int]]:
        """Return the slots whose filament is in an extruder (protocol C.5.5)."""
        extruders = get(self._state, "device.extruder.info")
        if extruders is not None:
            places = [divmod(each["snow"], 256) for each in extruders]
        else:
            now = int(self._state["ams"]["tray_now"])
            places = [(now, 0) if now >= 128 else divmod(now, 4)]
        return {(unit, slot) for unit, slot in places if str(unit) in self.units}

    def insert(
        self, unit_id: int, slot: int, spool: Spool, *, identified: bool = True
    ) -> None:
        """Put a spool into a slot."""
        place = self.slot(unit_id, slot)
        place.spool, place.identified, place.tag_step = spool, identified, None
        self.changed()

    def remove_spool(self, unit_id: int, slot: int) -> None:
        """Remove a spool from a slot, or let it run out."""
        place = self.slot(unit_id, slot)
        place.spool, place.identified, place.tag_step, place.left = (
            None,
            False,
            None,
            True,
        )
        self.changed()

    def read(self, unit_id: int, slot: int, step: int | None) -> None:
        """Set the step of reading a slot's tag, None at its end."""
        place = self.slot(unit_id, slot)
        place.tag_step = step
        place.identified = step is None and place.spool is not None
        self.changed()

    def step(self, seconds: float) -> None:
        """Let time pass."""
        for unit in self.units.values():
            unit.step(seconds)

    def power_off(self) -> None:
        """Stop drying; all spools are identified when the power is back."""
        for unit in self.units.values():
            unit.stop_drying()
            unit.switch_on()
            for slot in unit.slots:
                if slot.tag_step is not None:
                    slot.tag_step, slot.identified = None, True

    def show(self) -> None:
        """Write all fields into the printer's report."""
        ams = self._state["ams"]
        ams["ams"] = [unit.report(self._model.dialect) for unit in self.units.values()]
        units = sum(1 << unit_bit(int(unit_id)) for unit_id in self.units)
        spools = tag_step = 0
        for unit_id, unit in self.units.items():
            for number, slot in enumerate(unit.slots):
                bit = 1 << slot_bit(int(unit_id), number)
                spools |= bit if slot.spool is not None else 0
                tag_step |= bit if slot.tag_step is not None else 0
        for mask, value in (
            ("ams_exist_bits", units),
            ("ams_exist_bits_raw", units),
            ("tray_exist_bits", spools),
            ("tray_is_bbl_bits", spools),
            ("tray_read_done_bits", spools & ~tag_step),
            ("tray_reading_bits", tag_step),
        ):
            put(ams, mask, f"{value:x}")


def _found_slot(tray: Payload, *, exists: bool) -> Slot:
    """Return a slot of the profile."""
    data = {key: value for key, value in tray.items() if key not in {"id", "state"}}
    spool = Spool(data) if exists else None
    return Slot(spool, identified=bool(data), left=tray.get("state") == 10)
