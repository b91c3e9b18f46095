"""Describe the spools outside of any AMS (protocol C.5.4, C.5.5)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Self, override

from ..catalog import PrinterModel
from ..section import ReadContext, Section, at, read_from
from .ams import EXTERNAL_DEPUTY, EXTERNAL_MAIN
from .elements import elements
from .tray import Tray, read_tray

_IDS = (EXTERNAL_MAIN, EXTERNAL_DEPUTY)


def _holder(raw: Mapping[str, Any], number: int) -> Tray:
    """Read a spool holder, which has neither sensor nor tag reader."""
    return read_tray(raw, number, present=True, estimates=False)


def _has_two(model: PrinterModel) -> bool:
    """Return whether the model has a holder for each of two nozzles."""
    return model.nozzles > 1


def _named_holders(value: Any) -> tuple[Tray, ...] | None:
    """Read `vir_slot` by the ids in it."""
    listed = elements(value, _IDS).by_id
    return (
        tuple(_holder(listed[number], number) for number in _IDS if number in listed)
        or None
    )


def _holders(value: Any) -> tuple[Tray, ...] | None:
    """Read `vir_slot`; the only holder is the main one, whatever its id."""
    if isinstance(value, list) and len(value) == 1:
        return _only_holder(value[0])
    return _named_holders(value)


def _only_holder(value: Any) -> tuple[Tray, ...] | None:
    """Read `vt_tray`."""
    return (_holder(value, EXTERNAL_MAIN),) if isinstance(value, Mapping) else None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExternalSpools(Section):
    """The spool holders of a printer."""

    trays: tuple[Tray, ...] = read_from(
        at("vir_slot", _named_holders, when=_has_two),
        at("vir_slot", _holders),
        at("vt_tray", _only_holder),
        default=(),
    )
    """In the order right or only one (255), left (254); ids are made uniform."""

    def tray(self, number: int) -> Tray | None:
        """Return the tray with this id."""
        return next((tray for tray in self.trays if tray.id == number), None)

    @override
    def finalized(self, context: ReadContext, before: Self) -> Self:
        if _is_clear(context.raw):
            return self
        hidden = [tray for tray in before.trays if self.tray(tray.id) is None]
        trays = sorted((*self.trays, *hidden), key=lambda tray: -tray.id)
        return replace(self, trays=tuple(trays))


def _is_clear(raw: Mapping[str, Any]) -> bool:
    """Return whether nothing broken may hide a spool holder."""
    if "vir_slot" not in raw:
        return isinstance(raw.get("vt_tray"), Mapping)
    holders = raw["vir_slot"]
    if isinstance(holders, list) and len(holders) == 1:
        return isinstance(holders[0], Mapping)
    return elements(holders, _IDS).complete
