"""Bodies and errors of the API's responses (protocol A.3, A.4)."""

from collections.abc import Callable
from typing import Any

from aiohttp import web
import orjson

from tests.simulator.faults import HttpFault
from tests.simulator.printer.state import Payload

CLOUDFLARE_PAGE = """<!DOCTYPE html>
<html lang="en-US"><head><title>Just a moment...</title></head>
<body><noscript>Enable JavaScript and cookies to continue</noscript>
<script src="https://challenges.cloudflare.com/turnstile/v0/api.js"></script>
</body></html>
"""


def answer(body: Any, status: int = 200) -> web.Response:
    """Return a JSON response."""
    return web.Response(
        body=orjson.dumps(body), status=status, content_type="application/json"
    )


def envelope(**payload: Any) -> web.Response:
    """Return the payload between the status keys of the iot service."""
    return answer({"message": "success", "code": None, "error": None} | payload)


def refusal(status: int, code: int, error: str, message: str = "") -> web.Response:
    """Return an error response."""
    body: Payload = {"message": message, "code": code, "error": error}
    return answer(body, status)


def please_log_in() -> web.Response:
    """Return the response to an invalid token."""
    return refusal(401, 4, "Please login.")


def forbidden() -> web.Response:
    """Refuse something although the token is valid."""
    return refusal(403, 8, "Resource forbidden", "permission denied")


def not_found() -> web.Response:
    """Return the response to an unknown path."""
    return refusal(404, 2, "not found", "not found")


def not_allowed() -> web.Response:
    """Return the response to a wrong method."""
    return refusal(405, 2, "method not allowed", "method not allowed")


def cloudflare(status: int = 403, retry_after: int | None = None) -> web.Response:
    """Return the page that Cloudflare sends to robots."""
    headers = {"cf-mitigated": "challenge", "cf-ray": "8f00000000000000-FRA"}
    if retry_after is not None:
        headers["Retry-After"] = str(retry_after)
    return web.Response(
        text=CLOUDFLARE_PAGE, status=status, content_type="text/html", headers=headers
    )


def rate_limited(retry_after: int) -> web.Response:
    """Return the response to too many requests."""
    response = refusal(429, 429, "Too Many Requests", "too many requests")
    response.headers["Retry-After"] = str(retry_after)
    return response


def suffering(fault: HttpFault, retry_after: int) -> web.Response:
    """Return the response that a fault causes."""
    answers: dict[HttpFault, Callable[[], web.Response]] = {
        HttpFault.DEAD_TOKEN: please_log_in,
        HttpFault.EMPTY_401: lambda: web.Response(status=401),
        HttpFault.FORBIDDEN: forbidden,
        HttpFault.RATE_LIMITED: lambda: rate_limited(retry_after),
        HttpFault.CLOUDFLARE: cloudflare,
        HttpFault.SERVER_ERROR: lambda: refusal(500, 500, "Cloud database failed"),
        HttpFault.UNAVAILABLE: lambda: cloudflare(503),
        HttpFault.NOT_JSON: lambda: web.Response(
            text="<html>", content_type="text/html"
        ),
        HttpFault.EMPTY: web.Response,
    }
    return answers[fault]()
