"""Sensors of the errors and health messages of a printer."""

from collections.abc import Iterable
from typing import Any, override

from homeassistant.components.sensor import (
    SensorEntity,
    SensorEntityDescription,
    SensorStateClass,
)
from homeassistant.const import MAX_LENGTH_STATE_STATE, EntityCategory

from ..devices.printer import PrinterCoordinator
from ..entity.base import Attributes, BambuEntity, sections_of
from ..model import HmsMessage, PrintError
from ..runtime_data import BambuConfigEntry

NO_ERROR = "none"


HMS = SensorEntityDescription(
    key="hms",
    translation_key="hms",
    state_class=SensorStateClass.MEASUREMENT,
    entity_category=EntityCategory.DIAGNOSTIC,
)
PRINT_ERROR = SensorEntityDescription(
    key="print_error",
    translation_key="print_error",
    entity_category=EntityCategory.DIAGNOSTIC,
)


def error_sensors(printer: PrinterCoordinator) -> Iterable[BambuEntity]:
    """Return the error sensors of a printer."""
    sections = sections_of("hms")
    return (
        HmsSensor(printer, HMS, sections=sections),
        PrintErrorSensor(printer, PRINT_ERROR, sections=sections),
    )


def _described(
    entry: BambuConfigEntry, serial: str, error: HmsMessage | PrintError
) -> dict[str, Any]:
    """Return the details of an error or a message."""
    texts = entry.runtime_data.error_texts
    return {
        "code": error.code,
        "text": texts.text(serial, error.code),
        "module": error.module,
        "url": texts.page(serial, error.code),
    }


class HmsSensor(BambuEntity, SensorEntity):
    """Count the active messages of the health management system."""

    _unrecorded_attributes = frozenset({"messages", "internal"})

    @property
    @override
    def current_value(self) -> tuple[HmsMessage, ...]:
        """Return the active messages."""
        return self.printer.shown.hms.messages

    @property
    @override
    def native_value(self) -> int:
        """Return the number of messages."""
        return len(self.current_value)

    @property
    @override
    def extra_state_attributes(self) -> Attributes:
        """Return the messages, and the codes that are none."""
        internal = self.printer.shown.hms.internal_messages
        return {
            "messages": [
                _described(self.entry, self.serial, message)
                | {"severity": message.severity.value}
                for message in self.current_value
            ],
            "internal": [message.code for message in internal],
        }


class PrintErrorSensor(BambuEntity, SensorEntity):
    """Show the error on the printer's screen."""

    _unrecorded_attributes = frozenset({"module", "text", "url"})

    @property
    @override
    def current_value(self) -> str:
        """Return the text of the error, or its code without one."""
        if (error := self.printer.shown.hms.problem) is None:
            return NO_ERROR
        text = self.runtime_data.error_texts.text(self.serial, error.code)
        return (text or error.code)[:MAX_LENGTH_STATE_STATE]

    @property
    @override
    def native_value(self) -> str:
        """Return the text of the error."""
        return self.current_value

    @property
    @override
    def extra_state_attributes(self) -> Attributes | None:
        """Return the details of the error, or the code that is none."""
        hms = self.printer.shown.hms
        if (error := hms.problem) is None:
            return {"internal": hms.internal_error.code} if hms.internal_error else None
        described = _described(self.entry, self.serial, error)
        return described | {"kind": error.kind.value}
