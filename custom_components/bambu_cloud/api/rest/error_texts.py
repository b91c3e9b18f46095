"""What the errors of printers mean, from Bambu Lab's public text service."""

import asyncio
from collections.abc import Mapping
import re
from typing import Any

import aiohttp

from ...model.values import as_object, objects
from ..endpoints import ENDPOINTS, Region
from ..errors import BambuResponseError
from .rate_limit import RATE_LIMITER, RateLimiter
from .request import HttpClient
from .response import Response, payload

_SECTIONS = ("device_hms", "device_error")
_CODE = re.compile(r"[0-9A-F]{8}(?:[0-9A-F]{8})?")


async def error_texts(
    session: aiohttp.ClientSession,
    region: Region,
    language: str,
    *,
    rate_limiter: RateLimiter = RATE_LIMITER,
) -> Mapping[str, str]:
    """Return the texts of all errors by their codes; nothing where none are available.

    Codes read "0300_0100_0001_0007" for messages of the health management system and
    "0300_400C" for print errors. No login is needed. Source: protocol A.12.

    Args:
        session: sends the request; the caller closes it.
        region: whose server to use.
        language: Bambu Lab's name of it, such as "de" or "zh-cn".
        rate_limiter: spaces out requests to the server.

    Raises:
        BambuConnectionError: time may heal it.
        BambuResponseError: the response makes no sense.
    """
    url = ENDPOINTS[region].texts / "query.php"
    http = HttpClient(session=session, rate_limiter=rate_limiter)
    response = await http.send("GET", url, params={"lang": language})
    # A megabyte with thousands of rows: too long for the event loop.
    return await asyncio.to_thread(_read, response, language)


def _read(response: Response, language: str) -> dict[str, str]:
    """Return the texts that a response has in one language."""
    content = as_object(payload(response).get("data"))
    lists = [
        _rows(content[section], language) for section in _SECTIONS if section in content
    ]
    rows = [row for found in lists for row in objects(found)]
    texts = {
        code: text for row in rows if (code := _code(row)) and (text := _text(row))
    }
    if texts or (lists and all(found == [] for found in lists)):
        return texts
    raise BambuResponseError(f"{response.request} was answered without texts")


def _rows(section: Any, language: str) -> Any:
    """Return the rows of one kind of error in a language, [] if there are none."""
    if section == []:  # how PHP writes an empty object
        return []
    if not isinstance(section, dict):
        return None
    spelled = {name.replace("_", "-").lower(): rows for name, rows in section.items()}
    return spelled.get(language, [])


def _code(row: Mapping[str, Any]) -> str | None:
    """Return the code of a row as people write it."""
    code = str(row.get("ecode", "")).strip().upper()
    if not _CODE.fullmatch(code):
        return None
    return "_".join(code[start : start + 4] for start in range(0, len(code), 4))


def _text(row: Mapping[str, Any]) -> str:
    """Return the text of a row, empty if there is none."""
    text = row.get("intro")
    return " ".join(text.split()) if isinstance(text, str) else ""
