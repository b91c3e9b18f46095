"""The simulated service with texts of errors."""

from typing import Any

import aiohttp
import pytest

from tests.simulator import HttpFault, SimulatedCloud


async def asked(http: aiohttp.ClientSession, language: str, **more: str) -> Any:
    """Return the texts of a language."""
    async with http.get("/query.php", params={"lang": language} | more) as response:
        body: dict[str, Any] = (await response.json())["data"]
        return body


@pytest.mark.parametrize(
    ("language", "word"), [("en", "empty"), ("de", "leer")], ids=["en", "de"]
)
async def test_texts_by_language(
    http: aiohttp.ClientSession, language: str, word: str
) -> None:
    """Texts of errors need no login (protocol A.12)."""
    data = await asked(http, language)
    errors = {row["ecode"]: row["intro"] for row in data["device_error"][language]}
    assert word in errors["03008004"]
    assert {len(code) for code in errors} == {8}
    assert {len(row["ecode"]) for row in data["device_hms"][language]} == {16}


async def test_internal_codes(http: aiohttp.ClientSession) -> None:
    """Some codes have an empty text, in the list of each model others."""
    internal, rods = "0500060000020070", "0501040000030002"
    seen = {}
    for device in ("", "01P", "22E"):
        rows = (await asked(http, "en", d=device))["device_hms"]["en"]
        seen[device] = {row["ecode"]: row["intro"] for row in rows}
    assert {texts["0C0001000002001B"] for texts in seen.values()} == {""}
    assert seen["22E"][internal] == ""
    assert seen["22E"][rods]
    assert internal not in seen[""]
    assert seen["01P"] == seen[""]
    assert seen["22E"].keys() > seen[""].keys()


async def test_unknown_language_has_empty_lists(http: aiohttp.ClientSession) -> None:
    """A language without texts is no error."""
    assert await asked(http, "tr") == {
        "device_hms": {"tr": []},
        "device_error": {"tr": []},
    }


async def test_suffers_faults(
    cloud: SimulatedCloud, http: aiohttp.ClientSession
) -> None:
    """The service can be away like the rest of the cloud, and is counted with it."""
    cloud.faults.next_request(HttpFault.SERVER_ERROR)
    async with http.get("/query.php") as response:
        assert response.status == 500
    assert await asked(http, "en")
    assert [(seen.path, seen.status) for seen in cloud.requests] == [
        ("/query.php", 500),
        ("/query.php", 200),
    ]
