"""Release notes are shown without anything that does more than to be read."""

import pytest

from custom_components.bambu_cloud.model import readable_notes


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("## New\r\n1. Quieter fans.\r\n", "## New\n1. Quieter fans."),
        ("a <b>bold</b> <br/>word", "a bold word"),
        ("<script>alert('<b>')</script>ok<style>p{}</style>", "ok"),
        ("ok<script>alert(1)", "ok"),
        ("ok <!-- hidden --> <!-- open", "ok"),
        ("x < 3 and <img src=x onerror=alert(1)", "x &lt; 3 and &lt;img src=x onerror"),
        ("![fan](https://e.com/fan.png)", "[fan](https://e.com/fan.png)"),
        ("[wiki](https://e.com/w)", "[wiki](https://e.com/w)"),
        ("[wiki](javascript:alert)", "wiki"),
        ("[wiki](javascript:alert(1))", "wiki"),
        ('[wiki]( javascript:alert "title")', "wiki"),
        (f"[wiki]({' ' * 600}javascript:{'a' * 600})", "wiki"),
        ("[wiki](  https://e.com/a_(b))", "[wiki](  https://e.com/a_(b))"),
        ("see <https://e.com/w>", "see https://e.com/w"),
        ("", ""),
    ],
)
def test_what_is_left(text: str, shown: str) -> None:
    """Markdown stays; tags, programs, pictures and strange links do not."""
    assert readable_notes(text).startswith(shown)
    assert "<" not in readable_notes(text)


@pytest.mark.parametrize(
    "unit",
    ["line\n", "word ", "<b>", "<!--", "[![(<", "<script", "[]("],
)
def test_huge(unit: str) -> None:
    """A book is cut, at the end of a line if it has any, without much thinking."""
    notes = readable_notes(unit * 1_000_000)  # takes hours if it thinks twice
    assert len(notes) < 8010
    if unit == "line\n":
        assert notes.endswith("line\n\n…")


def test_link_to_nowhere() -> None:
    """A link that does not end is read once."""
    notes = readable_notes("[](" + " " * 31_000)
    assert notes == "[]("
