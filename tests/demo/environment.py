"""Bring a simulated cloud and a real Home Assistant together."""

import asyncio
from asyncio.subprocess import Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from tests.simulator import Region, SimulatedCloud

from .automation import save_automation
from .client import Client, onboard
from .dashboard import save_dashboard
from .home_assistant import DemoError, home_assistant
from .login import add_account
from .printers import Printer, list_printers
from .report import gaps, summary
from .state_recorder import StateRecorder

FOLDER = Path(__file__).parents[2] / ".demo"
USER = "demo"
LIVE_LIMIT = 30
STABLE_FOR = 1  # second without a new entity


@dataclass(frozen=True, slots=True, kw_only=True)
class Environment:
    """Home Assistant and the clouds, while they run."""

    cloud: SimulatedCloud
    china: SimulatedCloud
    """The other region, which has accounts but no printers."""
    url: str
    folder: Path
    process: Process
    client: Client
    recorder: StateRecorder


@asynccontextmanager
async def environment(
    cloud: SimulatedCloud, *, name: str, port: int, enables_all: bool = False
) -> AsyncIterator[Environment]:
    """Run Home Assistant beside a running cloud, with the account added.

    With `enables_all`, also entities that are disabled by default are enabled.

    Raises DemoError if anything on the way does not work.
    """
    folder, url = FOLDER / name, f"http://127.0.0.1:{port}"
    async with (
        SimulatedCloud(region=Region.CHINA, printers=(), start=cloud.now) as china,
        home_assistant(
            folder,
            port=port,
            addresses={**_addresses(cloud), **_addresses(china)},
            ca_pem=cloud.ca_pem,
            camera_ports=(cloud.cameras.jpeg_port, cloud.cameras.stream_port),
            enables_all=enables_all,
        ) as process,
        onboard(url, USER, USER) as client,
    ):
        recorder = StateRecorder()
        await recorder.start(client)
        await add_account(client, cloud)
        china.run()
        yield Environment(
            cloud=cloud,
            china=china,
            url=url,
            folder=folder,
            process=process,
            client=client,
            recorder=recorder,
        )


def _addresses(cloud: SimulatedCloud) -> dict[str, str]:
    """Return the addresses of a cloud as environment variables."""
    prefix = f"CLOUD_{cloud.region.upper()}"
    return {
        f"{prefix}_API": cloud.api_url,
        f"{prefix}_SITE": cloud.site_url,
        f"{prefix}_BROKER": f"mqtts://{cloud.broker_host}:{cloud.broker_port}",
    }


async def live_printers(running: Environment) -> list[Printer]:
    """Wait until every printer of the account shows all that it reports.

    After a while, return what there is; `gaps` tells what is missing.
    """
    wanted = set(running.cloud.printers)
    found: list[Printer] = []
    with suppress(TimeoutError):
        async with asyncio.timeout(LIVE_LIMIT):
            while True:
                before, found = found, await list_printers(running.client)
                if (
                    wanted == {printer.serial for printer in found}
                    and not gaps(found, running.recorder)
                    and found == before
                ):
                    break
                await asyncio.sleep(STABLE_FOR)
    return found


def print_summaries(found: list[Printer], running: Environment) -> bool:
    """Print a line for each printer; return whether all are complete."""
    say(*(summary(printer, running.recorder) for printer in found))
    absent = set(running.cloud.printers) - {printer.serial for printer in found}
    missing = gaps(found, running.recorder)
    if absent:
        say(f"Missing printers: {', '.join(sorted(absent))}")
    for name, keys in missing.items():
        say(f"Missing of {name}: {', '.join(keys)}")
    return not absent and not missing


async def show(running: Environment, port: int) -> None:
    """Make the dashboard, print the addresses, and wait until interrupted."""
    found = await live_printers(running)
    await save_automation(running.client, found)
    await save_dashboard(running.client)
    say(
        "",
        f"  Home Assistant    http://localhost:{port}   (user {USER}, password {USER})",
        f"  Simulated cloud   {running.cloud.api_url}/_simulator",
        f"  China region      {running.china.api_url}/_simulator",
        "",
        "  Ctrl-C stops both.",
    )
    await running.process.wait()
    message = f"Home Assistant ended; see {running.folder / 'output.log'}"
    raise DemoError(message)


def say(*lines: str) -> None:
    """Print lines at once, also through a pipe."""
    for line in lines:
        print(line, flush=True)  # noqa: T201 - what a command is for
