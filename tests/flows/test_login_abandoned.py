"""A dialog that was opened, and closed without a login."""

from homeassistant.config_entries import SOURCE_REAUTH
import pytest

from tests.helpers.flow_driver import Person, reconfigure
from tests.helpers.home import OWNER, Home
from tests.helpers.reports import reauths


async def close(person: Person) -> None:
    """Close the dialog as it stands, and let Home Assistant come to rest."""
    person.hass.config_entries.flow.async_abort(person.step["flow_id"])
    await person.hass.async_block_till_done()


async def die(home: Home) -> None:
    """End the login while a dialog is open; no reauthentication starts."""
    home.cloud.revoke_tokens(OWNER)
    await home.until_link_lost()
    account = home.entry.runtime_data.account
    await home.until(lambda: not account.last_update_success)
    await home.hass.async_block_till_done()
    assert not reauths(home)


@pytest.mark.parametrize("is_set_up", [True, False])
async def test_login_that_died_meanwhile(home: Home, *, is_set_up: bool) -> None:
    """Whoever closes the dialog is asked to log in, once."""
    person = await reconfigure(home)
    await die(home)
    if not is_set_up:
        assert not await home.hass.config_entries.async_reload(home.entry.entry_id)
        assert not reauths(home)
    await close(person)
    await home.until(lambda: reauths(home))
    assert len(list(home.entry.async_get_active_flows(home.hass, {SOURCE_REAUTH}))) == 1


async def test_login_that_is_good(home: Home) -> None:
    """A dialog that was opened in vain changes nothing."""
    running = home.entry.runtime_data
    await close(await reconfigure(home))
    assert home.entry.runtime_data is running
    assert not reauths(home)


async def test_login_that_was_renewed(home: Home) -> None:
    """A login that died and was renewed in time is asked for no more."""
    person = await reconfigure(home)
    await die(home)
    await person.paste(home.cloud.issue_token(OWNER))
    assert person.step["reason"] == "reconfigure_successful"
    await home.hass.async_block_till_done()
    await home.until(lambda: home.entry.runtime_data.account.link.pushed)
    assert not reauths(home)


async def test_account_that_was_removed_meanwhile(
    home: Home, caplog: pytest.LogCaptureFixture
) -> None:
    """There is nothing to log in to any more, which is no error."""
    person = await reconfigure(home)
    await home.hass.config_entries.async_remove(home.entry.entry_id)
    await close(person)
    assert not home.hass.config_entries.flow.async_progress()
    assert "Error removing" not in caplog.text
