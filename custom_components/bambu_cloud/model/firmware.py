"""Describe the firmware of a printer and of its modules (protocol C.8, G)."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Self, override

from .modules import Module, read_modules
from .noun import Noun, Reading, at, wire
from .values import integer, objects, text

_OFFERED = {1: True, 2: False}


def _of_printer(key: str) -> Callable[[Any], str | None]:
    """Return a reader of what a list of offers says about the printer itself."""

    def read(offers: Any) -> str | None:
        for offer in objects(offers):
            if offer.get("name") == "ota":
                return text(offer.get(key))
        return None

    return read


def _offered(state: Any) -> bool | None:
    """Read `new_version_state`: 1 offered, 2 none, 0 not known."""
    return _OFFERED.get(integer(state) or 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Firmware(Noun):
    """The firmware that runs and the one that is offered."""

    installed: str | None = wire(
        at("upgrade_state.new_ver_list", _of_printer("cur_ver"))
    )
    """The module "ota" of `get_version` where it answered."""
    latest: str | None = wire(
        at("upgrade_state.new_ver_list", _of_printer("new_ver")),
        at("upgrade_state.ota_new_version_number", text),
    )
    """What is offered, or what is installed when nothing is."""
    update_available: bool | None = wire(
        at("upgrade_state.new_version_state", _offered)
    )
    modules: tuple[Module, ...] = ()

    @override
    def settled(self, reading: Reading, before: Self) -> Self:
        modules = read_modules(reading.version)
        installed = next(
            (m.version for m in modules if m.name == "ota" and m.version),
            self.installed,
        )
        latest = installed if self.update_available is False else self.latest
        return replace(self, installed=installed, latest=latest, modules=modules)
