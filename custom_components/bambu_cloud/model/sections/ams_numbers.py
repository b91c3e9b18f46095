"""Number and name AMS units as people do."""

from .exist_bits import FIRST_HT_UNIT, LITE_ON_A2L


def unit_number(unit_id: int) -> int:
    """Return the number of a unit among those of its size, from 1."""
    return 1 if unit_id == LITE_ON_A2L else unit_id % FIRST_HT_UNIT + 1


def unit_name(unit_id: int) -> str:
    """Return "AMS 1" for the unit with id 0, "AMS HT 1" for that with id 128.

    The number is that of its device. What kind an earlier unit was, is not stored.
    """
    kind = "AMS HT" if unit_id >= FIRST_HT_UNIT else "AMS"
    return f"{kind} {unit_number(unit_id)}"
