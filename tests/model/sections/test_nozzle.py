"""A nozzle says what it is made of, in words or in codes."""

from typing import Any

from hypothesis import given, strategies as st
import pytest

from custom_components.bambu_cloud.model import Nozzle, NozzleFlow, NozzleMaterial
from tests.helpers.printer_reports import after, full, printer

STAINLESS = NozzleMaterial.STAINLESS_STEEL
HARDENED = NozzleMaterial.HARDENED_STEEL
TUNGSTEN = NozzleMaterial.TUNGSTEN_CARBIDE

TYPES = [
    ("stainless_steel", STAINLESS, None),
    ("hardened_steel", HARDENED, None),
    ("tungsten_carbide", TUNGSTEN, None),
    ("HS00", STAINLESS, NozzleFlow.STANDARD),
    ("HS01", HARDENED, NozzleFlow.STANDARD),
    ("HS01-0.4", HARDENED, NozzleFlow.STANDARD),
    ("HH01", HARDENED, NozzleFlow.HIGH),
    ("HA00", STAINLESS, NozzleFlow.STANDARD),
    ("HX05", TUNGSTEN, NozzleFlow.STANDARD),
    ("HE01", HARDENED, NozzleFlow.HIGH),
    ("HB01", HARDENED, NozzleFlow.HIGH),
    ("HU01", HARDENED, NozzleFlow.TPU_HIGH),
    ("hh01", HARDENED, NozzleFlow.HIGH),
    ("HZ01", HARDENED, NozzleFlow.UNKNOWN),
    ("HS99", NozzleMaterial.UNKNOWN, NozzleFlow.STANDARD),
    ("HS", NozzleMaterial.UNKNOWN, None),
    ("brass", NozzleMaterial.UNKNOWN, None),
    (7, NozzleMaterial.UNKNOWN, None),
    ("", None, None),
    (None, None, None),
    ([], None, None),
]


def listed(**item: Any) -> Nozzle:
    """Return the nozzle of a printer that lists this one."""
    device = {"nozzle": {"exist": 1, "info": [{"id": 0} | item]}}
    (nozzle,) = after(printer("X1C"), full(device=device)).nozzles.installed
    return nozzle


@pytest.mark.parametrize(("kind", "material", "flow"), TYPES)
def test_type_in_the_list(
    kind: Any, material: NozzleMaterial | None, flow: NozzleFlow | None
) -> None:
    """A code has material and flow, a plain word only the material."""
    nozzle = listed(type=kind)

    assert (nozzle.material, nozzle.flow) == (material, flow)


@pytest.mark.parametrize(("kind", "material", "flow"), TYPES)
def test_type_by_itself(
    kind: Any, material: NozzleMaterial | None, flow: NozzleFlow | None
) -> None:
    """Printers that list no nozzles write their type the same ways."""
    state = after(printer("P1S"), full(nozzle_diameter="0.4", nozzle_type=kind))

    assert state.nozzles.installed == (
        Nozzle(id=0, diameter=0.4, material=material, flow=flow),
    )


@pytest.mark.parametrize(
    ("value", "diameter"),
    [
        (0.4, 0.4),
        ("0.6", 0.6),
        (0.20000000298023224, 0.2),
        (0, None),
        ("", None),
        (-0.4, None),
        ({}, None),
        (None, None),
    ],
)
def test_diameter(value: Any, diameter: float | None) -> None:
    """A diameter of 0 is unknown."""
    assert listed(diameter=value).diameter == diameter


@pytest.mark.parametrize(
    ("item", "wear"),
    [
        ({"wear": 0, "tm": 0}, None),
        ({"wear": 0}, None),
        ({"wear": 0, "tm": 90}, 0),
        ({"wear": "12", "tm": 90}, 12),
        ({"wear": 12, "tm": 0}, 12),
        ({"wear": 101, "tm": 90}, None),
        ({"tm": 90}, None),
    ],
)
def test_wear_that_was_never_measured(item: dict[str, Any], wear: int | None) -> None:
    """Most printers send zero forever, which is not a nozzle as good as new."""
    assert listed(**item).wear == wear


@pytest.mark.parametrize(
    ("hottest", "celsius"),
    [(320, 320), ("350", 350), (0, None), (-1, None), (None, None)],
)
def test_what_a_nozzle_bears(hottest: Any, celsius: int | None) -> None:
    """A temperature of 0 is unknown."""
    assert listed(tm=hottest).max_temperature == celsius


@pytest.mark.parametrize(
    ("stat", "is_abnormal"),
    [(0, False), (1, False), (2, True), (3, True), (4, None), (6, None), (None, None)],
)
def test_abnormal(stat: Any, is_abnormal: bool | None) -> None:  # noqa: FBT001  # a table
    """An unknown condition of a nozzle is no alarm."""
    assert listed(stat=stat).is_abnormal is is_abnormal


@pytest.mark.parametrize(
    ("value", "color"),
    [
        ("00AE42FF", "#00AE42"),
        ("00ae42", "#00AE42"),
        ("#00AE42FF", "#00AE42"),
        ("00000000", None),
        ("000000FF", "#000000"),
        ("green!", None),
        ("", None),
        (None, None),
    ],
)
def test_color_of_the_last_filament(value: Any, color: str | None) -> None:
    """What is transparent has no color."""
    assert listed(color_m=value).color == color


def test_identity_and_filament() -> None:
    """A nozzle with a chip has a serial, a wear and a filament."""
    nozzle = listed(sn="N0ZZLE", fila_id="GFA00")

    assert (nozzle.serial, nozzle.filament_id) == ("N0ZZLE", "GFA00")
    assert (listed(sn="0", fila_id="").serial, listed(fila_id="").filament_id) == (
        None,
        None,
    )


@given(kind=st.text(max_size=8) | st.integers() | st.floats() | st.none())
def test_any_type_is_named(kind: Any) -> None:
    """Whatever a new nozzle calls itself, it is unknown at worst."""
    nozzle = listed(type=kind)

    assert nozzle.material is None or nozzle.material in NozzleMaterial
    assert nozzle.flow is None or nozzle.flow in NozzleFlow


@given(word=st.sampled_from("SAXHEBU"), steel=st.sampled_from(["00", "01", "05"]))
def test_every_code_is_understood(word: str, steel: str) -> None:
    """No combination of listed codes is unknown."""
    nozzle = listed(type=f"H{word}{steel}")

    assert nozzle.material not in {None, NozzleMaterial.UNKNOWN}
    assert nozzle.flow not in {None, NozzleFlow.UNKNOWN}
