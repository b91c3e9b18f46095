"""What a print cost, as attributes."""

from collections.abc import Mapping
from typing import Any

from ..model.print_cost import PrintCost

_ENERGY_DIGITS = 3
"""Of a kWh: single Wh."""
_COST_DIGITS = 2


def cost_attributes(cost: PrintCost | None) -> Mapping[str, Any]:
    """Return what a print cost, nothing where that was not counted."""
    if cost is None:
        return {}
    return {
        "energy": _rounded(cost.energy, _ENERGY_DIGITS),
        "energy_cost": _rounded(cost.energy_cost, _COST_DIGITS),
        "filament_cost": _rounded(cost.filament_cost, _COST_DIGITS),
        "cost": _rounded(cost.cost, _COST_DIGITS),
        "currency": cost.currency,
        "cost_is_partial": cost.is_partial,
    }


def _rounded(value: float | None, digits: int) -> float | None:
    """Return a value with as many digits as people read."""
    return None if value is None else round(value, digits)
