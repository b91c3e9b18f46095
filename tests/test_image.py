"""The cover of the current or last print is shown, and no other print's."""

import asyncio
from http import HTTPStatus
import logging

from homeassistant.components.image import DOMAIN as IMAGE
from homeassistant.const import STATE_UNKNOWN
from homeassistant.helpers import entity_registry as er
import pytest
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from custom_components.bambu_cloud.const import DOMAIN
from tests.simulator.cloud_side.covers import CoverFault, Covers
from tests.simulator.printer.job import Job

from .helpers.home import P1S, X1C, Home
from .helpers.reports import delta, push


def covers(home: Home) -> Covers:
    """Return the server of the pictures."""
    return home.cloud.history.covers


def entity_id(home: Home, serial: str = P1S) -> str:
    """Return the image of a printer."""
    found = er.async_get(home.hass).async_get_entity_id(
        IMAGE, DOMAIN, f"{serial}_cover"
    )
    assert found
    return found


def shown(home: Home, serial: str = P1S) -> str:
    """Return the state of the image of a printer."""
    state = home.hass.states.get(entity_id(home, serial))
    assert state
    return state.state


async def start(home: Home) -> None:
    """Start a print of the cloud on the P1S."""
    await home.cloud.scenario(P1S, "print_uninterrupted", 300)
    await home.until_happened(lambda: home.shows(P1S, "printing") == "on")


async def test_cover_of_the_running_print(
    home: Home, hass_client: ClientSessionGenerator
) -> None:
    """The picture is there as soon as the print starts, for this printer alone."""
    client = await hass_client()
    assert shown(home) == STATE_UNKNOWN

    await start(home)
    await home.until(lambda: shown(home) != STATE_UNKNOWN)

    response = await client.get(f"/api/image_proxy/{entity_id(home)}")
    assert response.status == HTTPStatus.OK
    assert response.content_type == "image/png"
    assert (await response.read()).startswith(b"\x89PNG")
    assert shown(home, X1C) == STATE_UNKNOWN
    assert covers(home).with_token == 0


async def test_fetched_once(home: Home) -> None:
    """Reports and polls of a print fetch no picture again; its end changes nothing."""
    await start(home)
    await home.until(lambda: shown(home) != STATE_UNKNOWN)
    before = shown(home)

    await home.until_happened(lambda: home.shows(P1S, "printing") == "off")
    await home.entry.runtime_data.history.async_refresh(P1S)
    await home.poll()

    assert len(covers(home).asked) == 1
    assert shown(home) == before


async def test_time_outlasts_a_reload(home: Home) -> None:
    """A picture that is fetched again is no newer for that."""
    await start(home)
    await home.until(lambda: shown(home) != STATE_UNKNOWN)
    before = shown(home)
    assert await home.hass.config_entries.async_reload(home.entry.entry_id)
    await home.until(lambda: len(covers(home).asked) == 2)
    await home.hass.async_block_till_done()
    assert shown(home) == before


async def test_next_print(home: Home) -> None:
    """The next print has a picture of its own."""
    await start(home)
    await home.until(lambda: shown(home) != STATE_UNKNOWN)
    before = shown(home)
    await home.until_happened(lambda: home.shows(P1S, "printing") == "off")

    await start(home)

    await home.until(lambda: shown(home) not in {before, STATE_UNKNOWN})
    assert len(covers(home).asked) == 2


async def test_print_of_the_local_network(home: Home) -> None:
    """A print without a cover shows none, rather than that of the one before."""
    await start(home)
    await home.until(lambda: shown(home) != STATE_UNKNOWN)
    home.cloud.simulated(P1S).printing.end("cancel")
    await home.until_happened(lambda: home.shows(P1S, "printing") == "off")

    printer = home.cloud.simulated(P1S)
    home.cloud.send_report(P1S, printer.printing.start(Job(task_id=0, title="SD card")))

    await home.until_happened(lambda: shown(home) == STATE_UNKNOWN)


async def test_expired_address(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    """An address that expired meanwhile is asked for anew."""
    sign = covers(home).sign
    signed: list[str] = []

    def expired_at_first(*args: object) -> str:
        """Return an address that leads nowhere, and then one that does."""
        signed.append(sign(*args) if signed else "/covers/1.png?Expires=1")  # type: ignore[arg-type]  # passed on
        return signed[-1]

    monkeypatch.setattr(covers(home), "sign", expired_at_first)
    await start(home)

    await home.until(lambda: shown(home) != STATE_UNKNOWN)

    assert [status for _, status in covers(home).asked] == [403, 200]


@pytest.mark.parametrize(
    "fault", [each for each in CoverFault if each is not CoverFault.SLOW]
)
async def test_no_picture(
    home: Home, caplog: pytest.LogCaptureFixture, fault: CoverFault
) -> None:
    """A cover that does not come is unknown, in one line, and reports do not ask."""
    caplog.set_level(logging.DEBUG)
    covers(home).fault = fault
    await start(home)
    await home.until(lambda: "Doing without the cover" in caplog.text)

    await push(home, P1S, delta(gcode_state="RUNNING", mc_percent=7))
    await home.until_shown(P1S, "progress", "7")

    assert shown(home) == STATE_UNKNOWN
    assert len(covers(home).asked) == 1
    assert caplog.text.count("Doing without the cover") == 1
    assert "Expires" not in caplog.text

    covers(home).fault = None
    await home.entry.runtime_data.history.async_refresh(P1S)
    await home.until(lambda: shown(home) != STATE_UNKNOWN)


async def test_slow_picture(home: Home) -> None:
    """A slow picture delays nothing; the next print does not wait."""
    covers(home).fault = CoverFault.SLOW
    await start(home)
    await push(home, P1S, delta(gcode_state="RUNNING", mc_percent=7))
    await home.until_shown(P1S, "progress", "7")
    await home.entry.runtime_data.history.async_refresh(P1S)
    assert shown(home) == STATE_UNKNOWN

    covers(home).fault = None
    covers(home).released.set()
    await home.until(lambda: len(covers(home).asked) == 1)
    await home.entry.runtime_data.history.async_refresh(P1S)

    await home.until(lambda: shown(home) != STATE_UNKNOWN)


async def test_picture_that_comes_too_late(home: Home) -> None:
    """The picture of a print that ended meanwhile is not shown for the next one."""
    covers(home).fault = CoverFault.SLOW
    await start(home)
    await home.until(lambda: home.entry.runtime_data.history.current(P1S))
    first = home.entry.runtime_data.history.current(P1S)
    await home.until(lambda: covers(home).waiting)
    covers(home).fault = None
    home.cloud.simulated(P1S).printing.end("cancel")
    await home.until_happened(lambda: home.shows(P1S, "printing") == "off")
    await start(home)
    await home.until(
        lambda: home.entry.runtime_data.history.current(P1S) not in {None, first}
    )

    covers(home).released.set()

    await home.until(lambda: shown(home) != STATE_UNKNOWN)
    assert [status for _, status in covers(home).asked] == [504, 200]


async def test_no_picture_at_all(
    home: Home, hass_client: ClientSessionGenerator
) -> None:
    """Who asks for a picture that there is not gets an error, and no other picture."""
    client = await hass_client()
    response = await client.get(f"/api/image_proxy/{entity_id(home)}")
    assert response.status == HTTPStatus.INTERNAL_SERVER_ERROR


async def test_removed_while_fetching(home: Home) -> None:
    """A printer may leave the account while its picture is on its way."""
    covers(home).fault = CoverFault.SLOW
    await start(home)
    await home.until(lambda: home.entry.runtime_data.history.current(P1S))
    await asyncio.sleep(0)
    home.cloud.remove_printer(P1S)

    await home.poll()

    assert home.device(P1S) is None
    covers(home).released.set()
