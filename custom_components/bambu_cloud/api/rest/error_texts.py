"""What the errors of printers mean, from Bambu Lab's public text service."""

import asyncio
from collections.abc import Mapping
import re
from typing import Any

import aiohttp
from yarl import URL

from ...model.values import as_object, objects
from ..endpoints import ENDPOINTS, Region
from ..errors import BambuResponseError
from .rate_limit import RATE_LIMITER, RateLimiter
from .request import HttpClient
from .response import Response, payload

_HMS, _ERROR = "device_hms", "device_error"
_SECTIONS = (_HMS, _ERROR)
_LENGTH_OF_HMS = 16
_WIKI = "https://wiki.bambulab.com/en/hms/home"
_PAGES = {
    Region.GLOBAL: URL("https://e.bambulab.com/index.php"),
    Region.CHINA: URL("https://e.bambulab.cn/index.php"),
}
"""What people open; nothing here ever does."""
_SHARING = frozenset({"00M", "00W", "01P", "01S", "030", "039", "03W"})
"""Prefixes of the models without a list of their own (protocol A.12)."""
_PREFIX = re.compile(r"[0-9A-Z]{3}")
_CODE = re.compile(r"[0-9A-F]{8}(?:[0-9A-F]{8})?")


def text_list(serial: str) -> str:
    """Return whose list of texts is that of a printer, "" for the common one.

    Each model since the P2S and the H2D has one of its own; one that is not known here
    is newer, and asked for in the same way.
    """
    prefix = _prefix(serial)
    return "" if prefix in _SHARING else prefix


def error_page(region: Region, code: str, language: str, serial: str) -> str:
    """Return the address of Bambu Lab's page about an error (protocol A.12).

    For messages of the health management system it is what the slicer opens; print
    errors have no page of their own, but one to search for them.
    """
    digits = code.replace("_", "")
    if len(digits) != _LENGTH_OF_HMS:
        return _WIKI
    query = {"e": digits, "s": _HMS, "lang": language}
    if prefix := _prefix(serial):
        query["d"] = prefix
    return str(_PAGES[region].with_query(query))


def _prefix(serial: str) -> str:
    """Return the start of a serial that names its model, "" for none."""
    prefix = serial[:3].upper()
    return prefix if _PREFIX.fullmatch(prefix) else ""


async def error_texts(
    session: aiohttp.ClientSession,
    region: Region,
    language: str,
    device: str = "",
    *,
    rate_limiter: RateLimiter = RATE_LIMITER,
) -> Mapping[str, str]:
    """Return the texts of all errors by their codes; nothing where none are available.

    A code with an empty text is internal, and left out.

    Codes read "0300_0100_0001_0007" for messages of the health management system and
    "0300_400C" for print errors. No login is needed. Source: protocol A.12.

    Args:
        session: sends the request; the caller closes it.
        region: whose server to use.
        language: Bambu Lab's name of it, such as "de" or "zh-cn".
        device: whose list, as `text_list` returns it.
        rate_limiter: spaces out requests to the server.

    Raises:
        BambuConnectionError: time may heal it.
        BambuResponseError: the response makes no sense.
    """
    url = ENDPOINTS[region].texts / "query.php"
    http = HttpClient(session=session, rate_limiter=rate_limiter)
    params = {"lang": language} | ({"d": device} if device else {})
    response = await http.send("GET", url, params=params)
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
