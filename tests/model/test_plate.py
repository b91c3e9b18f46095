"""The objects of a plate are read as the slicer wrote them."""

import pytest

from custom_components.bambu_cloud.model import MOST_OBJECTS, Plate, read_plate


def listed(*objects: str, labeled: str = "true", index: int = 1) -> bytes:
    """Return a list of plates with these objects on one."""
    return (
        f'<config><plate><metadata key="index" value="{index}"/>'
        f'<metadata key="label_object_enabled" value="{labeled}"/>'
        f"{''.join(objects)}</plate></config>"
    ).encode()


def thing(number: object, name: str = "Hull", skipped: str = "false") -> str:
    """Return an object as the list has it."""
    return f'<object identify_id="{number}" name="{name}" skipped="{skipped}"/>'


def named(plate: Plate | None) -> dict[int, str]:
    """Return the names of a plate's objects."""
    assert plate
    return {item.id: item.name for item in plate.objects}


def test_objects_by_id() -> None:
    """Objects have their names; equal ones are numbered in their order."""
    content = listed(thing(107), thing(128, "Flag"), thing(149))
    plate = read_plate(content, 1)
    assert named(plate) == {107: "Hull 1", 128: "Flag", 149: "Hull 2"}
    assert plate
    assert plate.can_skip


def test_what_is_not_printed_is_left_out() -> None:
    """Objects without an id, or that the slicer left out, cannot be skipped."""
    content = listed(
        thing(1, "A"), thing(1, "Twice"), thing("x"), thing(2, "B", "true"), "<object/>"
    )
    assert named(read_plate(content, 1)) == {1: "A"}


def test_other_plates() -> None:
    """Another plate has other objects, or does not exist."""
    content = listed(thing(1, "A"), index=2)
    assert read_plate(content, 1) is None
    assert named(read_plate(content, 2)) == {1: "A"}


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"no xml",
        b"<config>",
        b'<!DOCTYPE a [<!ENTITY b "c">]><config>&b;</config>',
        b" " * (5 * 1024 * 1024),
    ],
    ids=["empty", "text", "open", "entities", "huge"],
)
def test_hostile_lists(content: bytes) -> None:
    """A list that makes no sense, or wants to grow, has no plate."""
    assert read_plate(content, 1) is None


@pytest.mark.parametrize(
    ("count", "labeled", "can_skip"),
    [
        (2, "true", True),
        (1, "true", False),
        (0, "true", False),
        (2, "false", False),
        (MOST_OBJECTS, "true", True),
        (MOST_OBJECTS + 1, "true", False),
    ],
)
def test_when_objects_can_be_skipped(
    count: int, labeled: str, *, can_skip: bool
) -> None:
    """One has to remain, the G-code has to name them, and the slicer has a limit."""
    content = listed(
        *(thing(number) for number in range(1, count + 1)), labeled=labeled
    )
    plate = read_plate(content, 1)
    assert plate
    assert plate.can_skip is can_skip
