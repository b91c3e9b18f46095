"""Printers that were recorded in the wild read as their owners saw them."""

import pytest
from syrupy.assertion import SnapshotAssertion

from custom_components.bambu_cloud.model import (
    SECTIONS,
    NozzleMaterial,
    PrintStatus,
    Sensitivity,
    StorageState,
    TrayLocation,
    changed,
)
from tests.helpers.printer_reports import after
from tests.helpers.recordings import DESCRIBED, needs_recordings, recorded, recording
from tests.helpers.snapshots import shown

pytestmark = needs_recordings


@pytest.mark.parametrize("name", DESCRIBED)
def test_whole_state(name: str, snapshot: SnapshotAssertion) -> None:
    """Everything that the printer sent is in its section."""
    assert shown(recorded(name)) == snapshot


def test_x1c() -> None:
    """An X1 Carbon that has finished a print."""
    state = recorded("x1c-four-ams")

    assert state.complete
    assert state.model.key == "X1C"
    assert state.job.status is PrintStatus.FINISHED
    assert state.job.stage == "idle"
    assert state.job.progress == 100
    assert (state.job.layer, state.job.total_layers) == (480, 480)
    assert state.job.remaining_minutes is None
    assert (state.temperatures.nozzle, state.temperatures.nozzle_target) == (26, 0)
    assert (state.temperatures.bed, state.temperatures.bed_target) == (23, 0)
    assert (state.temperatures.chamber, state.temperatures.chamber_target) == (25, None)
    assert (state.fans.part, state.fans.auxiliary, state.fans.chamber) == (0, 0, 0)
    assert state.door.open is False
    assert dict(state.lights.nodes) == {"chamber_light": "on", "work_light": "flashing"}
    assert (state.network.wifi_signal, state.address.ip) == (-66, "10.10.10.81")
    assert state.storage.state is StorageState.NORMAL
    assert state.firmware.installed == "01.09.00.01"
    assert state.firmware.update_available is False
    assert state.firmware.is_upgrading is False
    assert state.firmware.upgrade_progress is None
    assert (state.job.stages, state.job.design_id) == ((), "662074")
    assert state.settings.ai_sensitivity is Sensitivity.LOW
    assert state.settings.prompt_sound is None
    assert "n3s/128" in {module.name for module in state.firmware.modules}


def test_h2d() -> None:
    """An H2D that heats its right nozzle for a print in a hot chamber."""
    state = recorded("h2d")

    assert state.complete
    assert state.model.key == "H2D"
    assert state.job.status is PrintStatus.PRINTING
    assert state.job.stage == "nozzle_tip_cleaning"
    assert (state.job.progress, state.job.remaining_minutes) == (0, 115)
    assert (state.job.layer, state.job.total_layers) == (0, 26)
    assert (state.temperatures.nozzle, state.temperatures.nozzle_target) == (264, 225)
    assert (state.temperatures.bed, state.temperatures.bed_target) == (100, 100)
    assert (state.temperatures.chamber, state.temperatures.chamber_target) == (48, 60)
    assert (state.fans.part, state.fans.auxiliary, state.fans.chamber) == (0, 0, 0)
    assert state.fans.heatbreak == 100
    assert state.fans.second_auxiliary is None
    assert state.door.open is False
    assert len(state.lights.nodes) == 3
    assert (state.network.wifi_signal, state.network.wired) == (-55, False)
    assert state.storage.state is StorageState.NORMAL
    assert state.firmware.installed == "01.01.02.07"
    assert state.camera.recording is True
    assert state.camera.rtsp_enabled is True
    assert state.settings.ai_sensitivity is Sensitivity.MEDIUM
    assert state.control.accepts_commands is False
    assert state.job.filament_mapping == (TrayLocation(128, 0),)
    assert state.job.stages[0] == "toolhead_homing"
    assert state.job.plate_count == 4


def test_a1() -> None:
    """An idle A1, which has no chamber, no door and no second fan."""
    state = recorded("a1-ams-lite")

    assert state.complete
    assert state.model.key == "A1"
    assert state.job.status is PrintStatus.IDLE
    assert state.job.stage == "idle"
    assert (state.job.progress, state.job.layer) == (None, None)
    assert state.temperatures.nozzle == 28
    assert state.temperatures.bed == 30
    assert state.temperatures.chamber is None
    assert (state.fans.part, state.fans.auxiliary, state.fans.chamber) == (
        0,
        None,
        None,
    )
    assert state.door.open is None
    assert (state.network.wifi_signal, state.address.ip) == (-48, "192.168.0.98")
    assert state.firmware.installed == "01.05.00.00"
    assert state.settings.air_print_detection is True
    assert state.settings.tangle_detection is True
    assert state.settings.prompt_sound is False
    assert state.settings.build_plate_detection is True
    assert state.settings.ai_monitoring is None
    assert state.control.accepts_commands is False


def test_p1p() -> None:
    """A P1P whose print failed, which still claims to have hours left."""
    state = recorded("p1p-ams")

    assert state.complete
    assert state.model.key == "P1P"
    assert state.job.status is PrintStatus.FAILED
    assert state.job.stage == "idle"
    assert state.job.remaining_minutes is None
    assert (state.job.layer, state.job.total_layers) == (1, 70)
    assert (state.temperatures.nozzle, state.temperatures.bed) == (21, 20)
    assert state.temperatures.chamber is None
    assert state.door.open is None
    assert state.network.wifi_signal == -53
    assert state.firmware.installed == "01.07.00.00"
    assert state.firmware.update_available is None


@pytest.mark.parametrize(
    ("model", "delta", "is_open"),
    [
        ("h2d", "push_door_opened", True),
        ("h2d", "push_door_closed", False),
        ("h2d", "push_old_door_opened", False),
        ("x1c-four-ams", "push_old_door_opened", True),
        ("x1c-four-ams", "push_old_door_closed", False),
    ],
)
def test_door_opens_and_closes(model: str, delta: str, is_open: bool) -> None:  # noqa: FBT001  # a table
    """Each model reports its door in its own place."""
    before = recorded(model)
    state = after(before, recording("h2d")["deltas"][delta])

    assert state.door.open is is_open
    assert ("door" in changed(before, state)) == is_open


def test_left_nozzle_is_in_use() -> None:
    """The left nozzle is the one in use, without a move or heat."""
    before = recorded("h2d")
    state = after(before, recording("h2d")["deltas"]["push_left_extruder"])

    assert (before.nozzles.active, state.nozzles.active) == (0, 1)
    assert changed(before, state) <= {"temperatures", "nozzles", "ams"}
    assert (state.temperatures.nozzle, state.temperatures.nozzle_target) == (40, 0)
    assert state.temperatures.bed == 100


def test_nozzles_are_changed() -> None:
    """Other nozzles are read, and nothing else is touched."""
    before = recorded("h2d")
    state = after(before, recording("h2d")["deltas"]["push_alt_nozzle_info"])

    right, left = state.nozzles.installed
    assert (right.diameter, left.diameter) == (0.2, 0.6)
    assert right.material is NozzleMaterial.STAINLESS_STEEL
    assert left.material is NozzleMaterial.TUNGSTEN_CARBIDE
    for section in set(SECTIONS) - {"presence", "nozzles"}:
        assert getattr(state, section) is getattr(before, section)
