"""Log in with the code of an authenticator app (protocol A.6.4).

The form for it is on the web site. It wants a token against cross-site requests twice,
as a cookie and as a header, and puts the access token into a cookie as well.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
import re
from typing import Any

import aiohttp
import orjson

from ...model.values import integer, text
from ..auth import Token
from ..endpoints import ENDPOINTS, Region
from ..errors import BambuCodeError, BambuCodeExpiredError, BambuResponseError
from .operation import Operation
from .rate_limit import POLITENESS, Politeness
from .request import send
from .response import LoginRefusals, Response, payload, unwrapped

_CSRF = "bbl_csrf_token"
_TOKEN = "token"  # noqa: S105  the name of a cookie
_REFUSALS: LoginRefusals = {None: BambuCodeError}
CSRF = Operation(
    method="GET", path="api/csrf", source="A.6.4", is_public=True, on_site=True
)
TOTP = Operation(
    method="POST", path="api/sign-in/tfa", source="A.6.4", is_public=True, on_site=True
)
# Whatever else may not be sent back as a header.
_SENDABLE = re.compile(r"[\w.~+/=-]+", re.ASCII)


async def login_with_totp(
    session: aiohttp.ClientSession,
    region: Region,
    key: str,
    code: str,
    *,
    now: Callable[[], datetime],
    timeout: aiohttp.ClientTimeout,
    politeness: Politeness = POLITENESS,
) -> Token:
    """Log in with a code, and with the key that the password gave.

    Raises:
        BambuCodeError: the code is wrong.
        BambuCodeExpiredError: the key is too old; the password gives a new one.
        BambuBlockedError: Cloudflare stands before the site. A code that is sent works
            all the same, because that login is not on the site.
        BambuResponseError: the form is not what it was; the code was not looked at.
    """
    site = ENDPOINTS[region].site
    ask = partial(send, session, timeout=timeout, politeness=politeness)
    try:
        answer = await ask("GET", site / CSRF.path, headers={})
        csrf = _csrf(answer, now())
        answer = await ask(
            "POST",
            site / TOTP.path,
            headers={
                "Content-Type": "application/json",
                "Cookie": f"{_CSRF}={csrf}",
                "x-bbl-csrf-token": csrf,
            },
            data=orjson.dumps({"tfaKey": key, "tfaCode": code}),
        )
        return _token(answer, now())
    finally:
        # The session is shared, and would carry these cookies to the site for ever.
        session.cookie_jar.clear_domain(site.host or "")


def _csrf(answer: Response, now: datetime) -> str:
    """Return the token against cross-site requests, which comes without a body."""
    cookie = answer.cookies.get(_CSRF)
    if answer.is_success and cookie and _SENDABLE.fullmatch(cookie.value):
        return cookie.value
    payload(answer, now=now)
    raise BambuResponseError(f"{answer.request} was answered without a usable cookie")


def _token(answer: Response, now: datetime) -> Token:
    """Return the access token, which is in the body or in a cookie."""
    if answer.status == 400 and b"expired" in answer.body.lower():
        raise BambuCodeExpiredError(f"{answer.request} found the key too old")
    cookie = answer.cookies.get(_TOKEN) if answer.is_success else None
    content: Mapping[str, Any] = {}
    if answer.body.strip() or not cookie:
        found = payload(answer, now=now, refusals=_REFUSALS)
        content = unwrapped(found, "accessToken")
    if token := text(content.get("accessToken")) or text(content.get("token")):
        return Token(access_token=token, expires_in=_seconds(content.get("expiresIn")))
    if cookie and cookie.value:
        return Token(access_token=cookie.value, expires_in=_seconds(cookie["max-age"]))
    raise BambuResponseError(f"{answer.request} was answered without a token")


def _seconds(value: object) -> int | None:
    """Return a lifetime, None where none was told."""
    return integer(value) or None
