"""Each code of an error has its reason, and nothing is without one."""

from typing import Any

from hypothesis import given, strategies as st
import pytest

from custom_components.bambu_cloud.model import STAGES, AttentionReason, attention
from tests.helpers.printer_reports import after, full, printer

BY_USER, CANCELED = 0x0300_8001, {0x0300_400C, 0x0500_400E}


def reason(**fields: Any) -> AttentionReason | None:
    """Return why a person has to act at a printer after one report."""
    return attention(after(printer("P1S"), full(**fields)))


CODES = [
    (0x0300_4000, AttentionReason.ERROR_ON_SCREEN),
    (0x0300_400D, AttentionReason.ERROR_ON_SCREEN),
    (0x0300_8000, AttentionReason.ERROR_ON_SCREEN),
    (0x0300_8002, AttentionReason.FIRST_LAYER),
    (0x0C00_8001, AttentionReason.FIRST_LAYER),
    (0x0300_8003, AttentionReason.SPAGHETTI),
    (0x0300_8004, AttentionReason.FILAMENT_RUNOUT),
    (0x0300_8005, AttentionReason.FRONT_COVER_OFF),
    (0x0300_8008, AttentionReason.TEMPERATURE_FAULT),
    (0x0300_800B, AttentionReason.CUTTER),
    (0x0300_4006, AttentionReason.NOZZLE_CLOGGED),
    (0x0300_404B, AttentionReason.DOOR_OPEN),
    (0x0300_800F, AttentionReason.DOOR_OPEN),
    (0x0300_8014, AttentionReason.NOZZLE_COVERED),
    (0x0300_8015, AttentionReason.FILAMENT_RUNOUT),
    (0x0300_8016, AttentionReason.NOZZLE_CLOGGED),
    (0x0300_8017, AttentionReason.FOREIGN_OBJECT),
    (0x0300_8019, AttentionReason.BUILD_PLATE),
    (0x0300_801C, AttentionReason.NOZZLE_CLOGGED),
    (0x0300_8022, AttentionReason.FOREIGN_OBJECT),
    (0x0300_802C, AttentionReason.NOZZLE_COVERED),
    (0x0300_8042, AttentionReason.DOOR_OPEN),
    (0x0500_8051, AttentionReason.BUILD_PLATE),
    (0x0500_8062, AttentionReason.BUILD_PLATE),
    (0x0500_806E, AttentionReason.FOREIGN_OBJECT),
    (0x0500_808C, AttentionReason.BUILD_PLATE),
    (0x0500_809B, AttentionReason.BUILD_PLATE),
    (0x07FE_8011, AttentionReason.FILAMENT_RUNOUT),
    (0x07FE_8010, AttentionReason.ERROR_ON_SCREEN),
    (0x07FE_8030, AttentionReason.FILAMENT_RUNOUT),
    (0x07FF_8030, AttentionReason.FILAMENT_RUNOUT),
    (0x0C00_8017, AttentionReason.FOREIGN_OBJECT),
    (0x0C00_803F, AttentionReason.NOZZLE_COVERED),
    (0x0C00_8042, AttentionReason.SPAGHETTI),
    (0x0C00_8043, AttentionReason.NOZZLE_COVERED),
    (0x0500_4001, AttentionReason.ERROR_ON_SCREEN),
    (0x0500_4002, AttentionReason.ERROR_ON_SCREEN),
    (0x0500_8013, AttentionReason.STORAGE),
    (0x0700_8010, AttentionReason.AMS_PROBLEM),
    (0x0700_8011, AttentionReason.FILAMENT_RUNOUT),
    (0x0703_8011, AttentionReason.FILAMENT_RUNOUT),
    (0x07FF_8011, AttentionReason.FILAMENT_RUNOUT),
    (0x07FF_8010, AttentionReason.ERROR_ON_SCREEN),
    (0x1200_8011, AttentionReason.FILAMENT_RUNOUT),
    (0x1200_8010, AttentionReason.AMS_PROBLEM),
    (0x1800_8011, AttentionReason.FILAMENT_RUNOUT),
    (0x1880_8010, AttentionReason.AMS_PROBLEM),
    (0x0300_8011, AttentionReason.ERROR_ON_SCREEN),
    (0x0801_8099, AttentionReason.TOOLHEAD),
    (0x0C00_8009, AttentionReason.BUILD_PLATE),
    (0xEE00_8FFF, AttentionReason.ERROR_ON_SCREEN),
]


@pytest.mark.parametrize("status", ["PAUSE", "FAILED", "FINISH", "IDLE", "RUNNING", ""])
@pytest.mark.parametrize(("code", "expected"), CODES)
def test_error_on_the_screen(status: str, code: int, expected: AttentionReason) -> None:
    """An error waits until it is dismissed, also after the job."""
    assert reason(gcode_state=status, print_error=code) is expected


@given(
    status=st.sampled_from(["PAUSE", "RUNNING", "FAILED", "IDLE", "?", ""]),
    stage=st.sampled_from([*STAGES, -1, 255, 99]) | st.none(),
    error=st.integers(-(2**31), 2**32) | st.sampled_from([c for c, _ in CODES]),
    pair=st.tuples(st.integers(0, 2**32), st.integers(0, 2**20)),
)
def test_any_mixture_has_a_reason_or_none(
    status: str, stage: int | None, error: int, pair: tuple[int, int]
) -> None:
    """Whatever a printer says, nothing raises; a stopping error is never ignored."""
    found = reason(
        gcode_state=status,
        stg_cur=stage,
        print_error=error,
        hms=[dict(zip(("attr", "code"), pair, strict=True))],
    )

    assert found is None or found in AttentionReason
    is_error = error > 0 and error % 2**32 not in CANCELED | {BY_USER}
    if is_error and error >> 12 & 0xF in {4, 8}:
        assert found is not None
