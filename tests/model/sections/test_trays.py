"""A delta empties the trays of an AMS that lost their spool, and no others."""

from typing import Any

import pytest

from custom_components.bambu_cloud.model.merge import merge
from tests.helpers.ams_reports import ams, unit

PLA = {"tray_type": "PLA", "tray_color": "FF0000FF", "remain": 64, "state": 11}


def merged_trays(old: dict[str, Any], new: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the trays of the first unit after a delta."""
    trays: list[dict[str, Any]] = merge(old, new)["ams"]["ams"][0]["tray"]
    return trays


@pytest.mark.parametrize("state", [None, 0, 1, 2, 8, 10, 9, "8"])
def test_a_bare_tray_is_empty(state: int | str | None) -> None:
    """A tray with only id and state has lost its filament."""
    bare = {"id": "1"} if state is None else {"id": "1", "state": state}
    old = ams(unit({"id": "0", **PLA}, {"id": "1", **PLA}), tray_exist_bits="3")

    assert merged_trays(old, ams(unit(bare))) == [{"id": "0", **PLA}, bare]


@pytest.mark.parametrize("state", [3, 11, 5, 17, 21, 27, "11", "junk"])
def test_a_passing_state_leaves_the_filament(state: int | str) -> None:
    """An identified spool, or one whose tag is being read, stays."""
    old = ams(unit({"id": "0", **PLA}))

    assert merged_trays(old, ams(unit({"id": "0", "state": state}))) == [
        {"id": "0", **PLA, "state": state}
    ]


def test_an_ht_with_an_identified_spool() -> None:
    """An AMS HT sends "unknown spool" for identified ones, too."""
    old = ams(unit({"id": "0", **PLA}, id="128"), tray_exist_bits="10000")
    unknown = unit({"id": "0", "state": 9}, id="128")

    retained = merged_trays(old, ams(unknown, tray_exist_bits="10000"))
    gone = merged_trays(old, ams(unknown, tray_exist_bits="0"))

    assert retained == [{"id": "0", **PLA, "state": 9}]
    assert gone == [{"id": "0", "state": 9}]


def test_a_blank_type_clears_the_filament() -> None:
    """A tray that was reset on the printer has an unidentified spool."""
    old = ams(unit({"id": "0", **PLA}))

    assert merged_trays(old, ams(unit({"id": "0", "tray_type": ""}))) == [
        {"id": "0", "state": 11, "tray_type": ""}
    ]


def test_a_tray_with_data_merges() -> None:
    """A tray in a delta retains all other fields."""
    old = ams(unit({"id": "0", **PLA}))

    assert merged_trays(old, ams(unit({"id": "0", "remain": 63}))) == [
        {"id": "0", **PLA, "remain": 63}
    ]


@pytest.mark.parametrize(
    ("unit_id", "tray_id", "bits"),
    [
        ("0", "0", "fffffffe"),
        ("1", "2", "ffffffbf"),
        ("3", "3", "ffff7fff"),
        ("128", "0", "fffeffff"),
        ("135", "0", "ff7fffff"),
        ("16", "1", "fdffffff"),
    ],
)
def test_a_cleared_bit_empties_its_slot(unit_id: str, tray_id: str, bits: str) -> None:
    """The mask of slots decides, in the layout of each kind of unit."""
    old = ams(unit({"id": tray_id, **PLA}, id=unit_id), tray_exist_bits="ffffffff")

    emptied = merged_trays(old, {"ams": {"tray_exist_bits": bits}})
    retained = merged_trays(old, {"ams": {"tray_exist_bits": "ffffffff"}})

    assert emptied == [{"id": tray_id}]
    assert retained == [{"id": tray_id, **PLA}]


@pytest.mark.parametrize(
    ("unit_id", "tray_id"), [("64", "0"), ("0", "7"), ("128", "1"), ("x", "y")]
)
def test_a_slot_outside_the_mask_stays(unit_id: str, tray_id: str) -> None:
    """The mask says nothing about units that it has no place for."""
    old = ams(unit({"id": tray_id, **PLA}, id=unit_id))

    assert merged_trays(old, {"ams": {"tray_exist_bits": "1000000"}}) == [
        {"id": tray_id, **PLA}
    ]


def test_a_printer_that_starts_up_is_not_believed() -> None:
    """An all-zero mask beside trays that are full of data is a glitch."""
    old = ams(unit({"id": "0", **PLA}), tray_exist_bits="1", power_on_flag=False)
    glitch = ams(unit({"id": "0", **PLA}), tray_exist_bits="0")

    assert merged_trays(old, glitch) == [{"id": "0", **PLA}]


@pytest.mark.parametrize(
    "removal",
    [
        ams(unit({"id": "0"}), tray_exist_bits="0"),
        {"ams": {"tray_exist_bits": "0"}},
        ams(unit({"id": "0", **PLA}), tray_exist_bits="0", power_on_flag=True),
        ams(unit({"id": "0", "tray_type": ""}), tray_exist_bits="0"),
    ],
)
def test_the_last_spool_can_be_removed(removal: dict[str, Any]) -> None:
    """An all-zero mask is believed where it is no glitch."""
    old = ams(unit({"id": "0", **PLA}), tray_exist_bits="1", power_on_flag=False)

    (tray,) = merged_trays(old, removal)
    assert not tray.keys() - {"id", "state"}


def test_an_empty_slot_stays_what_it_was() -> None:
    """A mask that repeats the state changes nothing."""
    old = ams(unit({"id": "0", "state": 8}, {"id": "1", **PLA}), tray_exist_bits="2")

    merged = merge(old, {"ams": {"tray_exist_bits": "2"}})

    assert merged["ams"]["ams"][0] is old["ams"]["ams"][0]


def test_other_slots_and_units_are_shared() -> None:
    """Emptying a slot leaves all other units the same objects."""
    old = ams(unit({"id": "0", **PLA}), unit({"id": "0", **PLA}, id="1"))

    merged = merge(old, ams(unit({"id": "0"})))

    assert merged["ams"]["ams"][0]["temp"] == "24.6"
    assert merged["ams"]["ams"][1] is old["ams"]["ams"][1]


@pytest.mark.parametrize(
    "junk",
    [
        None,
        [],
        {"ams": None},
        {"ams": ["unit", {"id": "0", "tray": "x"}, {"id": "1", "tray": ["x", {}]}]},
    ],
)
def test_junk_empties_nothing(junk: Any) -> None:
    """What is no list of trays is left as it came."""
    merged = merge({"ams": junk}, {"ams": {"tray_exist_bits": "f"}})

    assert merged["ams"]["tray_exist_bits"] == "f"
    assert merge({}, {"ams": junk}) == {"ams": junk}
