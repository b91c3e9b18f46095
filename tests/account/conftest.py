"""Another account that shares a printer of the owner's."""

from collections.abc import AsyncGenerator

from homeassistant.config_entries import ConfigEntryState
import pytest

from tests.helpers.accounts import FRIEND, add_friend
from tests.helpers.home import P1S, Home
from tests.simulator import another


@pytest.fixture
async def friend(home: Home) -> AsyncGenerator[Home]:
    """Add an account that shares one printer and has one of its own."""
    home.cloud.share_printer(P1S, FRIEND)
    home.cloud.add_printer(another("P2S", home.cloud.printers, "Friend"), FRIEND)
    friend = await add_friend(home)
    yield friend
    await home.hass.async_block_till_done()
    if friend.entry.state is ConfigEntryState.LOADED:
        assert await home.hass.config_entries.async_unload(friend.entry.entry_id)
