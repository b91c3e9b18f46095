"""Lists of texts are stored, and survive what happens to files."""

from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.bambu_cloud.const import DOMAIN
from custom_components.bambu_cloud.lookups.error_texts import ErrorTexts
from tests.helpers.error_texts import KEY, P1S, P2S, ErrorTextsHome
from tests.helpers.wait import until

RUNOUT, CLOGGED, STORAGE = "0300_8004", "0300_8016", "0500_C010"
UNKNOWN = "FFFF_FFFF"
SPULE = "Die leere Spule"


async def test_lists_survive_a_restart(texts_home: ErrorTextsHome) -> None:
    """Stored lists are there without the cloud, and before any entity is."""
    texts_home.store(
        {
            "22E/de": texts_home.stored_list(**{RUNOUT: "Leer"}),
            "22E/en": texts_home.stored_list(**{RUNOUT: "Empty", CLOGGED: "Clogged"}),
        }
    )
    await texts_home.start(P2S)
    assert texts_home.has(RUNOUT, "Leer", P2S)
    assert texts_home.has(CLOGGED, "Clogged", P2S)
    assert not texts_home.counts(P2S, STORAGE)
    await texts_home.hass.async_block_till_done()
    assert texts_home.asked == []


async def test_lists_of_the_first_version_are_the_common_ones(
    texts_home: ErrorTextsHome,
) -> None:
    """Version 0.1.0 had no others: it named them by their language alone."""
    texts_home.store(
        {
            "de": texts_home.stored_list(**{RUNOUT: "Leer"}),
            "en": texts_home.stored_list(**{RUNOUT: "Empty"}),
        }
    )
    await texts_home.start(P1S, P2S)
    assert texts_home.has(RUNOUT, "Leer")
    assert not texts_home.counts(P1S, UNKNOWN)
    assert texts_home.counts(P2S, UNKNOWN)
    await texts_home.until_stored("de", "en", "22E/de", "22E/en")
    assert texts_home.asked == ["22E/de", "22E/en"]


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
    texts_home: ErrorTextsHome, stored: Any, caplog: pytest.LogCaptureFixture
) -> None:
    """Damage in one list costs that list, which is fetched again."""
    texts_home.store(
        {"de": stored, "en": texts_home.stored_list(**{CLOGGED: "Clogged"})}
    )
    await texts_home.start(P1S)
    assert f"{KEY} makes no sense" in caplog.text
    assert texts_home.texts.text(P1S, CLOGGED) == "Clogged"
    await until(lambda: texts_home.has(RUNOUT, SPULE))
    assert texts_home.asked == ["de"]


async def test_languages_without_use_are_discarded(texts_home: ErrorTextsHome) -> None:
    """No more than two languages are held."""
    vide, empty = (
        texts_home.stored_list(**{RUNOUT: "Vide"}),
        texts_home.stored_list(**{RUNOUT: "Empty"}),
    )
    texts_home.store({"fr": vide, "22E/fr": vide, "en": empty})
    await texts_home.start(P1S)
    await texts_home.until_stored("de", "en")
    assert texts_home.has(RUNOUT, SPULE)


async def test_file_is_removed_with_the_last_account(
    texts_home: ErrorTextsHome,
) -> None:
    """As long as there is an account, its texts stay."""
    await texts_home.start(P1S)
    await texts_home.until_stored("de", "en")
    entry = MockConfigEntry(domain=DOMAIN)
    entry.add_to_hass(texts_home.hass)
    await ErrorTexts.async_remove(texts_home.hass, "any")
    assert KEY in texts_home.storage
    await texts_home.hass.config_entries.async_remove(entry.entry_id)
    await ErrorTexts.async_remove(texts_home.hass, "any")
    assert KEY not in texts_home.storage
    assert texts_home.make().text(P1S, RUNOUT) is None
