"""Why a printer refuses, read from its reply (protocol B.3)."""

from collections.abc import Mapping
from typing import Any

from ...model.sections.control import is_unsigned
from ...model.values import integer, text
from ..errors import BambuRefusedError, BambuUnsignedError, Refusal

_DONE = frozenset({"success", "ok"})
_LONGEST = 120

_ERRNOS: Mapping[tuple[str, int], Refusal] = {
    ("ams_change_filament", -2): Refusal.CHAMBER_TOO_HOT,
    ("ams_change_filament", -4): Refusal.AMS_TOO_HOT,
    ("set_ctt", -2): Refusal.LOW_TEMPERATURE_FILAMENT,
    ("set_ctt", -4): Refusal.TOO_COLD_TO_HEAT,
}
"""What a negative `errno` means, by command (protocol B.3)."""
_CODES: Mapping[int, Refusal] = {
    0x0500_4002: Refusal.BAD_FILE,
    0x0500_4003: Refusal.BAD_FILE,
    0x0500_400A: Refusal.BAD_FILE,
    0x0500_4004: Refusal.BUSY,
    0x0500_8013: Refusal.FILE_MISSING,
    0x0500_C010: Refusal.STORAGE,
}
"""What an `err_code` means (protocol C.7.2)."""


def refusal(reply: Mapping[str, Any]) -> BambuRefusedError | None:
    """Return why a printer refuses, None if it does not.

    Args:
        reply: the object inside the root of the acknowledgement.
    """
    code, errno = integer(reply.get("err_code")) or 0, integer(reply.get("errno"))
    if is_unsigned(reply):
        return BambuUnsignedError(reason=_reason(reply), code=code)
    result = text(reply.get("result"))
    failed = result is not None and result.lower() not in _DONE
    if errno is not None and errno < 0:
        cause = _ERRNOS.get((str(reply.get("command")), errno), Refusal.OTHER)
        return BambuRefusedError(cause, reason=_reason(reply), code=errno)
    if not (failed or (result is None and code)):
        return None
    return BambuRefusedError(
        _CODES.get(code, Refusal.OTHER), reason=_reason(reply), code=code
    )


def _reason(reply: Mapping[str, Any]) -> str:
    """Return the printer's own words, printable and not too long."""
    words = text(reply.get("reason")) or ""
    readable = "".join(letter for letter in words if letter.isprintable())
    return readable[:_LONGEST]
