"""Wait for what sockets have to bring about."""

import asyncio
from collections.abc import Awaitable, Callable

WAIT_LIMIT = 25
"""Seconds for one call; what asyncio does by itself to end TLS takes 30."""
_CHECKS = 10_000
"""A millisecond apart. Where others keep the machine busy, they take longer."""


async def until(
    condition: Callable[[], object],
    *,
    meanwhile: Callable[[], Awaitable[object]] | None = None,
) -> None:
    """Wait until something is true.

    Raises:
        TimeoutError: it never is.
    """
    for _ in range(_CHECKS):
        if condition():
            return
        if meanwhile is not None:
            await meanwhile()
        await asyncio.sleep(0.001)
    raise TimeoutError
