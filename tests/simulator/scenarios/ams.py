"""Scenarios of AMS units and spools."""

from tests.simulator.printer.ams import AmsUnit
from tests.simulator.printer.ams_changes import afterwards, identify
from tests.simulator.printer.job import BusyError
from tests.simulator.printer.printer import SimulatedPrinter
from tests.simulator.printer.spools import Spool
from tests.simulator.printer.state import Payload, get
from tests.simulator.world import World

_COLORS = ("FF6A13FF", "0086D6FF", "F4EE2AFF", "8E9089FF")
_EXTERNAL = 0xFF00
_EXTERNAL_FILAMENT: Payload = {
    "tray_type": "PETG",
    "tray_info_idx": "GFG99",
    "tray_color": "00B1B7FF",
    "cols": ["00B1B7FF"],
    "nozzle_temp_min": "220",
    "nozzle_temp_max": "270",
}


def plugged_in(world: World, serial: str, _: float) -> None:
    """Plug in an AMS from the shelf, or else a new one."""
    hub = world.simulated(serial).ams
    fitting = (unit for unit in world.shelf if hub.place_for(unit.kind) is not None)
    unit = next(fitting, None)
    if unit is None:
        unit = _bought(world, serial)
    else:
        world.shelf.remove(unit)
    world.plug_ams(serial, unit)


def _bought(world: World, serial: str) -> AmsUnit:
    """Return a new unit that fits, with one empty slot if it has several."""
    printer = world.simulated(serial)
    for kind in printer.model.ams_kinds:
        if printer.ams.place_for(kind) is not None:
            spools = [_spool(world) for _ in range(max(1, kind.slots - 1))]
            return AmsUnit.new(kind, next(world.serial_numbers), *spools)
    raise BusyError(f"{serial} has no room for an AMS")


def _spool(world: World) -> Spool:
    """Return a new spool."""
    number = next(world.serial_numbers)
    return Spool.of(number, color=_COLORS[number % len(_COLORS)])


def _last_unit(printer: SimulatedPrinter) -> AmsUnit:
    """Return the unit that was plugged in last."""
    if not printer.ams.units:
        raise BusyError(f"{printer.identity.serial} has no AMS")
    return list(printer.ams.units.values())[-1]


def unplugged(world: World, serial: str, _: float) -> None:
    """Unplug an AMS and put it on the shelf."""
    unit = _last_unit(world.simulated(serial))
    world.shelf.append(world.unplug_ams(serial, unit.id))


def moved(world: World, serial: str, seconds: float) -> None:
    """Move an AMS to the next printer that accepts its kind."""
    unit = _last_unit(world.simulated(serial))
    serials = list(world.printers)
    here = serials.index(serial)
    target = next(
        (
            each
            for each in (*serials[here + 1 :], *serials[:here])
            if isinstance(other := world.printers[each], SimulatedPrinter)
            and other.ams.place_for(unit.kind) is not None
        ),
        None,
    )
    if target is None:
        raise BusyError(f"no other printer takes {unit.serial}")
    world.unplug_ams(serial, unit.id)
    world.shelf.append(unit)
    world.later(seconds, lambda: _arrive(world, unit, target))


def _arrive(world: World, unit: AmsUnit, target: str) -> None:
    """Plug in a unit that was moved, if its place is still free."""
    printer = world.printers.get(target)
    if (
        unit in world.shelf
        and isinstance(printer, SimulatedPrinter)
        and printer.ams.place_for(unit.kind) is not None
    ):
        world.shelf.remove(unit)
        world.plug_ams(target, unit)


def drying(world: World, serial: str, seconds: float) -> None:
    """Let an AMS dry its spools (protocol H.4.5)."""
    printer = world.simulated(serial)
    able = (
        unit
        for unit in printer.ams.units.values()
        if unit.kind.dries and not unit.drying
    )
    unit = next(able, None)
    if unit is None:
        raise BusyError(f"{serial} has no AMS that could begin to dry")
    spools = (slot.spool for slot in unit.slots if slot.spool is not None)
    spool = next(spools, None)
    unit.dry(seconds, filament=spool.data["tray_type"] if spool else "PLA")
    printer.ams.changed()
    world.speak_up(serial)


def _free_slot(printer: SimulatedPrinter) -> tuple[int, int]:
    """Return a slot with a spool that is not in use."""
    in_use = printer.ams.in_use
    for unit_id, unit in printer.ams.units.items():
        for number, slot in enumerate(unit.slots):
            place = (int(unit_id), number)
            if slot.spool is not None and place not in in_use:
                return place
    raise BusyError(f"{printer.identity.serial} has no spool that could be taken")


def remove_spool(world: World, serial: str, _: float) -> None:
    """Remove a spool from its slot."""
    printer = world.simulated(serial)
    printer.ams.remove_spool(*_free_slot(printer))
    world.speak_up(serial)


def tray_changed(world: World, serial: str, seconds: float) -> None:
    """Replace a spool by another, whose tag is read (protocol H.4.5)."""
    printer = world.simulated(serial)
    unit, slot = _free_slot(printer)
    printer.ams.remove_spool(unit, slot)
    world.speak_up(serial)
    spool = _spool(world)

    def insert() -> None:
        printer.ams.insert(unit, slot, spool, identified=False)
        identify(printer, unit, slot, seconds * 0.6)

    afterwards(printer, seconds * 0.4, insert)


def external(world: World, serial: str, seconds: float) -> None:
    """Set the filament of the external spool, then load it (protocol C.5.4)."""
    printer = world.simulated(serial)
    if printer.active:
        raise BusyError(f"{serial} prints")
    places = [printer.state["vt_tray"], *printer.state.get("vir_slot", ())]
    for place in places:
        # With two nozzles, 254 is the left one's (protocol C.5.5).
        if place["id"] == places[0]["id"]:
            place.update(_EXTERNAL_FILAMENT)
    world.speak_up(serial)
    afterwards(printer, seconds, lambda: _load_external(printer))


def _load_external(printer: SimulatedPrinter) -> None:
    """Report filament from the external spool (protocol C.5.5)."""
    if printer.active:
        return
    state = printer.state
    printer.show_filament(loaded=True)
    state["ams"] |= {"tray_now": "254", "tray_tar": "254"}
    if get(state, "device.extruder.info.0") is not None:
        state["device"]["extruder"]["info"][0] |= {
            "snow": _EXTERNAL,
            "star": _EXTERNAL,
            "info": 11,
        }
    printer.ams.changed()
