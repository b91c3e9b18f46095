"""Learn state from acknowledged commands, where printers do not report it themselves.

Most acknowledgements only promise something, which a later report confirms. What is
listed here is done at once, and some printers never report it (protocol B.8).
"""

from collections.abc import Callable, Mapping
from typing import Any

from .sections.ams import EXTERNAL_DEPUTY, EXTERNAL_MAIN
from .task_places import started_places
from .values import as_object, integer, objects, text

_DONE = frozenset({"success", "ok"})
_NO_TRAY = 0xFFFF
_NO_TASK = "0"
"""Of a print that the cloud does not know."""


type Implied = Callable[[Mapping[str, Any], Mapping[str, Any]], Mapping[str, Any]]


def acknowledged(
    raw: Mapping[str, Any], payload: Mapping[str, Any]
) -> Mapping[str, Any]:
    """Return the delta of `print` that a message implies, mostly none.

    Args:
        raw: The merged `print` object; a printer without it implies nothing.
        payload: The message.
    """
    for (root, command), implied in _IMPLIED.items():
        ack = as_object(payload.get(root))
        if ack.get("command") == command and _is_done(ack):
            return implied(raw, ack)
    return {}


def _is_done(ack: Mapping[str, Any]) -> bool:
    """Return whether the command was accepted; a result may lack (protocol B.3)."""
    result = text(ack.get("result"))
    if result is None:
        return not integer(ack.get("err_code"))
    return result.lower() in _DONE


def _light(_raw: Mapping[str, Any], ack: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the light that was set: P1 and A1 may report it late."""
    node, mode = text(ack.get("led_node")), text(ack.get("led_mode"))
    return {"lights_report": [{"node": node, "mode": mode}]} if node and mode else {}


def _filament(raw: Mapping[str, Any], ack: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the tray whose filament was set, if the printer has that tray."""
    filament = {key: ack[key] for key in _FILAMENT if key in ack}
    if "tray_color" in filament:
        filament["cols"] = [filament["tray_color"]]
    filament |= dict.fromkeys(_OF_PRODUCT, "")
    unit_id = integer(ack.get("ams_id"))
    if unit_id in {EXTERNAL_MAIN, EXTERNAL_DEPUTY}:
        return _external(raw, unit_id, filament)
    slot = integer(ack.get("slot_id", ack.get("tray_id")))
    for unit in objects(as_object(raw.get("ams")).get("ams")):
        for tray in objects(unit.get("tray")):
            if (integer(unit.get("id")), integer(tray.get("id"))) == (unit_id, slot):
                changed = {"id": tray["id"], **filament}
                return {"ams": {"ams": [{"id": unit["id"], "tray": [changed]}]}}
    return {}


def _external(
    raw: Mapping[str, Any], number: int, filament: Mapping[str, Any]
) -> Mapping[str, Any]:
    """Return the external spool whose filament was set, if it is reported."""
    if not (holders := objects(raw.get("vir_slot"))):
        return {"vt_tray": filament} if isinstance(raw.get("vt_tray"), dict) else {}
    for holder in holders:
        if len(holders) == 1 or integer(holder.get("id")) == number:
            return {"vir_slot": [{"id": holder.get("id"), **filament}]}
    return {}


def _mapping(raw: Mapping[str, Any], ack: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return where the filaments of a job come from: P1 and A1 never report it."""
    task = text(ack.get("task_id"))
    if task is None or ("mapping" in raw and "mapping_task" not in raw):
        return {}
    packed = [
        _NO_TRAY if place is None else place.unit << 8 | place.slot
        for place in started_places(ack)
        if task != _NO_TASK
    ]
    return {"mapping": packed, "mapping_task": task}


_FILAMENT = (
    "tray_info_idx",
    "tray_type",
    "tray_color",
    "nozzle_temp_min",
    "nozzle_temp_max",
)
_OF_PRODUCT = ("tray_sub_brands", "tray_id_name")
"""Only on the tag of a spool; a filament that was set by hand has neither."""

_IMPLIED: Mapping[tuple[str, str], Implied] = {
    ("system", "ledctrl"): _light,
    ("print", "ams_filament_setting"): _filament,
    ("print", "project_file"): _mapping,
}
