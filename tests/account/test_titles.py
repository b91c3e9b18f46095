"""What an account is called."""

from typing import Any

from homeassistant.config_entries import ConfigEntryState
from homeassistant.const import CONF_EMAIL
from homeassistant.core import HomeAssistant
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.bambu_cloud.const import DOMAIN
from tests.helpers.flow_driver import Person, reauthenticate
from tests.helpers.home import OWNER, Home
from tests.simulator import HttpFault, SimulatedCloud

PLAIN, PHONE = "plain@example.com", "13800000000"


@pytest.mark.parametrize(
    "name",
    [
        "",
        " ",
        PLAIN,
        "138 0000 0000",
        "138****0000",
        "user_3141592652",
    ],
)
async def test_name_that_identifies_its_owner(person: Person, name: str) -> None:
    """An address, a phone number or an account's number is no title."""
    person.cloud.accounts[PLAIN].name = name
    step = await person.log_in(PLAIN)
    assert step["title"] == "Bambu Lab Cloud"


async def test_name_of_the_owners_choice(person: Person) -> None:
    """Any other name is the title, as it was chosen."""
    person.cloud.accounts[PLAIN].name = " Annas 3D-Drucker 24 "
    step = await person.log_in(PLAIN)
    assert step["title"] == "Annas 3D-Drucker 24"


async def test_accounts_of_one_name(china: SimulatedCloud, person: Person) -> None:
    """Two accounts have different titles, whatever they are called."""
    for account in (*person.cloud.accounts.values(), *china.accounts.values()):
        account.name = ""
    titles = [(await person.log_in(PLAIN))["title"]]
    await person.start()
    titles.append((await person.paste(person.cloud.issue_token(OWNER)))["title"])
    await person.start()
    token = china.issue_token(PHONE)
    titles.append((await person.paste(token, region="china"))["title"])
    assert titles == [
        "Bambu Lab Cloud",
        "Bambu Lab Cloud 2",
        "Bambu Lab Cloud (China)",
    ]


async def test_address_of_an_older_entry_is_hidden(
    hass: HomeAssistant,
    cloud: SimulatedCloud,
    config_entry: MockConfigEntry,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Before anything can go wrong: Home Assistant would log the address with it."""
    hass.config_entries.async_update_entry(config_entry, title=OWNER)
    cloud.faults.every_request = HttpFault.SERVER_ERROR
    assert not await hass.config_entries.async_setup(config_entry.entry_id)
    assert config_entry.state is ConfigEntryState.SETUP_RETRY
    assert config_entry.title == "Bambu Lab Cloud"
    assert config_entry.title in caplog.text
    assert OWNER not in caplog.text


@pytest.mark.parametrize(
    ("title", "data"),
    [("Workshop", {}), ("me@home.example", {}), ("Owner", {CONF_EMAIL: None})],
)
async def test_title_that_was_chosen_stays(
    hass: HomeAssistant,
    config_entry: MockConfigEntry,
    title: str,
    data: dict[str, Any],
) -> None:
    """What people call their account is theirs to decide."""
    data = {**config_entry.data, **data}
    hass.config_entries.async_update_entry(config_entry, title=title, data=data)
    assert await hass.config_entries.async_setup(config_entry.entry_id)
    assert config_entry.title == title


async def test_dialog_shows_the_address(home: Home) -> None:
    """The dialog names the account: by e-mail, else by title."""
    person = await reauthenticate(home)
    assert person.step["description_placeholders"]["account"] == OWNER
    data = {key: value for key, value in home.entry.data.items() if key != CONF_EMAIL}
    home.hass.config_entries.async_update_entry(home.entry, data=data)
    for flow in home.hass.config_entries.flow.async_progress_by_handler(DOMAIN):
        home.hass.config_entries.flow.async_abort(flow["flow_id"])
    person = await reauthenticate(home)
    assert person.step["description_placeholders"]["account"] == "Owner"
