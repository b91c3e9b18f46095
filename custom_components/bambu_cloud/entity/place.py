"""Show where a spool is, as people count."""

from ..model import TrayLocation, unit_name
from .base import Attributes


def place_attributes(place: TrayLocation | None) -> Attributes:
    """Return AMS and slot, such as "AMS 1" and 1; an external spool has neither."""
    if place is None or not place.in_ams:
        return {"ams": None, "slot": None}
    return {"ams": unit_name(place.unit), "slot": place.slot + 1}
