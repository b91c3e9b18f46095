"""Temperatures are read from the best source that a printer has."""

from typing import Any

import pytest

from custom_components.bambu_cloud.model import Temperatures

from .reports import after, full, printer


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

    assert (flat.nozzle, flat.nozzle_target) == (219.6875, 220.0)
    assert (flat.bed, flat.bed_target) == (54.96875, 55.0)


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
        ({"chamber_temper": "31.5"}, 31.5),
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
