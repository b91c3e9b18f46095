"""What the services of the cloud have in common."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from typing import Any

from ...errors import BambuResponseError
from ..operation import Operation
from ..response import unwrap
from ..transport import Transport
from ..wire import Wire


class Service:
    """Send requests to one service of the cloud."""

    def __init__(self, transport: Transport) -> None:
        """Use the client's transport."""
        self._transport = transport


def parse_list(operation: Operation, content: Mapping[str, Any], key: str) -> list[Any]:
    """Return a list from a response; null is an empty one.

    Raises:
        BambuResponseError: there is none.
    """
    inner = unwrap(content, key)
    found = inner.get(key)
    if key in inner and (found is None or isinstance(found, list)):
        return found or []
    raise BambuResponseError(f"{operation.name} was answered without {key}")


def parse_object[T: Wire](
    operation: Operation, content: Mapping[str, Any], kind: type[T], key: str
) -> T:
    """Return the object that a response describes; it has to have a `key`.

    Raises:
        BambuResponseError: it does not.
    """
    inner = unwrap(content, key)
    if inner.get(key) in (None, ""):
        raise BambuResponseError(f"{operation.name} was answered without {key}")
    return kind.from_dict(dict(inner))


async def all_rows[T](
    fetch: Callable[[str | None], Awaitable[tuple[T, ...]]],
    id_of: Callable[[T], str],
    after: str | None,
) -> AsyncIterator[T]:
    """Yield the rows of all pages, each by the last id, until nothing new comes."""
    seen: set[str] = set()
    while True:
        page = await fetch(after)
        fresh = [row for row in page if id_of(row) not in seen]
        if not fresh:
            return
        for row in fresh:
            seen.add(id_of(row))
            yield row
        after = id_of(page[-1])
