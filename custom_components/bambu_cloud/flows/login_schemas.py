"""The forms of a login."""

from collections.abc import Mapping
import re
from typing import Any

from homeassistant.const import (
    CONF_ACCESS_TOKEN,
    CONF_CODE,
    CONF_EMAIL,
    CONF_PASSWORD,
)
from homeassistant.helpers.selector import (
    BooleanSelector,
    SelectSelector,
    SelectSelectorConfig,
    TextSelector,
    TextSelectorConfig,
    TextSelectorType,
)
import voluptuous as vol

from ..api import Region
from ..const import CONF_REGION

CONF_PHONE = "phone"
CONF_SEND_AGAIN = "send_again"

# International numbers have up to 15 digits (ITU-T); mobile ones seven or more.
_NUMBER = re.compile(r"\+?[0-9]{7,15}")

# Not of the type EMAIL: an account of the China region may be a phone number.
_ACCOUNT = TextSelector(TextSelectorConfig(autocomplete="username"))
_EMAIL = TextSelector(
    TextSelectorConfig(type=TextSelectorType.EMAIL, autocomplete="email")
)
_PHONE = TextSelector(
    TextSelectorConfig(type=TextSelectorType.TEL, autocomplete="tel-national")
)
_PASSWORD = TextSelector(
    TextSelectorConfig(type=TextSelectorType.PASSWORD, autocomplete="current-password")
)
_CODE = TextSelector(TextSelectorConfig(autocomplete="one-time-code"))
_TOKEN = TextSelector(
    TextSelectorConfig(type=TextSelectorType.PASSWORD, autocomplete="off")
)
_REGION = SelectSelector(
    SelectSelectorConfig(
        options=[region.value for region in Region], translation_key="region"
    )
)
_REGION_FIELD = {vol.Required(CONF_REGION, default=Region.GLOBAL.value): _REGION}
_SENT_CODE = vol.Schema(
    {
        vol.Optional(CONF_CODE): _CODE,
        vol.Optional(CONF_SEND_AGAIN, default=False): BooleanSelector(),
    }
)

FORMS: Mapping[str, vol.Schema] = {
    "password": vol.Schema(
        {
            **_REGION_FIELD,
            vol.Required(CONF_EMAIL): _ACCOUNT,
            vol.Required(CONF_PASSWORD): _PASSWORD,
        }
    ),
    "mail": vol.Schema({**_REGION_FIELD, vol.Required(CONF_EMAIL): _EMAIL}),
    "phone": vol.Schema({vol.Required(CONF_PHONE): _PHONE}),
    "token": vol.Schema({**_REGION_FIELD, vol.Required(CONF_ACCESS_TOKEN): _TOKEN}),
    "code": _SENT_CODE,
    "sms": _SENT_CODE,
    "totp": vol.Schema({vol.Required(CONF_CODE): _CODE}),
}
"""The forms by their steps."""


def without_region(schema: vol.Schema) -> vol.Schema:
    """Return the same form for an account whose region is fixed."""
    fields: Mapping[Any, Any] = schema.schema
    return vol.Schema(
        {field: selector for field, selector in fields.items() if field != CONF_REGION}
    )


def without_spaces(text: str) -> str:
    """Return a code or a number without the spaces that people group it by."""
    return "".join(text.split())


def is_address(name: str) -> bool:
    """Return whether an account is an e-mail address, else it is a phone number."""
    return "@" in name


def is_phone_number(name: str) -> bool:
    """Return whether an account could be a phone number."""
    return bool(_NUMBER.fullmatch(name))
