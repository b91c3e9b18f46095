"""Tell in time that a login is about to end (protocol A.5)."""

from datetime import datetime, timedelta
from typing import Any

from homeassistant.config_entries import ConfigEntry
from homeassistant.const import CONF_ACCESS_TOKEN
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import issue_registry as ir
from homeassistant.helpers.event import async_track_point_in_utc_time
from homeassistant.util import dt as dt_util

from ..api import told_end
from ..const import CONF_EXPIRES_IN, CONF_OBTAINED_AT, DOMAIN
from ..storage import read_moment

SUBJECT = "login"
NOTICE = timedelta(days=7)

_NOTHING, _AGES = timedelta(), timedelta(days=3650)
"""A token lasts longer than the one and not as long as the other."""


def token_end(entry: ConfigEntry[Any]) -> datetime | None:
    """Return when the token of an account ends, None where nobody said so.

    The login tells, else the token itself, unless that makes no sense.
    """
    obtained_at = read_moment(entry.data.get(CONF_OBTAINED_AT))
    if obtained_at is None:
        return None
    expires_in = entry.data.get(CONF_EXPIRES_IN)
    if isinstance(expires_in, int):
        try:
            return obtained_at + timedelta(seconds=expires_in)
        except OverflowError:
            return None
    end = told_end(entry.data[CONF_ACCESS_TOKEN])
    return end if end and _NOTHING < end - obtained_at < _AGES else None


@callback
def async_watch_token(hass: HomeAssistant, entry: ConfigEntry[Any]) -> None:
    """Raise an issue a week before the token ends, and take that of an older one back.

    A token whose end nobody knows ends without notice, which leads to a new login.
    """
    end = token_end(entry)
    if end is not None and end - NOTICE <= dt_util.utcnow():
        _async_tell(hass, entry, end)
        return
    async_forget_token(hass, entry.entry_id)
    if end is None:
        return

    @callback
    def tell(_: datetime) -> None:
        """Raise the issue when it is time."""
        _async_tell(hass, entry, end)

    entry.async_on_unload(async_track_point_in_utc_time(hass, tell, end - NOTICE))


@callback
def _async_tell(hass: HomeAssistant, entry: ConfigEntry[Any], end: datetime) -> None:
    """Raise the issue."""
    ir.async_create_issue(
        hass,
        DOMAIN,
        _issue_id(entry.entry_id),
        data={"entry_id": entry.entry_id},
        is_fixable=True,
        severity=ir.IssueSeverity.WARNING,
        translation_key="login_ends",
        translation_placeholders={
            "account": entry.title,
            "date": dt_util.as_local(end).date().isoformat(),
        },
    )


@callback
def async_forget_token(hass: HomeAssistant, entry_id: str) -> None:
    """Take the issue of an account back."""
    ir.async_delete_issue(hass, DOMAIN, _issue_id(entry_id))


def _issue_id(entry_id: str) -> str:
    """Return what the issue of an account is called."""
    return f"{SUBJECT}_{entry_id}"
