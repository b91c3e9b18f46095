"""Try the dashboard and the cards in a real browser: `script/frontend --browser`.

Starts simulated printers and a real Home Assistant, and runs `browser.js` against it.
"""

import asyncio
from datetime import UTC, datetime, timedelta
import os
from pathlib import Path
import shutil

from tests.demo.command import run
from tests.demo.environment import Environment, environment, live_printers, say
from tests.demo.home_assistant import DemoError, free_port
from tests.demo.spools import stock
from tests.demo.workload import EARLIER, start_work
from tests.simulator import X1C_SERIAL, SimulatedCloud, another
from tests.simulator.cloud_side.past import past
from tests.simulator.scenarios.printer import FIRST_TASK

LIMIT = 400  # seconds; it takes about 110 on a quiet machine
PRINTS = 300
PERIOD = 0.5  # seconds between two pictures of a camera
PICTURES = Path(__file__).parents[2] / ".demo" / "pictures"


async def _try() -> bool:
    """Run printers that print and one that is off, and open them in the browser."""
    start = datetime.now(UTC) - timedelta(seconds=EARLIER)
    async with SimulatedCloud(start=start, cameras=PERIOD, streams=True) as cloud:
        cloud.add_printer(another("P2S", cloud.printers, "Hobby P2S"))
        cloud.add_printer(another("A1 mini", cloud.printers, "Garage A1 mini"))
        before = past(
            tuple(cloud.printers), PRINTS, last_id=FIRST_TASK - 1, until=start
        )
        cloud.history.remember(before)
        await start_work(cloud)
        stock(cloud)
        cloud.run()
        async with environment(cloud, name="browser", port=free_port()) as running:
            await live_printers(running)
            cloud.power_off(X1C_SERIAL)
            return await _browse(running)


async def _browse(running: Environment) -> bool:
    """Run the browser; return whether it was content."""
    node, chromium = shutil.which("node"), shutil.which("chromium")
    if not node or not chromium:
        message = "Node.js and Chromium are needed"
        raise DemoError(message)
    PICTURES.mkdir(parents=True, exist_ok=True)
    browser = await asyncio.create_subprocess_exec(
        node,
        str(Path(__file__).with_name("browser.js")),
        env={
            **os.environ,
            "BASE": running.url,
            "CHROMIUM": chromium,
            "PICTURES": str(PICTURES),
        },
    )
    try:
        well = await browser.wait() == 0
    finally:
        if browser.returncode is None:
            browser.kill()
    say(
        "All is well" if well else "FAILED",
        f"Pictures: {PICTURES.relative_to(Path.cwd())}",
    )
    return well


if __name__ == "__main__":
    run(_try(), limit=LIMIT)
