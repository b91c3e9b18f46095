"""What browsers, password managers and phones read in the forms of the login."""

from homeassistant.helpers.selector import TextSelector
import pytest

from custom_components.bambu_cloud.flows.login_schemas import FORMS

CODE = ("text", "one-time-code")


@pytest.mark.parametrize(
    ("step", "hints"),
    [
        ("password", [("text", "username"), ("password", "current-password")]),
        ("mail", [("email", "email")]),
        ("phone", [("tel", "tel-national")]),
        ("token", [("password", "off")]),
        ("code", [CODE]),
        ("sms", [CODE]),
        ("totp", [CODE]),
    ],
)
def test_what_is_filled_in(step: str, hints: list[tuple[str, str]]) -> None:
    """Passwords are hidden, and each field offers what belongs there."""
    configs = [
        field.config
        for field in FORMS[step].schema.values()
        if isinstance(field, TextSelector)
    ]
    found = [(config.get("type", "text"), config["autocomplete"]) for config in configs]
    assert found == hints
