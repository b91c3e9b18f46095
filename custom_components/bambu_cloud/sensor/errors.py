"""Sensors that say what a printer complains about."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, override

from homeassistant.components.sensor import SensorEntity, SensorEntityDescription
from homeassistant.const import MAX_LENGTH_STATE_STATE, EntityCategory

from ..devices.printer import PrinterCoordinator
from ..entity.base import (
    AnyBambuEntity,
    Attributes,
    BambuPrinterEntity,
    BambuPrinterEntityDescription,
)
from ..model import HmsMessage, PrintError
from ..runtime_data import BambuConfigEntry

NO_ERROR = "none"


@dataclass(frozen=True, kw_only=True)
class ErrorSensorDescription[ValueT](
    BambuPrinterEntityDescription[ValueT], SensorEntityDescription
):
    """Describe a sensor of complaints."""


HMS = ErrorSensorDescription[tuple[HmsMessage, ...]](
    key="hms",
    translation_key="hms",
    section="hms",
    entity_category=EntityCategory.DIAGNOSTIC,
    always=True,
    value_fn=lambda printer: printer.hms.messages,
)
PRINT_ERROR = ErrorSensorDescription[PrintError](
    key="print_error",
    translation_key="print_error",
    section="hms",
    entity_category=EntityCategory.DIAGNOSTIC,
    always=True,
    value_fn=lambda printer: printer.hms.print_error,
)


def error_sensors(printer: PrinterCoordinator) -> Iterable[AnyBambuEntity]:
    """Return the sensors of a printer's complaints."""
    return HmsSensor(printer, HMS), PrintErrorSensor(printer, PRINT_ERROR)


def _described(
    entry: BambuConfigEntry, error: HmsMessage | PrintError
) -> dict[str, Any]:
    """Return what a person wants to know about a complaint."""
    return {
        "code": error.code,
        "text": entry.runtime_data.error_texts.text(error.code),
        "module": error.module,
        "url": error.wiki_url,
    }


class HmsSensor(BambuPrinterEntity[tuple[HmsMessage, ...]], SensorEntity):
    """Count the active messages of the health management system."""

    entity_description: ErrorSensorDescription[tuple[HmsMessage, ...]]
    _unrecorded_attributes = frozenset({"messages"})

    @property
    @override
    def native_value(self) -> int:
        """Return how many messages there are."""
        return len(self.current_value or ())

    @property
    @override
    def extra_state_attributes(self) -> Attributes:
        """Return what the messages say."""
        return {
            "messages": [
                _described(self.coordinator.link.entry, message)
                | {"severity": message.severity.value}
                for message in self.current_value or ()
            ]
        }


class PrintErrorSensor(BambuPrinterEntity[Any], SensorEntity):
    """Say what the error on the printer's screen means."""

    entity_description: ErrorSensorDescription[PrintError]

    @property
    @override
    def current_value(self) -> str:
        """Return the text of the error, or its code while there is none."""
        if (error := self.subject.hms.print_error) is None:
            return NO_ERROR
        text = self.coordinator.link.entry.runtime_data.error_texts.text(error.code)
        return (text or error.code)[:MAX_LENGTH_STATE_STATE]

    @property
    @override
    def native_value(self) -> str:
        """Return the text of the error."""
        return self.current_value

    @property
    @override
    def extra_state_attributes(self) -> Attributes | None:
        """Return what else there is to know about it."""
        if (error := self.subject.hms.print_error) is None:
            return None
        described = _described(self.coordinator.link.entry, error)
        return described | {"kind": error.kind.value}
