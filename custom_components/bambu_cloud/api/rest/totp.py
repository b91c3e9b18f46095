"""Log in with the code of an authenticator app (protocol A.6.4).

The form for it is on the web site. It wants a token against cross-site requests twice,
as a cookie and as a header, and puts the access token into a cookie as well.
"""

from collections.abc import Mapping
import re
from typing import Any

import orjson

from ...model.values import integer, text
from ..auth import Token
from ..endpoints import ENDPOINTS, Region
from ..errors import BambuCodeError, BambuCodeExpiredError, BambuResponseError
from .operation import Operation
from .request import HttpClient
from .response import LoginRefusals, Response, payload, unwrap

_CSRF = "bbl_csrf_token"
_TOKEN = "token"  # noqa: S105  the name of a cookie
_REFUSALS: LoginRefusals = {None: BambuCodeError}
CSRF = Operation(
    method="GET", path="api/csrf", source="A.6.4", is_public=True, on_site=True
)
TOTP = Operation(
    method="POST", path="api/sign-in/tfa", source="A.6.4", is_public=True, on_site=True
)
# Anything else cannot be sent back as a header.
_SENDABLE = re.compile(r"[\w.~+/=-]+", re.ASCII)


async def login_with_totp(
    http: HttpClient, region: Region, key: str, code: str
) -> Token:
    """Log in with a code, and with the key that the password gave.

    Raises:
        BambuCodeError: the code is wrong.
        BambuCodeExpiredError: the key is too old; the password gives a new one.
        BambuBlockedError: Cloudflare stands before the site. A code that is sent works
            all the same, because that login is not on the site.
        BambuResponseError: the form is not what it was; the code was not checked.
    """
    site = ENDPOINTS[region].site
    try:
        csrf = _csrf(await http.send("GET", site / CSRF.path))
        response = await http.send(
            "POST",
            site / TOTP.path,
            headers={
                "Content-Type": "application/json",
                "Cookie": f"{_CSRF}={csrf}",
                "x-bbl-csrf-token": csrf,
            },
            data=orjson.dumps({"tfaKey": key, "tfaCode": code}),
        )
        return _token(response)
    finally:
        # The session is shared, and would carry these cookies to the site for ever.
        http.session.cookie_jar.clear_domain(site.host or "")


def _csrf(response: Response) -> str:
    """Return the token against cross-site requests, which comes without a body."""
    cookie = response.cookies.get(_CSRF)
    if response.is_success and cookie and _SENDABLE.fullmatch(cookie.value):
        return cookie.value
    payload(response)
    raise BambuResponseError(f"{response.request} was answered without a usable cookie")


def _token(response: Response) -> Token:
    """Return the access token, which is in the body or in a cookie."""
    if response.status == 400 and b"expired" in response.body.lower():
        raise BambuCodeExpiredError(f"{response.request} found the key too old")
    cookie = response.cookies.get(_TOKEN) if response.is_success else None
    content: Mapping[str, Any] = {}
    if response.body.strip() or not cookie:
        content = unwrap(payload(response, refusals=_REFUSALS), "accessToken")
    if token := text(content.get("accessToken")) or text(content.get("token")):
        return Token(access_token=token, expires_in=_seconds(content.get("expiresIn")))
    if cookie and cookie.value:
        return Token(access_token=cookie.value, expires_in=_seconds(cookie["max-age"]))
    raise BambuResponseError(f"{response.request} was answered without a token")


def _seconds(value: object) -> int | None:
    """Return a lifetime in seconds, None where the site names none."""
    return integer(value) or None
