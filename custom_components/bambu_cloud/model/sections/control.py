"""Describe whether a printer accepts commands without a signature (protocol B.10)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Self, override

from ..catalog import PrinterModel
from ..section import ReadContext, Section, at, read_from
from ..values import as_object, bit, hexadecimal, integer, version_numbers

_UNSIGNED = frozenset({0x0502_4007, 0x0502_4009})
_CUSTOM, _CUSTOM_IS = (99,), (1, 8, 2, 0)
"""Versions of X1Plus, and the version that they are made from (protocol E.2)."""


def is_unsigned(reply: Mapping[str, Any]) -> bool:
    """Return whether a reply refuses a command for lack of a valid signature."""
    return integer(reply.get("err_code")) in _UNSIGNED


def has_refused(payload: Mapping[str, Any]) -> bool:
    """Return whether a message refuses any client's command for that reason."""
    return any(is_unsigned(as_object(part)) for part in payload.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Control(Section):
    """Whether the printer accepts commands that Bambu Lab's apps have not signed."""

    requires_authorization: bool | None = read_from(at("fun", bit(hexadecimal, 29)))
    """As it reports itself; firmware of P1 and A1 does not."""
    accepts_commands: bool | None = None
    """None while it is unknown."""
    refused: bool = False
    """Whether it has refused one, with this firmware."""
    firmware: str | None = None
    """Its version, once it was listed."""

    @override
    def finalized(self, context: ReadContext, before: Self) -> Self:
        firmware = next((m.version for m in context.modules if m.name == "ota"), None)
        same = before.firmware in {None, firmware}
        section = replace(self, firmware=firmware, refused=before.refused and same)
        accepts_commands = _accepts_commands(section, context.model)
        return replace(section, accepts_commands=accepts_commands)

    def after_refusal(self) -> Self:
        """Return the section after a command was refused for lack of a signature."""
        return replace(self, refused=True, accepts_commands=False)


def _accepts_commands(control: Control, model: PrinterModel) -> bool | None:
    """Return whether it does, by its refusals, its own flag, or its firmware."""
    if control.refused:
        return False
    if control.requires_authorization is not None:
        return not control.requires_authorization
    if model.signed_since is None:
        return True
    numbers = version_numbers(control.firmware)
    since = version_numbers(model.signed_since)
    if since and not numbers:
        return None
    return (_CUSTOM_IS if numbers[:1] == _CUSTOM else numbers) < since
