"""Show simulated printers in a real Home Assistant."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
import time

from tests.simulator import H2D_SERIAL, SimulatedCloud, another
from tests.simulator.camera.bridge import Bridge
from tests.simulator.cloud_side.past import past
from tests.simulator.printer.command_policy import CommandBehavior
from tests.simulator.scenarios.printer import FIRST_TASK

from .camera_checks import set_camera_options
from .check import check
from .command import LIMIT, arguments, chosen_port, run
from .environment import environment, say, show
from .home_assistant import free_port
from .measure import measure
from .plug import count_energy, set_cost_options
from .spools import stock
from .workload import EARLIER, UNDER_WAY, start_prints, start_work

PRINTS_BEFORE = 300
MINUTES = 3.0
PERIOD = 0.5
"""Seconds between two pictures of a camera."""


def main() -> None:
    """Read the arguments and run."""
    parser = arguments("script/demo", __doc__ or "")
    parser.add_argument("--speed", type=float, help="how fast the printers work (1)")
    parser.add_argument(
        "--measure",
        type=float,
        nargs="?",
        const=MINUTES,
        metavar="MINUTES",
        help=f"count what the recorder writes, for {MINUTES:g} min idle and printing",
    )
    options = parser.parse_args()
    port = chosen_port(options)
    if options.measure:
        run(_measure(free_port(), options.measure), limit=None)
    elif options.check:
        run(_check(port, options.speed or 60), limit=LIMIT)
    else:
        run(_show(port, options.speed or 1), limit=None)


async def _show(port: int, speed: float) -> bool:
    """Run the demonstration until Ctrl-C."""
    say("Starting Home Assistant and the simulated cloud …")
    start = datetime.now(UTC) - timedelta(seconds=EARLIER)
    async with SimulatedCloud(start=start, cameras=PERIOD, streams=True) as cloud:
        await _furnish(cloud)
        stock(cloud)
        await start_work(cloud)
        cloud.run(speed)
        busy = asyncio.create_task(start_prints(cloud, speed))
        try:
            async with (
                environment(cloud, name="show", port=port) as running,
                Bridge(cloud.tickets, _seen_by(cloud), period=PERIOD).listening() as at,
            ):
                serial = next(reversed(cloud.printers))  # the A1 mini in the garage
                wanted = {"source": "bridge", "bridge": f"{at}"}
                await set_camera_options(
                    running.client, serial, stream_type="pictures", **wanted
                )
                await set_cost_options(running.client)
                plug = asyncio.create_task(count_energy(running.client, cloud, speed))
                try:
                    await show(running, port)
                finally:
                    plug.cancel()
        finally:
            busy.cancel()
    return True


def _seen_by(cloud: SimulatedCloud) -> Callable[[str], bytes]:
    """Return what draws the picture of a printer's camera."""
    return lambda serial: cloud.cameras.by_serial[serial].draw()


async def _furnish(cloud: SimulatedCloud) -> None:
    """Add two more printers, and what all of them printed before."""
    cloud.add_printer(another("P2S", cloud.printers, "Hobby P2S"))
    # Nothing tells that it refuses what is not signed, until it does.
    stubborn = another("A1 mini 01.04", cloud.printers, "Garage A1 mini")
    stubborn.command_policy.default = CommandBehavior.UNSIGNED
    cloud.add_printer(stubborn)
    # Its live view is off; stills can be switched on in the options.
    cloud.simulated(H2D_SERIAL).state["ipcam"]["liveview_preview"] = True
    await cloud.cameras.start()
    serials = tuple(cloud.printers)
    before = past(serials, PRINTS_BEFORE, last_id=FIRST_TASK - 1, until=cloud.now)
    cloud.history.remember(before)


async def _measure(port: int, minutes: float) -> bool:
    """Measure what six printers write into the recorder."""
    start = datetime.now(UTC) - timedelta(seconds=UNDER_WAY)
    async with SimulatedCloud(start=start, cameras=PERIOD, streams=True) as cloud:
        await _furnish(cloud)
        async with environment(cloud, name="measure", port=port) as running:
            return await measure(running, minutes)


async def _check(port: int, speed: float) -> bool:
    """Check a print from its start to its end, and say whether all is well."""
    began = time.monotonic()
    async with (
        SimulatedCloud(start=datetime.now(UTC), cameras=PERIOD, streams=True) as cloud,
        environment(cloud, name="check", port=port) as running,
    ):
        well = await check(running, speed)
    say(f"{'All is well' if well else 'FAILED'} after {time.monotonic() - began:.0f} s")
    return well


if __name__ == "__main__":
    main()
