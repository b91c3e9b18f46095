"""Which language of the text service stands for which of Home Assistant."""

import pytest

from custom_components.bambu_cloud.lookups.languages import bambu_language


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", "en"),
        ("en-GB", "en"),
        ("de", "de"),
        ("de-CH", "de"),
        ("es-419", "es"),
        ("pt", "pt"),
        ("pt-BR", "pt-br"),
        ("zh-Hans", "zh-cn"),
        ("zh-Hant", "zh-cn"),
        ("nb", "en"),
        ("eo", "en"),
        ("", "en"),
    ],
)
def test_languages(language: str, expected: str) -> None:
    """Everybody gets the closest language that there is; Brazil and China their own."""
    assert bambu_language(language) == expected
