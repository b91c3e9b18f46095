"""What blocks a command is found before anything is sent."""

import pytest

from custom_components.bambu_cloud.model import (
    Control,
    Firmware,
    Job,
    ModuleUpdate,
    Presence,
    PrintStatus,
    Temperatures,
    TrayLocation,
    identify,
    preconditions,
)
from custom_components.bambu_cloud.model.preconditions import (
    BlockedReason,
    Precondition,
)
from tests.helpers.h2d_state import printer, with_loaded

STATUSES = {status.value: status for status in PrintStatus}


EVERYTHING: dict[str, Precondition] = {
    "pause": preconditions.pause,
    "resume": preconditions.resume,
    "stop": preconditions.stop,
    "set_speed": preconditions.set_speed,
    "skip_objects": preconditions.skip_objects,
    "when_free": preconditions.when_free,
    "when_not_moving": preconditions.when_not_moving,
    "extrude": preconditions.extrude(),
    "heat_chamber": preconditions.heat_chamber(50),
    "dry": preconditions.dry("DRYER"),
    "stop_drying": preconditions.stop_drying("DRYER"),
    "load": preconditions.load(TrayLocation(1, 0)),
    "unload": preconditions.unload,
    "set_filament": preconditions.set_filament(TrayLocation(1, 0)),
    "read_tag": preconditions.read_tag(TrayLocation(1, 0)),
    "continue_change": preconditions.continue_change,
}


@pytest.mark.parametrize("name", EVERYTHING)
@pytest.mark.parametrize("status", [PrintStatus.PRINTING, PrintStatus.IDLE])
def test_printer_that_is_offline_or_refuses(name: str, status: PrintStatus) -> None:
    """That comes first, whatever else speaks against it."""
    off = printer(status, presence=Presence(reported=False))
    assert EVERYTHING[name](off) is BlockedReason.PRINTER_OFFLINE
    for allowed in (False, None):
        deaf = printer(status, control=Control(accepts_commands=allowed))
        assert EVERYTHING[name](deaf) is BlockedReason.UNSIGNED


def test_what_needs_no_signature() -> None:
    """A light needs no signature, only a printer that is online."""
    unsigned = Control(accepts_commands=False)
    assert preconditions.anything(printer(control=unsigned)) is None
    off = printer(presence=Presence(listed=False))
    assert preconditions.anything(off) is BlockedReason.PRINTER_OFFLINE


@pytest.mark.parametrize(
    ("name", "statuses", "blocked"),
    [
        ("pause", {"printing"}, BlockedReason.NOT_PRINTING),
        ("set_speed", {"printing"}, BlockedReason.NOT_PRINTING),
        ("resume", {"paused"}, BlockedReason.NOT_PAUSED),
        (
            "stop",
            {"slicing", "preparing", "printing", "paused"},
            BlockedReason.NO_PRINT,
        ),
        ("skip_objects", {"printing", "paused"}, BlockedReason.NOT_PRINTING),
        (
            "when_free",
            {"idle", "finished", "failed", "canceled", "unknown"},
            BlockedReason.BUSY,
        ),
        (
            "when_not_moving",
            {"idle", "finished", "failed", "canceled", "unknown", "paused"},
            BlockedReason.BUSY,
        ),
    ],
)
@pytest.mark.parametrize("status", STATUSES)
def test_status(
    name: str, statuses: set[str], blocked: BlockedReason, status: str
) -> None:
    """Most depends on whether there is a print."""
    assert statuses <= STATUSES.keys()
    precondition = EVERYTHING[name](printer(STATUSES[status]))
    assert precondition is (None if status in statuses else blocked)


def test_job_that_is_resumed_at_the_printer() -> None:
    """A laser is resumed only at the printer."""
    job = Job(status=PrintStatus.PAUSED, printer_only=True)
    assert preconditions.resume(printer(job=job)) is BlockedReason.RESUME_AT_PRINTER


def test_printer_that_changes_its_firmware() -> None:
    """It starts nothing else meanwhile."""
    upgrading = printer(firmware=Firmware(is_upgrading=True))
    assert preconditions.when_free(upgrading) is BlockedReason.UPGRADING


@pytest.mark.parametrize(
    ("extruder", "temperatures", "blocked"),
    [
        (None, Temperatures(nozzle=170), None),
        (None, Temperatures(nozzle=169), BlockedReason.NOZZLE_TOO_COLD),
        (None, Temperatures(), BlockedReason.NOZZLE_TOO_COLD),
        (0, Temperatures(nozzle=200), None),
        (0, Temperatures(nozzle=20, right_nozzle=200, left_nozzle=20), None),
        (
            1,
            Temperatures(nozzle=200, right_nozzle=200, left_nozzle=20),
            BlockedReason.NOZZLE_TOO_COLD,
        ),
    ],
)
def test_extrude(
    extruder: int | None, temperatures: Temperatures, blocked: BlockedReason | None
) -> None:
    """Filament does not move through a cold nozzle."""
    state = printer(temperatures=temperatures)
    assert preconditions.extrude(extruder)(state) is blocked


def test_extrude_while_printing() -> None:
    """Nor while the printer does that itself."""
    hot = Temperatures(nozzle=220)
    state = printer(PrintStatus.PRINTING, temperatures=hot)
    assert preconditions.extrude()(state) is BlockedReason.BUSY


@pytest.mark.parametrize(
    ("target", "loaded", "blocked"),
    [
        (60, [], None),
        (60, [(1, 1)], None),
        (60, [(1, 0)], BlockedReason.LOW_TEMPERATURE_FILAMENT),
        (60, [(1, 1), (255, 0)], BlockedReason.LOW_TEMPERATURE_FILAMENT),
        (60, [(1, 3)], None),
        (60, [(7, 0)], None),
        (40, [(1, 0)], None),
        (0, [(1, 0)], None),
    ],
)
def test_heat_chamber(
    target: float, loaded: list[tuple[int, int]], blocked: BlockedReason | None
) -> None:
    """A warm chamber softens some filaments in the tube."""
    state = printer(ams=with_loaded(*loaded))
    assert preconditions.heat_chamber(target)(state) is blocked


def test_heat_a_chamber_without_a_heater() -> None:
    """Most printers cannot."""
    state = printer(model=identify(code="C12"))
    assert preconditions.heat_chamber(50)(state) is BlockedReason.NO_CHAMBER_HEATER


@pytest.mark.parametrize(
    ("status", "firmware", "blocked"),
    [
        (PrintStatus.IDLE, Firmware(update_available=True), None),
        (PrintStatus.IDLE, Firmware(offers=(ModuleUpdate("ams", None, "1.2"),)), None),
        (PrintStatus.IDLE, Firmware(), BlockedReason.NO_UPGRADE_OFFERED),
        (PrintStatus.IDLE, Firmware(is_upgrading=True), BlockedReason.UPGRADING),
        (
            PrintStatus.PAUSED,
            Firmware(update_available=True),
            BlockedReason.UPGRADE_AFTER_PRINT,
        ),
    ],
)
def test_upgrade(
    status: PrintStatus, firmware: Firmware, blocked: BlockedReason | None
) -> None:
    """A printer installs what it offers itself, once it is done with its print."""
    assert preconditions.upgrade(printer(status, firmware=firmware)) is blocked
