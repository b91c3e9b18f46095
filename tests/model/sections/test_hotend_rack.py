"""The hotend rack of an H2C."""

from typing import Any

import pytest

from custom_components.bambu_cloud.model import (
    LEFT,
    RIGHT,
    Nozzles,
    RackSlotState,
)
from tests.helpers.printer_reports import after, delta, full, printer

DOCKED, EMPTY, MOUNTED = (
    RackSlotState.DOCKED,
    RackSlotState.EMPTY,
    RackSlotState.MOUNTED,
)
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


def rack(nozzle: Any, **device: Any) -> list[RackSlotState]:
    """Return the states of the places of a rack."""
    section = nozzles("H2C", device={"nozzle": nozzle, **device})
    assert [slot.id for slot in section.rack] in ([], list(range(16, 22)))
    return [slot.state for slot in section.rack]


def test_rack_with_a_place_left() -> None:
    """An H2C was recorded with five nozzles in its rack."""
    listed = listing(0, 1, 16, 17, 18, 19, 20, 21, exist=RECORDED_EXIST)

    assert rack(listed) == [DOCKED] * 4 + [EMPTY, DOCKED]


def test_nozzle_of_the_rack_is_on_an_extruder() -> None:
    """A place whose nozzle is in use is mounted, and has that nozzle."""
    info = [{"id": 0, "hnow": 20}, {"id": 1, "hnow": 1}, "junk"]
    section = nozzles(
        "H2C",
        device={
            "nozzle": listing(0, 1, 16, 17, 18, 19, 21, exist=RECORDED_EXIST),
            "extruder": {"state": 2, "info": info},
        },
    )
    slot = section.rack[4]

    assert slot.state is MOUNTED
    assert slot.nozzle is not None
    assert (slot.nozzle.id, slot.nozzle.diameter) == (20, 0.4)
    assert [item.state for item in section.rack].count(MOUNTED) == 1
    assert ids_of(section) == [RIGHT, LEFT]


@pytest.mark.parametrize("extruder", [None, "x", 0])
def test_mounted_nozzle_without_a_description(extruder: Any) -> None:
    """A nozzle in use is mounted even without any other data."""
    section = nozzles(
        "H2C",
        device={
            "nozzle": listing(16, exist=1 << 16),
            "extruder": {"info": [{"id": extruder, "hnow": 21}]},
        },
    )

    assert (section.rack[5].state, section.rack[5].nozzle) == (MOUNTED, None)


def test_nozzle_of_the_rack_is_put_back() -> None:
    """The rack is read from the extruders, too, without a list of nozzles."""
    at_work = {"info": [{"id": 0, "hnow": 16}]}
    state = after(
        printer("H2C"),
        full(device={"nozzle": listing(0, 16), "extruder": at_work}),
        delta(device={"extruder": {"info": [{"id": 0, "hnow": 0}]}}),
    )

    assert state.nozzles.rack[0].state is DOCKED


@pytest.mark.parametrize(
    ("source", "target", "docked", "mounted"),
    [
        (20, 20, {16, 17, 18, 19, 21}, 20),
        ("20", "20", {16, 17, 18, 19, 21}, 20),
        (20, 16, {16, 17, 18, 19, 21}, 20),
        (20, 16, {16, 17, 18, 19, 20, 21}, None),
        (20, 16, {17, 18, 19, 20, 21}, 16),
        (0, 0, {16, 17, 18, 19, 21}, None),
        (255, 255, {16, 17, 18, 19, 21}, None),
        (None, 21, {16}, 21),
        (21, None, {16}, 21),
    ],
)
def test_place_of_the_hotend_in_use(
    source: Any, target: Any, docked: set[int], mounted: int | None
) -> None:
    """The place that a hotend came from is empty, and it is nozzle 0 (recording)."""
    listed = listing(0, 1, *range(16, 22), exist=3 | sum(1 << n for n in docked))
    listed |= {"src_id": source, "tar_id": target}
    extruder = {"state": 2, "info": [{"id": 0, "hnow": 0}, {"id": 1, "hnow": 1}]}
    section = nozzles("H2C", device={"nozzle": listed, "extruder": extruder})
    found = [slot for slot in section.rack if slot.state is MOUNTED]

    assert [slot.id for slot in found] == ([mounted] if mounted else [])
    for slot in found:
        assert slot.nozzle is not None
        assert (slot.nozzle.id, slot.nozzle.diameter) == (mounted, 0.4)
    assert {slot.id for slot in section.rack if slot.state is DOCKED} == docked


def test_rack_without_nozzles() -> None:
    """A rack that reports where its holder is exists, and is empty."""
    assert rack(listing(0, 1, exist=3), holder={"pos": 1, "stat": 1}) == [EMPTY] * 6


@pytest.mark.parametrize("holder", [None, {}, [], {"pos": None}])
def test_no_rack(holder: Any) -> None:
    """Only an H2C has a rack."""
    section = nozzles(device={"nozzle": listing(0, 1, exist=3), "holder": holder})

    assert (section.rack, section.rack_position, section.rack_activity) == (
        (),
        None,
        None,
    )


@pytest.mark.parametrize(
    ("holder", "position", "activity"),
    [
        ({"pos": 0, "stat": 0}, "unknown", "unknown"),
        ({"pos": 1, "stat": 1}, "a_top", "idle"),
        ({"pos": "3", "stat": "10"}, "center", "lock_hotend"),
        ({"pos": 4, "stat": 11}, "unknown", "unknown"),
        ({"pos": -1}, None, None),
    ],
)
def test_holder(
    holder: dict[str, Any], position: str | None, activity: str | None
) -> None:
    """Where the rack's holder is and what it does has a name."""
    section = nozzles("H2C", device={"holder": holder})

    assert (section.rack_position, section.rack_activity) == (position, activity)
