"""Which firmware a printer or an AMS has, and which it could have (protocol G)."""

from typing import NamedTuple

from homeassistant.core import HomeAssistant, callback

from ..api import DeviceFirmware, FirmwareRelease
from ..model import AmsUnit, PrinterModel, PrinterState, latest, readable_notes
from ..texts import async_text

_HINTS = "config_panel.firmware"

_PAGES = "https://bambulab.com/en/support/firmware-download/"
"""Where Bambu Lab publishes firmware (protocol A.12)."""
_PAGE_OF = {
    "X1": "x1",
    "X1C": "x1",
    "X1E": "x1e",
    "P1P": "p1",
    "P1S": "p1",
    "P2S": "p2s",
    "A1": "a1",
    "A1MINI": "a1-mini",
    "H2D": "h2d",
}
"""By model; nothing names those of the others."""


class Upgradable(NamedTuple):
    """A printer or one of its AMS units, with all sources about its firmware."""

    printer: PrinterState
    cloud: DeviceFirmware | None
    """What the cloud returned, None before it has."""
    is_reachable: bool
    """Whether the printer's state is up to date."""
    unit: AmsUnit | None = None
    """The AMS; None for the printer itself."""


class Upgrade(NamedTuple):
    """The installed firmware of a device, and its update."""

    installed: str | None
    latest: str | None
    in_progress: bool
    percentage: int | None
    is_mandatory: bool
    """Whether printer or cloud insist on it."""
    waits_for_print: bool
    """Whether it cannot be installed because of a print."""
    accepts_commands: bool
    """Whether the printer installs it on command."""
    notes: str
    """Bambu Lab's raw release notes of the latest version."""

    @property
    def is_possible(self) -> bool:
        """Return whether there is anything to install."""
        return _is_possible(self.installed, self.latest)


class _Versions(NamedTuple):
    """The versions of one device among those of a printer."""

    modules: frozenset[str]
    """The printer's names of it."""
    installed: str | None
    listed: tuple[FirmwareRelease, ...] | None
    """The releases of the cloud, None before it has returned them."""


def upgrade_of(subject: Upgradable) -> Upgrade:
    """Return the firmware of a printer or an AMS; the printer precedes the cloud."""
    printer, unit = subject.printer, subject.unit
    firmware = printer.firmware
    versions = _of_printer(subject) if unit is None else _of_unit(subject, unit)
    newest = _latest(subject, versions)
    listed = versions.listed or ()
    offer = next((item for item in listed if item.version == newest), None)
    is_possible = _is_possible(versions.installed, newest)
    # The progress of a printer that does not report is unknown.
    in_progress = (
        subject.is_reachable
        and bool(firmware.is_upgrading)
        and (unit is None or firmware.upgrade_module in versions.modules)
    )
    return Upgrade(
        installed=versions.installed,
        latest=newest,
        in_progress=in_progress,
        percentage=firmware.upgrade_progress if in_progress else None,
        is_mandatory=is_possible
        and bool(firmware.is_forced or (offer and offer.mandatory)),
        waits_for_print=is_possible and printer.job.is_active,
        accepts_commands=bool(printer.control.accepts_commands),
        notes=offer.notes if offer else "",
    )


@callback
def async_upgrade_notes(hass: HomeAssistant, upgrade: Upgrade) -> str | None:
    """Return the release notes, after how to install them, as Markdown."""
    hints = {
        "install_elsewhere": not upgrade.accepts_commands,
        "mandatory": upgrade.is_mandatory,
        "waits_for_print": upgrade.waits_for_print,
    }
    parts = [
        async_text(hass, f"{_HINTS}.{key}")
        for key, applies in hints.items()
        if applies and upgrade.is_possible
    ]
    notes = readable_notes(upgrade.notes)
    return "\n\n".join(filter(None, (*parts, notes))) or None


def release_page(model: PrinterModel) -> str | None:
    """Return the public page of a model's firmware, None without one."""
    page = _PAGE_OF.get(model.key)
    return page and f"{_PAGES}{page}"


def _of_printer(subject: Upgradable) -> _Versions:
    """Return the versions of a printer; the cloud fills in what it does not report."""
    installed, cloud = subject.printer.firmware.installed, subject.cloud
    modules = frozenset({"ota"})
    if cloud is None:
        return _Versions(modules, installed, None)
    return _Versions(modules, installed or cloud.installed, cloud.offers)


def _of_unit(subject: Upgradable, unit: AmsUnit) -> _Versions:
    """Return the versions of an AMS; it is also "ams" where all are of one kind."""
    printer, cloud = subject.printer, subject.cloud
    modules = printer.firmware.modules
    names = {module.name for module in modules if module.serial == unit.serial}
    if len({other.kind for other in printer.ams.units}) == 1:
        names.add("ams")
    if cloud is None:
        return _Versions(frozenset(names), unit.firmware, None)
    listed = {other.serial: other.offers for other in cloud.units}
    return _Versions(frozenset(names), unit.firmware, listed.get(unit.serial or "", ()))


def _latest(subject: Upgradable, versions: _Versions) -> str | None:
    """Return the latest version of a device, None if it is unknown."""
    firmware = subject.printer.firmware
    offers = (
        offer.latest for offer in firmware.offers if offer.name in versions.modules
    )
    offered = next(offers, None)
    listed = None
    if versions.listed is not None:
        listed = [item.version for item in versions.listed]
    if offered is None and (firmware.update_available is False or firmware.offers):
        listed = []
    return latest(versions.installed, offered, listed)


def _is_possible(installed: str | None, newest: str | None) -> bool:
    """Return whether there is anything to install; `newest` is never older."""
    return None not in {installed, newest} and installed != newest
