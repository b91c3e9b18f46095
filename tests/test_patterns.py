"""No regular expression needs much longer for a hostile text than for a long one.

Texts come from the cloud, from printers and from strangers in the local network, and
patterns run in the event loop. A pattern that tries a character twice needs minutes
for these texts, and the test is ended as one that hangs.
"""

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
import re
from typing import Any, NamedTuple

import pytest

import custom_components.bambu_cloud as integration

ROOT = Path(integration.__file__).parent
LENGTH = 200_000
BEGINNINGS = (
    *("", "<", "<!--", "<script>", "</script", "[", "[](", "[a](", "{", "/", "/a"),
    *("content-length:", "content-length:1", 'realm="', "RTSP/1.1 ", "device/"),
    *("1.1.1.", "://", "a://", "<http://", "\xff\xd9", "#", "\r\n", "0"),
)
UNITS = (
    *(
        " ",
        "a",
        "0",
        "A",
        "\n",
        "\r",
        "\t",
        "-",
        ".",
        "/",
        "=",
        '"',
        "<",
        "[",
        "(",
        "_",
    ),
    *("0 ", "a/", "a.", "[](", "[a](", "<a", "1.", "a:", "://", "/a", '="', "\xff"),
    *('realm="a', "content-length:\n", "<script", "<!--", "{a", "\xff\xd9", "\r\n"),
)


class Use(NamedTuple):
    """A pattern, and what of it is called."""

    name: str
    pattern: re.Pattern[Any]
    method: str

    def run(self, text: str) -> None:
        """Apply the pattern as the integration does."""
        hostile: Any = text
        if isinstance(self.pattern.pattern, bytes):
            hostile = text.encode("latin-1")
        if self.method == "sub":
            self.pattern.sub(hostile[:0], hostile)
        else:
            getattr(self.pattern, self.method)(hostile)


def uses() -> Iterator[Use]:
    """Yield every pattern of the integration with each method that is called."""
    for path in sorted(ROOT.rglob("*.py")):
        text = path.read_text("utf-8")
        if "re.compile(" not in text:
            continue
        parts = path.relative_to(ROOT).with_suffix("").parts
        module = import_module(".".join((integration.__name__, *parts)))
        for name, value in vars(module).items():
            if isinstance(value, re.Pattern):
                found = re.findall(rf"\b{name}\.(\w+)\(", text)
                for method in sorted(set(found) or {"fullmatch"}):
                    yield Use(f"{'.'.join(parts)}.{name}", value, method)


# Release notes: these run over the tuple's patterns in a loop, under no name.
LOOPED = {"model.release_notes._COMMENT": "sub", "model.release_notes._PROGRAM": "sub"}
USES = [use._replace(method=LOOPED.get(use.name, use.method)) for use in uses()]


def test_all_are_found() -> None:
    """Each compiled expression stands in a module under a name."""
    text = "".join(path.read_text("utf-8") for path in ROOT.rglob("*.py"))
    assert len({use.name for use in USES}) == text.count("re.compile(")
    assert not re.search(r"\bre\.(match|search|sub|findall|fullmatch|split)\(", text)


@pytest.mark.parametrize("use", USES, ids=lambda use: f"{use.name}.{use.method}")
def test_hostile_texts(use: Use) -> None:
    """A text of any form is read in a time that grows with its length."""
    for beginning in BEGINNINGS:
        for unit in UNITS:
            use.run(beginning + unit * (LENGTH // len(unit)) + "\x00")
