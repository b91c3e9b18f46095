"""What the API knows of an account (protocol A.7)."""

from typing import TYPE_CHECKING

from aiohttp import web

from . import covers
from .accounts import Account
from .answers import answer, not_found
from .state import Payload

if TYPE_CHECKING:
    from .cloud import SimulatedCloud

ACCOUNT = web.RequestKey("account", Account)
"""Whose token a request carries."""


class _Account:
    """The handlers of the account endpoints."""

    def __init__(self, cloud: SimulatedCloud) -> None:
        """Remember whose accounts these are."""
        self._cloud = cloud

    async def preference(self, request: web.Request) -> web.Response:
        """Tell the account's number (protocol A.7.1)."""
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
        """Tell the account's name (protocol A.7.2)."""
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
        cloud, query = self._cloud, request.query
        hits = cloud.history.hits(cloud.printers_of(request[ACCOUNT]), cloud.now)
        if wanted := query.get("deviceId"):
            hits = [hit for hit in hits if hit["deviceId"] == wanted]
        total = len(hits)
        start = int(query.get("offset", "0"))
        if after := query.get("after"):
            start = 1 + [hit["id"] for hit in hits].index(int(after))
        hits = hits[start : start + int(query.get("limit", "20"))]
        return answer({"total": total, "hits": [self._with_cover(hit) for hit in hits]})

    def _with_cover(self, hit: Payload) -> Payload:
        """Return a task with the whole address of its cover."""
        cover = hit["cover"]
        if isinstance(cover, str) and cover.startswith(covers.PATH):
            cover = f"{self._cloud.api_url}{cover}"
        return hit | {"cover": cover}

    async def cover(self, request: web.Request) -> web.Response:
        """Return a picture to anybody who has its address."""
        return await self._cloud.history.covers.serve(request, self._cloud.now)

    async def messages(self, _: web.Request) -> web.Response:
        """List no messages (protocol A.7.3)."""
        return answer({"hits": []})

    async def ticket(self, _: web.Request) -> web.Response:
        """Find no ticket."""
        return not_found()

    async def log_out(self, request: web.Request) -> web.Response:
        """Revoke the account's tokens (protocol A.6.7)."""
        self._cloud.revoke_tokens(request[ACCOUNT].login)
        return answer({})


def add_routes(router: web.UrlDispatcher, cloud: SimulatedCloud) -> None:
    """Add the account endpoints."""
    account = _Account(cloud)
    router.add_get("/v1/design-user-service/my/preference", account.preference)
    router.add_get("/v1/user-service/my/profile", account.profile)
    router.add_get("/v1/user-service/my/tasks", account.tasks)
    router.add_get(covers.PATH + "{name}", account.cover)
    router.add_get("/v1/user-service/my/messages", account.messages)
    router.add_get("/v1/user-service/my/ticket/{ticket}", account.ticket)
    router.add_post("/v1/user-service/my/logout", account.log_out)
