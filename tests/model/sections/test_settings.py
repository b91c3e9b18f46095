"""Settings are read where a printer has them, from the best source."""

from typing import Any

import pytest

from custom_components.bambu_cloud.model import DoorCheck, Sensitivity, Settings
from tests.helpers.printer_reports import after, full, printer

EVERY_FEATURE = "FFFFFFFFFFFFFFFF"
AI = {
    "first_layer_inspector": True,
    "printing_monitor": True,
    "halt_print_sensitivity": "medium",
}


def settings(model: str = "X1C", /, **fields: Any) -> Settings:
    """Return the settings of a printer that sent one full report."""
    return after(printer(model), full(**fields)).settings


def test_silent_printer() -> None:
    """A printer that reports nothing has no setting that could be off."""
    assert settings() == Settings()


def word(*places: int) -> str:
    """Return a word of hexadecimal digits with these bits set."""
    return f"{sum(1 << place for place in places):X}"


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("ams_reads_on_insert", 0),
        ("ams_reads_at_power_up", 1),
        ("first_layer_inspection", 12),
        ("ai_monitoring", 15),
        ("step_loss_recovery", 16),
        ("ams_estimates_remaining", 17),
        ("ams_auto_refill", 18),
        ("stores_files", 19),
        ("tangle_detection", 23),
        ("nozzle_blob_detection", 24),
    ],
)
def test_newer_word_decides(name: str, place: int) -> None:
    """A printer that sends `cfg` also sends the older words, which count less."""
    older = {
        "ams": {"insert_flag": True, "power_on_flag": True},
        "xcam": AI,
        "fun": EVERY_FEATURE,
    }

    on = settings(cfg=word(place), home_flag=0, **older)
    off = settings(cfg="0", home_flag=-1, **older)

    assert getattr(on, name) is True
    assert getattr(off, name) is False


@pytest.mark.parametrize(
    ("model", "name", "place", "support"),
    [
        ("X1C", "step_loss_recovery", 4, None),
        ("X1C", "ams_estimates_remaining", 7, None),
        ("X1C", "ams_auto_refill", 10, None),
        ("X1C", "stores_files", 11, None),
        ("A1", "prompt_sound", 17, 18),
        ("", "prompt_sound", 17, 18),
        ("A1", "tangle_detection", 20, 19),
        ("A1", "nozzle_blob_detection", 24, 25),
        ("A1", "air_print_detection", 28, 29),
    ],
)
def test_older_word(model: str, name: str, place: int, support: int | None) -> None:
    """An older printer says in one word what is on, and what it has at all."""
    has = 0 if support is None else 1 << support

    assert getattr(settings(model, home_flag=has | 1 << place), name) is True
    assert getattr(settings(model, home_flag=has), name) is False
    if support is not None:
        assert getattr(settings(model, home_flag=1 << place), name) is None


def test_bit_with_two_meanings() -> None:
    """An X1 has no speaker: the bit of an A1's is about its network."""
    assert settings("X1C", home_flag=-1067070064).prompt_sound is None


@pytest.mark.parametrize(
    ("name", "fun"),
    [
        ("prompt_sound", 8),
        ("tangle_detection", 9),
        ("door_check", 12),
        ("nozzle_blob_detection", 13),
        ("spaghetti_detection", 42),
        ("spaghetti_sensitivity", 42),
        ("pile_up_detection", 43),
        ("pile_up_sensitivity", 43),
        ("clump_detection", 44),
        ("clump_sensitivity", 44),
        ("air_print_detection", 45),
        ("air_print_sensitivity", 45),
    ],
)
def test_feature_that_the_printer_lacks(name: str, fun: int) -> None:
    """A printer says what it has, and the rest is neither on nor off."""
    fields = {"cfg": "0", "home_flag": -1, "xcam": {"cfg": 0}}
    lacking = (1 << 64) - 1 - (1 << fun)

    assert getattr(settings("H2D", fun=EVERY_FEATURE, **fields), name) is not None
    assert getattr(settings("H2D", fun=f"{lacking:X}", **fields), name) is None


def test_detectors_of_the_camera() -> None:
    """Each detector has a sensitivity."""
    packed = 1 << 7 | 0 << 8 | 1 << 10 | 1 << 11 | 1 << 13 | 2 << 14 | 3 << 17
    section = settings("H2S", fun=EVERY_FEATURE, xcam={"cfg": packed})

    assert section.spaghetti_detection is section.pile_up_detection is True
    assert section.clump_detection is True
    assert section.air_print_detection is False
    assert section.spaghetti_sensitivity is Sensitivity.LOW
    assert section.pile_up_sensitivity is Sensitivity.MEDIUM
    assert section.clump_sensitivity is Sensitivity.HIGH
    assert section.air_print_sensitivity is None


@pytest.mark.parametrize(
    ("xcam", "monitoring", "sensitivity"),
    [
        (AI, True, Sensitivity.MEDIUM),
        ({"printing_monitor": False}, False, None),
        ({"halt_print_sensitivity": "never_halt"}, None, Sensitivity.NEVER),
        ({"halt_print_sensitivity": "sometimes"}, None, None),
        ({"halt_print_sensitivity": 1}, None, None),
        ({"spaghetti_detector": True, "print_halt": False}, True, Sensitivity.NEVER),
        ({"spaghetti_detector": True, "print_halt": True}, True, None),
        ({}, None, None),
        ("on", None, None),
    ],
)
def test_monitoring_in_words(
    xcam: Any,
    monitoring: bool | None,  # noqa: FBT001  # a table
    sensitivity: Sensitivity | None,
) -> None:
    """Older firmware reports the camera's settings in words."""
    section = settings(xcam=xcam)

    assert (section.ai_monitoring, section.ai_sensitivity) == (monitoring, sensitivity)


@pytest.mark.parametrize(
    ("cfg", "sensitivity"),
    [
        ("0", Sensitivity.NEVER),
        ("2000", Sensitivity.LOW),
        ("4000", Sensitivity.MEDIUM),
        ("6000", Sensitivity.HIGH),
    ],
)
def test_monitoring_in_bits(cfg: str, sensitivity: Sensitivity) -> None:
    """Newer firmware has a number for it."""
    assert settings("P2S", cfg=cfg, xcam=AI).ai_sensitivity is sensitivity


def test_model_without_monitoring() -> None:
    """An A2L sends the word of newer printers, and has no such camera."""
    section = settings(
        "A2L", cfg=EVERY_FEATURE, xcam={"buildplate_marker_detector": True}
    )

    assert (section.ai_monitoring, section.ai_sensitivity) == (None, None)
    assert section.first_layer_inspection is None
    assert section.build_plate_detection is True


@pytest.mark.parametrize(
    ("model", "inspects"),
    [("X1C", True), ("X1", True), ("X1E", True), ("P2S", None), ("H2D", None)],
)
@pytest.mark.parametrize("words", [{}, {"cfg": "1000"}])
def test_first_layer_inspection(
    model: str,
    inspects: bool | None,  # noqa: FBT001  # a table
    words: dict[str, str],
) -> None:
    """Only an X1 has it, whatever others report."""
    section = settings(model, xcam=AI, **words)
    assert section.first_layer_inspection is inspects


@pytest.mark.parametrize(
    ("cfg", "check"),
    [
        ("0", DoorCheck.OFF),
        ("100000", DoorCheck.WARN),
        ("200000", DoorCheck.PAUSE),
        ("300000", None),
    ],
)
def test_door_check(cfg: str, check: DoorCheck | None) -> None:
    """An open door is ignored, warned of or stops the print."""
    assert settings("H2D", fun=EVERY_FEATURE, cfg=cfg).door_check is check


def test_settings_of_the_ams_on_old_printers() -> None:
    """Some are reported beside the AMS."""
    ams = {"insert_flag": True, "power_on_flag": 0, "calibrate_remain_flag": True}
    section = settings("P1P", ams=ams)

    assert section.ams_reads_on_insert is True
    assert section.ams_reads_at_power_up is False
    assert section.ams_estimates_remaining is True
    assert section.ams_auto_refill is None


def test_parts_that_may_be_skipped() -> None:
    """Whether single objects can be left out is a setting, too."""
    assert settings(xcam={"allow_skip_parts": False}).skips_parts is False
