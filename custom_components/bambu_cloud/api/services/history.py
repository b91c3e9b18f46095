"""The account's print history (protocol A.7.4)."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from ...model import PrintTask, read_task
from ...model.values import as_object, identifier
from ..answer import unwrapped
from ..errors import BambuResponseError
from .service import Service

_TASKS = "v1/user-service/my/tasks"


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskPage:
    """A part of the history, newest first."""

    tasks: tuple[PrintTask, ...]
    ids: tuple[str, ...]
    """Of all rows, also of those that are no task of the printer in question."""


def task_query(serial: str | None, limit: int, after: str | None) -> Mapping[str, str]:
    """Return how to ask for a page."""
    query = {"limit": str(limit), "deviceId": serial, "after": after}
    return {name: value for name, value in query.items() if value is not None}


def task_page(content: Mapping[str, Any], serial: str | None) -> TaskPage:
    """Read a page; what names no task is left out, as is what other printers printed.

    Raises:
        BambuResponseError: there is no list of tasks.
    """
    inner = unwrapped(content, "hits")
    rows = inner.get("hits")
    if "hits" not in inner or not (rows is None or isinstance(rows, list)):
        raise BambuResponseError("GET my/tasks was answered without tasks")
    ids = (identifier(as_object(row).get("id")) for row in rows or ())
    tasks = (read_task(row) for row in rows or ())
    return TaskPage(
        tasks=tuple(
            task for task in tasks if task is not None and serial in {None, task.serial}
        ),
        ids=tuple(task_id for task_id in ids if task_id is not None),
    )


async def walked(
    ask: Callable[[str | None], Awaitable[TaskPage]], after: str | None
) -> AsyncIterator[TaskPage]:
    """Walk into the past page by page, until nothing new comes.

    A short page is no end: the cloud may allow fewer rows than were asked for.
    """
    seen: set[str] = set()
    while True:
        page = await ask(after)
        fresh = set(page.ids) - seen
        if not fresh:
            return
        yield TaskPage(
            tasks=tuple(task for task in page.tasks if task.id in fresh), ids=page.ids
        )
        seen |= fresh
        after = page.ids[-1]


class History(Service):
    """Ask what was printed."""

    async def tasks(
        self, serial: str | None = None, *, limit: int = 20, after: str | None = None
    ) -> tuple[PrintTask, ...]:
        """Return the newest prints, or those before one, newest first (A.7.4)."""
        return (await self._page(serial, limit, after)).tasks

    def pages(
        self, serial: str | None = None, *, size: int = 50, after: str | None = None
    ) -> AsyncIterator[TaskPage]:
        """Return all prints page by page; pauses are up to the caller."""
        return walked(partial(self._page, serial, size), after)

    async def _page(
        self, serial: str | None, limit: int, after: str | None
    ) -> TaskPage:
        """Return a page of the print history."""
        query = task_query(serial, limit, after)
        return task_page(await self._transport.get(_TASKS, query), serial)
