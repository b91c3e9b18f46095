"""Scenarios of a printer or of the cloud."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from tests.simulator.printer.job import BusyError, Job
from tests.simulator.timelines import PRINTS

from . import (
    ams as scenarios_ams,
    firmware as scenarios_firmware,
    trouble as scenarios_trouble,
)

if TYPE_CHECKING:
    from tests.simulator.cloud import SimulatedCloud

type _Scenario = Callable[[SimulatedCloud, str, float], None]

FIRST_TASK = 702_383_065
TITLES = ("Benchy", "Cable clip", "Plant pot", "Spool holder", "Lamp shade")

_MISSED_AFTER = 120.0


def _print(name: str, cloud: SimulatedCloud, serial: str, seconds: float) -> None:
    """Let a printer print a cloud job."""
    printer = cloud.simulated(serial)
    if printer.active or not printer.connected:
        raise BusyError(f"{serial} is {printer.gcode_state} or off")
    number = next(cloud.task_numbers)
    title = TITLES[number % len(TITLES)]
    job = Job(task_id=FIRST_TASK + number, title=title, seconds=seconds)
    try:
        acknowledgement = printer.printing.start(job, name)
    except KeyError as err:
        raise BusyError(f"{serial} is not known to print like that") from err
    cloud.send_report(serial, acknowledgement)
    cloud.history.observe(printer, cloud.now)


def _offline_and_back(cloud: SimulatedCloud, serial: str, seconds: float) -> None:
    """Let a printer leave and come back."""
    cloud.disconnect(serial)
    cloud.later(seconds, partial(cloud.connect, serial))


def _wifi_drop(cloud: SimulatedCloud, serial: str, seconds: float) -> None:
    """Let a printer vanish without a message and come back (protocol H.4.5)."""
    cloud.disconnect(serial, notice=False, listed_after=_MISSED_AFTER)
    cloud.later(seconds, partial(cloud.connect, serial))


def _power_cycle(cloud: SimulatedCloud, serial: str, seconds: float) -> None:
    """Switch a printer off and on again."""
    cloud.power_off(serial)
    cloud.later(seconds, partial(cloud.connect, serial))


def _falls_silent(cloud: SimulatedCloud, serial: str, _: float) -> None:
    """Let a printer stop reporting until a report is requested."""
    cloud.simulated(serial).pushing = False


def _door(cloud: SimulatedCloud, serial: str, seconds: float) -> None:
    """Open a printer's door and close it again."""
    printer = cloud.simulated(serial)
    printer.set_door(is_open=True)
    cloud.later(seconds, partial(printer.set_door, is_open=False))


def _token_revoked(cloud: SimulatedCloud, serial: str, _: float) -> None:
    """Revoke the tokens of the printer's owner."""
    cloud.revoke_tokens(cloud.owner_of(serial))


def _broker_drops(cloud: SimulatedCloud, _: str, __: float) -> None:
    """Cut every session."""
    cloud.broker.drop(lambda _username, _password: False)


SCENARIOS: dict[str, tuple[_Scenario, float]] = {
    **{
        name: (partial(_print, name), 600.0)
        for name in ("print_uninterrupted", *PRINTS)
    },
    "offline_and_back": (_offline_and_back, 120.0),
    "wifi_drop": (_wifi_drop, 300.0),
    "power_cycle": (_power_cycle, 120.0),
    "falls_silent": (_falls_silent, 0.0),
    "door_opens": (_door, 30.0),
    "ams_plugged_in": (scenarios_ams.plugged_in, 0.0),
    "ams_unplugged": (scenarios_ams.unplugged, 0.0),
    "ams_moved": (scenarios_ams.moved, 20.0),
    "ams_drying": (scenarios_ams.drying, 3600.0),
    "tray_changed": (scenarios_ams.tray_changed, 30.0),
    "spool_taken_out": (scenarios_ams.remove_spool, 0.0),
    "filament_external": (scenarios_ams.external, 20.0),
    "nozzle_changed": (scenarios_trouble.nozzle_changed, 0.0),
    "hms_raised": (scenarios_trouble.hms_raised, 60.0),
    "maintenance_due": (scenarios_trouble.maintenance_due, 3600.0),
    "print_error_shown": (scenarios_trouble.print_error_shown, 30.0),
    "firmware_appears": (scenarios_firmware.appears, 0.0),
    "firmware_installs": (scenarios_firmware.installs, 120.0),
    "firmware_fails": (scenarios_firmware.fails, 30.0),
    "firmware_stuck": (scenarios_firmware.stuck, 30.0),
    "token_revoked": (_token_revoked, 0.0),
    "broker_drops": (_broker_drops, 0.0),
}
"""Each scenario with the seconds that it takes unless told otherwise."""


def begin(cloud: SimulatedCloud, serial: str, name: str, seconds: float | None) -> None:
    """Start a scenario.

    Raises:
        KeyError: There is no such scenario or printer.
        BusyError: The printer cannot do that now.
    """
    scenario, usual = SCENARIOS[name]
    scenario(cloud, serial, usual if seconds is None else seconds)
