"""What the code itself says in English never reaches an owner."""

import ast
from collections.abc import Iterator
from pathlib import Path
import re

from tests.helpers.translations import ROOT

_SENTENCE = re.compile(r"[A-Za-z]{2,}[,:;]? [A-Za-z]{2,}")
_WORD = re.compile(r"[A-Z][a-z]{2,}")
_LOGS = {"debug", "info", "warning", "error", "exception", "log"}
_JS_COMMENT = re.compile(r"/\*.*?\*/|^\s*//.*?$|\s// .*?$", re.DOTALL | re.MULTILINE)
_JS_TEXT = re.compile(r"""(["'`])((?:\\.|(?!\1).)*)\1""", re.DOTALL)
_JS_SENTENCE = re.compile(r"[A-Z][a-z]*(?:[,:]? [A-Za-z]+)+|[A-Z][a-z]{2,}$")

ALLOWED = {
    "actions/fields.py": "schemas speak as Home Assistant's own do, in English",
    "const.py": "the name of the manufacturer",
    "account/titles.py": "the name of the product",
    "devices/ams.py": "names of products",
    "frontend/pictures.py": "a header of HTTP",
    "liveview/mjpeg.py": "headers of HTTP",
    "llm.py": "for language models, which understand English best",
    "lookups/languages.py": "each language by its own name",
    "model/sections/ams_numbers.py": "the name of a product",
}
"""Modules with such texts, and why they stay."""
NAMES_FOR_LOGS = {"name"}
"""Arguments of coordinators and tasks, which only logs have."""
MARKUP = ("<svg", "</g>")
JS_ALLOWED = {
    "card.js": "a mistake of a programmer",
    "entry.js": "for the console of a browser",
}


def modules() -> Iterator[Path]:
    """Yield what may speak to owners: errors of the client are only for logs."""
    for path in ROOT.rglob("*.py"):
        if path.relative_to(ROOT).parts[0] != "api":
            yield path


def _unspoken(tree: ast.Module) -> Iterator[ast.AST]:
    """Yield docstrings, exports, log lines and errors of the client."""
    for node in ast.walk(tree):
        match node:
            case ast.Expr(value=ast.Constant()):
                yield node.value
            case ast.Assign(targets=[ast.Name(id="__all__")]):
                yield node.value
            case ast.Call(func=ast.Attribute(attr=attr)) if attr in _LOGS:
                yield node
            case ast.Call(func=ast.Name(id=name)) if re.fullmatch(r"Bambu\w+", name):
                yield from (arg for arg in node.args if isinstance(arg, ast.Constant))
            case ast.keyword(arg=str(name)) if name in NAMES_FOR_LOGS:
                yield node.value
            case ast.JoinedStr(
                values=[ast.FormattedValue(value=ast.Name("DOMAIN")), *_]
            ):
                yield node  # the name of a task
            case ast.Raise(exc=ast.Call(func=ast.Name(id="LookupError"))):
                yield node


def spoken(path: Path) -> list[str]:
    """Return the English texts of a module that might be shown."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    hidden = {id(inner) for node in _unspoken(tree) for inner in ast.walk(node)}
    return [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and id(node) not in hidden
        and (_SENTENCE.search(node.value) or _WORD.fullmatch(node.value))
        and not node.value.startswith(MARKUP)
    ]


def test_python_says_nothing_itself() -> None:
    """What owners read comes from the translations; a plain exception does not."""
    found = {
        path.relative_to(ROOT).as_posix(): texts
        for path in modules()
        if (texts := spoken(path))
    }
    assert found.keys() == ALLOWED.keys(), found


def test_dashboard_says_nothing_itself() -> None:
    """The same of strategy and cards."""
    root = ROOT / "frontend" / "ui"
    found = {
        path.name: texts
        for path in root.rglob("*.js")
        if (texts := spoken_js(path.read_text(encoding="utf-8")))
    }
    assert found.keys() == JS_ALLOWED.keys(), found


def spoken_js(source: str) -> list[str]:
    """Return the English texts of a module of the dashboard."""
    texts = _JS_TEXT.findall(_JS_COMMENT.sub("", source))
    return [text for _, text in texts if _JS_SENTENCE.match(text)]


def test_sentences_are_found(tmp_path: Path) -> None:
    """A sentence, a word, a part of a formatted text; no log line, no docstring."""
    path = tmp_path / "module.py"
    path.write_text(
        '"""Say something."""\n'
        'A = "The printer is hot."\n'
        'B = f"{a} or the other"\n'
        'C = "Print"\n'
        'D = "print_status"\n'
        '_LOGGER.debug("Going on with %s", a)\n'
        'raise BambuError("No answer came")\n'
        'raise HomeAssistantError("No such spool")\n',
        encoding="utf-8",
    )
    said = {"The printer is hot.", " or the other", "Print", "No such spool"}
    assert set(spoken(path)) == said
    source = "// A comment here\nh('div', {}, 'Print again', `icon`, \"Stop\");"
    assert spoken_js(source) == ["Print again", "Stop"]
