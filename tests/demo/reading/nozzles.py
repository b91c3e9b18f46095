"""Read nozzles and tools (protocol C.6)."""

from collections.abc import Iterator, Mapping

from . import models
from .heat import extruder_in_use
from .values import Expected, Report, at, decimal, element, objects, whole

_MATERIALS = {
    "00": "stainless_steel",
    "01": "hardened_steel",
    "05": "tungsten_carbide",
}
_TOOLS = {
    "LB00": "laser_10w",
    "LB01": "laser_40w",
    "CP00": "cutter",
    "F000": "fan",
}


def expected_nozzles(report: Report, code: str) -> Iterator[Expected]:
    """Yield diameters and materials, the tool, and the filament sensor."""
    listed = at(report, "device.nozzle.info")
    exist = whole(at(report, "device.nozzle.exist"))
    sides = (("right_", 0), ("left_", 1)) if code in models.DUAL else (("", 0),)
    for prefix, number in sides:
        nozzle: Mapping[str, object] = element(listed, number)
        if exist is not None and not exist >> number & 1:
            nozzle = {}
        if not nozzle and prefix == "" and not list(objects(listed)):
            nozzle = {
                "diameter": report.get("nozzle_diameter"),
                "type": report.get("nozzle_type"),
            }
        yield from _nozzle(prefix, nozzle)
    yield from _tool(at(report, "device.ext_tool"))
    yield from _filament(report)


def _nozzle(prefix: str, nozzle: Mapping[str, object]) -> Iterator[Expected]:
    """Yield one nozzle."""
    if diameter := decimal(nozzle.get("diameter")):
        yield Expected(f"sensor.{prefix}nozzle_diameter", diameter, 0.01)
    kind = str(nozzle.get("type") or "")
    coded = _MATERIALS.get(kind[2:4]) if kind[:1] == "H" else None
    if material := coded or next((x for x in _MATERIALS.values() if x == kind), None):
        yield Expected(f"sensor.{prefix}nozzle_type", material)


def _tool(tool: object) -> Iterator[Expected]:
    """Yield what is mounted: one flag is for laser and cutter, one for the fan."""
    if not isinstance(tool, Mapping) or whole(tool.get("mount")) is None:
        return
    name = _TOOLS.get(str(tool.get("type") or "").upper())
    mounted = whole(tool.get("mount_3d" if name == "fan" else "mount")) == 1
    if name and mounted:
        yield Expected("sensor.tool_module", name)
    elif not tool.get("type"):
        yield Expected("sensor.tool_module", "none")


def _filament(report: Report) -> Iterator[Expected]:
    """Yield whether there is filament at the toolhead (protocol C.4, C.5.5)."""
    words = {
        whole(item.get("id")): number
        for item in objects(at(report, "device.extruder.info"))
        if (number := whole(item.get("info"))) is not None
    }
    switch = whole(report.get("hw_switch_state"))
    if words:
        found = {number: bool(value >> 1 & 1) for number, value in words.items()}
        in_use = found.get(extruder_in_use(report) or 0)
        if in_use is any(found.values()):
            yield Expected("binary_sensor.filament_present", in_use)
    elif switch is not None and at(report, "device.extruder") is None:
        yield Expected("binary_sensor.filament_present", switch > 0)
