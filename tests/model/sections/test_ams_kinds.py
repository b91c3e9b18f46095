"""What a kind of AMS has, and how people count them."""

import pytest

from custom_components.bambu_cloud.model import AmsKind, AmsUnit, DryStatus, unit_name


@pytest.mark.parametrize(
    ("kind", "slots", "can_dry"),
    [
        (AmsKind.AMS, 4, False),
        (AmsKind.LITE, 4, False),
        (AmsKind.PRO_2, 4, True),
        (AmsKind.HT, 1, True),
        (AmsKind.UNKNOWN, 4, False),
    ],
)
def test_kinds(kind: AmsKind, slots: int, can_dry: bool) -> None:  # noqa: FBT001  # a table
    """Slots and dryer depend on the kind."""
    unit = AmsUnit(id=0, kind=kind)

    assert (unit.slots, unit.can_dry) == (slots, can_dry)


@pytest.mark.parametrize(
    ("unit_id", "number", "name"),
    [
        (0, 1, "AMS 1"),
        (3, 4, "AMS 4"),
        (16, 1, "AMS 1"),
        (128, 1, "AMS HT 1"),
        (135, 8, "AMS HT 8"),
    ],
)
def test_number(unit_id: int, number: int, name: str) -> None:
    """Units are counted from 1, an AMS HT apart from the others."""
    assert AmsUnit(id=unit_id).number == number
    assert unit_name(unit_id) == name


@pytest.mark.parametrize(
    ("drying", "minutes", "is_drying"),
    [
        (None, None, None),
        (DryStatus.OFF, None, False),
        (DryStatus.CHECKING, None, True),
        (DryStatus.DRYING, None, True),
        (DryStatus.COOLING, 5, True),
        (DryStatus.ERROR, None, False),
    ],
)
def test_is_drying(
    drying: DryStatus | None,
    minutes: int | None,
    is_drying: bool | None,  # noqa: FBT001  # a table
) -> None:
    """A unit with minutes left is drying, whatever its status."""
    unit = AmsUnit(id=0, drying=drying, drying_minutes=minutes)

    assert unit.is_drying is is_drying
