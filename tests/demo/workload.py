"""Let simulated printers print, so that there is something to see."""

import asyncio
from contextlib import suppress

from tests.simulator import (
    A1_MINI_SERIAL,
    H2D_SERIAL,
    P1S_SERIAL,
    P2S_SERIAL,
    X1C_SERIAL,
    BusyError,
    SimulatedCloud,
)

STUBBORN_SERIAL = "03000A000000002"

# Each printer's print: the scenario, its length, and how long it is under way at first.
PRINTS = {
    X1C_SERIAL: ("print_ok", 2400, 900),
    P1S_SERIAL: ("print_uninterrupted", 1500, 600),
    A1_MINI_SERIAL: ("print_uninterrupted", 720, 660),
    H2D_SERIAL: ("print_uninterrupted", 3600, 240),
    P2S_SERIAL: ("print_uninterrupted", 1800, 300),
    STUBBORN_SERIAL: ("print_uninterrupted", 2700, 120),
}
EARLIER = max(earlier for _, _, earlier in PRINTS.values())
PAUSE = 120
LONG, UNDER_WAY = 7200, 1200
"""Seconds of an ordinary print, and of what it takes to be past its start."""


async def start_work(cloud: SimulatedCloud) -> None:
    """Put the printers into the states that a demonstration starts with."""
    ahead = EARLIER
    by_begin = sorted(PRINTS.items(), key=lambda item: item[1][2], reverse=True)
    for serial, (scenario, seconds, earlier) in by_begin:
        await cloud.advance(ahead - earlier)
        await cloud.scenario(serial, scenario, seconds)
        for light in cloud.simulated(serial).state["lights_report"]:
            light["mode"] = "on"
        ahead = earlier
    await cloud.advance(ahead)


async def start_long_prints(cloud: SimulatedCloud) -> None:
    """Let every printer be in the middle of a print."""
    for serial, (scenario, _, _) in PRINTS.items():
        await cloud.scenario(serial, scenario, LONG)
    await cloud.advance(UNDER_WAY)


async def start_prints(cloud: SimulatedCloud, speed: float) -> None:
    """Start another print on idle printers, now and then."""
    while True:
        await asyncio.sleep(PAUSE / speed)
        for serial, (scenario, seconds, _) in PRINTS.items():
            with suppress(BusyError):
                await cloud.scenario(serial, scenario, seconds)
