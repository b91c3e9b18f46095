"""Objects of the running print are skipped, by name or by id."""

from typing import Any

import pytest

from tests.helpers.actions import call, device_id, printing, refused
from tests.helpers.home import P1S, Home
from tests.simulator.faults import HttpFault

SKIP = "skip_objects"
HULL_1, CHIMNEY, FLAG, HULL_2 = 107, 128, 149, 170


def skipped(home: Home) -> list[int]:
    """Return what the printer skips."""
    found: list[int] = home.cloud.simulated(P1S).state["s_obj"]
    return found


async def skip(home: Home, *objects: Any) -> None:
    """Skip objects of the P1S."""
    await call(home, SKIP, device_id=device_id(home, P1S), objects=list(objects))


async def denied(home: Home, objects: Any) -> str:
    """Return why objects of the P1S are not skipped."""
    return await refused(home, SKIP, device_id=device_id(home, P1S), objects=objects)


async def lay(home: Home, **changes: Any) -> None:
    """Print something else than usual."""
    await printing(home, P1S)
    job = home.cloud.simulated(P1S).job
    assert job
    for name, value in changes.items():
        setattr(job, name, value)


@pytest.mark.usefixtures("entity_registry_enabled_by_default")
async def test_skip_objects(home: Home) -> None:
    """Objects are left out of the print in work, and of no other."""
    assert await denied(home, [FLAG]) == "The printer is not printing."
    await printing(home, P1S)
    await skip(home, FLAG, str(CHIMNEY))
    assert skipped(home) == [FLAG, CHIMNEY]
    await home.until_shown(P1S, "skipped_objects", "2")


async def test_names(home: Home) -> None:
    """A name is that of the card; equal ones have their numbers."""
    await printing(home, P1S)
    await skip(home, "Hull 2", "Flag")
    assert skipped(home) == [HULL_2, FLAG]
    assert await denied(home, ["Mast"]) == "There is no object Mast on the plate."


@pytest.mark.parametrize("objects", [[], [True], [-1], {"a": 1}, [1.5], "1\n2", [999]])
async def test_impossible_objects(home: Home, objects: Any) -> None:
    """What is no object is refused, and nothing is sent."""
    await printing(home, P1S)
    assert "object" in await denied(home, objects)
    assert skipped(home) == []


@pytest.mark.usefixtures("entity_registry_enabled_by_default")
async def test_last_object_remains(home: Home) -> None:
    """What is skipped already counts: a plate without objects is a print to stop."""
    await printing(home, P1S)
    await skip(home, HULL_1, HULL_2)
    await home.until_shown(P1S, "skipped_objects", "2")
    assert "Stop the print" in await denied(home, ["Flag", "Chimney"])


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"labeled": False}, "without labels"),
        ({"objects": tuple(map(str, range(65)))}, "more than 64"),
    ],
)
async def test_as_the_slicer(home: Home, changes: dict[str, Any], words: str) -> None:
    """What the slicer does not offer is refused."""
    await lay(home, **changes)
    assert words in await denied(home, [HULL_1])


async def test_cloud_that_is_down(home: Home) -> None:
    """Names need the cloud; ids do not."""
    await printing(home, P1S)
    home.cloud.faults.every_request = HttpFault.SERVER_ERROR
    assert "IDs" in await denied(home, ["Flag"])
    await skip(home, FLAG)
    assert skipped(home) == [FLAG]
