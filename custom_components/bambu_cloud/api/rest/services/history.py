"""The account's print history (protocol A.7.4)."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from ....model import PrintTask, read_task
from ....model.values import as_object, identifier
from ...errors import BambuResponseError
from ..operation import Evidence, Operation, implements
from ..response import unwrap
from ..wire import Wire, address, wire
from .service import Service

_MY = "v1/user-service/my"
TASKS = Operation(method="GET", path=f"{_MY}/tasks", source="A.7.4")
TASK = Operation(
    method="GET",
    path=f"{_MY}/task/{{task_id}}",
    source="A.7.6",
    evidence=Evidence.SHAPE_UNKNOWN,
)
RECORD = Operation(method="POST", path=f"{_MY}/task", source="A.7.5")
CLOUD_TASK = Operation(
    method="GET", path="v1/iot-service/api/user/task/{task_id}", source="A.8.12"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskPage:
    """A part of the history, newest first."""

    tasks: tuple[PrintTask, ...]
    ids: tuple[str, ...]
    """Of all rows, also of those that are no task of the printer in question."""


def task_query(serial: str | None, limit: int, after: str | None) -> Mapping[str, str]:
    """Return the query for a page."""
    query = {"limit": str(limit), "deviceId": serial, "after": after}
    return {name: value for name, value in query.items() if value is not None}


def task_page(content: Mapping[str, Any], serial: str | None) -> TaskPage:
    """Read a page, without rows that are no task of the printer.

    Raises:
        BambuResponseError: there is no list of tasks.
    """
    inner = unwrap(content, "hits")
    rows = inner.get("hits")
    if "hits" not in inner or not (rows is None or isinstance(rows, list)):
        raise BambuResponseError(f"{TASKS.name} was answered without tasks")
    ids = (identifier(as_object(row).get("id")) for row in rows or ())
    tasks = (read_task(row) for row in rows or ())
    return TaskPage(
        tasks=tuple(
            task for task in tasks if task is not None and serial in {None, task.serial}
        ),
        ids=tuple(task_id for task_id in ids if task_id is not None),
    )


async def all_pages(
    fetch: Callable[[str | None], Awaitable[TaskPage]], after: str | None
) -> AsyncIterator[TaskPage]:
    """Yield older and older pages, until nothing new comes.

    A short page is no end: the cloud may allow fewer rows than were asked for.
    """
    seen: set[str] = set()
    while True:
        page = await fetch(after)
        fresh = set(page.ids) - seen
        if not fresh:
            return
        yield TaskPage(
            tasks=tuple(task for task in page.tasks if task.id in fresh), ids=page.ids
        )
        seen |= fresh
        after = page.ids[-1]


@dataclass(frozen=True, slots=True, kw_only=True)
class NewTask:
    """Describe a print to add to the history (protocol A.7.5)."""

    serial: str = field(repr=False)
    title: str
    model_id: str
    profile_id: int
    plate: int = 1
    """From 1."""
    cover_url: str = field(default="", repr=False)
    mode: str = "cloud_file"
    """Or "lan_file"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CloudTask(Wire):
    """Hold a job as the cloud stores it (protocol A.8.12)."""

    model_id: str | None = wire("model_id")
    project_id: str | None = wire("project_id")
    profile_id: str | None = wire("profile_id")
    status: str | None = wire("status")
    name: str | None = wire("name")
    content: str | None = wire("content")
    """JSON in a text."""
    url: str | None = address("url")
    md5: str | None = wire("md5")


class History(Service):
    """Request what was printed."""

    @implements(TASKS)
    async def page(
        self, serial: str | None = None, *, limit: int = 20, after: str | None = None
    ) -> TaskPage:
        """Return the newest prints, or those before one, newest first.

        CONFIRMED (protocol A.7.4). The cloud may give fewer than `limit`.

        Raises:
            BambuResponseError: there is no list of tasks.
        """
        query = task_query(serial, limit, after)
        return task_page(await self._transport.fetch(TASKS, query=query), serial)

    def pages(
        self, serial: str | None = None, *, size: int = 50, after: str | None = None
    ) -> AsyncIterator[TaskPage]:
        """Return all prints page by page; pauses are up to the caller."""

        async def fetch(before: str | None) -> TaskPage:
            return await self.page(serial, limit=size, after=before)

        return all_pages(fetch, after)

    @implements(TASK)
    async def task(self, task_id: str) -> PrintTask:
        """Return one print.

        CONFIRMED that it exists, its shape is that of the list (protocol A.7.6).

        Raises:
            BambuNotFoundError: there is no such print.
            BambuResponseError: the response is no print.
        """
        content = await self._transport.fetch(TASK, task_id)
        if task := read_task(dict(unwrap(content, "id"))):
            return task
        raise BambuResponseError(f"{TASK.name} was answered without a task")

    @implements(RECORD)
    async def record(self, task: NewTask) -> str:
        """Add a print to the history and return its id; nothing is printed.

        CONFIRMED, and refused to clients that sign nothing (protocol A.7.5).

        Raises:
            BambuResponseError: refused, or answered without an id.
        """
        body = {
            "deviceId": task.serial,
            "modelId": task.model_id,
            "profileId": task.profile_id,
            "plateIndex": task.plate,
            "title": task.title,
            "cover": task.cover_url,
            "mode": task.mode,
        }
        content = await self._transport.fetch(RECORD, body=body)
        if task_id := identifier(unwrap(content, "id").get("id")):
            return task_id
        raise BambuResponseError(f"{RECORD.name} was answered without an id")

    @implements(CLOUD_TASK)
    async def cloud_task(self, task_id: str) -> CloudTask:
        """Return a job that only Bambu Lab's own applications may see; use `task`.

        CONFIRMED that it is always refused (protocol A.8.12).

        Raises:
            BambuForbiddenError: always.
        """
        content = await self._transport.fetch(CLOUD_TASK, task_id)
        return CloudTask.from_dict(dict(unwrap(content, "project_id")))
