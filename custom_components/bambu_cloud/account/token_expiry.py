"""Warn in time that a login is about to expire (protocol A.5)."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from homeassistant.const import CONF_ACCESS_TOKEN
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import issue_registry as ir
from homeassistant.helpers.event import async_track_point_in_utc_time
from homeassistant.util import dt as dt_util

from ..api import jwt_expiry
from ..const import CONF_EXPIRES_IN, CONF_OBTAINED_AT, DOMAIN
from ..model.values import aware_time

if TYPE_CHECKING:
    from ..runtime_data import BambuConfigEntry

SUBJECT = "login"
NOTICE = timedelta(days=7)

_SHORTEST, _LONGEST = timedelta(), timedelta(days=3650)
"""A token that lasts as short or as long as these names a wrong time."""


def token_expiry(entry: BambuConfigEntry) -> datetime | None:
    """Return when the token of an account expires, None where that is unknown.

    The lifetime that came with the login decides, else the token itself, unless that
    makes no sense.
    """
    obtained_at = aware_time(entry.data.get(CONF_OBTAINED_AT))
    if obtained_at is None:
        return None
    expires_in = entry.data.get(CONF_EXPIRES_IN)
    if isinstance(expires_in, int):
        try:
            return obtained_at + timedelta(seconds=expires_in)
        except OverflowError:
            return None
    expiry = jwt_expiry(entry.data[CONF_ACCESS_TOKEN])
    if expiry and _SHORTEST < expiry - obtained_at < _LONGEST:
        return expiry
    return None


@callback
def async_schedule_expiry_issue(hass: HomeAssistant, entry: BambuConfigEntry) -> None:
    """Create an issue a week before the token expires, and delete that of an older one.

    A token whose expiry is unknown ends without notice, which leads to a new login.
    """
    expiry = token_expiry(entry)
    if expiry is not None and expiry - NOTICE <= dt_util.utcnow():
        _async_create_issue(hass, entry, expiry)
        return
    async_delete_expiry_issue(hass, entry.entry_id)
    if expiry is None:
        return

    @callback
    def create_issue(_: datetime) -> None:
        """Create the issue when it is time."""
        _async_create_issue(hass, entry, expiry)

    entry.async_on_unload(
        async_track_point_in_utc_time(hass, create_issue, expiry - NOTICE)
    )


@callback
def _async_create_issue(
    hass: HomeAssistant, entry: BambuConfigEntry, expiry: datetime
) -> None:
    """Create the issue of an account."""
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
            "date": dt_util.as_local(expiry).date().isoformat(),
        },
    )


@callback
def async_delete_expiry_issue(hass: HomeAssistant, entry_id: str) -> None:
    """Delete the issue of an account."""
    ir.async_delete_issue(hass, DOMAIN, _issue_id(entry_id))


def _issue_id(entry_id: str) -> str:
    """Return the id of the issue of an account."""
    return f"{SUBJECT}_{entry_id}"
