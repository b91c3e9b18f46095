"""Temperatures are read from the best source that a printer has."""

from typing import Any

from hypothesis import given, strategies as st
import pytest

from custom_components.bambu_cloud.model import Temperatures
from tests.helpers.printer_reports import after, delta, full, printer
from tests.helpers.recordings import needs_recordings, recorded


def temperatures(model: str, **fields: Any) -> Temperatures:
    """Return the temperatures of a printer that sent one full report."""
    return after(printer(model), full(**fields)).temperatures


def packed(current: int, target: int) -> int:
    """Return a temperature as newer firmware packs it."""
    return target << 16 | current


def extruders(state: Any) -> dict[str, Any]:
    """Return two extruders, the right one hot."""
    info = [
        "junk",
        {"id": 0, "temp": packed(245, 250)},
        {"id": "1", "temp": packed(47, 0)},
    ]
    return {"extruder": {"state": state, "info": info}}


def test_flat_temperatures() -> None:
    """Older firmware sends each temperature by itself, as number or text."""
    flat = temperatures(
        "P1S",
        nozzle_temper=219.6875,
        nozzle_target_temper="220",
        bed_temper="54.96875",
        bed_target_temper=55,
    )

    assert (flat.nozzle, flat.nozzle_target) == (220, 220)
    assert (flat.bed, flat.bed_target) == (55, 55)
    shown = (flat.nozzle, flat.nozzle_target, flat.bed, flat.bed_target)
    assert all(isinstance(celsius, int) for celsius in shown)


def test_noise_is_not_shown() -> None:
    """Where a value is between two whole degrees, it stays as it is."""
    state = after(printer("P1S"), full(nozzle_temper=25.46875, bed_temper=60.0))
    shown = []
    for celsius in (25.53125, 25.6875, 25.75, 25.53125, 25.28125, 25.25, 25.5, 220.0):
        state = after(state, delta(nozzle_temper=celsius))
        shown.append(state.temperatures.nozzle)
    assert shown == [25, 25, 26, 26, 26, 25, 25, 220]
    assert state.temperatures.bed == 60


def test_target_is_exact() -> None:
    """The difference between two targets is no noise."""
    state = after(printer("P1S"), full(nozzle_target_temper=220))
    assert state.temperatures.nozzle_target == 220
    state = after(state, delta(nozzle_target_temper="219.5"))
    assert state.temperatures.nozzle_target == 220
    state = after(state, delta(nozzle_target_temper=219))
    assert state.temperatures.nozzle_target == 219


@pytest.mark.parametrize(
    "device",
    [{"bed": {"info": {"temp": packed(70, 75)}}}, {"bed_temp": packed(70, 75)}],
)
def test_packed_bed(device: dict[str, Any]) -> None:
    """Newer firmware packs measured and target temperature into one number."""
    bed = temperatures("H2D", bed_temper=1, bed_target_temper=2, device=device)

    assert (bed.bed, bed.bed_target) == (70.0, 75.0)


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        (2, (245.0, 250.0)),
        ("274", (47.0, 0.0)),
        (0x1F2, (47.0, 0.0)),
        (None, (245.0, 250.0)),
        (0x22, (40.0, 41.0)),
    ],
)
def test_nozzle_in_use(state: Any, expected: tuple[float, float]) -> None:
    """Of two nozzles the one in use counts; while they change, the next one."""
    nozzle = temperatures(
        "H2D", nozzle_temper=40, nozzle_target_temper=41, device=extruders(state)
    )

    assert (nozzle.nozzle, nozzle.nozzle_target) == expected


def sides(section: Temperatures) -> tuple[float | None, ...]:
    """Return the temperatures of the left and of the right nozzle."""
    return (
        section.left_nozzle,
        section.left_nozzle_target,
        section.right_nozzle,
        section.right_nozzle_target,
    )


@pytest.mark.parametrize("state", [2, 274, 0xFF2, None])
def test_both_nozzles(state: Any) -> None:
    """A printer with two nozzles reports each, whichever is in use."""
    section = temperatures("H2D", nozzle_temper=40, device=extruders(state))

    assert sides(section) == (47.0, 0.0, 245.0, 250.0)


@pytest.mark.parametrize(
    "info",
    [
        [{"id": 0, "temp": packed(245, 250)}],
        [{"id": 1, "temp": packed(47, 0)}],
        [{"id": 0, "temp": packed(245, 250)}, {"id": 2, "temp": packed(47, 0)}],
        [],
    ],
)
def test_only_nozzle_has_no_side(info: list[dict[str, Any]]) -> None:
    """A printer with one nozzle has no left and no right."""
    section = temperatures("X1C", device={"extruder": {"state": 1, "info": info}})

    assert sides(section) == (None,) * 4


def test_one_side_is_unreadable() -> None:
    """Junk on one side leaves the other."""
    info = [{"id": 0, "temp": "hot"}, {"id": 1, "temp": packed(47, 0)}]
    section = temperatures("X2D", device={"extruder": {"state": 2, "info": info}})

    assert sides(section) == (47.0, 0.0, None, None)


def test_one_side_heats() -> None:
    """A delta about one nozzle leaves the other as it was."""
    left = {"extruder": {"info": [{"id": 1, "temp": packed(180, 220)}]}}
    state = after(printer("H2D"), full(device=extruders(2)), delta(device=left))

    assert sides(state.temperatures) == (180.0, 220.0, 245.0, 250.0)
    assert state.temperatures.nozzle == 245.0


@needs_recordings
def test_recorded_sides() -> None:
    """An H2D was recorded while its right nozzle cooled down to print."""
    before, state = recorded("h2d"), recorded("h2d", "push_left_extruder")

    assert sides(before.temperatures) == (40, 0, 264, 225)
    assert sides(state.temperatures) == (40, 0, 264, 225)
    assert (before.temperatures.nozzle, state.temperatures.nozzle) == (264, 40)


@needs_recordings
@pytest.mark.parametrize("name", ["x1c-four-ams", "p1p-ams", "a1-ams-lite"])
def test_recorded_printer_with_one_nozzle(name: str) -> None:
    """One nozzle is neither left nor right, and no chamber there is heated."""
    section = recorded(name).temperatures

    assert sides(section) == (None,) * 4
    assert section.chamber_target is None


@given(current=st.integers(0, 0xFFFF), target=st.integers(0, 0xFFFF))
def test_packed_words(current: int, target: int) -> None:
    """Both halves of a packed number come back as they went in."""
    section = temperatures("P2S", device={"bed_temp": packed(current, target)})

    assert (section.bed, section.bed_target) == (current, target)


@pytest.mark.parametrize("junk", [None, [], {"info": 5}, {"info": [{"id": 0}]}])
def test_junk_extruder_falls_back(junk: Any) -> None:
    """What cannot be read leaves the flat value."""
    assert temperatures("X1C", nozzle_temper=26, device={"extruder": junk}).nozzle == 26


@pytest.mark.parametrize("junk", [-5, "", None, [1], True, "hot"])
def test_junk_is_unknown(junk: Any) -> None:
    """A temperature that cannot be read is unknown, not zero."""
    assert temperatures("X1C", device={"bed_temp": junk}).bed is None


@pytest.mark.parametrize(
    ("fields", "chamber"),
    [
        ({"device": {"ctc": {"info": {"temp": packed(48, 60)}}}}, 48.0),
        ({"info": {"temp": packed(25, 0)}}, 25.0),
        ({"device": {"cham_temp": packed(49, 60)}}, 49.0),
        ({"chamber_temper": "31.5"}, 32),
        ({"chamber_temper": 5}, 5.0),
        ({}, None),
    ],
)
def test_chamber(fields: dict[str, Any], chamber: float | None) -> None:
    """A printer that measures its chamber is believed."""
    assert temperatures("H2D", **fields).chamber == chamber


@pytest.mark.parametrize("model", ["P1P", "P1S", "A1", "A1MINI", "A2L", ""])
def test_no_chamber_sensor(model: str) -> None:
    """Printers without sensor claim five degrees forever."""
    assert temperatures(model, chamber_temper=5).chamber is None


def test_unknown_printer_may_have_a_sensor() -> None:
    """Whatever is not the constant five is a measurement."""
    assert temperatures("", chamber_temper=31).chamber == 31.0


@pytest.mark.parametrize(
    ("model", "fields", "target"),
    [
        ("H2D", {"device": {"ctc": {"info": {"temp": packed(48, 60)}}}}, 60.0),
        ("X2D", {"info": {"temp": packed(48, 60)}}, 60.0),
        ("H2S", {"ctt": 45.0}, 45.0),
        ("X1E", {"ctt": "0"}, 0.0),
        ("X1C", {"info": {"temp": packed(25, 0)}}, None),
        ("", {"ctt": 0}, None),
    ],
)
def test_chamber_target(
    model: str, fields: dict[str, Any], target: float | None
) -> None:
    """Only a printer that heats its chamber has a target for it."""
    assert temperatures(model, **fields).chamber_target == target


@pytest.mark.parametrize("model", ["X1C", "P2S", "P1S", "A1", ""])
def test_zero_is_no_target_of_what_has_no_heater(model: str) -> None:
    """Printers that cannot heat their chamber ask for zero degrees forever."""
    section = temperatures(
        model, ctt=0.0, device={"ctc": {"info": {"temp": packed(28, 0)}}}
    )

    assert section.chamber_target is None


def test_five_degrees_may_be_cold() -> None:
    """A printer with a sensor is believed, also in winter."""
    assert temperatures("X1C", chamber_temper=5).chamber == 5.0


@pytest.mark.parametrize(
    ("model", "fields", "limit"),
    [
        ("X1C", {"home_flag": 0}, 120),
        ("X1", {"fun": "0", "home_flag": 8}, 120),
        ("X1C", {"home_flag": 8}, 110),
        ("X1C", {"fun": "4", "home_flag": 0}, 110),
        ("X1C", {}, 110),
        ("X1E", {"home_flag": 0}, 110),
        ("P1S", {"home_flag": 0}, 100),
        ("H2D", {"fun": "0"}, 120),
    ],
)
def test_bed_limit(model: str, fields: dict[str, Any], limit: int) -> None:
    """The bed of an X1 becomes hotter on mains of 110 V."""
    state = after(printer(model), full(**fields))
    assert state.temperatures.bed_max(state.model) == limit
