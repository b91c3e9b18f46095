"""Run a command until it is done or a person has seen enough."""

import argparse
import asyncio
from collections.abc import Coroutine
import signal
import sys

from .home_assistant import DemoError, free_port
from .stage import say

LIMIT = 180


def arguments(prog: str, description: str) -> argparse.ArgumentParser:
    """Name what every command understands."""
    parser = argparse.ArgumentParser(prog=prog, description=description)
    parser.add_argument("--check", action="store_true", help="look, tell, and end")
    parser.add_argument("--port", type=int, help="of Home Assistant (8123)")
    return parser


def chosen_port(options: argparse.Namespace) -> int:
    """Tell the port: the wanted one, or any free one where nobody looks."""
    port: int = options.port or (free_port() if options.check else 8123)
    return port


def run(work: Coroutine[None, None, bool], *, limited: bool) -> None:
    """Do the work, end everything it started, and exit with 0 or 1."""
    try:
        sys.exit(not asyncio.run(_supervised(work, LIMIT if limited else None)))
    except KeyboardInterrupt, asyncio.CancelledError:
        say("", "Stopped.")
    except TimeoutError:
        sys.exit(f"error: not done after {LIMIT} seconds")
    except DemoError as error:
        sys.exit(f"error: {error}")


async def _supervised(work: Coroutine[None, None, bool], limit: float | None) -> bool:
    """Let the work end in order also when the system asks for the end."""
    task = asyncio.create_task(work)
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
    async with asyncio.timeout(limit):
        return await task
