"""Nozzles, tools and rack of a printer are read where there are any."""

from typing import Any

from hypothesis import given, strategies as st
import pytest

from custom_components.bambu_cloud.model import (
    LEFT,
    RIGHT,
    NozzleFlow,
    NozzleMaterial,
    Nozzles,
    ToolModule,
    changed,
)
from tests.helpers.printer_reports import after, delta, full, printer
from tests.helpers.recordings import needs_recordings, recorded

RECORDED_EXIST = 3080195


def nozzles(model: str = "H2D", **fields: Any) -> Nozzles:
    """Return the nozzles of a printer that sent one full report."""
    return after(printer(model), full(**fields)).nozzles


def listing(*ids: Any, exist: Any = None) -> dict[str, Any]:
    """Return a list of nozzles with these ids."""
    info = [{"id": number, "diameter": 0.4, "type": "HS01"} for number in ids]
    return {"info": info} if exist is None else {"exist": exist, "info": info}


def ids_of(section: Nozzles) -> list[int]:
    """Return the ids of the nozzles on extruders."""
    return [nozzle.id for nozzle in section.installed]


@needs_recordings
def test_recorded_h2d() -> None:
    """An H2D has two hardened nozzles, the left one with high flow."""
    section = recorded("h2d").nozzles
    right, left = section.installed

    assert (right.id, left.id) == (RIGHT, LEFT)
    assert (right.diameter, left.diameter) == (0.4, 0.4)
    assert right.material is left.material is NozzleMaterial.HARDENED_STEEL
    assert (right.flow, left.flow) == (NozzleFlow.STANDARD, NozzleFlow.HIGH)
    assert (right.wear, left.wear) == (None, None)
    assert section.active == RIGHT
    assert section.filament_present is True
    assert section.tool is ToolModule.NONE
    assert (section.rack, section.rack_position, section.rack_activity) == (
        (),
        None,
        None,
    )


@needs_recordings
def test_recorded_change_of_nozzles() -> None:
    """New nozzles are read at once."""
    before, state = recorded("h2d"), recorded("h2d", "push_alt_nozzle_info")
    right, left = state.nozzles.installed

    assert changed(before, state) == {"nozzles"}
    assert (right.diameter, left.diameter) == (0.2, 0.6)
    assert right.material is NozzleMaterial.STAINLESS_STEEL
    assert left.material is NozzleMaterial.TUNGSTEN_CARBIDE
    assert (right.flow, left.flow) == (NozzleFlow.STANDARD, NozzleFlow.STANDARD)


@needs_recordings
def test_recorded_change_of_extruder() -> None:
    """The left extruder is in use, and the nozzles stay where they are."""
    before, state = recorded("h2d"), recorded("h2d", "push_left_extruder")

    assert (before.nozzles.active, state.nozzles.active) == (RIGHT, LEFT)
    assert state.nozzles.installed == before.nozzles.installed


@needs_recordings
@pytest.mark.parametrize(
    ("name", "material", "flow", "filament", "tool"),
    [
        ("x1c-four-ams", "hardened_steel", "standard", False, ToolModule.NONE),
        ("p1p-ams", "hardened_steel", None, True, None),
        ("a1-ams-lite", "stainless_steel", None, False, None),
    ],
)
def test_recorded_single_nozzle(
    name: str,
    material: str,
    flow: str | None,
    filament: bool,  # noqa: FBT001  # a table
    tool: ToolModule | None,
) -> None:
    """A printer with one nozzle uses that one."""
    section = recorded(name).nozzles
    (nozzle,) = section.installed

    assert (nozzle.id, nozzle.diameter) == (RIGHT, 0.4)
    assert (nozzle.material, nozzle.flow) == (material, flow)
    assert section.active == RIGHT
    assert section.filament_present is filament
    assert section.tool is tool


@pytest.mark.parametrize(
    ("fields", "diameter", "material"),
    [
        ({"nozzle_diameter": "0.4"}, 0.4, None),
        ({"nozzle_type": "HX05"}, None, NozzleMaterial.TUNGSTEN_CARBIDE),
        ({"nozzle_diameter": 0.8, "nozzle_type": ""}, 0.8, None),
        ({"nozzle_diameter": "0.4", "device": {"nozzle": {"0": {}}}}, 0.4, None),
        ({"nozzle_diameter": "0.4", "device": {"nozzle": None}}, 0.4, None),
    ],
)
def test_nozzle_that_is_not_listed(
    fields: dict[str, Any], diameter: float | None, material: NozzleMaterial | None
) -> None:
    """Older printers report their only nozzle in plain fields."""
    section = nozzles("X1C", **fields)
    (nozzle,) = section.installed

    assert (nozzle.id, nozzle.diameter, nozzle.material) == (RIGHT, diameter, material)
    assert section.active == RIGHT


def test_nothing_about_nozzles() -> None:
    """Who says nothing of nozzles has none that we could name."""
    section = nozzles("P1S", nozzle_diameter="", nozzle_type="")

    assert (section.installed, section.active, section.filament_present) == (
        (),
        None,
        None,
    )


def test_plain_fields_never_contradict_the_list() -> None:
    """A listed nozzle of unknown type is not the one of the plain field."""
    section = nozzles(
        nozzle_type="stainless_steel",
        nozzle_diameter="0.4",
        device={"nozzle": {"exist": 1, "info": [{"id": 0, "type": ""}]}},
    )

    (nozzle,) = section.installed
    assert (nozzle.diameter, nozzle.material) == (None, None)


@pytest.mark.parametrize(
    ("listed", "expected"),
    [
        (listing(1, 0, exist=3), [0, 1]),
        (listing("1", "0", exist="3"), [0, 1]),
        (listing(0, 1, exist=2), [1]),
        (listing(0, 1), [0, 1]),
        (listing(0, 1, exist="?"), [0, 1]),
        (listing(0, 16, 18, exist=RECORDED_EXIST), [0]),
        (listing(0, None, -1, 16, 99, {}), [0]),
        (listing(), []),
        (listing(0, exist=0), []),
        ({"info": "0"}, []),
    ],
)
def test_nozzles_that_exist(listed: dict[str, Any], expected: list[int]) -> None:
    """What the mask denies is gone, though its last description remains."""
    assert ids_of(nozzles(device={"nozzle": listed})) == expected


def test_one_nozzle_of_two_is_changed() -> None:
    """A delta about one nozzle leaves the other as it was."""
    state = after(
        printer("H2D"),
        full(device={"nozzle": listing(0, 1, exist=3)}),
        delta(device={"nozzle": {"info": [{"id": 1, "diameter": 0.6}]}}),
    )

    assert [nozzle.diameter for nozzle in state.nozzles.installed] == [0.4, 0.6]
    assert state.nozzles.nozzle(LEFT) == state.nozzles.installed[1]
    assert state.nozzles.nozzle(7) is None


@pytest.mark.parametrize(
    ("word", "active"),
    [
        (2, RIGHT),
        ("274", LEFT),
        (33042, LEFT),
        (8450, RIGHT),
        (0x1F2, LEFT),
        (0x0F2, RIGHT),
        (0xFF2, None),
        ("", None),
        (None, None),
        ({}, None),
    ],
)
def test_extruder_in_use(word: Any, active: int | None) -> None:
    """While extruders change, the one that is about to work counts."""
    device = {"extruder": {"state": word}, "nozzle": listing(0, 1)}

    assert nozzles(device=device).active == active


@given(
    index=st.integers(0, 14),
    target=st.integers(0, 15),
    count=st.integers(0, 15),
    rest=st.integers(0, 255),
)
def test_extruder_word(index: int, target: int, count: int, rest: int) -> None:
    """Only four bits of the word name the extruder in use."""
    word = rest << 12 | target << 8 | index << 4 | count

    assert nozzles(device={"extruder": {"state": word}}).active == index


@pytest.mark.parametrize(
    ("reported", "tool"),
    [
        ({"mount": 0, "type": ""}, ToolModule.NONE),
        ({"mount": 0, "type": "LB01"}, ToolModule.NONE),
        ({"mount": 1, "type": ""}, ToolModule.NONE),
        ({"mount": 1, "type": "LB00"}, ToolModule.LASER_10W),
        ({"mount": "1", "type": "LB01"}, ToolModule.LASER_40W),
        ({"mount": 1, "type": "CP00"}, ToolModule.CUTTER),
        ({"mount": 2, "type": "LB01"}, ToolModule.NONE),
        ({"mount": 3, "type": "CP00"}, ToolModule.NONE),
        ({"mount": 0, "mount_3d": 1, "type": "LB01"}, ToolModule.NONE),
        ({"type": "LB01"}, ToolModule.LASER_40W),
        ({"type": "F000"}, ToolModule.FAN),
        ({"mount": 1, "type": "F000"}, ToolModule.FAN),
        ({"mount": 0, "mount_3d": 1, "type": "F000"}, ToolModule.FAN),
        ({"mount": 0, "mount_3d": "1", "type": "f000"}, ToolModule.FAN),
        ({"mount": 1, "mount_3d": 0, "type": "F000"}, ToolModule.NONE),
        ({"mount": 0, "mount_3d": 2, "type": "F000"}, ToolModule.NONE),
        ({"mount": 0, "mount_3d": 3, "type": "F000"}, ToolModule.NONE),
        ({"mount_3d": 1, "type": "ZZ99"}, ToolModule.UNKNOWN),
        ({"mount": 0, "mount_3d": 1, "type": "ZZ99"}, ToolModule.UNKNOWN),
        ({"mount": 1, "mount_3d": 0, "type": "ZZ99"}, ToolModule.UNKNOWN),
        ({"mount": 0, "mount_3d": 0, "type": "ZZ99"}, ToolModule.NONE),
        ({"mount": 0, "mount_3d": 2, "type": ""}, ToolModule.NONE),
        ({"mount_3d": 0}, ToolModule.NONE),
        ({"mount": 1, "type": "ZZ99"}, ToolModule.UNKNOWN),
        ({"calib": 2}, None),
        ({}, None),
        (None, None),
    ],
)
def test_tool_module(reported: Any, tool: ToolModule | None) -> None:
    """A tool that is not mounted is none; without a mount it is None."""
    assert nozzles(device={"ext_tool": reported}).tool is tool
