"""What goes wrong with a command is told in words."""

import json
from pathlib import Path

from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
import pytest

from custom_components.bambu_cloud import errors
from custom_components.bambu_cloud.api import (
    BambuConnectionError,
    BambuError,
    BambuInputError,
    BambuNoAnswerError,
    BambuOfflineError,
    BambuRefusedError,
    BambuResponseError,
    BambuUnsignedError,
    Refusal,
)
from custom_components.bambu_cloud.errors import command_error

WORDS = json.loads(
    (Path(errors.__file__).parent / "translations" / "en.json").read_bytes()
)["exceptions"]


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (
            BambuInputError("bed temperature", low=0, high=110.5, unit="°C"),
            "The bed temperature must be between 0 and 110.5 °C.",
        ),
        (
            BambuInputError("number of rounds", low=1, high=3),
            "The number of rounds must be between 1 and 3.",
        ),
        (BambuInputError("file name"), "The file name is not possible."),
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
            BambuNoAnswerError(),
            "The printer does not answer. It may have obeyed all the same.",
        ),
        (BambuConnectionError(), "Bambu Lab cannot be reached."),
        (BambuResponseError(), "Bambu Lab answered with something unexpected."),
    ],
)
def test_words(error: BambuError, words: str) -> None:
    """Each error says what is wrong; only a wrong value is the caller's mistake."""
    told = command_error(error)
    assert isinstance(told, HomeAssistantError)
    assert isinstance(told, ServiceValidationError) is isinstance(
        error, BambuInputError
    )
    message = WORDS[told.translation_key]["message"]
    assert message.format(**(told.translation_placeholders or {})) == words
