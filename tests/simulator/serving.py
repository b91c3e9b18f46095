"""Serve connections until the end of a block, however it ends."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
import ssl

type Handler = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]

_GRACE = 1.0
"""Seconds that handlers have to notice that their connection is gone."""


@asynccontextmanager
async def serving(
    handler: Handler, address: str, port: int = 0, *, tls: ssl.SSLContext | None = None
) -> AsyncGenerator[int]:
    """Serve clients until the end of the block; return the port.

    The end does not depend on the clients: one that still holds its connection, as
    after a failure inside the block, would be waited for without end.
    """
    tasks: set[asyncio.Task[None]] = set()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        tasks.add(task)
        try:
            await handler(reader, writer)
        finally:
            tasks.discard(task)

    server = await asyncio.start_server(serve, address, port, ssl=tls)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()
        server.abort_clients()
        await server.wait_closed()
        if tasks:
            _, late = await asyncio.wait(tasks, timeout=_GRACE)
            for task in late:
                task.cancel()
