"""Wait for what sockets have to bring about."""

import asyncio
from collections.abc import Callable

WAIT_LIMIT = 10


async def until(condition: Callable[[], object]) -> None:
    """Wait until something is true."""
    async with asyncio.timeout(WAIT_LIMIT):
        while not condition():  # noqa: ASYNC110  whoever makes it true tells nobody
            await asyncio.sleep(0.001)
