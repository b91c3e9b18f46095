"""Run a command until it is done or interrupted."""

import argparse
import asyncio
from collections.abc import Coroutine
import signal
import sys

from .environment import say
from .home_assistant import DemoError, free_port

LIMIT = 180


def arguments(prog: str, description: str) -> argparse.ArgumentParser:
    """Return a parser with the arguments of all commands."""
    parser = argparse.ArgumentParser(prog=prog, description=description)
    parser.add_argument("--check", action="store_true", help="look, tell, and end")
    parser.add_argument("--port", type=int, help="of Home Assistant (8123)")
    return parser


def chosen_port(options: argparse.Namespace) -> int:
    """Return the requested port, or any free one for checks."""
    port: int = options.port or (free_port() if options.check else 8123)
    return port


def run(work: Coroutine[None, None, bool], *, limit: float | None) -> None:
    """Run the work, end everything that it started, and exit with 0 or 1.

    It may last so many seconds.
    """
    try:
        sys.exit(not asyncio.run(_supervised(work, limit)))
    except KeyboardInterrupt, asyncio.CancelledError:
        say("", "Stopped.")
    except TimeoutError:
        sys.exit(f"error: not done after {limit:.0f} seconds")
    except DemoError as error:
        sys.exit(f"error: {error}")


async def _supervised(work: Coroutine[None, None, bool], limit: float | None) -> bool:
    """Run the work; end it in order on SIGTERM as well."""
    task = asyncio.create_task(work)
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
    async with asyncio.timeout(limit):
        return await task
