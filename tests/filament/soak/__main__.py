"""Print by the hundred from spools of an account, and weigh what was booked.

python -m tests.filament.soak --prints 1000 --seed 1
"""

from argparse import ArgumentParser
import asyncio
from random import Random
import sys
import time

from aiohttp import ClientSession
import pytest
from pytest_homeassistant_custom_component.common import (
    async_test_home_assistant,
    mock_storage,
)

from tests.helpers.clock import Wall
from tests.helpers.cloud import replace_cloud
from tests.simulator import SimulatedCloud

from .house import House
from .judge import Verdict
from .life import Life


def main() -> int:
    """Run and return 0 if nothing was booked twice, lost or made up."""
    parser = ArgumentParser(description="Print from spools, and weigh them.")
    parser.add_argument("--prints", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    began = time.monotonic()
    verdict, mishaps = asyncio.run(_live(chosen.prints, chosen.seed))
    say(verdict, mishaps)
    sys.stdout.write(f"{time.monotonic() - began:.0f} s\n")
    return 1 if verdict.faults else 0


async def _live(prints: int, seed: int) -> tuple[Verdict, dict[str, int]]:
    """Live one life in a Home Assistant of its own."""
    wall = Wall()
    with pytest.MonkeyPatch.context() as patches, mock_storage() as disk:
        async with (
            async_test_home_assistant() as hass,
            SimulatedCloud() as cloud,
            ClientSession() as session,
        ):
            replace_cloud(patches, cloud, wall)
            house = House(hass, cloud, session, wall, disk)
            life = Life(house, cloud, wall, Random(seed))
            verdict = await life.live(prints)
            await house.stop(is_crash=False)
            await hass.async_stop(force=True)
            return verdict, life.mishaps


def say(verdict: Verdict, mishaps: dict[str, int]) -> None:
    """Print what was found."""
    lines = [
        f"{verdict.prints} prints, {len(verdict.faults)} faults",
        *verdict.faults[:20],
        *(f"{kind}: {grams:.0f} g" for kind, grams in verdict.grams.items()),
        *(f"{number} prints: {reason}" for reason, number in verdict.reasons.items()),
        *(f"{number} times: {mishap}" for mishap, number in mishaps.items()),
    ]
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    sys.exit(main())
