"""Clean Bambu Lab's release notes so that they can be shown."""

import re

_MOST = 8000
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_PROGRAM = re.compile(r"<(script|style)\b.*?(?:</\1\s*>|\Z)", re.DOTALL | re.IGNORECASE)
_ADDRESS = re.compile(r"<(https?://[^\s<>]{1,500})>")
_TAG = re.compile(r"</?[A-Za-z][^<>]{0,2000}>")
# Possessive: no character is tried twice. Targets may contain a pair of parentheses.
_STRANGE_LINK = re.compile(
    r"\[([^\[\]]{0,300})\]\(\s*+(?!https?://)[^()]*+(?:\([^()]*+\)[^()]*+)*+\)",
    re.IGNORECASE,
)


def readable_notes(text: str) -> str:
    """Return release notes as Markdown without HTML, of a bounded length.

    A picture becomes a link: nothing is loaded from elsewhere. Links that
    do not lead to a web site lose their target.
    """
    bounded = text[: 4 * _MOST].replace("\r\n", "\n")
    for pattern in (_COMMENT, _PROGRAM):
        bounded = pattern.sub("", bounded)
    bounded = _TAG.sub("", _ADDRESS.sub(r"\1", bounded)).replace("<", "&lt;")
    bounded = _STRANGE_LINK.sub(r"\1", bounded.replace("![", "[")).strip()
    if len(bounded) <= _MOST and len(text) <= 4 * _MOST:
        return bounded
    whole_lines, _, _ = bounded[:_MOST].rpartition("\n")
    return f"{(whole_lines or bounded[:_MOST]).rstrip()}\n\n…"
