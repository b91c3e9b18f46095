"""Endpoints of the account (protocol A.7)."""

from typing import TYPE_CHECKING

from aiohttp import web

from tests.simulator.printer.state import Payload

from . import covers
from .accounts import Account
from .answers import answer, forbidden, not_found
from .messages import ended

if TYPE_CHECKING:
    from tests.simulator.cloud import SimulatedCloud

ACCOUNT = web.RequestKey("account", Account)
"""Whose token a request carries."""
SIGNED = web.RequestKey("signed", bool)
"""Whether it is signed by an application that the cloud knows."""

_NEEDED = ("deviceId", "modelId", "profileId", "plateIndex", "title", "mode")


class _Account:
    """The handlers of the account endpoints."""

    def __init__(self, cloud: SimulatedCloud) -> None:
        """Serve the accounts of this cloud."""
        self._cloud = cloud

    async def preference(self, request: web.Request) -> web.Response:
        """Return the account's number (protocol A.7.1)."""
        account = request[ACCOUNT]
        return answer(
            {
                "uid": account.uid,
                "name": account.name,
                "handle": account.name.lower(),
                "avatar": "",
                "bio": "",
                "links": [],
                "backgroundUrl": "",
            }
        )

    async def profile(self, request: web.Request) -> web.Response:
        """Return the account's name (protocol A.7.2)."""
        account = request[ACCOUNT]
        return answer(
            {
                "uid": account.uid,
                "uidStr": str(account.uid),
                "account": account.login,
                "name": account.name,
                "avatar": "",
            }
        )

    async def tasks(self, request: web.Request) -> web.Response:
        """List the print history, newest first (protocol A.7.4)."""
        hits = self._hits(request)
        if wanted := request.query.get("deviceId"):
            hits = [hit for hit in hits if hit["deviceId"] == wanted]
        page = [self._with_cover(hit) for hit in _page(hits, request)]
        return answer({"total": len(hits), "hits": page})

    def _with_cover(self, hit: Payload) -> Payload:
        """Return a task with the whole address of its cover."""
        cover = hit["cover"]
        if isinstance(cover, str) and cover.startswith(covers.PATH):
            cover = f"{self._cloud.api_url}{cover}"
        return hit | {"cover": cover}

    async def cover(self, request: web.Request) -> web.Response:
        """Return a picture without a token."""
        return await self._cloud.history.covers.serve(request, self._cloud.now)

    async def task(self, request: web.Request) -> web.Response:
        """Return one print (protocol A.7.6)."""
        wanted = request.match_info["task"]
        for hit in self._hits(request):
            if str(hit["id"]) == wanted:
                return answer(self._with_cover(hit))
        return not_found()

    async def record(self, request: web.Request) -> web.Response:
        """Add a print to the history, if the client may (protocol A.7.5)."""
        if not (request[SIGNED] or self._cloud.policy.records_tasks):
            return web.Response(status=400)
        body = await request.json()
        if not set(_NEEDED) <= body.keys() or not isinstance(body["profileId"], int):
            return web.Response(status=400)
        if body["deviceId"] not in self._cloud.printers_of(request[ACCOUNT]):
            return forbidden()
        number = 900_000_000 + len(self._cloud.history.past)
        fields = {key: body[key] for key in _NEEDED}
        row = fields | {"id": number, "cover": body.get("cover", ""), "status": 1}
        self._cloud.history.remember_first(row)
        return answer({"id": number})

    async def messages(self, request: web.Request) -> web.Response:
        """List messages, newest first (protocol A.7.3)."""
        rows = [
            *self._cloud.letters.get(request[ACCOUNT].login, []),
            *ended(map(self._with_cover, self._hits(request))),
        ]
        if kind := request.query.get("type"):
            rows = [row for row in rows if str(row["type"]) == kind]
        return answer({"hits": _page(rows, request)})

    def _hits(self, request: web.Request) -> list[Payload]:
        """Return the account's whole history."""
        printers = self._cloud.printers_of(request[ACCOUNT])
        return self._cloud.history.hits(printers, self._cloud.now)

    async def ticket(self, _: web.Request) -> web.Response:
        """Return that there is no such ticket."""
        return not_found()

    async def log_out(self, request: web.Request) -> web.Response:
        """Revoke the account's tokens (protocol A.6.7)."""
        self._cloud.revoke_tokens(request[ACCOUNT].login)
        return answer({})


def _page(rows: list[Payload], request: web.Request) -> list[Payload]:
    """Return the requested part of a list (protocol A.13)."""
    start = int(request.query.get("offset", "0"))
    if after := request.query.get("after"):
        start = 1 + [row["id"] for row in rows].index(int(after))
    return rows[start : start + int(request.query.get("limit", "20"))]


def add_routes(router: web.UrlDispatcher, cloud: SimulatedCloud) -> None:
    """Add the account endpoints."""
    account = _Account(cloud)
    router.add_get("/v1/design-user-service/my/preference", account.preference)
    router.add_get("/v1/user-service/my/profile", account.profile)
    router.add_get("/v1/user-service/my/tasks", account.tasks)
    router.add_get(covers.PATH + "{name}", account.cover)
    router.add_get("/v1/user-service/my/task/{task}", account.task)
    router.add_post("/v1/user-service/my/task", account.record)
    router.add_get("/v1/user-service/my/messages", account.messages)
    router.add_get("/v1/user-service/my/ticket/{ticket}", account.ticket)
    router.add_post("/v1/user-service/my/logout", account.log_out)
