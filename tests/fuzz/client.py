"""The real client with prepared responses, without a server or an event loop."""

from collections import Counter
from collections.abc import AsyncIterator, Coroutine, Mapping
from http.cookies import SimpleCookie
from itertools import count
import json
from typing import Any, Self, cast

import aiohttp
from hypothesis import HealthCheck, Phase, given, settings
from yarl import URL

from custom_components.bambu_cloud.api import (
    BambuCloud,
    BambuConnectionError,
    BambuError,
    BambuResponseError,
    Clock,
    Region,
)
from custom_components.bambu_cloud.api.rest.rate_limit import RateLimiter
from tests.fuzz.bodies import bodies, statuses
from tests.helpers.api_calls import CALLS, GROUP, JOB, Call
from tests.helpers.http_server import BOUND

_CHUNK = 1024 * 1024
_MANY = 1000
"""From so many examples on, they are others each time."""


class _Content:
    """A body that comes in chunks."""

    def __init__(self, body: bytes) -> None:
        """Store the body."""
        self._body = body

    async def iter_any(self) -> AsyncIterator[bytes]:
        """Yield the body in chunks."""
        for start in range(0, len(self._body), _CHUNK):
            yield self._body[start : start + _CHUNK]


class _Response:
    """A response with what the client reads of it."""

    def __init__(self, status: int, body: bytes, headers: Mapping[str, str]) -> None:
        """Store the response."""
        self.status = status
        self.headers = headers
        self.cookies = SimpleCookie(headers.get("Set-Cookie", ""))
        self.content = _Content(body)

    async def __aenter__(self) -> Self:
        """Return the response at once."""
        return self

    async def __aexit__(self, *_: object) -> None:
        """Do nothing."""


class _Jar:
    """A cookie jar that stores nothing."""

    def clear_domain(self, _: str) -> None:
        """Do nothing."""


class Session:
    """Answer every request alike, in place of the network."""

    def __init__(self) -> None:
        """Answer with an empty object."""
        self.cookie_jar = _Jar()
        self.status, self.body = 200, b"{}"
        self.headers: Mapping[str, str] = {}

    def request(self, _method: str, _url: URL, **_: Any) -> _Response:
        """Return the prepared response."""
        return _Response(self.status, self.body, self.headers)


def finished[T](call: Coroutine[Any, Any, T]) -> T:
    """Return the result of a call that never has to wait."""
    try:
        call.send(None)
    except StopIteration as stop:
        return cast("T", stop.value)
    raise AssertionError("The call waits for something")


TARGETS: dict[str, Call] = {operation.name: CALLS[operation] for operation in CALLS} | {
    "names of filaments": Call(
        ask=lambda cloud: cloud.filament_presets(), good={"filament": GROUP}
    ),
    "poll of all printers": Call(
        ask=lambda cloud: cloud.polled_printers(), good={"devices": [{**BOUND, **JOB}]}
    ),
}
"""Every operation, and what reads the same answers in other ways."""


class Fuzz:
    """Many responses to one call.

    Attributes:
        outcomes: How often it came to what.
    """

    def __init__(self, call: Call) -> None:
        """Prepare a new client for each response."""
        self.outcomes: Counter[str] = Counter()
        self._call = call
        self._session = Session()
        self._session.headers = self._call.headers
        self._moments = count(step=3600.0)

    def run(self, examples: int) -> None:
        """Try so many responses; any error without a name ends it.

        The first of them is a good one.
        """
        self._try(200, None)
        assert self.outcomes == {"understood": 1}

        @settings(
            max_examples=examples,
            deadline=None,
            database=None,
            derandomize=examples < _MANY,
            phases=[Phase.generate, Phase.shrink],
            suppress_health_check=list(HealthCheck),
        )
        @given(status=statuses, body=bodies(self._call.good))
        def attempt(status: int, body: bytes) -> None:
            self._try(status, body)

        attempt()

    def _try(self, status: int, body: bytes | None) -> None:
        """Try one response and count the outcome."""
        session = self._session
        session.status = status
        session.body = (
            json.dumps(dict(self._call.good)).encode() if body is None else body
        )
        cloud = BambuCloud(
            cast("aiohttp.ClientSession", session),
            Region.GLOBAL,
            token="sesame",
            rate_limiter=RateLimiter(Clock(monotonic=lambda: next(self._moments))),
        )
        err = self._refused(cloud)
        self.outcomes[type(err).__name__ if err else "understood"] += 1
        # Whatever has this status of 200 can only be wrong in what it says.
        may = {BambuResponseError, BambuConnectionError, *self._call.may}
        assert err is None or status != 200 or may & set(type(err).mro()), err

    def _refused(self, cloud: BambuCloud) -> BambuError | None:
        """Call the client; return the error with a name, None if it succeeds."""
        try:
            finished(cast("Coroutine[Any, Any, Any]", self._call.ask(cloud)))
        except BambuError as err:
            return err
        return None
