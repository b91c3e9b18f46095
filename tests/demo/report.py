"""Describe in one line what Home Assistant shows of a printer."""

from collections.abc import Iterable

from .printers import Printer
from .state_recorder import StateRecorder

ESSENTIAL = (
    "sensor.print_status",
    "sensor.bed_temperature",
    "binary_sensor.online",
)
NOZZLES = ("sensor.nozzle_temperature", "sensor.right_nozzle_temperature")
"""With two nozzles, the one in use is disabled: it is one of them."""
CAMERA = "camera.camera"
"""Unavailable where its owner has not switched it on, which another entity tells."""


def missing(printer: Printer, recorder: StateRecorder) -> list[str]:
    """Return what is unavailable, and essentials without a value."""
    unavailable = [
        key
        for key, entity in printer.all_entities.items()
        if recorder.states.get(entity, "unavailable") == "unavailable" and key != CAMERA
    ]
    nozzle = next((key for key in NOZZLES if key in printer.entities), NOZZLES[0])
    unknown = [
        key
        for key in (*ESSENTIAL, nozzle)
        if key not in unavailable
        and not recorder.is_live(printer.entities.get(key, "nothing"))
    ]
    return unavailable + unknown


def gaps(printers: Iterable[Printer], recorder: StateRecorder) -> dict[str, list[str]]:
    """Return what is missing of each printer that is not complete."""
    found = {printer.name: missing(printer, recorder) for printer in printers}
    return {name: keys for name, keys in found.items() if keys}


def summary(printer: Printer, recorder: StateRecorder) -> str:
    """Describe model, status, temperatures and number of entities."""

    def value(key: str) -> str:
        return recorder.states.get(printer.entities.get(f"sensor.{key}", ""), "?")

    def degrees(key: str) -> str:
        shown = value(key)
        return f"{float(shown):5.1f} °C" if shown[-1].isdigit() else shown

    has_one = NOZZLES[0] in printer.entities
    nozzle = "nozzle_temperature" if has_one else "right_nozzle_temperature"
    live = sum(
        recorder.states.get(entity, "unavailable") != "unavailable"
        for entity in printer.all_entities.values()
    )
    return (
        f"{printer.name:<12} {printer.model:<14} {value('print_status'):<10}"
        f" nozzle {degrees(nozzle)}  bed {degrees('bed_temperature')}"
        f"  {live} of {len(printer.all_entities)} entities"
        f"  {len(printer.units)} AMS"
    )
