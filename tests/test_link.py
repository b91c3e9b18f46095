"""What Home Assistant shows when links break, logins die and junk arrives."""

from datetime import timedelta
from functools import partial
import logging
from unittest.mock import patch

import aiohttp
import pytest

from custom_components.bambu_cloud.api import BambuCloud
from tests.simulator import HttpFault, Junk, SimulatedCloud

from .helpers.clock import Wall
from .helpers.home import A1_MINI, P1S, Home
from .helpers.reports import delta, polls, push, reauths


async def test_lost_link_is_no_reason_to_hammer(home: Home) -> None:
    """While the cloud wants to be left alone, a lost link changes nothing."""
    home.cloud.faults.every_request = HttpFault.CLOUDFLARE
    await home.poll()
    before = polls(home)
    await home.lose_link()
    assert home.shows(P1S, "print_status") == "unavailable"
    await home.cloud.advance(5)
    assert polls(home) == before


async def test_poll_is_rare_while_printers_push(home: Home) -> None:
    """A lost link is reason to poll, and to poll every minute from then on."""
    await home.poll(70)  # planned before the link was up
    before = polls(home)
    await home.pass_time(70)
    await home.cloud.advance(5)
    assert polls(home) == before
    await home.lose_link()
    await home.until(lambda: polls(home) == before + 1)
    await home.poll(70)
    assert polls(home) == before + 2


async def test_without_the_link_the_poll_reports_the_print(home: Home) -> None:
    """Status, progress and name are the poll's; temperatures do not pretend."""
    await home.lose_link()
    assert home.shows(P1S, "nozzle_temperature") == "unavailable"
    await home.cloud.scenario(P1S, "print_ok", 600)
    await home.cloud.advance(300)
    await home.poll(70)
    assert home.shows(P1S, "print_status") == "printing"
    assert 0 < int(home.shows(P1S, "progress") or 0) < 100
    assert home.shows(P1S, "task_name") == "Benchy"
    assert home.shows(P1S, "nozzle_temperature") == "unavailable"
    assert home.shows(P1S, "online") == "on"

    await home.cloud.broker.start()
    await home.cloud.advance(400)
    await home.until_shown(P1S, "print_status", "finished")


def has_connected(home: Home, before: int) -> bool:
    """Return whether the stream has connected since there were so many connects."""
    connects: int = home.entry.runtime_data.account.stream.counters.connects
    return connects > before


async def test_listening_goes_on_after_an_error(
    home: Home, caplog: pytest.LogCaptureFixture
) -> None:
    """An error in handling a report is logged once, and later reports arrive."""
    printer = home.entry.runtime_data.account.printers[P1S]
    counters = home.entry.runtime_data.account.stream.counters
    for number in (1, 2):
        connects = counters.connects
        with patch.object(printer, "async_apply", side_effect=[ZeroDivisionError]):
            await push(home, P1S, delta(nozzle_temper=100 + number))
            await home.until(lambda: not home.entry.runtime_data.account.link.pushed)
        await home.until(partial(has_connected, home, connects))
        await home.until_reported()
        await push(home, P1S, delta(nozzle_temper=200 + number))
        await home.until_shown(P1S, "nozzle_temperature", f"{200 + number}")
    errors = [r for r in caplog.records if r.levelno >= logging.ERROR]
    assert [record.message for record in errors] == ["Reports could not be handled"]
    caplog.clear()


PASSING = (
    HttpFault.CLOUDFLARE,
    HttpFault.UNAVAILABLE,
    HttpFault.RATE_LIMITED,
    HttpFault.SERVER_ERROR,
    HttpFault.EMPTY,
    HttpFault.NOT_JSON,
    HttpFault.FORBIDDEN,
    HttpFault.CUT,
    HttpFault.DISCONNECT,
    HttpFault.HANG,
)


@pytest.fixture
def impatient(
    cloud: SimulatedCloud, monkeypatch: pytest.MonkeyPatch, wall: Wall
) -> None:
    """Wait for an answer of the cloud for a moment only."""
    timeout = aiohttp.ClientTimeout(total=0.05)
    client = partial(BambuCloud, clock=wall.clock, timeout=timeout)
    monkeypatch.setattr("custom_components.bambu_cloud.BambuCloud", client)


@pytest.mark.slow
@pytest.mark.parametrize("fault", PASSING, ids=str)
async def test_three_days_of_trouble_ask_for_no_login(
    impatient: None, home: Home, wall: Wall, fault: HttpFault
) -> None:
    """Whatever may pass by itself is waited for, and then everything is back."""
    home.cloud.faults.every_request = fault
    before = polls(home)
    home.cloud.broker.refuse_logins = 5
    await home.cloud.broker.kick()
    await home.until_link_lost()
    assert home.shows(P1S, "nozzle_temperature") == "unavailable"
    for _ in range(24):
        wall.ahead += timedelta(hours=3)
        await home.poll(3 * 3600)
    assert reauths(home) == 0
    assert polls(home) - before <= 25
    assert home.shows(P1S, "print_status") == "unavailable"

    home.cloud.faults.clear()
    home.cloud.broker.refuse_logins = 0
    await home.poll(3600)
    await home.until_shown(P1S, "print_status", "idle")


async def test_refusals_without_proof_ask_for_no_login(home: Home, wall: Wall) -> None:
    """A 401 that does not say why passes, as long as good answers come in between."""
    for _ in range(24):
        home.cloud.faults.next_request(HttpFault.EMPTY_401, times=2)
        for _ in range(3):
            wall.ahead += timedelta(hours=1)
            await home.poll(3600)
    assert reauths(home) == 0
    assert home.entry.runtime_data.account.last_update_success


async def test_refusals_that_do_not_end_are_proof(home: Home, wall: Wall) -> None:
    """Nothing but such a 401 for ten minutes leads to one login (protocol A.4)."""
    home.cloud.faults.every_request = HttpFault.EMPTY_401
    for minutes, asked in ((0, 0), (5, 0), (4, 0), (2, 1)):
        wall.ahead += timedelta(minutes=minutes)
        await home.poll()
        assert reauths(home) == asked
    await home.pass_time(310)
    assert reauths(home) == 1


@pytest.mark.parametrize(("asked", "quiet", "enough"), [(1, 45, 70), (900, 800, 910)])
async def test_retry_after_of_the_cloud_is_respected(
    home: Home, asked: int, quiet: float, enough: float
) -> None:
    """After a 429 the next poll waits as long as asked, and a minute at the least."""
    home.cloud.faults.retry_after = asked
    home.cloud.faults.every_request = HttpFault.RATE_LIMITED
    await home.poll()
    before = polls(home)
    await home.pass_time(quiet)
    assert polls(home) == before
    await home.poll(enough)
    assert polls(home) > before


async def test_revoked_token_leads_to_one_login(home: Home) -> None:
    """When the token dies mid-stream, one flow asks to log in again."""
    await home.cloud.scenario(P1S, "token_revoked")
    await home.cloud.advance(5)
    await home.until(lambda: reauths(home))
    await home.pass_time(310)
    await home.pass_time(310)
    assert reauths(home) == 1


@pytest.mark.parametrize("refused_by", ["api", "broker"])
async def test_token_whose_time_is_up_leads_to_one_login(
    home: Home, refused_by: str
) -> None:
    """Either side alone is enough to learn of it, and both together ask once."""
    if refused_by == "api":
        await home.lose_link()
        await home.poll(70)
        home.cloud.expire_tokens()
        await home.poll(70)
    else:
        home.cloud.expire_tokens()
    await home.until(lambda: reauths(home))
    await home.cloud.broker.start()
    for _ in range(3):
        await home.cloud.advance(5)
        await home.pass_time(3600)
    assert reauths(home) == 1


async def test_broker_that_refuses_a_living_token(home: Home) -> None:
    """The broker's word alone is no proof; the printers come back by themselves."""
    home.cloud.broker.refuse_logins = 5
    await home.cloud.broker.kick()
    await home.until_link_lost()
    assert home.shows(P1S, "nozzle_temperature") == "unavailable"
    await home.poll()
    assert reauths(home) == 0


JUNK = {
    Junk.BYTES: "junk",
    Junk.INVALID_UTF8: "repaired",
    Junk.LIST: "junk",
    Junk.LIST_FOR_OBJECT: "junk",
    Junk.WRONG_TYPES: None,
    Junk.HUGE: "junk",
}


@pytest.mark.parametrize(("junk", "counter"), JUNK.items(), ids=str)
async def test_junk_is_counted_and_nothing_is_lost(
    home: Home, caplog: pytest.LogCaptureFixture, junk: Junk, counter: str | None
) -> None:
    """Whatever arrives, it is logged once, and the next honest report is shown."""
    caplog.set_level(logging.DEBUG, "custom_components.bambu_cloud")
    shown = home.shows(P1S, "bed_temperature")
    home.cloud.faults.junk.extend([junk, junk])
    await home.cloud.advance(20)
    await push(home, P1S, delta(nozzle_temper=222))
    await home.until_shown(P1S, "nozzle_temperature", "222")
    assert home.shows(P1S, "bed_temperature") == shown
    account = home.entry.runtime_data.account
    assert account.link.pushed
    counters = account.stream.counters.as_dict()
    counted = {key: counters[key] for key in ("junk", "repaired") if counters[key]}
    assert counted == ({counter: 2} if counter else {})
    logged = [record for record in caplog.records if "Dropping" in record.msg]
    assert len(logged) == (counter == "junk")
    assert all(record.levelno == logging.DEBUG for record in logged)


@pytest.mark.slow
async def test_twenty_broker_restarts_lose_no_ending(home: Home) -> None:
    """However often the link breaks during a print, its end is shown."""
    await home.cloud.scenario(P1S, "print_ok", 600)
    await home.cloud.scenario(A1_MINI, "print_fails", 600)
    for _ in range(20):
        await home.cloud.advance(30)
        await home.cloud.broker.stop()
        await home.cloud.broker.start()
        await home.until(lambda: home.cloud.broker.sessions == 1)
    await home.cloud.advance(120)
    await home.until_shown(P1S, "print_status", "finished")
    await home.until_shown(A1_MINI, "print_status", "failed")
    assert home.cloud.broker.sessions == 1
