"""Logging in with a code that is sent."""

from datetime import timedelta

from homeassistant.const import CONF_CODE, CONF_EMAIL
from homeassistant.data_entry_flow import FlowResultType
import pytest

from custom_components.bambu_cloud.api import Account, Region, Token
from custom_components.bambu_cloud.const import CONF_REGION, CONF_UID
from custom_components.bambu_cloud.flows.login import Login
from custom_components.bambu_cloud.flows.login_schemas import CONF_PHONE
from tests.helpers.clock import Wall
from tests.helpers.flow_driver import Person, shown, suggested
from tests.helpers.home import OWNER
from tests.simulator import HttpFault, SimulatedCloud

PHONE = "13800000000"


def requested(cloud: SimulatedCloud) -> int:
    """Count how often anybody asked for a code."""
    return sum(
        request.path.endswith(("/sendemail/code", "/sendsmscode"))
        for request in cloud.requests
    )


async def test_code_alone(person: Person) -> None:
    """An e-mailed code needs no password; it is sent once, when asked for."""
    await person.choose("mail")
    assert not requested(person.cloud)
    assert shown(await person.have_code_mailed()) == ("code", {})
    assert person.step["description_placeholders"]["account"] == OWNER
    step = await person.enter_code()
    assert step["type"] is FlowResultType.CREATE_ENTRY
    assert step["data"][CONF_EMAIL] == OWNER
    assert requested(person.cloud) == 1


async def test_code_that_cannot_be_mailed(person: Person) -> None:
    """What went wrong is shown where the address was entered."""
    person.cloud.faults.next_request(HttpFault.RATE_LIMITED)
    step = await person.have_code_mailed()
    assert shown(step) == ("mail", {"base": "rate_limited"})
    assert suggested(step)[CONF_EMAIL] == OWNER
    assert shown(await person.have_code_mailed()) == ("code", {})


async def test_number_is_no_address(person: Person) -> None:
    """A code that cannot be e-mailed is not requested."""
    step = await person.have_code_mailed(PHONE)
    assert shown(step) == ("mail", {CONF_EMAIL: "no_address"})
    assert not person.cloud.requests


async def test_dialog_that_is_opened_again_sends_no_second_code(
    person: Person, wall: Wall
) -> None:
    """A code that was sent within a minute is the one to enter."""
    await person.have_code_mailed()
    await person.start()
    assert shown(await person.have_code_mailed()) == ("code", {})
    assert len(person.cloud.mailbox(OWNER)) == 1
    wall.ahead += timedelta(seconds=61)
    await person.start()
    await person.have_code_mailed()
    assert len(person.cloud.mailbox(OWNER)) == 2


@pytest.mark.parametrize("number", [PHONE, " 138 0000 0000 "])
async def test_code_by_sms(china: SimulatedCloud, person: Person, number: str) -> None:
    """A phone number of the China region gets an SMS, from that region's host."""
    assert shown(await person.have_code_sent(number)) == ("sms", {})
    (code,) = china.mailbox(PHONE)
    step = await person.enter({CONF_CODE: f"{code[:3]} {code[3:]}"})
    assert step["type"] is FlowResultType.CREATE_ENTRY
    assert step["title"] == china.accounts[PHONE].name
    assert step["data"][CONF_EMAIL] == PHONE
    assert step["data"][CONF_REGION] == "china"
    assert step["data"][CONF_UID] == china.accounts[PHONE].uid
    await person.hass.async_block_till_done()
    assert not person.cloud.requests


async def test_sms_that_cannot_be_sent(china: SimulatedCloud, person: Person) -> None:
    """What went wrong is shown, and what is no number is not sent."""
    for name in ("somebody@example.com", "12", "1" * 16):
        step = await person.have_code_sent(name)
        assert shown(step) == ("phone", {CONF_PHONE: "no_number"})
    china.faults.every_request = HttpFault.CLOUDFLARE
    step = await person.have_code_sent(PHONE)
    assert shown(step) == ("phone", {"base": "blocked"})
    assert suggested(step)[CONF_PHONE] == PHONE


async def test_phone_account_with_a_password_gets_an_sms(
    china: SimulatedCloud, person: Person
) -> None:
    """What the password leads to is the form for an SMS."""
    await person.choose("password")
    values = {CONF_EMAIL: PHONE, "password": "correct horse", CONF_REGION: "china"}
    assert shown(await person.enter(values)) == ("sms", {})
    step = await person.enter({CONF_CODE: china.mailbox(PHONE)[-1]})
    assert step["type"] is FlowResultType.CREATE_ENTRY


async def test_send_again_after_a_minute(person: Person, wall: Wall) -> None:
    """Too early, the form counts down, and the code that was sent stays valid."""
    await person.log_in()
    for passed, left in ((0, "60"), (20, "40"), (39.5, "1")):
        wall.ahead += timedelta(seconds=passed)
        step = await person.send_again()
        assert shown(step) == ("code", {"base": "too_soon"})
        assert step["description_placeholders"]["seconds"] == left
    assert not requested(person.cloud)
    wall.ahead += timedelta(seconds=1)
    assert shown(await person.send_again()) == ("code", {})
    assert requested(person.cloud) == 1
    assert (await person.send_again())["errors"] == {"base": "too_soon"}
    step = await person.enter_code()
    assert step["type"] is FlowResultType.CREATE_ENTRY


@pytest.mark.parametrize("after", [1, 2], ids=["account", "printers"])
async def test_code_that_was_right_is_not_asked_for_again(
    person: Person, after: int
) -> None:
    """When only the requests after the login fail, the same form goes on from there."""
    await person.log_in()
    passing = [None] * after
    person.cloud.faults.requests.extend([*passing, HttpFault.SERVER_ERROR])
    assert shown(await person.enter_code()) == ("code", {"base": "server_error"})

    step = await person.enter_code()
    assert step["type"] is FlowResultType.CREATE_ENTRY
    assert len(person.cloud.mailbox(OWNER)) == 1


async def test_login_that_came_to_nothing_starts_anew(
    person: Person, wall: Wall
) -> None:
    """A person who asks for another code is not stuck with a useless token."""
    await person.log_in()
    person.cloud.faults.requests.extend([None, HttpFault.DEAD_TOKEN])
    assert (await person.enter_code())["errors"] == {"base": "login_refused"}
    wall.ahead += timedelta(seconds=61)
    await person.send_again()
    assert (await person.enter_code("000000"))["errors"] == {"base": "invalid_code"}
    step = await person.enter_code()
    assert step["type"] is FlowResultType.CREATE_ENTRY


async def test_second_code_that_cannot_be_sent(person: Person, wall: Wall) -> None:
    """A request for another code that fails is shown; the first code still works."""
    await person.log_in()
    wall.ahead += timedelta(seconds=61)
    person.cloud.faults.next_request(HttpFault.RATE_LIMITED)
    step = await person.send_again()
    assert step["errors"] == {"base": "rate_limited"}
    step = await person.enter_code()
    assert step["type"] is FlowResultType.CREATE_ENTRY


async def test_wrong_code_then_right_one(person: Person) -> None:
    """A wrong code is shown and can be corrected."""
    await person.log_in()
    step = await person.enter_code("000000")
    assert step["errors"] == {"base": "invalid_code"}
    step = await person.enter_code()
    assert step["type"] is FlowResultType.CREATE_ENTRY


async def test_expired_code_then_a_new_one(person: Person, wall: Wall) -> None:
    """A code that is too old is shown; one sent again works, and only that one."""
    await person.log_in()
    await person.cloud.advance(3600)
    wall.ahead += timedelta(hours=1)
    step = await person.enter_code()
    assert step["errors"] == {"base": "code_expired"}

    assert shown(await person.send_again()) == ("code", {})
    old, _new = person.cloud.mailbox(OWNER)
    assert (await person.enter_code(old))["errors"] == {"base": "invalid_code"}
    step = await person.enter_code()
    assert step["type"] is FlowResultType.CREATE_ENTRY


async def test_no_code_entered(person: Person) -> None:
    """An empty code is not sent to anybody."""
    await person.log_in()
    before = len(person.cloud.requests)
    for entered in ({CONF_CODE: "  "}, {}):
        step = await person.enter(entered)
        assert step["errors"] == {CONF_CODE: "no_code"}
    assert len(person.cloud.requests) == before


def test_login_is_private() -> None:
    """What ends up in a log names neither the owner nor the token."""
    login = Login(
        region=Region.GLOBAL,
        name="owner@example.com",
        account=Account(uid=1234567890, name="Owner of printers"),
        token=Token(access_token="secret-token"),
    )
    shown_in_logs = repr(login)
    for secret in ("owner@", "1234567890", "Owner of", "secret-token"):
        assert secret not in shown_in_logs
