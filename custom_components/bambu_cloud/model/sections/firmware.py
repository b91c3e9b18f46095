"""Describe the firmware of a printer and of its modules (protocol C.8, G)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, NamedTuple, Self, override

from ..modules import Module
from ..section import ReadContext, Section, at, read_from
from ..values import (
    as_object,
    bit,
    boolean,
    hexadecimal,
    integer,
    objects,
    percent,
    text,
)

_OFFERED = {1: True, 2: False}
_RUNNING = 2
_SINGLE_OFFERS: Mapping[str, str] = {
    "ota": "ota_new_version_number",
    "ams": "ams_new_version_number",
    "ahb": "ahb_new_version_number",
    "ext": "ext_new_version_number",
}
"""Where an X1 or H2 reports what it offers: one place for all AMS units together."""


class UpgradeStatus(StrEnum):
    """Step of a firmware update, or the end of the last one."""

    IDLE = "idle"
    UPGRADE_REQUEST = "upgrade_request"
    DOWNLOADING = "downloading"
    DOWNLOAD_FAIL = "download_fail"
    PRE_FLASH_START = "pre_flash_start"
    PRE_FLASH_SUCCESS = "pre_flash_success"
    PRE_FLASH_FAIL = "pre_flash_fail"
    FLASHING = "flashing"
    FLASH_FAIL = "flash_fail"
    UPGRADE_SUCCESS = "upgrade_success"
    UPGRADE_FAIL = "upgrade_fail"
    UNKNOWN = "unknown"


_WORDS = {str(status): status for status in UpgradeStatus}
_IN_PROGRESS = frozenset(
    {
        UpgradeStatus.UPGRADE_REQUEST,
        UpgradeStatus.DOWNLOADING,
        UpgradeStatus.PRE_FLASH_START,
        UpgradeStatus.PRE_FLASH_SUCCESS,
        UpgradeStatus.FLASHING,
    }
)


class UpgradeFailure(StrEnum):
    """Why the last firmware update failed."""

    DOWNLOAD = "download"
    VERIFICATION = "verification"
    FLASHING = "flashing"
    PRINTING = "printing"
    """The printer does not update while it prints."""
    UNKNOWN = "unknown"


_ERRORS: Mapping[int | None, UpgradeFailure] = {
    -1: UpgradeFailure.DOWNLOAD,
    -2: UpgradeFailure.VERIFICATION,
    -3: UpgradeFailure.FLASHING,
    -4: UpgradeFailure.PRINTING,
}
_FAILURES: Mapping[UpgradeStatus | None, UpgradeFailure] = {
    UpgradeStatus.DOWNLOAD_FAIL: UpgradeFailure.DOWNLOAD,
    UpgradeStatus.PRE_FLASH_FAIL: UpgradeFailure.FLASHING,
    UpgradeStatus.FLASH_FAIL: UpgradeFailure.FLASHING,
    UpgradeStatus.UPGRADE_FAIL: UpgradeFailure.UNKNOWN,
}


class ModuleUpdate(NamedTuple):
    """Firmware that is offered for one module."""

    name: str
    """Such as "ota", "ams/0"; only "ams" where it is for all units."""
    installed: str | None
    latest: str


def _status(value: Any) -> UpgradeStatus | None:
    """Read `status`; "" stands for "none"."""
    name = text(value) if isinstance(value, str) else None
    return _WORDS.get(name.lower(), UpgradeStatus.UNKNOWN) if name else None


def _module(value: Any) -> str | None:
    """Read the name of a module; "null" is none."""
    name = text(value) if isinstance(value, str) else None
    return None if name == "null" else name


def _of_printer(key: str) -> Callable[[Any], str | None]:
    """Return a reader of the offer for the printer itself."""

    def read(offers: Any) -> str | None:
        for offer in objects(offers):
            if offer.get("name") == "ota":
                return text(offer.get(key))
        return None

    return read


def _offered(state: Any) -> bool | None:
    """Read `new_version_state`: 1 offered, 2 none, 0 unknown."""
    return _OFFERED.get(integer(state) or 0)


def _is_upgrading(state: Any) -> bool | None:
    """Read whether an update runs; its step may be an old one (protocol C.8)."""
    fields = as_object(state)
    status, shown = _status(fields.get("status")), integer(fields.get("dis_state"))
    if shown is not None:
        return shown == _RUNNING
    return None if status is None else status in _IN_PROGRESS


def _offers(state: Any) -> tuple[ModuleUpdate, ...]:
    """Read all offers, from the places of single modules or from a list."""
    fields = as_object(state)
    single = {
        name: (None, text(fields.get(key))) for name, key in _SINGLE_OFFERS.items()
    }
    listed = {
        name: (text(item.get("cur_ver")), text(item.get("new_ver")))
        for item in objects(fields.get("new_ver_list"))
        if (name := text(item.get("name")))
    }
    return tuple(
        ModuleUpdate(name, installed, latest)
        for name, (installed, latest) in (single | listed).items()
        if latest
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Firmware(Section):
    """The firmware that runs and the one that is offered."""

    installed: str | None = read_from(
        at("upgrade_state.new_ver_list", _of_printer("cur_ver"))
    )
    """The module "ota" of `get_version` where it answered."""
    latest: str | None = read_from(
        at("upgrade_state.new_ver_list", _of_printer("new_ver")),
        at("upgrade_state.ota_new_version_number", text),
    )
    """What is offered, or what is installed when nothing is."""
    update_available: bool | None = read_from(
        at("upgrade_state.new_version_state", _offered)
    )
    upgrade_status: UpgradeStatus | None = read_from(
        at("upgrade_state.status", _status)
    )
    """A success stays until the printer restarts."""
    is_upgrading: bool | None = read_from(at("upgrade_state", _is_upgrading))
    upgrade_progress: int | None = read_from(at("upgrade_state.progress", percent))
    """% of the current step; only while upgrading."""
    upgrade_module: str | None = read_from(at("upgrade_state.module", _module))
    """Name of the module that is updated; only while upgrading."""
    upgrade_error: int | None = read_from(at("upgrade_state.err_code", integer))
    """0 for none; -1 download, -2 verification, -3 flashing failed, -4 printing."""
    is_forced: bool | None = read_from(
        at("cfg", bit(hexadecimal, 2)),
        at("upgrade_state.force_upgrade", boolean),
        at("force_upgrade", boolean),
    )
    """Whether the printer insists on the update."""
    needs_confirmation: bool | None = read_from(
        at("upgrade_state.consistency_request", boolean)
    )
    """Whether modules do not fit each other and the printer asks to update them."""
    offers: tuple[ModuleUpdate, ...] = read_from(
        at("upgrade_state", _offers), default=()
    )
    """What is offered for each module, the printer among them."""
    modules: tuple[Module, ...] = ()

    @property
    def hardware(self) -> str | None:
        """Return the version of the printer's main board, such as "AP05"."""
        versions = (module.hardware for module in self.modules)
        return next((each for each in versions if each.startswith("AP")), None)

    def hardware_of(self, serial: str) -> str | None:
        """Return the version of the board in an AMS, such as "N3F05"."""
        versions = (each.hardware for each in self.modules if each.serial == serial)
        return next((each for each in versions if each not in {"", "N/A"}), None)

    @property
    def failure(self) -> UpgradeFailure | None:
        """Return why the last firmware update failed, None if it did not."""
        if self.is_upgrading or self.upgrade_status is UpgradeStatus.UPGRADE_SUCCESS:
            return None
        return _ERRORS.get(self.upgrade_error, _FAILURES.get(self.upgrade_status))

    @override
    def finalized(self, context: ReadContext, before: Self) -> Self:
        modules = context.modules
        versions = {module.name: module.version for module in modules}
        installed = versions.get("ota") or self.installed
        offers = tuple(
            ModuleUpdate(name, before or versions.get(name), latest)
            for name, before, latest in self.offers
        )
        none = self.update_available is False
        upgrading = self.is_upgrading
        return replace(
            self,
            installed=installed,
            latest=installed if none else self.latest,
            upgrade_progress=self.upgrade_progress if upgrading else None,
            upgrade_module=self.upgrade_module if upgrading else None,
            offers=() if none else offers,
            modules=modules,
        )
