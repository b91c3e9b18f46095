"""Words that this project does not use, and what it says instead.

`docs/glossary.md` explains the words that it does use.
"""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
import re


@dataclass(frozen=True, slots=True)
class Retired:
    """A word that is not used."""

    instead: str
    forms: str = ""
    """Beside the word itself."""
    in_sentences: bool = True
    """Whether it is not used in sentences, either."""


RETIRED: dict[str, Retired] = {
    "tell": Retired("notify, update, report, return, raise", "tells telling told"),
    "take": Retired("set, apply", "takes taking took taken"),
    "hear": Retired("receive", "hears hearing heard"),
    "look": Retired("check", "looks looking looked"),
    "watch": Retired("subscribe, view", "watches watching watched watcher"),
    "follow": Retired("sync", "follows following followed"),
    "settle": Retired("finalize, resolve", "settles settled settling"),
    "keep": Retired("store, restore", "keeps keeping kept"),
    "know": Retired("stored, state", "knows knowing known knew"),
    "nobody": Retired("who or what it is"),
    "somebody": Retired("who or what it is"),
    "noun": Retired("section", "nouns"),
    "reading": Retired("read context", "readings", in_sentences=False),
    "plan": Retired("section reader", "plans", in_sentences=False),
    "believer": Retired("what is decided"),
    "doubter": Retired("what is decided"),
    "narrator": Retired("what is decided"),
    "teller": Retired("what is decided"),
    "doubt": Retired("pending observation", "doubts"),
    "kinship": Retired("job match"),
    "leap": Retired("jump", "leaps"),
    "flip": Retired("toggle", "flips"),
    "obey": Retired("accept commands", "obeys obeyed obedience"),
    "why_not": Retired("precondition"),
    "denial": Retired("refusal", "denials"),
    "film": Retired("stream", "films"),
    "patience": Retired("retry, delay"),
    "begun": Retired("wait for start"),
    "swatch": Retired("spool picture"),
    "claims": Retired("ownership", in_sentences=False),
    "signed_only": Retired("authorization"),
    "ledger": Retired("totals"),
    "watchdog": Retired("request scheduler"),
    "wished": Retired("requested"),
}

_GIVEN = {"keep_alive"}
"""Names of libraries, which only they can change."""
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_FORMS = {
    form: word
    for word, retired in RETIRED.items()
    for form in (word, *retired.forms.split())
}


def retired_in(text: str, *, is_name: bool) -> Iterator[str]:
    """Yield each retired word of a name, or of a sentence, as `RETIRED` has it."""
    used = {word.lower() for word in _WORD.findall(text)}
    for form, word in _FORMS.items():
        if (is_name or RETIRED[word].in_sentences) and (
            form in used or ("_" in form and f"_{form}_" in f"_{text}_")
        ):
            yield word


def names(tree: ast.Module) -> Iterator[str]:
    """Yield every name that a module gives to something."""
    for node in ast.walk(tree):
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                if not _is_given(node):
                    yield node.name
            case ast.Name(ctx=ast.Store()):
                yield node.id
            case ast.Attribute(ctx=ast.Store()) if node.attr not in _GIVEN:
                yield node.attr
            case ast.arg():
                yield node.arg


def _is_given(node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) -> bool:
    """Return whether a base class of somewhere else has named a method."""
    decorators = node.decorator_list
    return any(
        isinstance(each, ast.Name) and each.id == "override" for each in decorators
    )


def first_lines(tree: ast.Module) -> Iterator[str]:
    """Yield the first line of every docstring."""
    for node in ast.walk(tree):
        if isinstance(
            node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef
        ) and (docstring := ast.get_docstring(node)):
            yield docstring.partition("\n")[0]
