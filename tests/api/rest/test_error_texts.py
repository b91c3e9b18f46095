"""What the text service says about errors, and what is made of it."""

import asyncio
from collections.abc import AsyncGenerator, Mapping
from typing import Any

import aiohttp
import pytest

from custom_components.bambu_cloud.api import (
    BambuBlockedError,
    BambuConnectionError,
    BambuError,
    BambuRateLimitError,
    BambuResponseError,
    BambuServerError,
    Region,
    error_page,
    error_texts,
    text_list,
)
from tests.helpers.http_server import CannedServer, answer
from tests.simulator import HttpFault, SimulatedCloud


@pytest.fixture(autouse=True)
async def _no_threads(server: CannedServer) -> AsyncGenerator[None]:
    """Leave no thread that read an answer."""
    yield
    await asyncio.get_running_loop().shutdown_default_executor()


async def texts(language: str = "en", device: str = "") -> Mapping[str, str]:
    """Ask the service."""
    async with aiohttp.ClientSession() as session:
        return await error_texts(session, Region.GLOBAL, language, device)


def listed_texts(hms: Any = (), errors: Any = (), language: str = "en") -> bytes:
    """Return an answer with these rows (protocol A.12)."""
    data = {
        "device_hms": {language: list(hms), "ver": 1},
        "device_error": {language: list(errors), "ver": 1},
    }
    return answer(200, {"result": 0, "t": 1, "data": data})


async def test_both_kinds_of_codes(server: CannedServer) -> None:
    """Messages have sixteen digits, print errors eight; people read groups of four."""
    server.respond_with(
        listed_texts(
            [{"ecode": "0c00030000030007", "intro": "On the plate\nis something. "}],
            [{"ecode": "1200801A", "intro": "Empty"}],
        )
    )
    assert await texts() == {
        "0C00_0300_0003_0007": "On the plate is something.",
        "1200_801A": "Empty",
    }


async def test_asks_for_a_language_without_a_token(server: CannedServer) -> None:
    """The service is public, and gets the language (protocol A.12)."""
    server.respond_with(listed_texts(language="pt-br"))
    await texts("pt-br")
    (request,) = server.requests
    assert (request.method, request.target) == ("GET", "/query.php?lang=pt-br")
    assert "authorization" not in request.headers
    assert "ha-bambu-cloud" in request.headers["user-agent"]


async def test_asks_for_the_list_of_a_model(server: CannedServer) -> None:
    """Lists differ by the start of the serial (protocol A.12)."""
    server.respond_with(listed_texts())
    await texts("en", "22E")
    (request,) = server.requests
    assert request.target == "/query.php?lang=en&d=22E"


@pytest.mark.parametrize(
    ("serials", "lists"),
    [
        ("093 094 20P 22E 239 26A 31B", "093 094 20P 22E 239 26A 31B"),
        ("00M 00W 03W 01P 01S 030 039", " " * 6),
        ("77Z 35F 22e", "77Z 35F 22E"),
        ("A-B Ä!# **R", " " * 2),
    ],
    ids=["own", "common", "new", "odd"],
)
def test_whose_list(serials: str, lists: str) -> None:
    """Older models share a list; the others, and those to come, have their own."""
    found = [text_list(f"{serial}00A000000001") for serial in serials.split(" ")]
    assert found == lists.split(" ")


def test_page_of_a_message() -> None:
    """The link is what the slicer opens (protocol A.12)."""
    page = error_page(Region.GLOBAL, "0300_0100_0001_0007", "pt-br", "22E00A000000001")
    assert page.endswith("/index.php?e=0300010000010007&s=device_hms&lang=pt-br&d=22E")
    odd = error_page(Region.GLOBAL, "0300_0100_0001_0007", "en", "")
    assert odd.endswith("/index.php?e=0300010000010007&s=device_hms&lang=en")


def test_page_of_a_print_error() -> None:
    """There is none for each, but one where all can be found."""
    page = error_page(Region.CHINA, "0300_400D", "de", "22E00A000000001")
    assert page == "https://wiki.bambulab.com/en/hms/home"


async def test_languages_are_spelled_in_several_ways(server: CannedServer) -> None:
    """Whether the answer says zh-cn or zh_CN, it is Chinese."""
    row = {"ecode": "0300400D", "intro": "中文"}
    server.respond_with(listed_texts(errors=[row], language="zh_CN"))
    assert await texts("zh-cn") == {"0300_400D": "中文"}


@pytest.mark.parametrize(
    "data",
    [
        {"device_hms": {"tr": []}, "device_error": {"tr": []}},
        {"device_hms": {}, "device_error": {}},
        {"device_hms": [], "device_error": []},
        {"device_hms": {"en": [{"ecode": "03004000", "intro": "Other language"}]}},
    ],
    ids=["lists", "objects", "php", "other"],
)
async def test_language_without_texts(server: CannedServer, data: Any) -> None:
    """Nothing in a language is an answer, not an error."""
    server.respond_with(answer(200, {"data": data}))
    assert await texts("tr") == {}


@pytest.mark.parametrize(
    "row",
    [
        None,
        "03004000",
        {},
        {"ecode": "03004000"},
        {"ecode": "03004000", "intro": None},
        {"ecode": "03004000", "intro": " "},
        {"ecode": "0300400", "intro": "Too short"},
        {"ecode": "0300400G", "intro": "No number"},
        {"ecode": None, "intro": "No code"},
        {"intro": "No code"},
    ],
)
async def test_row_that_makes_no_sense_is_left_out(
    server: CannedServer, row: Any
) -> None:
    """One bad row does not cost the others."""
    good = {"ecode": "0300400D", "intro": "Good"}
    server.respond_with(listed_texts(errors=[row, good]))
    assert await texts() == {"0300_400D": "Good"}


@pytest.mark.parametrize(
    "canned",
    [
        answer(200, []),
        answer(200, {}),
        answer(200, {"data": None}),
        answer(200, {"data": []}),
        answer(200, {"data": {}}),
        answer(200, {"data": {"device_hms": "none"}}),
        answer(200, {"data": {"device_hms": {"en": "none"}}}),
        answer(200, {"data": {"device_hms": {"en": {"03004000": "text"}}}}),
        answer(200, {"data": {"device_hms": {"en": None}, "device_error": {"en": []}}}),
        answer(200, {"data": {"device_hms": {"en": [1, "x", {"ecode": "?"}]}}}),
        answer(200, b"<html>hello</html>"),
        answer(200, b"\xff\xfe"),
        answer(200, {"code": 7, "data": {"device_hms": {"en": []}}}),
        answer(302, b"", {"Location": "https://example.com/"}),
        answer(404),
        answer(200, b"[" * 10_000),
    ],
)
async def test_junk_is_named(server: CannedServer, canned: bytes) -> None:
    """Whatever cannot be texts is an error that says where it came from."""
    server.respond_with(canned)
    with pytest.raises(BambuResponseError, match=r"GET query\.php"):
        await texts()


async def test_body_is_bounded(server: CannedServer) -> None:
    """No answer can fill the memory."""
    server.respond_with(answer(200, b" " * (8 * 1024 * 1024 + 1)))
    with pytest.raises(BambuResponseError, match="too large"):
        await texts()


async def test_simulated_service(simulated: SimulatedCloud) -> None:
    """The simulated service is understood, in both languages and cases of letters."""
    english, german = await texts("en"), await texts("de")
    assert english["0C00_0300_0003_0007"].startswith("The camera")
    assert "leer" in german["0300_8004"]
    assert german.keys() < english.keys()
    assert await texts("tr") == {}
    assert "0C00_0100_0002_001B" not in english
    assert (await texts("en", "22E")).keys() - english == {"0501_0400_0003_0002"}


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (HttpFault.RATE_LIMITED, BambuRateLimitError),
        (HttpFault.CLOUDFLARE, BambuBlockedError),
        (HttpFault.UNAVAILABLE, BambuBlockedError),
        (HttpFault.SERVER_ERROR, BambuServerError),
        (HttpFault.EMPTY, BambuServerError),
        (HttpFault.NOT_JSON, BambuResponseError),
        (HttpFault.CUT, BambuConnectionError),
        (HttpFault.DISCONNECT, BambuConnectionError),
    ],
)
async def test_faults_are_named(
    simulated: SimulatedCloud, fault: HttpFault, error: type[BambuError]
) -> None:
    """What befalls the rest of the cloud befalls the text service, too."""
    simulated.faults.every_request = fault
    with pytest.raises(error):
        await texts()
