"""A person is called when a printer waits for one, and only then."""

from typing import Any

import pytest

from custom_components.bambu_cloud.model import (
    AttentionReason,
    ListedCodes,
    PolledPrinter,
    PrinterState,
    PrintStatus,
    attention,
    with_listed_codes,
    with_poll,
)
from tests.helpers.printer_reports import NOON, after, delta, full, printer
from tests.helpers.recordings import needs_recordings, recorded

PAUSE_STAGES = {5, 6, 16, 17, 20, 21, 23, 26, 27, 28, 30, 32, 33, 34, 35}
"""As protocol C.2 lists them."""
BY_USER, CANCELED, UNSIGNED = 0x0300_8001, 0x0300_400C, (0x0500_0500, 0x0001_0007)
LITE_SLOT_EMPTY = (0x1200_2000, 0x0002_0001)


def reason(**fields: Any) -> AttentionReason | None:
    """Return why a person has to act at a printer after one report."""
    return attention(after(printer("P1S"), full(**fields)))


def paused(**fields: Any) -> AttentionReason | None:
    """Return why a person has to act at a paused printer."""
    return reason(gcode_state="PAUSE", print_type="cloud", **fields)


def messages(*pairs: tuple[int, int]) -> list[dict[str, int]]:
    """Return messages of the health management."""
    return [{"attr": attr, "code": code} for attr, code in pairs]


def test_no_report() -> None:
    """A printer that has never reported needs no attention."""
    assert attention(PrinterState(serial="SN0000000000001")) is None
    assert attention(after(printer(), full())) is None


@needs_recordings
@pytest.mark.parametrize("name", ["a1-ams-lite", "h2d", "p1p-ams", "x1c-four-ams"])
def test_recorded_printers_need_no_attention(name: str) -> None:
    """An idle, printing, finished or long failed printer needs no attention."""
    assert attention(recorded(name)) is None


@pytest.mark.parametrize(
    ("stage", "expected"),
    [
        (5, AttentionReason.PAUSED_BY_GCODE),
        (6, AttentionReason.FILAMENT_RUNOUT),
        (10, AttentionReason.FIRST_LAYER),
        (11, AttentionReason.BUILD_PLATE),
        (17, AttentionReason.FRONT_COVER_OFF),
        (20, AttentionReason.TEMPERATURE_FAULT),
        (21, AttentionReason.TEMPERATURE_FAULT),
        (23, AttentionReason.STEP_LOSS),
        (26, AttentionReason.AMS_PROBLEM),
        (27, AttentionReason.FAN_FAULT),
        (28, AttentionReason.TEMPERATURE_FAULT),
        (30, AttentionReason.PAUSED_BY_GCODE),
        (32, AttentionReason.NOZZLE_COVERED),
        (33, AttentionReason.CUTTER),
        (34, AttentionReason.FIRST_LAYER),
        (35, AttentionReason.NOZZLE_CLOGGED),
        (42, AttentionReason.DOOR_OPEN),
        (44, AttentionReason.BUILD_PLATE),
        (73, AttentionReason.BUILD_PLATE),
        (74, AttentionReason.FOREIGN_OBJECT),
        ("75", AttentionReason.FOREIGN_OBJECT),
        (4711, AttentionReason.UNKNOWN),
        (-2, AttentionReason.UNKNOWN),
        (16, None),
        (0, None),
        (4, None),
        (-1, None),
        (255, None),
        (None, None),
        ({}, None),
    ],
)
def test_stage_of_a_pause(stage: Any, expected: AttentionReason | None) -> None:
    """A job that stopped by itself has a reason; one that was stopped has none."""
    assert paused(stg_cur=stage) is expected


@pytest.mark.parametrize("stage", sorted(PAUSE_STAGES - {16}))
def test_every_pause_but_the_users_needs_a_person(stage: int) -> None:
    """No pause stage goes unnoticed, and none while the job goes on."""
    assert paused(stg_cur=stage) is not None
    assert reason(gcode_state="RUNNING", stg_cur=stage) is None
    assert reason(gcode_state="FINISH", stg_cur=stage) is None


def test_error_comes_before_the_stage() -> None:
    """The code of an error is specific; where it is not, the stage may be."""
    front_cover, unknown = 17, 0x0300_8000

    assert paused(stg_cur=front_cover, print_error=0x0700_8011) is (
        AttentionReason.FILAMENT_RUNOUT
    )
    assert paused(stg_cur=front_cover, print_error=unknown) is (
        AttentionReason.FRONT_COVER_OFF
    )
    assert paused(stg_cur=16, print_error=0x0300_8005) is (
        AttentionReason.FRONT_COVER_OFF
    )


@pytest.mark.parametrize("status", ["PAUSE", "FAILED", "RUNNING", "IDLE"])
@pytest.mark.parametrize("code", [BY_USER, CANCELED, 0])
def test_what_the_user_did_is_no_error(status: str, code: int) -> None:
    """A pause or cancel by its owner is no reason."""
    assert reason(gcode_state=status, stg_cur=16, print_error=code) is None


def test_warning_counts_while_it_stops_a_job() -> None:
    """A warning alone is no reason, but it may explain a pause."""
    storage, unknown = 0x0500_C010, 0x0300_C0FF

    assert reason(gcode_state="RUNNING", print_error=storage) is None
    assert paused(stg_cur=16, print_error=storage) is None
    assert paused(stg_cur=0, print_error=storage) is AttentionReason.STORAGE
    assert paused(stg_cur=0, print_error=unknown) is AttentionReason.ERROR_ON_SCREEN


@pytest.mark.parametrize(
    ("active", "expected"),
    [
        ([LITE_SLOT_EMPTY], AttentionReason.FILAMENT_RUNOUT),
        ([(0x0702_2300, 0x0002_0001)], AttentionReason.FILAMENT_RUNOUT),
        ([(0x0700_2400, 0x0002_0001)], AttentionReason.AMS_PROBLEM),
        ([(0x0700_2000, 0x0002_0005)], AttentionReason.AMS_PROBLEM),
        ([(0x07FF_6000, 0x0002_0001)], AttentionReason.UNKNOWN),
        ([(0x0300_2000, 0x0002_0001)], AttentionReason.UNKNOWN),
        ([(0x0300_0100, 0x0001_0007)], AttentionReason.TEMPERATURE_FAULT),
        ([(0x0800_0100, 0x0002_0001)], AttentionReason.TOOLHEAD),
        ([(0x0500_0600, 0x0002_0070)], AttentionReason.UNKNOWN),
        ([UNSIGNED, LITE_SLOT_EMPTY], AttentionReason.FILAMENT_RUNOUT),
        ([UNSIGNED], None),
        ([(0x0C00_0300, 0x0003_0007)], None),
        ([(0x1200_2000, 0x0004_0001)], None),
        ([], None),
    ],
)
def test_message_that_stops_a_job(
    active: list[tuple[int, int]], expected: AttentionReason | None
) -> None:
    """A grave message explains a pause that has no stage, and nothing else."""
    assert paused(stg_cur=0, hms=messages(*active)) is expected
    assert paused(stg_cur=16, hms=messages(*active)) is None
    assert reason(gcode_state="RUNNING", hms=messages(*active)) is None


def test_message_says_more_than_an_unknown_stage() -> None:
    """A stage without a name counts last."""
    runout = messages(LITE_SLOT_EMPTY)

    assert paused(stg_cur=4711, hms=runout) is AttentionReason.FILAMENT_RUNOUT
    assert paused(stg_cur=17, hms=runout) is AttentionReason.FRONT_COVER_OFF


def test_pause_that_only_the_cloud_has() -> None:
    """What a printer said before its job was paused does not explain the pause."""
    state = after(printer("P1S"), full(gcode_state="RUNNING", stg_cur=17))
    polled = PolledPrinter(
        serial=state.serial,
        name="",
        model_code="C12",
        product="P1S",
        received_at=NOON,
        online=True,
        print_status="RUNNING",
        task_id="702383065",
        task_name=None,
        task_status="PAUSE",
        started_at=None,
        predicted_seconds=None,
        progress=None,
    )
    later = with_poll(state, polled, link_up=False)

    assert later.job.status is PrintStatus.PAUSED
    assert attention(later) is None


def test_runout_that_the_user_gives_up() -> None:
    """An A1 mini runs out of filament, and its user cancels (protocol H.4.3)."""
    printing = after(printer("A1MINI"), full(gcode_state="RUNNING", stg_cur=0))
    empty = after(
        printing,
        delta(
            gcode_state="PAUSE",
            stg_cur=6,
            print_error=302022673,
            hms=messages(LITE_SLOT_EMPTY),
        ),
    )
    canceled = after(
        empty,
        delta(
            gcode_state="FAILED",
            stg_cur=255,
            print_error=CANCELED,
            fail_reason=str(CANCELED),
            hms=[],
        ),
    )

    assert attention(printing) is None
    assert attention(empty) is AttentionReason.FILAMENT_RUNOUT
    assert attention(canceled) is None
    assert attention(after(canceled, delta(print_error=0, stg_cur=0))) is None


def test_code_without_a_text_is_no_reason() -> None:
    """What the slicer does not show is no reason (protocol C.7.1)."""
    codes = ListedCodes.of(["0300_8005", "0300_0100_0001_0007"])
    state = with_listed_codes(printer("P2S"), codes)
    internal = messages((0x0500_0600, 0x0002_0070))
    fields = {"gcode_state": "PAUSE", "print_type": "local", "stg_cur": 0}

    assert attention(after(state, full(print_error=0x0500_803C, **fields))) is None
    assert attention(after(state, full(hms=internal, **fields))) is None
    cover = after(state, full(print_error=0x0300_8005, hms=internal, **fields))
    assert attention(cover) is AttentionReason.FRONT_COVER_OFF


def test_error_that_the_screen_still_shows() -> None:
    """A job that failed leaves its error until it is dismissed."""
    failed = after(
        printer("X1C"), full(gcode_state="FAILED", print_error=0x0300_4000, stg_cur=-1)
    )

    assert attention(failed) is AttentionReason.ERROR_ON_SCREEN
    assert attention(after(failed, delta(print_error=0))) is None
