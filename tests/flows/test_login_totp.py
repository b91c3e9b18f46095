"""Logging in to an account that has an authenticator."""

from homeassistant.const import CONF_CODE, CONF_EMAIL
from homeassistant.data_entry_flow import FlowResultType
import pytest

from tests.helpers.flow_driver import Person, Step, shown
from tests.simulator import HttpFault

TFA = "tfa@example.com"
FORM = "/api/sign-in/tfa"


@pytest.fixture
async def owner(person: Person) -> Person:
    """Enter the password of such an account, which leads to a choice."""
    step = await person.log_in(TFA)
    assert step["step_id"] == "two_factor"
    assert step["description_placeholders"]["account"] == TFA
    assert not person.cloud.mailbox(TFA)
    return person


async def enter_totp(person: Person, code: str | None = None) -> Step:
    """Enter what the authenticator shows, or something else."""
    if person.step["type"] is FlowResultType.MENU:
        await person.choose("totp")
    code = code or person.cloud.authenticator(TFA)
    return await person.enter({CONF_CODE: code})


async def test_code_from_the_app(owner: Person) -> None:
    """The account is added, and no code was sent to anybody."""
    await owner.choose("totp")
    code = owner.cloud.authenticator(TFA)
    step = await enter_totp(owner, f" {code[:3]} {code[3:]}")
    assert step["type"] is FlowResultType.CREATE_ENTRY
    assert step["data"][CONF_EMAIL] == TFA
    assert not owner.cloud.mailbox(TFA)


async def test_one_click_for_a_code_that_is_sent(owner: Person) -> None:
    """Who has no phone at hand gets exactly one code by e-mail."""
    assert shown(await owner.choose("code_instead")) == ("code", {})
    (code,) = owner.cloud.mailbox(TFA)
    step = await owner.enter_code(code)
    assert step["type"] is FlowResultType.CREATE_ENTRY


async def test_code_that_cannot_be_sent(owner: Person) -> None:
    """The form for the code says why, and can request another."""
    owner.cloud.faults.next_request(HttpFault.RATE_LIMITED)
    step = await owner.choose("code_instead")
    assert shown(step) == ("code", {"base": "rate_limited"})
    assert shown(await owner.send_again()) == ("code", {})
    step = await owner.enter_code(email=TFA)
    assert step["type"] is FlowResultType.CREATE_ENTRY


async def test_wrong_code_then_right_one(owner: Person) -> None:
    """A wrong code is shown and can be corrected."""
    step = await enter_totp(owner, "000000")
    assert shown(step) == ("totp", {"base": "invalid_totp"})
    step = await enter_totp(owner)
    assert step["type"] is FlowResultType.CREATE_ENTRY


async def test_too_long_after_the_password(owner: Person) -> None:
    """The password is asked for again, and the code is right then."""
    await owner.cloud.advance(301)
    step = await enter_totp(owner)
    assert shown(step) == ("password", {"base": "totp_expired"})
    step = await owner.log_in(TFA)
    assert step["step_id"] == "two_factor"
    step = await enter_totp(owner)
    assert step["type"] is FlowResultType.CREATE_ENTRY


FAULTS = {
    HttpFault.CLOUDFLARE: "totp_blocked",
    HttpFault.RATE_LIMITED: "totp_blocked",
    HttpFault.NOT_JSON: "totp_blocked",
    HttpFault.SERVER_ERROR: "totp_unreachable",
    HttpFault.EMPTY: "totp_unreachable",
    HttpFault.DISCONNECT: "totp_unreachable",
}


@pytest.mark.parametrize(("fault", "menu"), FAULTS.items(), ids=str)
async def test_web_site_in_the_way(owner: Person, fault: HttpFault, menu: str) -> None:
    """Where the code was not checked, one click has one sent, or tries again."""
    owner.cloud.faults.targets[FORM] = fault
    step = await enter_totp(owner)
    assert (step["type"], step["step_id"]) == (FlowResultType.MENU, menu)
    owner.cloud.faults.clear()
    await owner.choose("totp")
    assert shown(await enter_totp(owner, "000000")) == (
        "totp",
        {"base": "invalid_totp"},
    )

    owner.cloud.faults.targets[FORM] = fault
    await enter_totp(owner)
    assert shown(await owner.choose("code_instead")) == ("code", {})
    step = await owner.enter_code(email=TFA)
    assert step["type"] is FlowResultType.CREATE_ENTRY
    assert step["data"][CONF_EMAIL] == TFA
    assert len(owner.cloud.mailbox(TFA)) == 1


async def test_code_that_was_right_is_not_asked_for_again(owner: Person) -> None:
    """When only the requests after the login fail, the same form goes on from there."""
    owner.cloud.faults.targets["/v1/design-user-service"] = HttpFault.SERVER_ERROR
    step = await enter_totp(owner)
    assert shown(step) == ("totp", {"base": "server_error"})
    owner.cloud.faults.clear()
    step = await enter_totp(owner, "000000")
    assert step["type"] is FlowResultType.CREATE_ENTRY
