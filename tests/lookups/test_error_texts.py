"""Texts of errors in the user's language, and which codes are messages at all."""

from homeassistant.const import EVENT_CORE_CONFIG_UPDATE
import pytest

from tests.helpers.error_texts import KEY, P1S, P2S, ErrorTextsHome
from tests.helpers.wait import until
from tests.simulator import HttpFault
from tests.simulator.cloud_side.rest_texts import OWN_TEXTS, TEXTS

HOUR, DAY = 3600.0, 86400.0
RUNOUT, CLOGGED, STORAGE = "0300_8004", "0300_8016", "0500_C010"
UNKNOWN, INTERNAL, DRY_RODS = "FFFF_FFFF", "0500_0600_0002_0070", "0501_0400_0003_0002"
SPOOL, SPULE = "The spool is empty", "Die leere Spule"


async def test_lists_are_there_before_the_first_error(
    texts_home: ErrorTextsHome,
) -> None:
    """German comes first, and English fills its gaps."""
    await texts_home.start(P1S)
    assert texts_home.texts.text(P1S, RUNOUT) is None
    await texts_home.until_stored("de", "en")
    assert texts_home.has(RUNOUT, SPULE)
    assert texts_home.has(CLOGGED, "Nothing comes out")
    assert texts_home.texts.text(P1S, UNKNOWN) is None
    assert texts_home.asked == ["de", "en"]
    assert texts_home.notified >= 2


async def test_account_without_printers_asks_for_nothing(
    texts_home: ErrorTextsHome,
) -> None:
    """Without a printer there are no errors."""
    await texts_home.start()
    await texts_home.hass.async_block_till_done()
    assert texts_home.asked == []


async def test_lists_are_fetched_once_for_all(texts_home: ErrorTextsHome) -> None:
    """Many printers and two accounts cause one request each."""
    await texts_home.start(P1S, "01P00A000000002", "03000A000000001")
    other = texts_home.make()
    await texts_home.start_other(other)
    await texts_home.until_stored("de", "en")
    assert (other.text(P1S, RUNOUT) or "").startswith(SPULE)
    assert texts_home.asked == ["de", "en"]


async def test_models_have_lists_of_their_own(texts_home: ErrorTextsHome) -> None:
    """A P2S has a stick where others have a card, and words that others lack."""
    await texts_home.start(P1S, P2S)
    await texts_home.until_stored("de", "en", "22E/de", "22E/en")
    assert texts_home.has(STORAGE, "The storage")
    assert texts_home.has(STORAGE, "Der USB-Stick", P2S)
    assert texts_home.has(DRY_RODS, "The rods", P2S)
    assert texts_home.texts.text(P1S, DRY_RODS) is None


async def test_codes_without_a_text_do_not_count(texts_home: ErrorTextsHome) -> None:
    """Until the list is there, everything counts (protocol C.7.1)."""
    await texts_home.start(P1S, P2S)
    for serial in (P1S, P2S):
        assert texts_home.counts(serial, INTERNAL)
        assert texts_home.counts(serial, UNKNOWN)
    await texts_home.until_stored("de", "en", "22E/de", "22E/en")
    for serial in (P1S, P2S):
        assert not texts_home.counts(serial, INTERNAL)
        assert not texts_home.counts(serial, UNKNOWN)
        assert texts_home.counts(serial, RUNOUT)
    assert texts_home.counts(P2S, DRY_RODS)
    assert not texts_home.counts(P1S, DRY_RODS)


async def test_english_decides_what_counts(texts_home: ErrorTextsHome) -> None:
    """A translation alone may lack codes that are new."""
    texts_home.store({"de": texts_home.stored_list(**{RUNOUT: "Leer"})})
    texts_home.cloud.faults.every_request = HttpFault.SERVER_ERROR
    await texts_home.start(P1S)
    await texts_home.until_failed(1)
    assert texts_home.counts(P1S, UNKNOWN)
    assert texts_home.has(RUNOUT, "Leer")


async def test_printer_that_comes_later(texts_home: ErrorTextsHome) -> None:
    """It gets its codes, and its own list if it is a new model."""
    await texts_home.start(P1S)
    await texts_home.until_stored("de", "en")
    texts_home.add(P2S)
    texts_home.add("01P00A000000002")
    texts_home.texts.async_sync_printers()
    assert not texts_home.counts("01P00A000000002", UNKNOWN)
    assert texts_home.counts(P2S, UNKNOWN)
    await texts_home.until_stored("de", "en", "22E/de", "22E/en")
    assert not texts_home.counts(P2S, UNKNOWN)


async def test_model_without_a_list_has_the_common_one(
    texts_home: ErrorTextsHome, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the service does not have for a model, it has for all."""
    monkeypatch.setitem(OWN_TEXTS, "22E", {})
    await texts_home.start(P2S)
    await texts_home.until_stored("de", "en", "22E/de", "22E/en")
    assert texts_home.has(RUNOUT, SPULE, P2S)
    assert texts_home.counts(P2S, RUNOUT)
    assert not texts_home.counts(P2S, INTERNAL)


async def test_texts_while_the_own_list_is_away(texts_home: ErrorTextsHome) -> None:
    """The common list has texts, but cannot say what counts for another model."""
    texts_home.cloud.faults.next_request(HttpFault.NOT_JSON)
    texts_home.cloud.faults.next_request(HttpFault.NOT_JSON)
    await texts_home.start(P2S)
    await texts_home.until_failed(2)
    await texts_home.until_stored("de", "en")
    assert texts_home.has(RUNOUT, SPULE, P2S)
    assert texts_home.counts(P2S, UNKNOWN)
    await texts_home.pass_time(1.2 * HOUR)
    await texts_home.until_stored("de", "en", "22E/de", "22E/en")
    assert not texts_home.counts(P2S, UNKNOWN)


async def test_lists_are_fetched_monthly(
    texts_home: ErrorTextsHome, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Old texts are shown until newer ones are there."""
    await texts_home.start(P1S)
    await texts_home.until_stored("de", "en")
    await texts_home.pass_time(29 * DAY)
    texts_home.texts.async_sync_printers()
    await texts_home.hass.async_block_till_done()
    assert len(texts_home.asked) == 2
    monkeypatch.setitem(TEXTS["de"], "03008004", "Neuer Text")
    monkeypatch.setitem(TEXTS["en"], "FFFFFFFF", "It has a text now")
    await texts_home.pass_time(2 * DAY)
    texts_home.texts.async_sync_printers()
    assert texts_home.has(RUNOUT, SPULE)
    assert not texts_home.counts(P1S, UNKNOWN)
    await until(lambda: texts_home.has(RUNOUT, "Neuer Text"))
    await until(lambda: texts_home.counts(P1S, UNKNOWN))
    assert texts_home.asked == ["de", "de", "en", "en"]
    await until(lambda: texts_home.stored["de"]["texts"][RUNOUT] == "Neuer Text")


async def test_language_without_texts_is_english(texts_home: ErrorTextsHome) -> None:
    """A language that the service has yet to fill is asked for monthly."""
    texts_home.hass.config.language = "tr"
    await texts_home.start(P1S)
    await texts_home.until_stored("tr", "en")
    assert texts_home.has(RUNOUT, SPOOL)
    assert texts_home.stored["tr"]["texts"] == {}
    await texts_home.pass_time(DAY)
    texts_home.texts.async_sync_printers()
    await texts_home.hass.async_block_till_done()
    assert texts_home.asked == ["en", "tr"]


async def test_language_that_loses_its_texts(
    texts_home: ErrorTextsHome, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An empty response removes no text."""
    await texts_home.start(P1S)
    await texts_home.until_stored("de", "en")
    monkeypatch.setitem(TEXTS, "de", {})
    await texts_home.pass_time(31 * DAY)
    notified = texts_home.notified
    texts_home.texts.async_sync_printers()
    await until(lambda: texts_home.notified >= notified + 2)
    assert texts_home.has(RUNOUT, SPULE)


async def test_language_can_be_changed(texts_home: ErrorTextsHome) -> None:
    """Texts are in Home Assistant's language; the old one is discarded."""
    await texts_home.start(P1S)
    await texts_home.until_stored("de", "en")
    texts_home.hass.config.language = "tr"
    notified = texts_home.notified
    texts_home.hass.bus.async_fire(EVENT_CORE_CONFIG_UPDATE, {"latitude": 1})
    await texts_home.hass.async_block_till_done()
    assert texts_home.notified == notified
    texts_home.hass.bus.async_fire(EVENT_CORE_CONFIG_UPDATE, {"language": "tr"})
    await texts_home.until_stored("tr", "en")
    assert texts_home.has(RUNOUT, SPOOL)
    texts_home.hass.config.language = "de"
    texts_home.hass.bus.async_fire(EVENT_CORE_CONFIG_UPDATE, {"language": "de"})
    assert texts_home.has(RUNOUT, SPOOL)
    await texts_home.until_stored("de", "en")
    assert texts_home.has(RUNOUT, SPULE)


async def test_home_in_english_asks_once(texts_home: ErrorTextsHome) -> None:
    """There is nothing to fall back to."""
    texts_home.hass.config.language = "en-GB"
    await texts_home.start(P1S)
    await texts_home.until_stored("en")
    assert texts_home.has(RUNOUT, SPOOL)
    assert texts_home.asked == ["en"]


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
    texts_home: ErrorTextsHome, fault: HttpFault, hours: float
) -> None:
    """Nothing is asked for within the hour, or as long as the service wants."""
    texts_home.hass.config.language = "en"
    texts_home.cloud.faults.next_request(fault)
    texts_home.cloud.faults.retry_after = 5 * 3600
    await texts_home.start(P1S)
    await texts_home.until_failed(1)
    texts_home.add(P2S)
    for _ in range(2):
        texts_home.texts.async_sync_printers()
        await texts_home.pass_time(hours * HOUR * 0.49)
    assert texts_home.asked == ["en"]
    assert texts_home.counts(P1S, UNKNOWN)
    await texts_home.pass_time(hours * HOUR * 1.11)
    await texts_home.until_stored("en", "22E/en")
    assert texts_home.asked == ["22E/en", "en", "en"]


async def test_failure_is_retried_by_itself(texts_home: ErrorTextsHome) -> None:
    """A code that stays on the screen gets its text although nothing else happens."""
    texts_home.cloud.faults.next_request(HttpFault.SERVER_ERROR)
    texts_home.cloud.faults.next_request(HttpFault.SERVER_ERROR)
    await texts_home.start(P1S)
    await texts_home.until_failed(1)
    await texts_home.pass_time(HOUR * 1.11)
    await until(lambda: texts_home.has(RUNOUT, SPULE))


async def test_service_without_english_is_out_of_order(
    texts_home: ErrorTextsHome, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No English texts at all are a failure, not a month without messages."""
    monkeypatch.setitem(TEXTS, "en", {})
    texts_home.hass.config.language = "en"
    await texts_home.start(P1S)
    await texts_home.until_failed(1)
    assert KEY not in texts_home.storage
    assert texts_home.counts(P1S, UNKNOWN)
    monkeypatch.setitem(TEXTS, "en", {"03008004": "Empty"})
    await texts_home.pass_time(HOUR * 1.2)
    await until(lambda: texts_home.has(RUNOUT, "Empty"))


async def test_pages_are_in_the_language(texts_home: ErrorTextsHome) -> None:
    """The page about a message is that of model and language (protocol A.12)."""
    page = texts_home.texts.page(P2S, DRY_RODS)
    assert page.endswith("index.php?e=0501040000030002&s=device_hms&lang=de&d=22E")
