"""Learn state from acknowledged commands, where printers do not report it themselves.

Most acknowledgements only promise something, which a later report confirms. What is
listed here is done at once, and some printers never tell (protocol B.8).
"""

from collections.abc import Callable, Mapping
from typing import Any

from .values import as_object, integer, text

_DONE = frozenset({"success", "ok"})


def acknowledged(payload: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the delta of `print` that a message implies; most imply none."""
    for (root, command), implied in _IMPLIED.items():
        ack = as_object(payload.get(root))
        if ack.get("command") == command and _is_done(ack):
            return implied(ack)
    return {}


def _is_done(ack: Mapping[str, Any]) -> bool:
    """Tell whether the printer obeyed; success may go without saying (protocol B.3)."""
    result = text(ack.get("result"))
    if result is None:
        return not integer(ack.get("err_code"))
    return result.lower() in _DONE


def _light(ack: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the light that was switched: P1 and A1 may not report it for long."""
    node, mode = text(ack.get("led_node")), text(ack.get("led_mode"))
    return {"lights_report": [{"node": node, "mode": mode}]} if node and mode else {}


_IMPLIED: Mapping[tuple[str, str], Callable[[Mapping[str, Any]], Mapping[str, Any]]] = {
    ("system", "ledctrl"): _light
}
