"""Texts of errors in the user's language, without needless requests."""

import logging
from typing import Any

from homeassistant.const import EVENT_CORE_CONFIG_UPDATE
from homeassistant.core import HomeAssistant
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.bambu_cloud.const import DOMAIN
from custom_components.bambu_cloud.lookups.error_texts import ErrorTexts
from tests.helpers.clock import Wall
from tests.helpers.error_texts import KEY, ErrorTextsHome
from tests.helpers.wait import until
from tests.simulator import HttpFault, SimulatedCloud
from tests.simulator.cloud_side.rest_texts import TEXTS

HOUR, DAY = 3600.0, 86400.0
RUNOUT, CLOGGED, UNKNOWN = "0300_8004", "0300_8016", "FFFF_FFFF"
SPOOL, SPULE = "The spool is empty", "Die leere Spule"


@pytest.fixture
async def home(
    hass: HomeAssistant,
    cloud: SimulatedCloud,
    wall: Wall,
    caplog: pytest.LogCaptureFixture,
    hass_storage: dict[str, Any],
) -> ErrorTextsHome:
    """Return a German home that has not asked for a text yet."""
    caplog.set_level(logging.DEBUG, "custom_components.bambu_cloud")
    hass.config.language = "de"
    return ErrorTextsHome(hass, cloud, wall, caplog, hass_storage)


async def test_text_arrives_when_it_is_needed(home: ErrorTextsHome) -> None:
    """Nothing is fetched before a code is shown; then it is there in a moment."""
    await home.hass.async_block_till_done()
    assert home.asked == 0
    assert home.texts.text(RUNOUT) is None
    await home.until_notified(1)
    assert (home.texts.text(RUNOUT) or "").startswith(SPULE)
    assert home.asked == 1


async def test_one_fetch_serves_everybody(home: ErrorTextsHome) -> None:
    """Many codes, many entities and two accounts cause one request."""
    other = home.make()
    for texts in (home.texts, other, home.texts):
        assert texts.text(RUNOUT) is None
        assert texts.text("0C00_0300_0003_0007") is None
    await home.until_notified(2)
    assert (other.text("0C00_0300_0003_0007") or "").startswith("Auf der Platte")
    assert home.asked == 1


async def test_english_fills_the_gaps(home: ErrorTextsHome) -> None:
    """A code without a German text has its English one."""
    await home.shows(CLOGGED, "Nothing comes out")
    assert home.asked == 2
    assert home.stored.keys() == {"de", "en"}


async def test_unknown_code_is_not_asked_for_again(home: ErrorTextsHome) -> None:
    """A code without any text is requested once in each language."""
    home.texts.text(UNKNOWN)
    await home.until_notified(1)
    home.texts.text(UNKNOWN)
    await home.until_notified(2)
    for _ in range(3):
        assert home.texts.text(UNKNOWN) is None
        await home.pass_time(DAY)
    assert home.asked == 2


async def test_texts_survive_a_restart(home: ErrorTextsHome) -> None:
    """Stored texts are there without the cloud."""
    home.store({"de": home.stored_language(**{RUNOUT: "Leer"})})
    await home.shows(RUNOUT, "Leer")
    assert home.asked == 0


async def test_texts_are_fetched_monthly(
    home: ErrorTextsHome, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Old texts are shown until newer ones are there, which an entity requests."""
    await home.shows(RUNOUT, SPULE)
    await home.pass_time(29 * DAY)
    await home.shows(RUNOUT, SPULE)
    assert home.asked == 1
    monkeypatch.setitem(TEXTS["de"], "03008004", "Neuer Text")
    await home.pass_time(2 * DAY)
    assert home.asked == 1
    assert (home.texts.text(RUNOUT) or "").startswith(SPULE)
    await home.shows(RUNOUT, "Neuer Text")
    assert home.asked == 2
    assert home.stored["de"]["texts"][RUNOUT] == "Neuer Text"


async def test_language_without_texts_is_english(home: ErrorTextsHome) -> None:
    """A language that the service has yet to fill is asked for monthly."""
    home.hass.config.language = "tr"
    await home.shows(RUNOUT, SPOOL)
    assert home.asked == 2
    assert home.stored["tr"]["texts"] == {}
    await home.pass_time(DAY)
    await home.shows(RUNOUT, SPOOL)
    assert home.asked == 2


async def test_language_that_loses_its_texts(
    home: ErrorTextsHome, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An empty response removes no text."""
    await home.shows(RUNOUT, SPULE)
    monkeypatch.setitem(TEXTS, "de", {})
    await home.pass_time(31 * DAY)
    home.texts.text(RUNOUT)
    await home.until_notified(2)
    assert (home.texts.text(RUNOUT) or "").startswith(SPULE)


async def test_language_can_be_changed(home: ErrorTextsHome) -> None:
    """Texts are in Home Assistant's language; the old one is discarded."""
    await home.shows(CLOGGED, "Nothing comes out")
    home.hass.config.language = "en"
    notified = home.notified
    home.hass.bus.async_fire(EVENT_CORE_CONFIG_UPDATE, {"language": "en"})
    await home.hass.async_block_till_done()
    assert home.notified == notified + 1
    assert (home.texts.text(RUNOUT) or "").startswith(SPOOL)
    home.hass.bus.async_fire(EVENT_CORE_CONFIG_UPDATE, {"latitude": 1})
    await home.hass.async_block_till_done()
    assert home.notified == notified + 1

    home.hass.config.language = "tr"
    await home.shows(RUNOUT, SPOOL)
    await until(lambda: home.stored.keys() == {"tr", "en"})
    home.hass.config.language = "de"
    await home.shows(RUNOUT, SPULE)
    assert home.stored.keys() == {"de", "en"}


async def test_english_bridges_the_time_until_the_language_is_there(
    home: ErrorTextsHome,
) -> None:
    """After a change of language, no bare codes are shown meanwhile."""
    home.store({"en": home.stored_language(**{RUNOUT: "Empty"})})
    home.hass.config.language = "en"
    await home.shows(RUNOUT, "Empty")
    home.hass.config.language = "de"
    assert home.texts.text(RUNOUT) == "Empty"
    await home.until_notified(2)
    assert (home.texts.text(RUNOUT) or "").startswith(SPULE)


async def test_home_in_english_asks_once(home: ErrorTextsHome) -> None:
    """There is nothing to fall back to."""
    home.hass.config.language = "en-GB"
    await home.shows(RUNOUT, SPOOL)
    assert home.texts.text(UNKNOWN) is None
    await home.hass.async_block_till_done()
    assert home.asked == 1


@pytest.mark.parametrize(
    ("fault", "hours"),
    [
        (HttpFault.SERVER_ERROR, 1),
        (HttpFault.CLOUDFLARE, 1),
        (HttpFault.EMPTY, 1),
        (HttpFault.RATE_LIMITED, 5),
    ],
)
async def test_service_that_is_away_is_left_alone(
    home: ErrorTextsHome, fault: HttpFault, hours: float
) -> None:
    """No language is asked for within the hour, or as long as the service wants."""
    home.cloud.faults.next_request(fault)
    home.cloud.faults.retry_after = 5 * 3600
    home.texts.text(RUNOUT)
    await home.until_failed(1)
    for _ in range(2):
        assert home.texts.text(RUNOUT) is None
        await home.pass_time(hours * HOUR * 0.49)
    assert home.texts.text(RUNOUT) is None
    assert home.asked == 1
    await home.pass_time(hours * HOUR * 1.11)
    await home.shows(RUNOUT, SPULE)
    assert home.asked == 2


async def test_entities_are_notified_after_a_failure(
    home: ErrorTextsHome,
) -> None:
    """A code that stays on the screen gets its text although nothing else happens."""
    home.cloud.faults.next_request(HttpFault.SERVER_ERROR)
    home.texts.text(RUNOUT)
    await home.until_failed(1)
    notified = home.notified
    await home.pass_time(HOUR * 1.11)
    assert home.notified == notified + 1


async def test_language_that_makes_no_sense_is_english(home: ErrorTextsHome) -> None:
    """A service that answers junk in one language is asked in English."""
    home.cloud.faults.next_request(HttpFault.NOT_JSON)
    await home.shows(RUNOUT, SPOOL)
    assert home.asked == 2


async def test_service_without_english_is_out_of_order(
    home: ErrorTextsHome, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No English texts at all are a failure, not a month without texts."""
    monkeypatch.setitem(TEXTS, "en", {})
    home.hass.config.language = "en"
    home.texts.text(RUNOUT)
    await home.until_failed(1)
    assert KEY not in home.storage
    monkeypatch.setitem(TEXTS, "en", {"03008004": "Empty"})
    await home.pass_time(HOUR * 1.2)
    await home.shows(RUNOUT, "Empty")


@pytest.mark.parametrize(
    "stored",
    [
        None,
        "junk",
        {},
        {"fetched_at": "soon", "texts": {}},
        {"fetched_at": "2026-01-01T00:00:00", "texts": {}},
        {"fetched_at": "2026-01-01T00:00:00+00:00", "texts": [RUNOUT]},
        {"fetched_at": "2026-01-01T00:00:00+00:00", "texts": {RUNOUT: 7}},
    ],
)
async def test_damaged_file_is_replaced(
    home: ErrorTextsHome, stored: Any, caplog: pytest.LogCaptureFixture
) -> None:
    """Damage in one language costs that language, which is fetched again."""
    home.store({"de": stored, "en": home.stored_language(**{CLOGGED: "Clogged"})})
    await home.shows(RUNOUT, SPULE)
    assert f"{KEY} makes no sense" in caplog.text
    assert home.texts.text(CLOGGED) == "Clogged"
    assert home.asked == 1


async def test_languages_without_use_are_discarded(home: ErrorTextsHome) -> None:
    """No more than two languages are held."""
    vide, empty = (
        home.stored_language(**{RUNOUT: "Vide"}),
        home.stored_language(**{RUNOUT: "Empty"}),
    )
    home.store({"fr": vide, "en": empty})
    await home.shows(RUNOUT, SPULE)
    assert home.stored.keys() == {"de", "en"}


async def test_file_is_removed_with_the_last_account(home: ErrorTextsHome) -> None:
    """As long as there is an account, its texts stay."""
    await home.shows(RUNOUT, SPULE)
    entry = MockConfigEntry(domain=DOMAIN)
    entry.add_to_hass(home.hass)
    await ErrorTexts.async_remove(home.hass, "any")
    assert KEY in home.storage
    await home.hass.config_entries.async_remove(entry.entry_id)
    await ErrorTexts.async_remove(home.hass, "any")
    assert KEY not in home.storage
    assert home.make().text(RUNOUT) is None
