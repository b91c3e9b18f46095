"""No gram is booked twice, and none is lost where it is certain whose it was."""

from datetime import UTC, datetime
from random import Random
from typing import Any

from aiohttp import ClientSession
from homeassistant.core import HomeAssistant
import pytest

from custom_components.bambu_cloud.filament import deduction
from custom_components.bambu_cloud.model.booking import Bookings
from tests.helpers.clock import Wall
from tests.simulator import SimulatedCloud

from .soak.house import House
from .soak.judge import Verdict
from .soak.life import Life

PRINTS = 60
TODAY = datetime.now(UTC).toordinal()


@pytest.fixture
async def house(
    hass: HomeAssistant,
    cloud: SimulatedCloud,
    wall: Wall,
    hass_storage: dict[str, Any],
) -> House:
    """Return a Home Assistant that can crash."""
    return House(hass, cloud, ClientSession(), wall, hass_storage)


async def live(house: House, cloud: SimulatedCloud, wall: Wall, seed: int) -> Verdict:
    """Print for a while."""
    async with house.session:
        verdict = await Life(house, cloud, wall, Random(seed)).live(PRINTS)
        await house.stop(is_crash=False)
    return verdict


@pytest.mark.parametrize("seed", [1, TODAY])
async def test_weights_agree(
    house: House, cloud: SimulatedCloud, wall: Wall, seed: int
) -> None:
    """What is subtracted from each spool was drawn from it."""
    verdict = await live(house, cloud, wall, seed)
    assert verdict.faults == [], seed
    assert verdict.grams["booked"] > 0.2 * verdict.grams["drawn"], seed


async def test_lost_booking_is_noticed(
    house: House,
    cloud: SimulatedCloud,
    wall: Wall,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The judge weighs by itself: without a write, filament is missing."""

    def finish(state: Bookings, _: str, __: int) -> Bookings:
        return state

    monkeypatch.setattr(deduction, "begin", finish)
    assert (await live(house, cloud, wall, 1)).faults
