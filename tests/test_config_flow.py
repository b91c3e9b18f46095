"""Logging in, as a person goes through it."""

from collections.abc import AsyncGenerator
from typing import Any

from homeassistant.config_entries import SOURCE_USER
from homeassistant.const import CONF_ACCESS_TOKEN, CONF_CODE, CONF_EMAIL, CONF_PASSWORD
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.bambu_cloud.config_flow import CONF_SEND_AGAIN
from custom_components.bambu_cloud.const import CONF_REGION, CONF_UID, DOMAIN
from tests.simulator import HttpFault, SimulatedCloud

from .conftest import OWNER, P1S, Home

PASSWORD = "correct horse"

type Step = dict[str, Any]


def suggested(step: Step) -> dict[str, Any]:
    """Return what a form is filled with."""
    return {
        str(field): (field.description or {}).get("suggested_value")
        for field in step["data_schema"].schema
    }


class Person:
    """Somebody who fills in the forms."""

    def __init__(self, hass: HomeAssistant, cloud: SimulatedCloud) -> None:
        """Sit down in front of Home Assistant."""
        self.hass = hass
        self.cloud = cloud
        self.flow_id = ""

    async def start(self) -> Step:
        """Open the form."""
        return self._seen(
            await self.hass.config_entries.flow.async_init(
                DOMAIN, context={"source": SOURCE_USER}
            )
        )

    async def log_in(self, email: str = OWNER, password: str = PASSWORD) -> Step:
        """Enter an account."""
        account = {CONF_REGION: "global", CONF_EMAIL: email, CONF_PASSWORD: password}
        return await self.enter(account)

    async def enter_code(self, code: str | None = None) -> Step:
        """Enter a code: the newest from the mailbox, or the one given."""
        return await self.enter({CONF_CODE: code or self.cloud.mailbox(OWNER)[-1]})

    async def enter(self, values: Step) -> Step:
        """Submit a form."""
        flow = self.hass.config_entries.flow
        return self._seen(await flow.async_configure(self.flow_id, values))

    def _seen(self, step: Any) -> Step:
        """Remember where we are."""
        self.flow_id = step["flow_id"]
        return dict(step)


@pytest.fixture
async def person(hass: HomeAssistant, cloud: SimulatedCloud) -> AsyncGenerator[Person]:
    """Open the form for a new account; what comes of it is unloaded at the end."""
    person = Person(hass, cloud)
    step = await person.start()
    assert step["step_id"] == "user"
    yield person
    await hass.async_block_till_done()
    for entry in hass.config_entries.async_loaded_entries(DOMAIN):
        await hass.config_entries.async_unload(entry.entry_id)


async def test_password_and_code_make_an_entry(person: Person) -> None:
    """The account is added under its e-mail; the password is kept nowhere."""
    step = await person.log_in()
    assert (step["step_id"], step["errors"]) == ("code", {})

    step = await person.enter_code()

    assert step["type"] is FlowResultType.CREATE_ENTRY
    assert step["title"] == OWNER
    assert step["result"].unique_id == str(step["data"][CONF_UID])
    assert step["data"][CONF_UID] == person.cloud.accounts[OWNER].uid
    assert PASSWORD not in str(step["data"])
    assert person.cloud.of_token(step["data"][CONF_ACCESS_TOKEN])
    assert len(person.cloud.mailbox(OWNER)) == 1


async def test_account_without_code(person: Person) -> None:
    """An account that needs no code is added at once."""
    step = await person.log_in("plain@example.com")
    assert step["type"] is FlowResultType.CREATE_ENTRY


async def test_authenticator_account_uses_an_e_mailed_code(person: Person) -> None:
    """An account with an authenticator gets exactly one code by e-mail."""
    login = "tfa@example.com"
    step = await person.log_in(login)
    assert (step["step_id"], step["errors"]) == ("code_instead", {})
    (code,) = person.cloud.mailbox(login)
    step = await person.enter_code(code)
    assert step["type"] is FlowResultType.CREATE_ENTRY


async def test_authenticator_account_without_a_code(person: Person) -> None:
    """When no code can be sent, the first form says why."""
    fail_later(person.cloud, HttpFault.RATE_LIMITED, after=1)
    step = await person.log_in("tfa@example.com")
    assert (step["step_id"], step["errors"]) == ("user", {"base": "rate_limited"})


async def test_wrong_password_then_right_one(person: Person) -> None:
    """A wrong password is told; the form keeps all but the password."""
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
async def test_every_failure_is_told_and_survived(
    person: Person, fault: HttpFault, error: str
) -> None:
    """Whatever fails at either step is named, and the flow goes on."""
    person.cloud.faults.next_request(fault)
    step = await person.log_in()
    assert (step["step_id"], step["errors"]) == ("user", {"base": error})

    assert (await person.log_in())["step_id"] == "code"
    person.cloud.faults.next_request(fault)
    step = await person.enter_code()
    assert (step["step_id"], step["errors"]) == ("code", {"base": error})

    step = await person.enter_code()
    assert step["type"] is FlowResultType.CREATE_ENTRY


def fail_later(cloud: SimulatedCloud, fault: HttpFault, *, after: int) -> None:
    """Let some requests pass before one fails."""
    passing = [None] * after
    cloud.faults.requests.extend([*passing, fault])


async def test_token_that_is_refused_at_once(person: Person) -> None:
    """A fresh token that does not work is told, not kept."""
    fail_later(person.cloud, HttpFault.DEAD_TOKEN, after=1)
    step = await person.log_in("plain@example.com")
    assert step["errors"] == {"base": "login_refused"}
    step = await person.log_in("plain@example.com")
    assert step["type"] is FlowResultType.CREATE_ENTRY


@pytest.mark.parametrize("after", [1, 2], ids=["account", "printers"])
async def test_code_that_was_right_is_not_asked_for_again(
    person: Person, after: int
) -> None:
    """When only what follows the login fails, the same form goes on from there."""
    await person.log_in()
    fail_later(person.cloud, HttpFault.SERVER_ERROR, after=after)
    step = await person.enter_code()
    assert (step["step_id"], step["errors"]) == ("code", {"base": "server_error"})

    step = await person.enter_code()
    assert step["type"] is FlowResultType.CREATE_ENTRY
    assert len(person.cloud.mailbox(OWNER)) == 1


async def test_login_that_came_to_nothing_starts_anew(person: Person) -> None:
    """A person who asks for another code is not stuck with a useless token."""
    await person.log_in()
    fail_later(person.cloud, HttpFault.DEAD_TOKEN, after=1)
    assert (await person.enter_code())["errors"] == {"base": "login_refused"}
    await person.enter({CONF_SEND_AGAIN: True})
    assert (await person.enter_code("000000"))["errors"] == {"base": "invalid_code"}
    step = await person.enter_code()
    assert step["type"] is FlowResultType.CREATE_ENTRY


async def test_second_code_that_cannot_be_sent(person: Person) -> None:
    """A request for another code that fails is told; the first code still works."""
    await person.log_in()
    person.cloud.faults.next_request(HttpFault.RATE_LIMITED)
    step = await person.enter({CONF_SEND_AGAIN: True})
    assert step["errors"] == {"base": "rate_limited"}
    step = await person.enter_code()
    assert step["type"] is FlowResultType.CREATE_ENTRY


async def test_wrong_code_then_right_one(person: Person) -> None:
    """A wrong code is told and can be corrected."""
    await person.log_in()
    step = await person.enter_code("000000")
    assert step["errors"] == {"base": "invalid_code"}
    step = await person.enter_code()
    assert step["type"] is FlowResultType.CREATE_ENTRY


async def test_expired_code_then_a_new_one(person: Person) -> None:
    """A code that is too old is told; one sent again works, and only that one."""
    await person.log_in()
    await person.cloud.advance(3600)
    step = await person.enter_code()
    assert step["errors"] == {"base": "code_expired"}

    step = await person.enter({CONF_SEND_AGAIN: True})
    assert (step["step_id"], step["errors"]) == ("code", {})
    old, _new = person.cloud.mailbox(OWNER)
    assert (await person.enter_code(old))["errors"] == {"base": "invalid_code"}
    step = await person.enter_code()
    assert step["type"] is FlowResultType.CREATE_ENTRY


async def test_no_code_entered(person: Person) -> None:
    """An empty code is not sent to anybody."""
    await person.log_in()
    before = len(person.cloud.requests)
    step = await person.enter({CONF_CODE: "  "})
    assert step["errors"] == {CONF_CODE: "no_code"}
    assert len(person.cloud.requests) == before


async def test_blocked_and_limited_accounts(person: Person) -> None:
    """An account that Cloudflare or a rate limit turns away is told so."""
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


async def reauthenticate(home: Home) -> Person:
    """Open the form that asks to log in again."""
    person = Person(home.hass, home.cloud)
    step = person._seen(await home.entry.start_reauth_flow(home.hass))
    assert step["step_id"] == "reauth_confirm"
    assert suggested(step)[CONF_EMAIL] == OWNER
    return person


async def test_log_in_again(home: Home) -> None:
    """With a new login, the printers are back; the entry is the same one."""
    old = home.entry.data[CONF_ACCESS_TOKEN]
    home.cloud.revoke_tokens(OWNER)
    person = await reauthenticate(home)

    step = await person.enter({CONF_EMAIL: OWNER, CONF_PASSWORD: "wrong"})
    assert step["errors"] == {"base": "invalid_auth"}
    await person.enter({CONF_EMAIL: OWNER, CONF_PASSWORD: PASSWORD})
    step = await person.enter_code()

    assert step["type"] is FlowResultType.ABORT
    assert step["reason"] == "reauth_successful"
    assert home.entry.data[CONF_ACCESS_TOKEN] != old
    await home.hass.async_block_till_done()
    await home.until_shown(P1S, "online", "on")
    assert [home.entry] == home.hass.config_entries.async_entries(DOMAIN)


async def test_another_account_is_refused(home: Home) -> None:
    """Logging in again to another account changes nothing."""
    before = dict(home.entry.data)
    person = await reauthenticate(home)
    account = {CONF_EMAIL: "plain@example.com", CONF_PASSWORD: PASSWORD}
    step = await person.enter(account)
    assert step["type"] is FlowResultType.ABORT
    assert step["reason"] == "wrong_account"
    assert dict(home.entry.data) == before
