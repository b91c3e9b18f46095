"""Scenarios of firmware (protocol H.4.5)."""

from functools import partial
from typing import Any

from tests.simulator.printer import firmware
from tests.simulator.printer.job import BusyError
from tests.simulator.world import World

_FAILED_DOWNLOAD = -1
_RUNNING = 2
_STUCK_AT = 37
_STEPS = 10
_RESTART = 20.0


def appears(world: World, serial: str, _: float) -> None:
    """Offer a printer a newer version than the one it has or is offered."""
    printer = world.simulated(serial)
    newest = firmware.offered(printer) or printer.firmware
    firmware.offer(printer, firmware.newer(newest))
    world.speak_up(serial)


def installs(world: World, serial: str, seconds: float) -> None:
    """Install firmware and start again, as if a person had said so."""
    version = _begin(world, serial)
    for step in range(_STEPS + 1):
        percent = str(step * 100 // _STEPS)
        _report_progress(
            world, serial, seconds * step / _STEPS / 2, "DOWNLOADING", percent
        )
        after = seconds * (1 + step / _STEPS) / 2
        _report_progress(world, serial, after, "FLASHING", percent, module="ota")
    _report_progress(world, serial, seconds, "UPGRADE_SUCCESS", "100", dis_state=3)
    world.later(seconds + 1, partial(_restart, world, serial, version))


def fails(world: World, serial: str, seconds: float) -> None:
    """Let a printer fail to download firmware."""
    _begin(world, serial)
    _report_progress(world, serial, seconds / 2, "DOWNLOADING", "13")
    _report_progress(
        world,
        serial,
        seconds,
        "DOWNLOAD_FAIL",
        "13",
        dis_state=1,
        err_code=_FAILED_DOWNLOAD,
    )


def stuck(world: World, serial: str, seconds: float) -> None:
    """Get stuck in a download, until the printer is switched off and on."""
    _begin(world, serial)
    _report_progress(world, serial, seconds / 2, "DOWNLOADING", str(_STUCK_AT))


def _begin(world: World, serial: str) -> str:
    """Start an installation; return the offered version."""
    printer = world.simulated(serial)
    upgrade = printer.state["upgrade_state"]
    if printer.active or not printer.connected or upgrade["dis_state"] == _RUNNING:
        raise BusyError(f"{serial} prints, is off or updates itself already")
    if firmware.offered(printer) is None:
        firmware.offer(printer, firmware.newer(printer.firmware))
    version = firmware.offered(printer)
    _show(world, serial, "UPGRADE_REQUEST", "0")
    return version or printer.firmware


def _report_progress(
    world: World,
    serial: str,
    seconds: float,
    status: str,
    progress: str,
    **fields: Any,
) -> None:
    """Report the progress of an installation later."""
    world.later(seconds, partial(_show, world, serial, status, progress, **fields))


def _show(world: World, serial: str, status: str, progress: str, **fields: Any) -> None:
    """Report the progress of an installation, if the printer is on."""
    printer = world.simulated(serial)
    if printer.powered:
        default = {"module": "", "dis_state": _RUNNING, "err_code": 0}
        upgrade = default | {"status": status, "progress": progress} | fields
        firmware.show(printer, **upgrade)
        world.speak_up(serial)


def _restart(world: World, serial: str, version: str) -> None:
    """Start a printer again with its new firmware."""
    world.power_off(serial)
    firmware.install(world.simulated(serial), version)
    world.later(_RESTART, partial(world.connect, serial))
