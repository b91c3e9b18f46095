"""Read the modules that a printer lists in its reply to `get_version`."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from .values import as_object, natural, objects, serial_number, text

_NO_VERSION = "00.00.00.00"
_AMS_DEVICES = frozenset({"ams", "ams_f1", "n3f", "n3s"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Module:
    """One module with firmware of its own (protocol G.2)."""

    name: str
    """Such as "ota", the printer itself, or "ams/0", its first AMS."""
    version: str | None = None
    hardware: str = ""
    serial: str = field(default="", repr=False)
    product: str = ""
    project: str = ""
    """Model code on machines without a product name."""

    @property
    def device(self) -> str:
        """Return the kind of device, such as "ams"."""
        return self.name.partition("/")[0]


def read_modules(info: Mapping[str, Any]) -> tuple[Module, ...]:
    """Read the modules of a reply, without phantoms: an AMS that has no serial."""
    modules = (_read_module(item) for item in objects(as_object(info).get("module")))
    return tuple(
        module
        for module in modules
        if module.name and (module.serial or "/" not in module.name)
    )


def ams_modules(modules: Iterable[Module]) -> Mapping[int, tuple[Module, ...]]:
    """Return the modules of AMS units by the unit's id, which is their number."""
    units: dict[int, tuple[Module, ...]] = {}
    for module in modules:
        device, _, number = module.name.partition("/")
        unit = natural(number) if device in _AMS_DEVICES else None
        if unit is not None:
            units[unit] = (*units.get(unit, ()), module)
    return units


def _read_module(item: Mapping[str, Any]) -> Module:
    """Read one module."""
    version = text(item.get("sw_ver"))
    return Module(
        name=text(item.get("name")) or "",
        version=None if version == _NO_VERSION else version,
        hardware=text(item.get("hw_ver")) or "",
        serial=serial_number(item.get("sn")) or "",
        product=text(item.get("product_name")) or "",
        project=text(item.get("project_name")) or "",
    )
