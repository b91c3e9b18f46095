"""Logging in, as a person goes through it."""

from collections.abc import Awaitable, Callable

from homeassistant.const import CONF_ACCESS_TOKEN, CONF_EMAIL, CONF_PASSWORD
from homeassistant.data_entry_flow import FlowResultType
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.bambu_cloud.const import (
    CONF_EXPIRES_IN,
    CONF_REGION,
    CONF_UID,
    DOMAIN,
)
from tests.simulator import HttpFault, SimulatedCloud, another

from .helpers.flow_driver import (
    PASSWORD,
    Person,
    reauthenticate,
    reconfigure,
    shown,
    suggested,
)
from .helpers.home import OWNER, P1S, Home

PLAIN = "plain@example.com"

type Again = Callable[[Home], Awaitable[Person]]


async def test_password_and_code_make_an_entry(person: Person) -> None:
    """The account is added under its own name; the password is not stored."""
    assert shown(await person.log_in()) == ("code", {})

    step = await person.enter_code()

    assert step["type"] is FlowResultType.CREATE_ENTRY
    assert step["title"] == person.cloud.accounts[OWNER].name
    assert step["description"] is None
    assert step["data"][CONF_EMAIL] == OWNER
    assert step["result"].unique_id == str(step["data"][CONF_UID])
    assert step["data"][CONF_UID] == person.cloud.accounts[OWNER].uid
    assert PASSWORD not in str(step["data"])
    assert person.cloud.of_token(step["data"][CONF_ACCESS_TOKEN])
    assert len(person.cloud.mailbox(OWNER)) == 1


async def test_account_without_code(person: Person) -> None:
    """An account that needs no code is added at once, also without a printer."""
    step = await person.log_in(PLAIN)
    assert step["type"] is FlowResultType.CREATE_ENTRY
    assert step["description"] == "no_printers"
    await person.hass.async_block_till_done()
    (entry,) = person.hass.config_entries.async_loaded_entries(DOMAIN)
    assert entry.runtime_data.account.last_update_success
    assert not entry.runtime_data.account.printers


async def test_wrong_password_then_right_one(person: Person) -> None:
    """A wrong password is an error; the form is filled with all but the password."""
    step = await person.log_in(password="wrong")
    assert step["errors"] == {"base": "invalid_auth"}
    assert suggested(step)[CONF_EMAIL] == OWNER
    assert suggested(step)[CONF_PASSWORD] is None

    assert (await person.log_in())["step_id"] == "code"


FAULTS = {
    HttpFault.RATE_LIMITED: "rate_limited",
    HttpFault.CLOUDFLARE: "blocked",
    HttpFault.UNAVAILABLE: "blocked",
    HttpFault.FORBIDDEN: "forbidden",
    HttpFault.SERVER_ERROR: "server_error",
    HttpFault.EMPTY: "server_error",
    HttpFault.NOT_JSON: "unknown",
    HttpFault.CUT: "cannot_connect",
    HttpFault.EMPTY_401: "login_refused",
}


@pytest.mark.parametrize(("fault", "error"), FAULTS.items(), ids=str)
async def test_every_failure_is_shown_and_survived(
    person: Person, fault: HttpFault, error: str
) -> None:
    """Whatever fails at either step is named, and the flow goes on."""
    person.cloud.faults.next_request(fault)
    assert shown(await person.log_in()) == ("password", {"base": error})

    assert (await person.log_in())["step_id"] == "code"
    person.cloud.faults.next_request(fault)
    assert shown(await person.enter_code()) == ("code", {"base": error})

    step = await person.enter_code()
    assert step["type"] is FlowResultType.CREATE_ENTRY


async def test_token_that_is_refused_at_once(person: Person) -> None:
    """A fresh token that does not work is an error, and is not stored."""
    person.cloud.faults.requests.extend([None, HttpFault.DEAD_TOKEN])
    step = await person.log_in(PLAIN)
    assert step["errors"] == {"base": "login_refused"}
    step = await person.log_in(PLAIN)
    assert step["type"] is FlowResultType.CREATE_ENTRY


async def test_blocked_and_limited_accounts(person: Person) -> None:
    """An account that Cloudflare or a rate limit turns away has its own error."""
    step = await person.log_in("blocked@example.com")
    assert step["errors"] == {"base": "blocked"}
    step = await person.log_in("limited@example.com")
    assert step["errors"] == {"base": "rate_limited"}


async def test_account_can_be_added_once(
    person: Person, config_entry: MockConfigEntry
) -> None:
    """The same account is not added twice."""
    await person.log_in()
    step = await person.enter_code()
    assert step["type"] is FlowResultType.ABORT
    assert step["reason"] == "already_configured"


@pytest.mark.parametrize(
    "around",
    [
        "{}",
        " {}\n",
        '"{}"',
        "Bearer {}",
        "Authorization: Bearer {}",
        "token={}; Path=/",
    ],
)
async def test_pasted_token(person: Person, around: str) -> None:
    """A token from a browser is as good as a login, however it was copied."""
    token = person.cloud.issue_token(OWNER)
    step = await person.paste(around.format(token))
    assert step["type"] is FlowResultType.CREATE_ENTRY
    assert step["title"] == person.cloud.accounts[OWNER].name
    assert step["data"][CONF_ACCESS_TOKEN] == token
    assert step["data"][CONF_EXPIRES_IN] is None
    assert CONF_EMAIL not in step["data"]


@pytest.mark.parametrize("token", ["nonsense", " ", "\x07"])
async def test_pasted_token_that_does_not_work(person: Person, token: str) -> None:
    """A token that the cloud refuses is an error, and is not shown again."""
    step = await person.paste(token)
    assert shown(step) == ("token", {"base": "invalid_token"})
    assert suggested(step)[CONF_ACCESS_TOKEN] is None
    step = await person.paste(person.cloud.issue_token(OWNER))
    assert step["type"] is FlowResultType.CREATE_ENTRY


async def test_pasted_token_while_the_cloud_is_in_trouble(person: Person) -> None:
    """Trouble says nothing about the token."""
    person.cloud.faults.next_request(HttpFault.SERVER_ERROR)
    step = await person.paste(person.cloud.issue_token(OWNER))
    assert shown(step) == ("token", {"base": "server_error"})


async def test_token_of_the_other_region(china: SimulatedCloud, person: Person) -> None:
    """A token is only good where the account was made."""
    token = china.issue_token("mail@example.cn")
    step = await person.paste(token)
    assert shown(step) == ("token", {"base": "invalid_token"})
    step = await person.paste(token, region="china")
    assert step["type"] is FlowResultType.CREATE_ENTRY
    assert step["data"][CONF_REGION] == "china"


async def test_account_of_the_china_region(
    china: SimulatedCloud, person: Person
) -> None:
    """Password, list and broker are those of its own hosts, and no others."""
    printer = another("P1S", china.printers, "Factory P1S")
    china.add_printer(printer, "13900000000")
    await person.choose("password")
    values = {CONF_EMAIL: "13900000000", CONF_PASSWORD: PASSWORD, CONF_REGION: "china"}
    step = await person.enter(values)
    assert step["type"] is FlowResultType.CREATE_ENTRY
    home = Home(person.hass, china, step["result"])
    await home.until_reported()
    assert home.shows(printer.identity.serial, "print_status") == "idle"
    assert china.broker.sessions == 1
    assert person.cloud.broker.sessions == 0
    assert not person.cloud.requests


@pytest.mark.parametrize("again", [reauthenticate, reconfigure])
async def test_log_in_again(home: Home, again: Again) -> None:
    """With a new login, the printers are back; the entry is the same one."""
    old = home.entry.data[CONF_ACCESS_TOKEN]
    home.cloud.revoke_tokens(OWNER)
    person = await again(home)
    assert "phone" not in person.step["menu_options"]
    step = await person.choose("password")
    assert suggested(step)[CONF_EMAIL] == OWNER
    assert CONF_REGION not in suggested(step)

    step = await person.log_in(password="wrong")
    assert step["errors"] == {"base": "invalid_auth"}
    await person.log_in()
    step = await person.enter_code()

    assert step["type"] is FlowResultType.ABORT
    assert step["reason"].endswith("_successful")
    assert home.entry.data[CONF_ACCESS_TOKEN] != old
    await home.hass.async_block_till_done()
    await home.until_shown(P1S, "online", "on")
    assert [home.entry] == home.hass.config_entries.async_entries(DOMAIN)


@pytest.mark.parametrize("again", [reauthenticate, reconfigure])
async def test_another_account_is_refused_by_name(home: Home, again: Again) -> None:
    """Logging in to another account changes nothing, and one can go on from there."""
    before = dict(home.entry.data)
    person = await again(home)
    step = await person.log_in(PLAIN)
    assert step["type"] is FlowResultType.MENU
    assert step["step_id"] == "wrong_account"
    assert step["description_placeholders"] == {"account": PLAIN, "entry": OWNER}
    assert dict(home.entry.data) == before

    step = await person.choose("password")
    assert suggested(step)[CONF_EMAIL] == OWNER
    await person.log_in()
    step = await person.enter_code()
    assert step["reason"].endswith("_successful")


async def test_token_of_another_account_is_refused_by_name(home: Home) -> None:
    """A token says whose it is; with the entry's own, its e-mail stays."""
    person = await reconfigure(home)
    await person.paste(home.cloud.issue_token(PLAIN))
    assert person.step["description_placeholders"]["account"] == "Plain"
    token = home.cloud.issue_token(OWNER)
    step = await person.paste(token)
    assert step["reason"] == "reconfigure_successful"
    assert home.entry.data[CONF_ACCESS_TOKEN] == token
    assert home.entry.data[CONF_EMAIL] == OWNER
