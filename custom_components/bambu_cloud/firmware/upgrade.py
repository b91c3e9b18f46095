"""Tell what firmware a printer or an AMS has, and which it could have (protocol G)."""

from typing import NamedTuple

from ..api import DeviceFirmware, FirmwareRelease
from ..model import AmsUnit, PrinterState, latest, readable_notes

_WHERE = "Install it on the printer itself, in Bambu Handy or in Bambu Studio."
_MANDATORY = "The printer insists on this update."
_PRINTING = "The printer is printing: it can be installed after the print."


class Upgradable(NamedTuple):
    """A printer, or one of its AMS units, and what there is to know of its firmware."""

    printer: PrinterState
    told: DeviceFirmware | None
    """What the cloud tells, None as long as it has not."""
    is_reachable: bool
    """Whether the printer's state is how things are now."""
    unit: AmsUnit | None = None
    """The AMS; None for the printer itself."""


class Upgrade(NamedTuple):
    """What there is to show of a firmware."""

    installed: str | None = None
    latest: str | None = None
    in_progress: bool = False
    percentage: int | None = None
    is_mandatory: bool = False
    """Whether printer or cloud insist on it."""
    waits_for_print: bool = False
    """Whether it cannot be installed because of a print."""
    accepts_commands: bool = False
    """Whether the printer installs it when it is told to."""
    notes: str = ""
    """What Bambu Lab writes about the latest version, as it came."""

    @property
    def is_possible(self) -> bool:
        """Return whether there is anything to install."""
        return _is_possible(self.installed, self.latest)


class _Versions(NamedTuple):
    """What is told of one device among those of a printer."""

    modules: frozenset[str]
    """What the printer calls it."""
    installed: str | None
    listed: tuple[FirmwareRelease, ...] | None
    """What the cloud offers, None as long as it has not told."""


def upgrade_of(subject: Upgradable) -> Upgrade:
    """Return the firmware of a printer or an AMS; the printer's word comes first."""
    printer, unit = subject.printer, subject.unit
    firmware = printer.firmware
    told = _of_printer(subject) if unit is None else _of_unit(subject, unit)
    newest = _latest(subject, told)
    offer = next((one for one in told.listed or () if one.version == newest), None)
    is_possible = _is_possible(told.installed, newest)
    # While the printer cannot be heard, nobody knows how far it is.
    in_progress = (
        subject.is_reachable
        and bool(firmware.is_upgrading)
        and (unit is None or firmware.upgrade_module in told.modules)
    )
    return Upgrade(
        installed=told.installed,
        latest=newest,
        in_progress=in_progress,
        percentage=firmware.upgrade_progress if in_progress else None,
        is_mandatory=is_possible
        and bool(firmware.is_forced or (offer and offer.mandatory)),
        waits_for_print=is_possible and printer.job.is_active,
        accepts_commands=bool(printer.control.allowed),
        notes=offer.notes if offer else "",
    )


def upgrade_notes(upgrade: Upgrade) -> str | None:
    """Return what is new, after how to get it, as Markdown."""
    parts = [readable_notes(upgrade.notes)]
    if upgrade.is_possible:
        waits, insists = upgrade.waits_for_print, upgrade.is_mandatory
        where = "" if upgrade.accepts_commands else _WHERE
        parts = [where, _MANDATORY * insists, _PRINTING * waits, *parts]
    return "\n\n".join(filter(None, parts)) or None


def _of_printer(subject: Upgradable) -> _Versions:
    """Return what is told of a printer itself; the cloud helps where it is mute."""
    installed, told = subject.printer.firmware.installed, subject.told
    modules = frozenset({"ota"})
    if told is None:
        return _Versions(modules, installed, None)
    return _Versions(modules, installed or told.installed, told.offers)


def _of_unit(subject: Upgradable, unit: AmsUnit) -> _Versions:
    """Return what is told of an AMS; it is "ams", too, where all are of one kind."""
    printer, told = subject.printer, subject.told
    modules = printer.firmware.modules
    names = {module.name for module in modules if module.serial == unit.serial}
    if len({other.kind for other in printer.ams.units}) == 1:
        names.add("ams")
    if told is None:
        return _Versions(frozenset(names), unit.firmware, None)
    listed = {one.serial: one.offers for one in told.units}
    return _Versions(frozenset(names), unit.firmware, listed.get(unit.serial or "", ()))


def _latest(subject: Upgradable, told: _Versions) -> str | None:
    """Return the latest version of a device, None if nobody knows."""
    firmware = subject.printer.firmware
    offers = (offer.latest for offer in firmware.offers if offer.name in told.modules)
    offered = next(offers, None)
    listed = None if told.listed is None else [one.version for one in told.listed]
    if offered is None and (firmware.update_available is False or firmware.offers):
        listed = []
    return latest(told.installed, offered, listed)


def _is_possible(installed: str | None, newest: str | None) -> bool:
    """Tell whether there is anything to install; an older version is never newest."""
    return None not in {installed, newest} and installed != newest
