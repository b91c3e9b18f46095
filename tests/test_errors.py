"""What goes wrong with a command is said in the user's language."""

import ast
from itertools import product
import json
from pathlib import Path
import re
from typing import Any

from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
import pytest

from custom_components.bambu_cloud import errors
from custom_components.bambu_cloud.api import (
    Argument,
    BambuConnectionError,
    BambuError,
    BambuInputError,
    BambuNoReplyError,
    BambuOfflineError,
    BambuRefusedError,
    BambuResponseError,
    BambuUnsignedError,
    Refusal,
)
from custom_components.bambu_cloud.errors import command_error, command_errors
from tests.helpers.arguments import ROOT, argument_errors, trees

WORDS = json.loads(
    (Path(errors.__file__).parent / "translations" / "en.json").read_bytes()
)["exceptions"]


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (
            BambuInputError(Argument.BED_TEMPERATURE, low=0, high=110.5, unit="°C"),
            "The bed temperature must be between 0 and 110.5 °C.",
        ),
        (
            BambuInputError(Argument.LAYER_COUNT, low=1, high=3),
            "The number of layers must be between 1 and 3.",
        ),
        (
            BambuInputError(Argument.FILE_NAME),
            "This is not the name of a file that can be printed.",
        ),
        (
            BambuRefusedError(Refusal.OTHER, reason="not now", code=7),
            "The printer refuses: not now.",
        ),
        (BambuRefusedError(Refusal.OTHER, code=7), "The printer refuses: 7."),
        (
            BambuRefusedError(Refusal.BUSY, code=7),
            "The printer is busy with something else.",
        ),
        (
            BambuUnsignedError(reason="", code=84033543),
            "The printer's firmware only obeys Bambu Lab's own apps.",
        ),
        (
            BambuOfflineError(),
            "The printer is switched off or not connected to the cloud.",
        ),
        (
            BambuNoReplyError(),
            "The printer does not answer. It may have obeyed all the same.",
        ),
        (BambuConnectionError(), "Bambu Lab cannot be reached."),
        (BambuResponseError(), "Bambu Lab answered with something unexpected."),
    ],
)
def test_words(error: BambuError, words: str) -> None:
    """Each error says what is wrong; only a wrong value is the caller's mistake."""
    with pytest.raises(HomeAssistantError) as raised, command_errors():
        raise error
    translated = raised.value
    assert isinstance(translated, ServiceValidationError) is isinstance(
        error, BambuInputError
    )
    message = WORDS[translated.translation_key]["message"]
    assert message.format(**(translated.translation_placeholders or {})) == words


@pytest.mark.parametrize(
    ("argument", "limits"), product(Argument, ({}, {"low": -0.5, "high": 1e9}))
)
def test_arguments(argument: Argument, limits: dict[str, float]) -> None:
    """Each argument has sentences of its own, which get numbers and nothing else."""
    error = command_error(BambuInputError(argument, **limits, unit="mm³/s"))
    key, values = error.translation_key, error.translation_placeholders or {}
    assert values.keys() == limits.keys()
    for value in values.values():
        assert re.fullmatch(r"-?[\d.]+(e\+\d+)?( mm³/s)?", value)
    if key in argument_errors():
        assert re.fullmatch(SENTENCE, WORDS[key]["message"].format(**values))
    else:
        assert key not in WORDS


SENTENCE = (
    r"The [\w -]+ must be between -0.5 and 1e\+09 mm³/s\.|(?!.*possible)[A-Z].+\."
)
VALUES = {
    "reason": "the printer's own words, or its code",
    "low": "a number",
    "high": "a number and its unit",
    "most": "a number",
    "number": "a number",
    "entity": "an entity id",
    "account": "the title of an account",
    "accounts": "titles of accounts",
    "filament": "what the caller or the slicer wrote",
    "material": "what the caller wrote",
    "object": "what the caller wrote",
}
"""What translated errors are given."""


def test_placeholders_are_values() -> None:
    """No error has English words in a sentence of another language."""
    found = set()
    for tree in trees(ROOT):
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and _name(node.func).endswith("Error"):
                for name, value in _placeholders(node):
                    found.add(name)
                    assert not _letters(value), ast.unparse(value)
    assert found == VALUES.keys()


def _name(function: ast.expr) -> str:
    """Return what a call calls."""
    return ast.unparse(function)


def _placeholders(call: ast.Call) -> Any:
    """Yield the placeholders of an error."""
    for keyword in call.keywords:
        if keyword.arg == "translation_placeholders":
            assert isinstance(keyword.value, ast.Dict)
            for key, value in zip(
                keyword.value.keys, keyword.value.values, strict=True
            ):
                assert isinstance(key, ast.Constant)
                yield key.value, value


def _letters(value: ast.expr) -> str:
    """Return the letters that the code itself adds to a value."""
    return "".join(
        letter
        for node in ast.walk(value)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
        for letter in node.value
        if letter.isalpha()
    )
