"""Tell from a printer's answer whether it obeys, and if not, why (protocol B.3)."""

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


def refusal(answer: Mapping[str, Any]) -> BambuRefusedError | None:
    """Return why a printer does not obey, None if it does.

    Args:
        answer: the object inside the root of the acknowledgement.
    """
    code, errno = integer(answer.get("err_code")) or 0, integer(answer.get("errno"))
    if is_unsigned(answer):
        return BambuUnsignedError(reason=_reason(answer), code=code)
    result = text(answer.get("result"))
    failed = result is not None and result.lower() not in _DONE
    if errno is not None and errno < 0:
        cause = _ERRNOS.get((str(answer.get("command")), errno), Refusal.OTHER)
        return BambuRefusedError(cause, reason=_reason(answer), code=errno)
    if not (failed or (result is None and code)):
        return None
    return BambuRefusedError(
        _CODES.get(code, Refusal.OTHER), reason=_reason(answer), code=code
    )


def _reason(answer: Mapping[str, Any]) -> str:
    """Return the printer's own words, as far as they are fit to be shown."""
    words = text(answer.get("reason")) or ""
    readable = "".join(letter for letter in words if letter.isprintable())
    return readable[:_LONGEST]
