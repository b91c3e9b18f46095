"""Read an HTTP response: its payload, or the error that it stands for.

The one place that knows the status codes, envelopes and error bodies of protocol A.3
and A.4.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http.cookies import Morsel
from typing import Any

import orjson

from ...model.values import as_object, integer
from ..errors import (
    BambuAuthError,
    BambuBlockedError,
    BambuError,
    BambuExpiredError,
    BambuForbiddenError,
    BambuLoginError,
    BambuNotFoundError,
    BambuQuotaError,
    BambuRateLimitError,
    BambuResponseError,
    BambuServerError,
    BambuUnprovenAuthError,
)

# What a refused login means by its code; None stands for all other codes.
type LoginRefusals = Mapping[int | None, type[BambuLoginError]]

_GONE = frozenset({403, 404, 410})
_CHALLENGES = (b"cloudflare", b"just a moment", b"challenges.cloudflare.com")
_RATE_LIMIT_WAIT = 60.0
_BLOCKED_WAIT = 300.0
_LONGEST_WAIT = 86400.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """Hold what a server sent."""

    request: str
    """What error texts call the request."""
    status: int
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)
    cookies: Mapping[str, Morsel[str]] = field(repr=False, default_factory=dict)
    received_at: datetime
    """In UTC."""

    @property
    def is_success(self) -> bool:
        """Return whether the status is a success, which the body may contradict."""
        return 200 <= self.status < 300


def payload(
    response: Response, *, refusals: LoginRefusals | None = None
) -> Mapping[str, Any]:
    """Return the JSON object of a successful response.

    `refusals` is given for logins, where a 400 says what was wrong with them.

    Raises:
        BambuError: it is no success; the class says what to do.
    """
    content = _read_success(response, refusals)
    if response.body.strip():
        return _object(response, content)
    raise BambuServerError(_text(response, "nothing"))


def check_success(response: Response) -> None:
    """Check that a response is a success, whose body may be empty.

    Raises:
        BambuError: it is no success; the class says what to do.
    """
    content = _read_success(response, None)
    if response.body.strip():
        _object(response, content)


def check_stored(response: Response) -> None:
    """Check that a store of files responded with success (protocol A.7.4).

    Stores are not the API: they have no envelopes, and their addresses expire.

    Raises:
        BambuExpiredError: the address is not valid any more.
        BambuServerError: time may heal it.
        BambuResponseError: it is no success for another reason.
    """
    if response.is_success:
        return
    if response.status in _GONE:
        raise BambuExpiredError(_text(response))
    if response.status == 429 or response.status >= 500:
        raise BambuServerError(_text(response))
    raise BambuResponseError(_text(response))


def unwrap(content: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    """Return the object with a key, maybe inside `data` (protocol A.3)."""
    inner = content.get("data")
    return inner if key not in content and isinstance(inner, dict) else content


def _read_success(response: Response, refusals: LoginRefusals | None) -> Any:
    """Return the JSON of a success, or raise the error of anything else."""
    if _is_challenge(response):
        wait = _retry_after(response, _BLOCKED_WAIT)
        raise BambuBlockedError(_text(response, "Cloudflare"), retry_after=wait)
    if response.status == 429:
        wait = _retry_after(response, _RATE_LIMIT_WAIT)
        raise BambuRateLimitError(_text(response), retry_after=wait)
    if response.status >= 500:
        raise BambuServerError(_text(response))
    content = _decode(response)
    code = integer(as_object(content).get("code"))
    if response.is_success and not code:
        return content
    raise _error(response, code, refusals)


def _error(
    response: Response, code: int | None, refusals: LoginRefusals | None
) -> BambuError:
    """Return the error that status and code stand for (protocol A.4)."""
    kind: type[BambuError] = BambuResponseError
    match response.status, code:
        case (400, _) | (200 | 401, int()) if refusals is not None:
            kind = refusals.get(code, refusals[None])
        case 401, 4:
            kind = BambuAuthError
        case (401, _) | (_, 1001 | 1002):
            kind = BambuUnprovenAuthError
        case 403, 8:
            kind = BambuForbiddenError
        case _, 14:
            kind = BambuQuotaError
        case (404, _) | (400, 2):
            kind = BambuNotFoundError
    return kind(_text(response) if code is None else _text(response, f"code {code}"))


def _text(response: Response, detail: str | None = None) -> str:
    """Describe a response without a word of what it contains."""
    text = f"{response.request} was answered with status {response.status}"
    return f"{text} ({detail})" if detail else text


def _decode(response: Response) -> Any:
    """Return the JSON of the body, None if it is none."""
    try:
        return orjson.loads(response.body.decode(errors="replace"))
    except orjson.JSONDecodeError:
        return None


def _object(response: Response, content: Any) -> Mapping[str, Any]:
    """Return a JSON object, or raise BambuResponseError."""
    if isinstance(content, dict):
        return content
    raise BambuResponseError(_text(response, "not a JSON object"))


def _is_challenge(response: Response) -> bool:
    """Return whether Cloudflare responded in place of the cloud."""
    headers = {name.lower() for name in response.headers}
    if response.status == 418 or "cf-mitigated" in headers:
        return True
    if response.status not in (403, 429, 503):
        return False
    if response.status == 503 and "cf-ray" in headers:
        return True
    body = response.body.lower()
    is_page = response.status == 403 and body.lstrip().startswith(b"<")
    return is_page or any(word in body for word in _CHALLENGES)


def _retry_after(response: Response, default: float) -> float:
    """Return the seconds to wait that a response names, within a day."""
    header = next(
        (v for k, v in response.headers.items() if k.lower() == "retry-after"), ""
    ).strip()
    seconds = default
    if header.isdecimal():
        seconds = float(header)
    elif header:
        try:
            moment = parsedate_to_datetime(header)
        except ValueError, OverflowError:
            return default
        aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        seconds = (aware - response.received_at).total_seconds()
    return min(max(seconds, 1.0), _LONGEST_WAIT)
