"""Describe the storage of a printer (protocol C.4.1, C.4.2, C.6)."""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Self, override

from ..catalog import PrinterModel
from ..section import ReadContext, Section, at, read_from
from ..values import bits, boolean, hexadecimal, integer, natural, positive, text


class StorageState(StrEnum):
    """What is in the slot of the memory card or stick."""

    NONE = "none"
    NORMAL = "normal"
    ABNORMAL = "abnormal"
    READ_ONLY = "read_only"


_STATES = tuple(StorageState)
_WORDS = {
    "NO_SDCARD": StorageState.NONE,
    "HAS_SDCARD_NORMAL": StorageState.NORMAL,
    "HAS_SDCARD_ABNORMAL": StorageState.ABNORMAL,
    "HAS_SDCARD_READONLY": StorageState.READ_ONLY,
}


def _sdcard(value: Any) -> StorageState | None:
    """Read `sdcard`: a bool, on old firmware a word."""
    present = boolean(value)
    if present is not None:
        return StorageState.NORMAL if present else StorageState.NONE
    return _WORDS.get(text(value) or "")


def _has_steady_bits(model: PrinterModel) -> bool:
    """Return whether `home_flag` of this model is steady; that of P1 and A1 flaps."""
    return model.has_steady_storage_bits


@dataclass(frozen=True, slots=True, kw_only=True)
class Storage(Section):
    """The storage for files of prints; sizes in KiB."""

    state: StorageState | None = read_from(
        at("aux", bits(hexadecimal, 12, _STATES)),
        at("home_flag", bits(integer, 8, _STATES), when=_has_steady_bits),
        at("sdcard", _sdcard),
        at("home_flag", bits(integer, 8, _STATES)),
    )
    card: StorageState | None = read_from(at("sdcard", _sdcard))
    """What the plainest field says, in fewer words."""
    internal_free: int | None = read_from(at("device.cam.tl_internal_free_kb", natural))
    internal_total: int | None = read_from(
        at("device.cam.tl_internal_total_kb", positive)
    )
    """Memory of the printer itself, None where it reports none."""
    external_free: int | None = read_from(at("device.cam.tl_external_free_kb", natural))
    external_total: int | None = read_from(
        at("device.cam.tl_external_total_kb", positive)
    )
    """The memory card or stick, None without one."""

    @override
    def finalized(self, context: ReadContext, before: Self) -> Self:
        # A place without any size reports zero of zero.
        internal = self.internal_free if self.internal_total else None
        external = self.external_free if self.external_total else None
        return replace(
            self,
            state=self._plausible_state(context),
            internal_free=internal,
            external_free=external,
        )

    def _plausible_state(self, context: ReadContext) -> StorageState | None:
        """Return the state; the first firmware of an X1C left its bits at 0."""
        has_card = self.card not in {None, StorageState.NONE}
        unset = self.state is StorageState.NONE and "aux" not in context.raw
        return self.card if has_card and unset else self.state
