"""Fans have percents, and only those that exist."""

from typing import Any

import pytest

from custom_components.bambu_cloud.model import AirDuctMode, Fans
from tests.helpers.printer_reports import after, delta, full, printer
from tests.helpers.recordings import needs_recordings, recorded

GEARS = {
    "cooling_fan_speed": "15",
    "big_fan1_speed": "10",
    "big_fan2_speed": "7",
    "heatbreak_fan_speed": "15",
}


def fans(model: str, **fields: Any) -> Fans:
    """Return the fans of a printer that sent one full report."""
    return after(printer(model), full(**fields)).fans


@pytest.mark.parametrize(
    ("gear", "percent"),
    [
        ("0", 0),
        ("1", 10),
        ("2", 20),
        ("3", 20),
        ("4", 30),
        ("7", 50),
        (8, 60),
        ("14", 100),
        ("15", 100),
        ("16", None),
        ("-1", None),
        ("", None),
        (None, None),
    ],
)
def test_gears_round_up_to_tens(gear: Any, percent: int | None) -> None:
    """Neighboring gears read the same, so that a fan does not flap."""
    assert fans("X1C", cooling_fan_speed=gear).part == percent


@pytest.mark.parametrize(
    ("model", "auxiliary", "chamber"),
    [
        ("X1C", 70, 50),
        ("P1S", 70, 50),
        ("P1P", 70, 50),
        ("A1", None, None),
        ("A1MINI", None, None),
        ("A2L", None, None),
        ("P2S", 70, 50),
        ("", 70, 50),
    ],
)
def test_models_have_different_fans(
    model: str, auxiliary: int | None, chamber: int | None
) -> None:
    """A speed of a fan that a model lacks is not shown."""
    blown = fans(model, **GEARS)

    assert (blown.part, blown.heatbreak) == (100, 100)
    assert (blown.auxiliary, blown.chamber) == (auxiliary, chamber)
    assert blown.second_auxiliary is None


def test_auxiliary_fan_that_is_not_installed() -> None:
    """An X1 reports whether its auxiliary fan is there."""
    assert fans("X1C", aux_part_fan=False, **GEARS).auxiliary is None
    assert fans("X1C", aux_part_fan=True, **GEARS).auxiliary == 70


def test_air_duct_comes_first() -> None:
    """Printers with an air duct report its parts in percent, and no others."""
    parts = [
        {"id": 16, "state": 35},
        {"id": 32, "state": "80"},
        {"id": 160, "state": 100},
        {"id": 96, "state": 100},
        "junk",
    ]
    blown = fans(
        "X2D", aux_part_fan=False, device={"airduct": {"parts": parts}}, **GEARS
    )

    assert (blown.part, blown.auxiliary, blown.second_auxiliary) == (35, 80, 100)
    assert blown.chamber is None
    assert blown.heatbreak == 100


def test_air_duct_with_a_chamber_fan_only() -> None:
    """A fan that the duct does not list does not exist; the part fan always does."""
    parts = [{"id": 48, "state": 60}]
    blown = fans("H2D", device={"airduct": {"parts": parts}}, **GEARS)

    assert (blown.part, blown.auxiliary, blown.chamber) == (100, None, 60)


@pytest.mark.parametrize(
    ("state", "percent"),
    [
        (60, 60),
        ("60", 60),
        (0x0100 | 60, 60),
        (0x7F00, 0),
        (0x1000064, 100),
        (101, None),
        (-1, None),
        ("", None),
    ],
)
def test_speed_of_a_part(state: Any, percent: int | None) -> None:
    """The low eight bits are the speed; newer firmware fills those above."""
    parts = [{"id": 48, "state": state}]

    assert fans("H2D", device={"airduct": {"parts": parts}}).chamber == percent


@pytest.mark.parametrize("junk", [None, [], {"airduct": 1}, {"airduct": {"parts": {}}}])
def test_junk_air_duct_is_none(junk: Any) -> None:
    """Without a readable air duct the plain speeds count."""
    assert fans("H2D", device=junk, **GEARS).auxiliary == 70


COOLING, HEATING, EXHAUST = (
    AirDuctMode.COOLING,
    AirDuctMode.HEATING,
    AirDuctMode.EXHAUST,
)


@pytest.mark.parametrize(
    ("number", "mode"),
    [
        (0, COOLING),
        ("1", HEATING),
        (2, EXHAUST),
        (3, AirDuctMode.FULL_COOLING),
        (4, AirDuctMode.UNKNOWN),
        (-1, None),
        ("", None),
        (None, None),
    ],
)
def test_air_duct_mode(number: Any, mode: AirDuctMode | None) -> None:
    """A negative mode is none, and a new one is unknown."""
    assert fans("H2D", device={"airduct": {"modeCur": number}}).air_duct_mode is mode


@pytest.mark.parametrize(
    ("model", "listed", "modes"),
    [
        ("H2D", [{"modeId": 1}, {"modeId": "0"}, {"modeId": 1}], (HEATING, COOLING)),
        ("X1C", [{"modeId": 0}, {"modeId": 9}], (COOLING, AirDuctMode.UNKNOWN)),
        ("H2D", [], (COOLING, HEATING)),
        ("H2S", [{"modeId": 0}, {"modeId": 2}], (COOLING,)),
        ("", [{"modeId": 0}, {"modeId": 2}], (COOLING, EXHAUST)),
        ("P2S", [{"modeId": -1}, {}, "junk"], (COOLING, HEATING)),
        ("X2D", None, (COOLING, HEATING)),
        ("X1C", None, ()),
        ("", None, ()),
    ],
)
def test_air_duct_modes(
    model: str, listed: Any, modes: tuple[AirDuctMode, ...]
) -> None:
    """What a printer lists comes before the defaults of its model.

    The mode that an H2 has for its laser is none that a person chooses.
    """
    section = fans(model, device={"airduct": {"modeList": listed}})

    assert section.air_duct_modes == modes


def test_air_duct_mode_numbers() -> None:
    """A mode that is read from a number is written as the same number."""
    for number in range(4):
        section = fans("H2D", device={"airduct": {"modeCur": number}})
        assert section.air_duct_mode is not None
        assert section.air_duct_mode.number == number
    assert AirDuctMode.UNKNOWN.number == -1


@pytest.mark.parametrize(
    ("word", "is_on"), [(0, False), (1, True), ("1", True), (-1, None), (None, None)]
)
def test_air_filter(word: Any, is_on: bool | None) -> None:  # noqa: FBT001  # a table
    """The mode counts where the printer has a filter: its bit says so."""
    device = {"airduct": {"subMode": word}}
    assert fans("H2D", device=device, fun="400000000000").air_filter is is_on
    assert fans("H2D", device=device, fun="BFFFFFFFFFFF").air_filter is None
    assert fans("H2D", device=device).air_filter is None
    assert fans("X1C").air_filter is None


def test_air_duct_changes_its_mode() -> None:
    """A delta of the mode alone leaves fans and modes as they were."""
    parts = [{"id": 16, "state": 35}]
    duct = {"modeCur": 0, "modeList": [{"modeId": 0}, {"modeId": 1}], "parts": parts}
    state = after(
        printer("H2D"),
        full(device={"airduct": duct}),
        delta(device={"airduct": {"modeCur": 1}}),
    )

    assert state.fans.air_duct_mode is HEATING
    assert state.fans.air_duct_modes == (COOLING, HEATING)
    assert state.fans.part == 35


@needs_recordings
def test_recorded_air_ducts() -> None:
    """An H2D that heats its chamber has closed its duct; an X1C has none."""
    h2d, x1c = recorded("h2d").fans, recorded("x1c-four-ams").fans

    assert h2d.air_duct_mode is HEATING
    assert h2d.air_duct_modes == (COOLING, HEATING)
    assert (x1c.air_duct_mode, x1c.air_duct_modes) == (None, ())
    assert (h2d.air_filter, x1c.air_filter) == (None, None)
    assert recorded("p2s-idle-then-stopped").fans.air_filter is None
