"""Endpoints of the login (protocol A.6)."""

from datetime import datetime, timedelta
import secrets
from typing import TYPE_CHECKING

from aiohttp import web

from tests.simulator.printer.state import Payload

from .accounts import TOKEN_LIFETIME, Account, CodeVerdict, Kind
from .answers import answer, cloudflare, please_log_in, rate_limited, refusal

if TYPE_CHECKING:
    from tests.simulator.cloud import SimulatedCloud

FORM = ("/api/csrf", "/api/sign-in/tfa")
"""What a program may still ask the web site for (protocol A.6.4)."""

_COOKIE = "bbl_csrf_token"
_KEY_LIFETIME = timedelta(minutes=5)


class _Login:
    """The handlers of the login endpoints."""

    def __init__(self, cloud: SimulatedCloud) -> None:
        """Serve the accounts of this cloud."""
        self._cloud = cloud
        self._tfa_keys: dict[str, tuple[str, datetime]] = {}

    def _token(self, login: str) -> web.Response:
        """Return a response with a new token."""
        return answer(_login_body(access_token=self._cloud.issue_token(login)))

    async def login(self, request: web.Request) -> web.Response:
        """Log in by password or by code (protocol A.6.2, A.6.3)."""
        body = await request.json()
        account = self._cloud.accounts.get(str(body.get("account")))
        if account is None:
            return _wrong_password()
        if account.kind is Kind.BLOCKED:
            return cloudflare()
        if account.kind is Kind.LIMITED:
            return rate_limited(self._cloud.faults.retry_after)
        if "code" in body:
            return self._by_code(account, str(body["code"]))
        if body.get("password") != account.password:
            return _wrong_password()
        return self._second_step(account)

    def _by_code(self, account: Account, code: str) -> web.Response:
        """Log in by a code that was sent."""
        match self._cloud.check_code(account.login, code):
            case CodeVerdict.EXPIRED:
                return refusal(400, 1, "Code expired", "Code does not exist or expired")
            case CodeVerdict.WRONG:
                return refusal(400, 2, "Incorrect code", "Incorrect code")
            case CodeVerdict.RIGHT:
                return self._token(account.login)

    def _second_step(self, account: Account) -> web.Response:
        """Answer a right password with the account's next step."""
        if account.kind is Kind.PLAIN:
            return self._token(account.login)
        if account.kind is Kind.TOTP:
            key = secrets.token_hex(16)
            self._tfa_keys[key] = (account.login, self._cloud.now + _KEY_LIFETIME)
            return answer(_login_body(login_type="tfa", tfa_key=key))
        self._cloud.send_code(account.login)
        return answer(_login_body(login_type="verifyCode"))

    async def send_email_code(self, request: web.Request) -> web.Response:
        """Send a code by e-mail; the response is the same for unknown addresses."""
        body = await request.json()
        return self._send_code(str(body.get("email")), by_sms=False)

    async def send_sms_code(self, request: web.Request) -> web.Response:
        """Send a code by SMS."""
        body = await request.json()
        return self._send_code(str(body.get("phone")), by_sms=True)

    def _send_code(self, login: str, *, by_sms: bool) -> web.Response:
        """Send a code if an account has this address."""
        account = self._cloud.accounts.get(login)
        if account is not None and account.is_phone is by_sms:
            self._cloud.send_code(login)
        return answer({})

    async def csrf(self, _: web.Request) -> web.Response:
        """Set the cookie of the authenticator form (protocol A.6.4)."""
        response = web.Response(status=204)
        response.set_cookie(_COOKIE, secrets.token_hex(8))
        return response

    async def tfa(self, request: web.Request) -> web.Response:
        """Log in by a code of an authenticator, at the web site."""
        cookie = request.cookies.get(_COOKIE)
        if cookie is None:
            return _csrf_error("missing_cookie")
        if request.headers.get("x-bbl-csrf-token") != cookie:
            return _csrf_error("missing_header")
        login = await self._by_totp(request)
        if isinstance(login, web.Response):
            return login
        response = answer({"message": "success"})
        response.set_cookie("token", self._cloud.issue_token(login))
        return response

    async def claimed_tfa(self, request: web.Request) -> web.Response:
        """Log in by a code of an authenticator at the API, by policy."""
        if not self._cloud.policy.answers_unconfirmed:
            return refusal(400, 5, "Login failed")
        login = await self._by_totp(request)
        return login if isinstance(login, web.Response) else self._token(login)

    async def _by_totp(self, request: web.Request) -> str | web.Response:
        """Return the account of a code, or what is wrong with it."""
        body = await request.json()
        key = str(body.get("tfaKey"))
        login, expires_at = self._tfa_keys.get(key, ("", self._cloud.now))
        if expires_at <= self._cloud.now:
            return refusal(400, 5, "Login failed", "tfaKey expired")
        if not self._cloud.check_totp(login, str(body.get("tfaCode"))):
            return answer({"message": "Invalid code"}, 400)
        del self._tfa_keys[key]
        return login

    async def old_form(self, _: web.Request) -> web.Response:
        """Refuse the form that S1 describes: it needs a challenge today."""
        return cloudflare()

    async def refresh(self, _: web.Request) -> web.Response:
        """Refuse to refresh a token (protocol A.6.6)."""
        return please_log_in()

    async def ticket(self, _: web.Request) -> web.Response:
        """Refuse a ticket: none is ever issued."""
        return _wrong_password()


def _login_body(
    *, access_token: str = "", login_type: str = "", tfa_key: str = ""
) -> Payload:
    """Return the response to a login."""
    lifetime = int(TOKEN_LIFETIME.total_seconds()) if access_token else 0
    return {
        "accessToken": access_token,
        "refreshToken": access_token,
        "expiresIn": lifetime,
        "refreshExpiresIn": lifetime,
        "loginType": login_type,
        "tfaKey": tfa_key,
        "accessMethod": "",
        "firstAppLogin": False,
    }


def _wrong_password() -> web.Response:
    """Refuse a wrong password or an unknown account."""
    return refusal(400, 5, "Login failed", "Incorrect account or password")


def _csrf_error(reason: str) -> web.Response:
    """Return which half of the double-submitted token is missing."""
    return answer({"error": f"CSRF error: {reason}", "reason": reason}, 403)


def add_routes(router: web.UrlDispatcher, cloud: SimulatedCloud) -> None:
    """Add the login endpoints."""
    login = _Login(cloud)
    user = "/v1/user-service/user"
    router.add_post(f"{user}/login", login.login)
    router.add_post(f"{user}/sendemail/code", login.send_email_code)
    router.add_post(f"{user}/sendsmscode", login.send_sms_code)
    router.add_post(f"/api{user}/sendsmscode", login.send_sms_code)
    router.add_post(f"{user}/refreshtoken", login.refresh)
    router.add_post(user + "/ticket/{ticket}", login.ticket)
    router.add_post(f"{user}/tfa/login", login.claimed_tfa)
    router.add_get("/api/csrf", login.csrf)
    router.add_post("/api/sign-in/tfa", login.tfa)
    router.add_post("/api/sign-in/form", login.old_form)
