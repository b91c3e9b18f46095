"""Tests of the control page's interface, and of the simulator as a program."""

import asyncio
import base64
from datetime import timedelta
import json
from pathlib import Path
import re
import sys
from typing import Any

import aiohttp
import pytest

from tests.helpers.wait import WAIT_LIMIT
from tests.simulator import H2D_SERIAL, OWNER, P1S_SERIAL, X1C_SERIAL, SimulatedCloud

from .http_client import BIND, LOGIN, SEND_CODE, get, post

API = "/_simulator/api"
ROOT = Path(__file__).parents[2]


async def shown(http: aiohttp.ClientSession, serial: str) -> dict[str, Any]:
    """Return a printer as the page shows it."""
    _, state = await get(http, f"{API}/state")
    (printer,) = (each for each in state["printers"] if each["serial"] == serial)
    found: dict[str, Any] = printer
    return found


async def test_page(http: aiohttp.ClientSession) -> None:
    """The page comes from here alone."""
    async with http.get("/_simulator") as response:
        page = await response.text()
    assert response.status == 200
    assert not re.search(r"https?://", page)


async def test_page_names_everything_that_the_interface_gives(
    http: aiohttp.ClientSession,
) -> None:
    """What the page's script reads is there."""
    async with http.get("/_simulator") as response:
        _, _, script = (await response.text()).partition("<script>")
    _, state = await get(http, f"{API}/state")
    (printer,) = (each for each in state["printers"] if each["serial"] == H2D_SERIAL)
    assert set(re.findall(r"\bstate\.([a-z]\w+)", script)) <= state.keys()
    assert set(re.findall(r"\bprinter\.(\w+)", script)) <= printer.keys()
    assert set(re.findall(r"\baccount\.(\w+)", script)) <= state["accounts"][0].keys()


async def test_print_from_the_page(
    cloud: SimulatedCloud, http: aiohttp.ClientSession
) -> None:
    """A person starts, pauses, resumes and finishes a print."""
    printer = f"{API}/printers/{X1C_SERIAL}"
    await post(http, f"{printer}/scenario", name="print_ok")
    await cloud.advance(150)
    state = await shown(http, X1C_SERIAL)
    assert state["gcode_state"] == "RUNNING"
    assert state["progress"] > 0
    for action, expected in (
        ("pause", "PAUSE"),
        ("resume", "RUNNING"),
        ("finish", "FINISH"),
    ):
        _, after = await post(http, f"{printer}/{action}")
        assert after["gcode_state"] == expected


@pytest.mark.parametrize("action", ["fail", "cancel"])
async def test_bad_end_from_the_page(
    cloud: SimulatedCloud, http: aiohttp.ClientSession, action: str
) -> None:
    """A person lets a print fail."""
    printer = f"{API}/printers/{P1S_SERIAL}"
    await post(http, f"{printer}/scenario", name="print_ok", seconds=100)
    await cloud.advance(50)
    _, after = await post(http, f"{printer}/{action}")
    assert after["gcode_state"] == "FAILED"


async def test_power_and_door(
    cloud: SimulatedCloud, http: aiohttp.ClientSession
) -> None:
    """A person switches a printer off and on, and opens its door."""
    printer = f"{API}/printers/{H2D_SERIAL}"
    assert (await post(http, f"{printer}/off"))[1]["connected"] is False
    assert (await post(http, f"{printer}/on"))[1]["connected"] is True
    assert (await post(http, f"{printer}/door"))[1]["door"] is True
    assert (await post(http, f"{printer}/door"))[1]["door"] is False


async def test_units_on_the_page(
    cloud: SimulatedCloud, http: aiohttp.ClientSession
) -> None:
    """A person sees where an AMS is, and carries it off."""
    assert (await shown(http, X1C_SERIAL))["ams"] == ["AMS 0 · 00600A000000001"]
    printer = f"{API}/printers/{X1C_SERIAL}"
    _, after = await post(http, f"{printer}/scenario", name="ams_unplugged")
    assert after["ams"] == []
    status, body = await post(http, f"{printer}/scenario", name="ams_unplugged")
    assert (status, "no AMS" in body["error"]) == (409, True)


async def test_what_cannot_be_done(http: aiohttp.ClientSession) -> None:
    """The interface says what is wrong."""
    printer = f"{API}/printers/{P1S_SERIAL}"
    assert (await post(http, f"{printer}/sing"))[0] == 404
    assert (await post(http, f"{printer}/scenario", name="nothing"))[0] == 404
    assert (await post(http, f"{API}/printers/0/off"))[0] == 404
    assert (await post(http, f"{API}/faults", request="rain"))[0] == 400
    assert (await post(http, f"{printer}/scenario", name="print_ok"))[0] == 200
    await post(http, f"{API}/time", advance=2)
    status, body = await post(http, f"{printer}/scenario", name="print_ok")
    assert (status, "PREPARE" in body["error"]) == (409, True)


async def test_mailbox(cloud: SimulatedCloud, http: aiohttp.ClientSession) -> None:
    """The codes can be read, and log in."""
    await post(http, SEND_CODE, email=OWNER)
    async with http.get(f"{API}/mailbox/{OWNER}") as response:
        (code,) = await response.json()
    assert (await post(http, LOGIN, account=OWNER, code=code))[0] == 200


async def test_tokens_from_the_page(
    cloud: SimulatedCloud, http: aiohttp.ClientSession
) -> None:
    """Tokens can be issued, also with their end inside, and revoked."""
    account = f"{API}/accounts/{OWNER}"
    opaque = (await post(http, f"{account}/token"))[1]["token"]
    jwt = (await post(http, f"{account}/token", days=3))[1]["token"]
    assert "." not in opaque
    payload = base64.urlsafe_b64decode(jwt.split(".")[1] + "==")
    end = cloud.now + timedelta(days=3)
    assert json.loads(payload)["exp"] == int(end.timestamp())
    assert cloud.of_token(opaque) is cloud.of_token(jwt) is cloud.accounts[OWNER]
    await post(http, f"{account}/revoke")
    assert cloud.of_token(opaque) is cloud.of_token(jwt) is None
    assert (await post(http, f"{API}/accounts/nobody/token"))[0] == 404


async def test_faults_from_the_page(
    cloud: SimulatedCloud, http: aiohttp.ClientSession, owner: aiohttp.ClientSession
) -> None:
    """Requests and reports can be made to suffer, and to recover."""
    body = {"request": "server_error", "times": 2, "drop": 3, "junk": "bytes"}
    assert (await post(http, f"{API}/faults", **body))[0] == 200
    assert (await get(owner, BIND))[0] == 500
    assert (cloud.faults.drop, len(cloud.faults.junk)) == (3, 1)
    await post(http, f"{API}/faults", clear=True)
    assert (await get(owner, BIND))[0] == 200
    assert cloud.faults.drop == 0
    await post(http, f"{API}/faults", targets={BIND: "server_error"})
    assert (await get(owner, BIND))[0] == 500
    await post(http, f"{API}/faults", clear=True)
    await post(http, f"{API}/faults", every_request="forbidden")
    assert (await get(owner, BIND))[0] == (await get(owner, BIND))[0] == 403


async def test_broker_and_time_from_the_page(
    cloud: SimulatedCloud, http: aiohttp.ClientSession
) -> None:
    """The broker can be stopped and started, and time made to run."""
    assert (await post(http, f"{API}/broker", do="stop"))[1] == {"running": False}
    assert (await post(http, f"{API}/broker", do="start"))[1] == {"running": True}
    await post(http, f"{API}/broker", do="kick", refuse_logins=3)
    assert cloud.broker.refuse_logins == 3
    assert (await post(http, f"{API}/time", speed=30))[1]["speed"] == 30


async def test_printers_come_and_go(
    cloud: SimulatedCloud, http: aiohttp.ClientSession
) -> None:
    """A printer can be added to the account and removed from it."""
    status, added = await post(http, f"{API}/printers", model="P1S", name="Attic")
    assert (status, added["name"]) == (201, "Attic")
    assert added["serial"] in cloud.printers
    async with http.delete(f"{API}/printers/{added['serial']}") as response:
        assert response.status == 200
    async with http.get(f"{API}/printers") as response:
        assert len(await response.json()) == 4


async def test_program(socket_enabled: None) -> None:
    """The simulator runs as a program and says where."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.simulator",
        "--speed=60",
        cwd=ROOT,
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdout is not None
    try:
        async with asyncio.timeout(WAIT_LIMIT):
            said = [(await process.stdout.readline()).decode() for _ in range(4)]
        control = said[3].split()[-1]
        async with (
            aiohttp.ClientSession() as session,
            session.get(f"{control}/api/state") as response,
        ):
            assert len((await response.json())["printers"]) == 4
    finally:
        process.terminate()
        await process.wait()
    assert OWNER in said[2]
