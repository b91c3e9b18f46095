"""Control of the accounts, for the control page."""

from datetime import timedelta
from typing import TYPE_CHECKING

from aiohttp import web

from tests.simulator.cloud_side.accounts import Kind
from tests.simulator.cloud_side.answers import answer
from tests.simulator.printer.state import Payload

if TYPE_CHECKING:
    from tests.simulator.cloud import SimulatedCloud


class AccountControl:
    """The handlers of actions on accounts."""

    def __init__(self, cloud: SimulatedCloud) -> None:
        """Control the accounts of this cloud."""
        self._cloud = cloud

    async def mailbox(self, request: web.Request) -> web.Response:
        """List the codes that were sent to an account, the newest last."""
        return answer(self._cloud.mailbox(request.match_info["login"]))

    async def token(self, request: web.Request) -> web.Response:
        """Issue a token, with its end inside if requested: `{"days": 3}`."""
        login = self._cloud.accounts[request.match_info["login"]].login
        days = (await request.json()).get("days")
        if days is None:
            return answer({"token": self._cloud.issue_token(login)}, 201)
        lifetime = timedelta(days=float(days))
        return answer({"token": self._cloud.issue_jwt(login, lifetime)}, 201)

    async def revoke(self, request: web.Request) -> web.Response:
        """Revoke all tokens of an account, as a new password does."""
        self._cloud.revoke_tokens(request.match_info["login"])
        return answer({})


def shown(cloud: SimulatedCloud) -> list[Payload]:
    """Return the accounts as the page lists them."""
    return [
        {
            "login": account.login,
            "password": account.password,
            "kind": account.kind,
            "mailbox": account.mailbox,
            "authenticator": cloud.authenticator(account.login)
            if account.kind is Kind.TOTP
            else None,
        }
        for account in cloud.accounts.values()
    ]
