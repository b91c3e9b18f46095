"""What the API knows of an account (protocol A.7)."""

from typing import TYPE_CHECKING

from aiohttp import web

from .accounts import Account
from .answers import answer, not_found

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
        hits = self._cloud.history.hits(self._cloud.printers_of(request[ACCOUNT]))
        wanted = request.query.get("deviceId")
        hits = [hit for hit in hits if wanted in (None, hit["deviceId"])]
        total = len(hits)
        if after := request.query.get("after"):
            hits = [hit for hit in hits if hit["id"] < int(after)]
        limit = int(request.query.get("limit", "20"))
        return answer({"total": total, "hits": hits[:limit]})

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
    router.add_get("/v1/user-service/my/messages", account.messages)
    router.add_get("/v1/user-service/my/ticket/{ticket}", account.ticket)
    router.add_post("/v1/user-service/my/logout", account.log_out)
