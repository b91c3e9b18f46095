"""Find what is wrong with a translation, as far as a machine can."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import chain
import re
from typing import Any

from tests.helpers.pages import read_page, section

type Texts = Mapping[str, str]
"""The texts of a language by their paths."""

MAX_NAME = 40
"""Characters of an entity's name: longer ones are cut on a phone."""
MIN_STEM = 3
"""Letters of a name that mark an inflected form of it."""

_FIXED = re.compile(r"\{\w+(?=[},])|</?\w+|\*+|`|\]\(|\n|#")
"""A placeholder, an HTML tag, Markdown, a new line, or the count of a plural."""
_LETTERS = re.compile(r"[^\W\d_]{2,}")
_PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")
_OPTIONAL_PLURAL = re.compile(
    r"\w\([a-z\u00df-\u04ff]{1,3}\)|[을를이가은는와과]\([을를이가은는와과]\)"
)
_PLURAL_FORMS = re.compile(r"([^\s{}]+) \{")
_FORM_OF_UNICODE = re.compile(r"=\d+|zero|one|two|few|many|other")
_ONE_WITHOUT_COUNT = re.compile(r"\bone \{[^#{}]*\}")
_MORE_FORMS = {
    "cs": {"few"},
    "pl": {"few", "many"},
    "ro": {"few"},
    "ru": {"few", "many"},
    "sk": {"few"},
    "uk": {"few", "many"},
}
"""The forms that a count needs beside "other", by Unicode's rules of plurals."""
_ONE_IS_MORE = {"ru", "uk"}
"""Languages in which 21 takes the form of 1: it has to tell the number."""
_ALPHABETS = {
    "bg": "\u0400-\u04ff",
    "el": "\u0370-\u03ff",
    "ja": "\u3040-\u30ff\u4e00-\u9fff",
    "ko": "\uac00-\ud7af",
    "ru": "\u0400-\u04ff",
    "th": "\u0e00-\u0e7f",
    "uk": "\u0400-\u04ff",
    "zh-Hans": "\u4e00-\u9fff",
    "zh-Hant": "\u4e00-\u9fff",
}
_MIXED = re.compile(r"[a-zA-Z][\u0400-\u04ff]|[\u0400-\u04ff][a-zA-Z]")
"""A word of two alphabets: letters that only look alike, which no search finds."""
_QUOTES = {
    **dict.fromkeys(("bg", "cs", "de", "et", "sk"), "„“"),
    **dict.fromkeys(("ca", "da", "el", "es", "fr", "it", "nb", "pt", "ru", "uk"), "«»"),
    **dict.fromkeys(("pt-BR", "th", "tr", "zh-Hans"), "“”"),
    **dict.fromkeys(("hu", "pl", "ro"), "„”"),
    **dict.fromkeys(("fi", "sv"), "”"),
    **dict.fromkeys(("ko", "nl"), "\u2018\u2019"),
    **dict.fromkeys(("ja", "zh-Hant"), "「」"),
}
_ALL_QUOTES = set("„“”«»「」\u2018")
"""All that a language may use, except for what is an apostrophe as well."""
_FRENCH_SPACE = re.compile(r"[^\u00a0\u202f?!][?!;]|[^\u00a0\u202f]:(?=\s|$)")
"""French sets a no-break space before these marks."""
_WITHOUT_CASE = {"ja", "ko", "th", "zh-Hans", "zh-Hant"}
_CAPITALS_INSIDE = {"de"}
_ONLY_SIMPLIFIED = set("设备启动账户访问录动态层进这为门单开关时间没标题识别误补丝热")
_ONLY_TRADITIONAL = set("設備啟動帳訪問錄態層進這為門單開關時間沒標題識別誤補絲熱")
_FOREIGN_HAN = {"zh-Hans": _ONLY_TRADITIONAL - _ONLY_SIMPLIFIED}
_FOREIGN_HAN["zh-Hant"] = _ONLY_SIMPLIFIED - _ONLY_TRADITIONAL


@dataclass(frozen=True, slots=True)
class Terms:
    """What docs/translations.md fixes for a language."""

    fixed: Mapping[str, Mapping[str, str]]
    """Terms by the English one and part of the paths they are for, in lower case."""
    same: frozenset[str]
    """Texts that may equal the English ones."""

    def at(self, path: str, english: str) -> str | None:
        """Return the term for the text at a path, if it is fixed."""
        terms = self.fixed.get(english.lower(), {})
        special = (term for part, term in terms.items() if part and part in path)
        return next(special, terms.get(""))


def flat(texts: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Yield each text with its path."""
    if isinstance(texts, dict):
        for key, value in texts.items():
            yield from flat(value, f"{path}.{key}" if path else key)
    else:
        yield path, texts


@cache
def read_terms(language: str) -> Terms:
    """Return the terms of a language."""
    page = read_page("docs/translations.md")
    fixed: dict[str, dict[str, str]] = {}
    column = None
    for cells in _rows(section(page, "## 2. Terms")):
        if cells[0] == "English":
            codes = [cell.rpartition(" ")[2].strip("`") for cell in cells]
            column = codes.index(language) if language in codes else None
        elif column is not None:
            english, _, where = cells[0].lower().partition(" (")
            part = where.strip("`)") if where.startswith("`") else ""
            term = _lower(language, cells[column])
            fixed.setdefault(english, {}).setdefault(part, term)
    same = (
        cells[1].split(", ")
        for cells in _rows(section(page, "## 3. Texts that are the same as in English"))
        if cells[0] in {"all", language}
    )
    return Terms(fixed, frozenset(chain.from_iterable(same)))


def _rows(text: str) -> Iterator[list[str]]:
    """Yield the cells of each row of the tables in a text."""
    for line in text.splitlines():
        if line.startswith("|") and not line.startswith("|---"):
            yield [cell.strip() for cell in line.strip("|").split("|")]


@cache
def waiting() -> frozenset[str]:
    """Return the paths of texts that wait for their translation."""
    text = section(
        read_page("docs/translations.md"), "## 4. Texts that wait for their translation"
    )
    return frozenset(re.findall(r"^\* `([\w.-]+)`", text, re.MULTILINE))


def _lower(language: str, text: str) -> str:
    """Return a text in lower case, as the language writes it."""
    if language == "tr":
        text = text.replace("İ", "i").replace("I", "\u0131")
    return text.lower()


def faults(language: str, english: Texts, own: Texts) -> Iterator[str]:
    """Yield each fault of a language, with the path of the text."""
    for path in english.keys() ^ own.keys():
        yield f"{'missing' if path in english else 'left over'}: {path}"
    for path in english.keys() & own.keys():
        for fault in _faults_of_text(language, path, english[path], own[path]):
            yield f"{fault}: {path}: {own[path]}"


def _faults_of_text(language: str, path: str, english: str, own: str) -> Iterator[str]:
    """Yield what is wrong with a text."""
    if not own or own.strip() != own:
        yield "empty, or space around it"
    if "plural," not in english and fixed_parts(english) != fixed_parts(own):
        yield "other placeholders, marks or lines"
    if '"' in own:
        yield "straight quotation marks"
    if _OPTIONAL_PLURAL.search(own):
        yield "plural in brackets"
    if path.startswith("entity.") and path.endswith(".name") and len(own) > MAX_NAME:
        yield f"more than {MAX_NAME} characters"
    if language == "en":
        return
    if _ALL_QUOTES.intersection(own).difference(_QUOTES.get(language, _ALL_QUOTES)):
        yield "quotation marks of another language"
    yield from _faults_of_plural(language, english, own)
    yield from _faults_of_words(language, path, english, own)
    if path.startswith("entity.") and not _is_sentence_case(language, english, own):
        yield "capitals inside"


def fixed_parts(text: str) -> list[str]:
    """Return what no translation may change in a text."""
    return sorted(_FIXED.findall(text))


def _faults_of_plural(language: str, english: str, own: str) -> Iterator[str]:
    """Yield what is wrong with the plurals of a text."""
    if "plural," not in english:
        return
    bare = _PLACEHOLDER.sub("", own)
    forms = set(_PLURAL_FORMS.findall(bare))
    if missing := ({"other"} | _MORE_FORMS.get(language, set())) - forms:
        yield f"no plural for {sorted(missing)}"
    if wrong := {form for form in forms if not _FORM_OF_UNICODE.fullmatch(form)}:
        yield f"unknown plurals {sorted(wrong)}"
    if lost := {*_PLACEHOLDER.findall(english)} - {*_PLACEHOLDER.findall(own)}:
        yield f"no {sorted(lost)} in the plural"
    if language in _ONE_IS_MORE and _ONE_WITHOUT_COUNT.search(bare):
        yield "no number in a plural for 1, 21, 31"
    if own.count("{") != own.count("}") or "{count, plural," not in own:
        yield "broken plural"


def _faults_of_words(language: str, path: str, english: str, own: str) -> Iterator[str]:
    """Yield what is wrong with the words of a text."""
    terms = read_terms(language)
    term = terms.at(path, english)
    has_words = _LETTERS.search(_PLACEHOLDER.sub("", own)) is not None
    if english == own and has_words:
        if own not in terms.same and term != _lower(language, own):
            yield "not translated"
    elif term is not None and term != _lower(language, own):
        yield f"not the term {term!r}"
    elif (
        term is None
        and (alphabet := _ALPHABETS.get(language))
        and own not in terms.same
        and has_words
        and not re.search(f"[{alphabet}]", own)
    ):
        yield "in another alphabet"
    if language == "fr" and _FRENCH_SPACE.search(own):
        yield "no-break space before a mark"
    if _MIXED.search(own):
        yield "two alphabets in a word"
    if _FOREIGN_HAN.get(language, set()) & set(own):
        yield "characters of the other Chinese"


def _is_sentence_case(language: str, english: str, own: str) -> bool:
    """Return whether only the first word and names begin with a capital."""
    if language in _WITHOUT_CASE | _CAPITALS_INSIDE:
        return True
    names = {word for word in re.findall(r"\w+", english) if word.lower() != word}
    # The name of a product is inflected: "Bambu Labin". A letter alone proves nothing.
    stems = tuple(name for name in names if len(name) >= MIN_STEM)
    sentences = re.split(r"[.:?!\n*]\s*", own)
    words = [word for each in sentences for word in re.findall(r"\w+", each)[1:]]
    return all(
        word in names | {word.lower(), word.upper()} or word.startswith(stems)
        for word in words
    )
