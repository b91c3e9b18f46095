"""A delta merges into what was reported before."""

from copy import deepcopy
from typing import Any

import pytest

from custom_components.bambu_cloud.model.merge import merge, size


def test_objects_merge_key_by_key() -> None:
    """A nested delta leaves what it does not name."""
    old = {"device": {"bed": {"info": {"temp": 23}, "state": 0}, "type": 1}}

    assert merge(old, {"device": {"bed": {"state": 2}}}) == {
        "device": {"bed": {"info": {"temp": 23}, "state": 2}, "type": 1}
    }


@pytest.mark.parametrize("path", ["hms", "s_obj", "stg", "mapping", "filam_bak"])
def test_plain_lists_are_replaced(path: str) -> None:
    """A list without ids of its own is always sent whole."""
    assert merge({path: [1, 2]}, {path: [3]}) == {path: [3]}


@pytest.mark.parametrize(("old", "new"), [({"a": 1}, [1]), ([1], {"a": 1}), ({}, 5)])
def test_another_type_replaces(old: Any, new: Any) -> None:
    """What changes its type has nothing to merge with."""
    assert merge({"x": old}, {"x": new}) == {"x": new}
    assert merge({"vir_slot": old}, {"vir_slot": new}) == {"vir_slot": new}


def at(path: str, value: Any) -> dict[str, Any]:
    """Put a value at a place of the report."""
    for name in reversed(path.split(".")):
        value = {name: value}
    return value  # type: ignore[no-any-return]  # a path has at least one step


@pytest.mark.parametrize(
    ("path", "key"),
    [
        ("ams.ams", "id"),
        ("vir_slot", "id"),
        ("lights_report", "node"),
        ("device.extruder.info", "id"),
        ("device.nozzle.info", "id"),
        ("device.airduct.parts", "id"),
    ],
)
def test_listed_elements_merge_by_id(path: str, key: str) -> None:
    """A delta that lists one element leaves the others and adds new ones."""
    old = at(path, [{key: "0", "a": 1, "b": 1}, {key: "1", "a": 1}])
    new = at(path, [{key: "1", "a": 2}, {key: "2", "a": 2}, {key: "0", "b": 2}])

    assert merge(old, new) == at(
        path, [{key: "0", "a": 1, "b": 2}, {key: "1", "a": 2}, {key: "2", "a": 2}]
    )


def test_ids_match_as_text() -> None:
    """A printer that writes its ids as numbers means the same elements."""
    merged = merge({"vir_slot": [{"id": "255", "k": 1}]}, {"vir_slot": [{"id": 255}]})

    assert merged == {"vir_slot": [{"id": 255, "k": 1}]}


def test_elements_without_id_add_nothing() -> None:
    """Junk in a list neither grows it with each report nor breaks it."""
    old = {"lights_report": [{"node": "chamber_light", "mode": "on"}, "junk", {}]}
    junk = {"lights_report": ["junk", None, {}, {"node": None}, {"node": ["x"]}]}

    assert merge(old, junk) == old


def test_an_empty_list_of_elements_removes_nothing() -> None:
    """Only a full report can say that a unit is gone."""
    old = {"ams": {"ams": [{"id": "0"}], "tray_now": "255"}}

    assert merge(old, {"ams": {"ams": []}}) == old


def test_ams_without_units_leaves_them() -> None:
    """A P1 reports a tray change without its list of units."""
    old = {"ams": {"ams": [{"id": "0", "tray": [{"id": "0", "k": 1}]}]}}

    merged = merge(old, {"ams": {"tray_now": "3", "tray_tar": "3"}})

    assert merged == {"ams": {**old["ams"], "tray_now": "3", "tray_tar": "3"}}
    assert merged["ams"]["ams"] is old["ams"]["ams"]


def test_what_is_not_named_is_shared() -> None:
    """Merging copies only the objects on the way to a change."""
    old: dict[str, Any] = {
        "device": {"bed": {"state": 0}, "plate": {"base": 1}},
        "ipcam": {"timelapse": "disable"},
    }
    untouched = deepcopy(old)
    new = {"device": {"bed": {"state": 2}}}

    merged = merge(old, new)

    assert old == untouched
    assert merged["ipcam"] is old["ipcam"]
    assert merged["device"]["plate"] is old["device"]["plate"]


def test_depth_does_not_end_the_process() -> None:
    """A report nested deeper than the interpreter's stack is merged all the same."""
    deep: dict[str, Any] = {}
    for _ in range(5000):
        deep = {"device": deep}

    assert merge(merge({}, deep), deep)["device"]["device"]


def test_size_counts_texts_and_values() -> None:
    """The size of a value grows with its texts, names and number of values."""
    assert size({"a": "xyz"}) - size({"a": "x"}) == 2
    assert size({"abc": 1}) - size({"a": 1}) == 2
    assert size([1, None, True]) > size([1])
