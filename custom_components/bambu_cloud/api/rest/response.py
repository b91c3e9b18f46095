"""Read an HTTP answer: its payload, or the error that it stands for.

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
    """What the server sent; `request` is what error texts call the question."""

    request: str
    status: int
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)
    cookies: Mapping[str, Morsel[str]] = field(repr=False, default_factory=dict)

    @property
    def is_success(self) -> bool:
        """Tell whether the status alone says so."""
        return 200 <= self.status < 300


def payload(
    answer: Response, *, now: datetime, refusals: LoginRefusals | None = None
) -> Mapping[str, Any]:
    """Return the JSON object of a successful answer.

    Args:
        answer: what the server sent.
        now: the time, to understand a `Retry-After` that names a date.
        refusals: given for logins, where a 400 says what was wrong with them.

    Raises:
        BambuError: the answer is no success; the class says what to do.
    """
    content = _accepted(answer, now, refusals)
    if answer.body.strip():
        return _object(answer, content)
    raise BambuServerError(_text(answer, "nothing"))


def acknowledged(answer: Response, *, now: datetime) -> None:
    """Make sure that an answer is a success, which may say nothing further.

    Raises:
        BambuError: it is no success; the class says what to do.
    """
    content = _accepted(answer, now, None)
    if answer.body.strip():
        _object(answer, content)


def stored(answer: Response) -> Response:
    """Return what a store of files answered, if it is a success (protocol A.7.4).

    Stores are not the API: they have no envelopes, and their addresses expire.

    Raises:
        BambuExpiredError: the address is not valid any more.
        BambuServerError: time may heal it.
        BambuResponseError: it is no success for another reason.
    """
    if answer.is_success:
        return answer
    if answer.status in _GONE:
        raise BambuExpiredError(_text(answer))
    if answer.status == 429 or answer.status >= 500:
        raise BambuServerError(_text(answer))
    raise BambuResponseError(_text(answer))


def _accepted(answer: Response, now: datetime, refusals: LoginRefusals | None) -> Any:
    """Return what a successful answer says, or raise what another stands for."""
    if _is_challenge(answer):
        wait = _retry_after(answer, now, _BLOCKED_WAIT)
        raise BambuBlockedError(_text(answer, "Cloudflare"), retry_after=wait)
    if answer.status == 429:
        wait = _retry_after(answer, now, _RATE_LIMIT_WAIT)
        raise BambuRateLimitError(_text(answer), retry_after=wait)
    if answer.status >= 500:
        raise BambuServerError(_text(answer))
    content = _decode(answer)
    code = integer(as_object(content).get("code"))
    if answer.is_success and not code:
        return content
    raise _error(answer, code, refusals)


def unwrapped(content: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    """Return the object with a key, maybe inside `data` (protocol A.3)."""
    inner = content.get("data")
    return inner if key not in content and isinstance(inner, dict) else content


def _error(
    answer: Response, code: int | None, refusals: LoginRefusals | None
) -> BambuError:
    """Return the error that status and code stand for (protocol A.4)."""
    kind: type[BambuError] = BambuResponseError
    match answer.status, code:
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
    return kind(_text(answer) if code is None else _text(answer, f"code {code}"))


def _text(answer: Response, detail: str | None = None) -> str:
    """Describe an answer without a word of what it contains."""
    text = f"{answer.request} was answered with status {answer.status}"
    return f"{text} ({detail})" if detail else text


def _decode(answer: Response) -> Any:
    """Return what the body says as JSON, None if it is none."""
    try:
        return orjson.loads(answer.body.decode(errors="replace"))
    except orjson.JSONDecodeError:
        return None


def _object(answer: Response, content: Any) -> Mapping[str, Any]:
    """Return a JSON object or tell that it is none."""
    if isinstance(content, dict):
        return content
    raise BambuResponseError(_text(answer, "not a JSON object"))


def _is_challenge(answer: Response) -> bool:
    """Tell whether Cloudflare stands between us and the cloud."""
    headers = {name.lower() for name in answer.headers}
    if answer.status == 418 or "cf-mitigated" in headers:
        return True
    if answer.status not in (403, 429, 503):
        return False
    if answer.status == 503 and "cf-ray" in headers:
        return True
    body = answer.body.lower()
    is_page = answer.status == 403 and body.lstrip().startswith(b"<")
    return is_page or any(word in body for word in _CHALLENGES)


def _retry_after(answer: Response, now: datetime, default: float) -> float:
    """Return how many seconds the server wants us to wait."""
    header = next(
        (v for k, v in answer.headers.items() if k.lower() == "retry-after"), ""
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
        seconds = (aware - now).total_seconds()
    return min(max(seconds, 1.0), _LONGEST_WAIT)
