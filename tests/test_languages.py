"""Every language has the same texts, in its own words."""

import pytest

from tests.helpers.language_checks import faults, read_terms, waiting
from tests.languages import LANGUAGES, TRANSLATIONS, as_file, in_order, read


@pytest.mark.parametrize("language", LANGUAGES)
def test_language(language: str) -> None:
    """Nothing that a machine can find is wrong with a language.

    Who cannot translate a new text writes its path into section 4 of
    docs/translations.md, and owners read the English one until somebody can.
    """
    english, own = read("en"), read(language)
    if language != "en":
        english = {path: english[path] for path in english.keys() - waiting()}
    assert sorted(faults(language, english, own)) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_order(language: str) -> None:
    """A file is as `python -m tests.languages` writes it."""
    text = (TRANSLATIONS / f"{language}.json").read_text(encoding="utf-8")
    assert text == as_file(in_order(read("en"), read(language)))


def test_waiting() -> None:
    """Only texts that exist wait for their translation."""
    assert waiting() <= read("en").keys()


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
        ("de", "Say so", "Sage “so”", "quotation marks of another language"),
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
        ("sv", "RFID tag", "Läst RFID-Tagg", "capitals inside"),
        ("fi", "Only Bambu Lab's apps", "Vain Bambu Labin Sovellukset", "capitals"),
        ("tr", "Progress", "Ilerleme", "not the term"),
        ("de", "{printer} is on", "{printer} is on", "not translated"),
        ("ko", "Print the file", "파일을(를) 출력", "plural in brackets"),
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
        (
            "nl",
            "{count, plural, one {# object} other {# objects}}",
            "{count, plural, een {# object} other {# objecten}}",
            "unknown plurals ['een']",
        ),
        (
            "de",
            "{count, plural, one {{name} fails} other {# printers fail}}",
            "{count, plural, one {Einer versagt} other {# Drucker versagen}}",
            "no ['name'] in the plural",
        ),
        (
            "ru",
            "{count, plural, one {{name} fails} other {# printers fail}}",
            (
                "{count, plural, one {{name}: сбой} few {# сбоя} many {# сбоев} "
                "other {# сбоя}}"
            ),
            "no number in a plural for 1, 21, 31",
        ),
    ],
)
def test_planted_fault(language: str, english: str, own: str, fault: str) -> None:
    """Each kind of fault is found."""
    path = "entity.sensor.planted.name"
    found = list(faults(language, {path: english}, {path: own}))
    assert [text for text in found if fault in text], found


@pytest.mark.parametrize(
    ("path", "english", "right", "wrong"),
    [
        ("entity.sensor.drying_status.state.drying", "Drying", "乾燥中", "乾燥"),
        ("entity.switch.drying.name", "Drying", "乾燥", "乾燥中"),
    ],
)
def test_term_of_a_path(path: str, english: str, right: str, wrong: str) -> None:
    """Where a state needs another word than a label, each has its own."""
    assert list(faults("ja", {path: english}, {path: right})) == []
    assert list(faults("ja", {path: english}, {path: wrong})) != []


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
        ("ja", "{printer} {kind}", "{printer} {kind}"),
        ("tr", "Progress", "İlerleme"),
        ("ko", "SMS code (China)", "SMS 코드(중국)"),
        (
            "ja",
            "{count, plural, one {{name} fails} other {# printers fail}}",
            "{count, plural, =1 {{name}が失敗} other {#台が失敗}}",
        ),
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


@pytest.mark.parametrize(
    ("language", "english", "own"),
    [
        ("sv", "RFID tag", "Läst RFID-tagg"),
        ("nl", "Checking the BirdsEye camera", "De BirdsEye-camera controleren"),
        ("fi", "Only Bambu Lab's apps", "Vain Bambu Labin sovellukset"),
    ],
)
def test_good_name(language: str, english: str, own: str) -> None:
    """Abbreviations and names have capitals in compounds and when inflected."""
    path = "entity.sensor.planted.name"
    assert list(faults(language, {path: english}, {path: own})) == []


def test_terms_are_read() -> None:
    """The page for translators is what the checks go by."""
    assert read_terms("de").at("", "Remaining time") == "verbleibende zeit"
    assert read_terms("zh-Hant").at("", "Nozzle") == "噴嘴"
    assert "AMS" in read_terms("fr").same
