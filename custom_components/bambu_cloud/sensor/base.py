"""The base of sensors, and what their tables share."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import override

from homeassistant.components.sensor import SensorEntity, SensorEntityDescription
from homeassistant.const import MAX_LENGTH_STATE_STATE

from ..entity.base import BambuEntityDescription, BambuValueEntity

type Value = str | int | float | datetime


@dataclass(frozen=True, kw_only=True)
class BambuSensorDescription[SubjectT](
    BambuEntityDescription[SubjectT, Value], SensorEntityDescription
):
    """Describe a sensor of a printer, an AMS, a slot or a print."""


class BambuSensor[SubjectT](BambuValueEntity[SubjectT, Value], SensorEntity):
    """Show one value of a printer, an AMS or a slot."""

    # Lists, and what never changes: long for a row of the recorder, and no history.
    _unrecorded_attributes = frozenset(
        {
            *{
                "diameter",
                "filament",
                "filament_id",
                "max_temperature",
                "objects",
                "obstacles",
            },
            *{"serial_number", "wear"},
        }
    )
    entity_description: BambuSensorDescription[SubjectT]

    @property
    @override
    def native_value(self) -> Value | None:
        """Return the value."""
        return self.current_value


def named[NameT: str](value: NameT | None) -> NameT | None:
    """Return a value, None for one that is newer than this integration."""
    return None if value == "unknown" else value


def names[EnumT: StrEnum](kinds: type[EnumT]) -> list[str]:
    """Return all values that have a name."""
    return [kind.value for kind in kinds if kind.value != "unknown"]


def shortened(text: str | None) -> str | None:
    """Return as much of a text as a state can hold."""
    return None if text is None else text[:MAX_LENGTH_STATE_STATE]
