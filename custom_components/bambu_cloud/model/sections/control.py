"""Describe whether a printer obeys us (protocol B.10)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Self, override

from ..catalog import PrinterModel
from ..section import ReadContext, Section, at, read_from
from ..values import as_object, bit, hexadecimal, integer, version_numbers

_UNSIGNED = frozenset({0x0502_4007, 0x0502_4009})
_CUSTOM, _CUSTOM_IS = (99,), (1, 8, 2, 0)
"""What X1Plus calls its versions, and what they are made from (protocol E.2)."""


def is_unsigned(answer: Mapping[str, Any]) -> bool:
    """Tell whether an answer refuses a command for want of a valid signature."""
    return integer(answer.get("err_code")) in _UNSIGNED


def has_refused(payload: Mapping[str, Any]) -> bool:
    """Tell whether a message refuses a command, ours or another's, for that reason."""
    return any(is_unsigned(as_object(part)) for part in payload.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Control(Section):
    """Whether the printer takes commands that Bambu Lab's own apps have not signed."""

    wants_signature: bool | None = read_from(at("fun", bit(hexadecimal, 29)))
    """What it says itself; small firmware says nothing."""
    allowed: bool | None = None
    """Whether it takes them, as far as can be known; None until it can."""
    refused: bool = False
    """Whether it has refused one; true until a restart, or until other firmware."""
    firmware: str | None = None
    """What it runs, as far as it listed that."""

    @override
    def finalized(self, context: ReadContext, before: Self) -> Self:
        firmware = next((m.version for m in context.modules if m.name == "ota"), None)
        same = before.firmware in {None, firmware}
        told = replace(self, firmware=firmware, refused=before.refused and same)
        return replace(told, allowed=told._is_allowed(context.model))  # noqa: SLF001  our own

    def after_refusal(self) -> Self:
        """Return what is known after a command was refused for want of a signature."""
        return replace(self, refused=True, allowed=False)

    def _is_allowed(self, model: PrinterModel) -> bool | None:
        """Tell by what the printer did, by what it says, or by its firmware."""
        if self.refused:
            return False
        if self.wants_signature is not None:
            return not self.wants_signature
        if model.signed_since is None:
            return True
        numbers = version_numbers(self.firmware)
        since = version_numbers(model.signed_since)
        if since and not numbers:
            return None
        return (_CUSTOM_IS if numbers[:1] == _CUSTOM else numbers) < since
