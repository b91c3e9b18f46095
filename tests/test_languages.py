"""Every language has the same texts, in its own words."""

import json
from pathlib import Path

import pytest

from tests.helpers.language_checks import faults, flat, read_terms

TRANSLATIONS = (
    Path(__file__).parent.parent / "custom_components" / "bambu_cloud" / "translations"
)
LANGUAGES = sorted(path.stem for path in TRANSLATIONS.glob("*.json"))


def read(language: str) -> dict[str, str]:
    """Return the texts of a language by their paths."""
    return dict(flat(json.loads((TRANSLATIONS / f"{language}.json").read_bytes())))


@pytest.mark.parametrize("language", LANGUAGES)
def test_language(language: str) -> None:
    """Nothing that a machine can find is wrong with a language."""
    assert sorted(faults(language, read("en"), read(language))) == []


@pytest.mark.parametrize(
    ("language", "english", "own", "fault"),
    [
        ("de", "Wait {seconds} s", "Warte {sekunden} s", "other placeholders"),
        ("de", "Press *Retry*", "Drücke Wiederholen", "other placeholders"),
        ("de", "One\nTwo", "Eins, zwei", "other placeholders"),
        ("de", "It is bold", "So wird es <b>fett</b>", "other placeholders"),
        ("de", "Stage", "", "empty"),
        ("de", "Stage", "Phase ", "empty"),
        ("de", "Say so", 'Sage "so"', "straight quotation marks"),
        ("de", "Prints", "Druck(e)", "plural in brackets"),
        ("de", "Check the printer", "Check the printer", "not translated"),
        ("de", "Nozzle", "Spritze", "not the term"),
        ("el", "Air duct", "Aeragogos", "in another alphabet"),
        ("ja", "Air duct", "Air dakuto", "in another alphabet"),
        ("ru", "Water tank", "Бaк для воды", "two alphabets"),
        ("fr", "Stop now?", "Arrêter maintenant?", "no-break space"),
        ("fr", "One: two", "Un : deux", "no-break space"),
        ("zh-Hans", "Air duct", "風道熱", "other Chinese"),
        ("zh-Hant", "Air duct", "风道热", "other Chinese"),
        ("fr", "Air duct mode", "Mode du Conduit", "capitals inside"),
        ("fr", "Air duct mode", "Mode du conduit d'air des imprimantes fermées", "40"),
        (
            "pl",
            "{count, plural, one {# object} other {# objects}}",
            "{count, plural, one {# obiekt} other {# obiektu}}",
            "no plural for ['few', 'many']",
        ),
        (
            "nl",
            "{count, plural, one {# object} other {# objects}}",
            "{count, plural, one {# object other {# objecten}}",
            "broken plural",
        ),
    ],
)
def test_planted_fault(language: str, english: str, own: str, fault: str) -> None:
    """Each kind of fault is found."""
    path = "entity.sensor.planted.name"
    found = list(faults(language, {path: english}, {path: own}))
    assert [text for text in found if fault in text], found


def test_planted_gap() -> None:
    """Texts that are missing or left over are named."""
    assert set(faults("de", {"a": "A"}, {"b": "B"})) == {"missing: a", "left over: b"}


@pytest.mark.parametrize(
    ("language", "english", "own"),
    [
        ("de", "Nozzle", "Düse"),
        ("de", "Status", "Status"),
        ("de", "AMS", "AMS"),
        ("fr", "LAN mode of the AMS", "Mode LAN de l'AMS"),
        (
            "fr",
            "Stop: now? Or rtsp://?",
            "Arrêter\u00a0: maintenant\u202f? Ou rtsp://\u202f?",
        ),
        (
            "pl",
            "{count, plural, one {# object} other {# objects}}",
            (
                "{count, plural, one {# obiekt} few {# obiekty} many {# obiektów} "
                "other {# obiektu}}"
            ),
        ),
    ],
)
def test_good_text(language: str, english: str, own: str) -> None:
    """A good translation has no faults."""
    path = "config_panel.planted"
    assert list(faults(language, {path: english}, {path: own})) == []


def test_terms_are_read() -> None:
    """The page for translators is what the checks go by."""
    assert read_terms("de").fixed["remaining time"] == "verbleibende zeit"
    assert read_terms("zh-Hant").fixed["nozzle"] == "噴嘴"
    assert "AMS" in read_terms("fr").same
