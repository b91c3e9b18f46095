"""A section is read from the places that its fields name."""

from dataclasses import dataclass
from typing import Any

import pytest

from custom_components.bambu_cloud.model.catalog import identify
from custom_components.bambu_cloud.model.section import (
    ReadContext,
    Section,
    arrived,
    at,
    read_from,
    replaced,
    section_reader,
)
from custom_components.bambu_cloud.model.values import integer


@dataclass(frozen=True, slots=True, kw_only=True)
class Oven(Section):
    """Something to bake in."""

    heat: int | None = read_from(
        at("device.oven.heat", integer),
        at("gas", integer, when=lambda model: model.key == "P1S"),
        at("heat", integer),
    )
    door: str = "shut"


READER = section_reader(Oven)


def read(raw: Any, *, model: str = "") -> Oven:
    """Read an oven."""
    context = ReadContext(raw=raw, model=identify(code=model))
    oven = READER.read(context, Oven())
    assert isinstance(oven, Oven)
    return oven


@pytest.mark.parametrize(
    ("raw", "heat"),
    [
        ({"device": {"oven": {"heat": 180}}, "heat": 90}, 180),
        ({"device": {"oven": {"heat": "hot"}}, "heat": 90}, 90),
        ({"device": {"oven": {}}, "heat": 90}, 90),
        ({"device": {"oven": "new"}, "heat": 90}, 90),
        ({"device": [], "heat": 90}, 90),
        ({"heat": 0}, 0),
        ({"gas": 7}, None),
        ({}, None),
    ],
)
def test_the_first_place_that_answers_wins(raw: Any, heat: int | None) -> None:
    """What is not there, or no value, leaves it to the next place."""
    assert read(raw).heat == heat


def test_a_place_may_be_true_for_some_models() -> None:
    """What means something else on other models is not read there."""
    raw = {"gas": 7, "heat": 90}

    assert read(raw, model="P1S").heat == 7
    assert read(raw, model="X1C").heat == 90


def test_keys_are_one_level_deep() -> None:
    """A section has the keys that can change it, one level deep."""
    assert READER.keys == {"device.oven", "device.*", "gas", "heat"}


@pytest.mark.parametrize(
    ("delta", "keys"),
    [
        ({}, set()),
        ({"heat": 1}, {"heat", "heat.*"}),
        ({"device": {"oven": {"heat": 1}}}, {"device", "device.oven"}),
        ({"device": {}}, {"device"}),
        ({"device": None}, {"device", "device.*"}),
    ],
)
def test_a_delta_brings_keys(delta: Any, keys: set[str]) -> None:
    """Objects bring what is in them, everything else replaces what was there."""
    assert arrived(delta) == keys


@pytest.mark.parametrize(
    ("new", "keys"),
    [
        ({"heat": 1, "device": {"oven": {"heat": 1}, "fan": [1]}}, set()),
        (
            {"heat": 2, "device": {"oven": {"heat": 1}, "fan": [1]}},
            {"heat", "heat.*"},
        ),
        (
            {"heat": 1, "device": {"oven": {"heat": 2}, "fan": [1]}},
            {"device", "device.oven"},
        ),
        ({"heat": 1, "device": {"oven": {"heat": 1}}}, {"device", "device.fan"}),
        ({"heat": 1, "device": 0}, {"device", "device.*"}),
        ({"heat": 1}, {"device", "device.*"}),
        (
            {"heat": 1, "gas": 1, "device": {"oven": {"heat": 1}, "fan": [1]}},
            {"gas", "gas.*"},
        ),
        ({}, {"device", "device.*", "heat", "heat.*"}),
    ],
)
def test_reports_differ_in_keys(new: Any, keys: set[str]) -> None:
    """What is new, what is another and what is gone all count."""
    old = {"heat": 1, "device": {"oven": {"heat": 1}, "fan": [1]}}

    assert replaced(old, new) == keys


def test_equal_values_of_other_types_differ() -> None:
    """True is no number, although Python calls it equal to one."""
    assert replaced({"heat": 1}, {"heat": True}) == {"heat", "heat.*"}
