"""Every way to log in, over Home Assistant's own HTTP interface."""

from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp.test_utils import TestClient
from homeassistant.config_entries import SOURCE_REAUTH, SOURCE_RECONFIGURE
from homeassistant.const import CONF_ACCESS_TOKEN
from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component
import pytest
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from custom_components.bambu_cloud.const import DOMAIN
from tests.simulator import HttpFault, SimulatedCloud

from .helpers.flow_driver import PASSWORD, Person
from .helpers.home import OWNER, P1S, Home

FLOWS = "/api/config/config_entries/flow"
OPTIONS = "/api/config/config_entries/options/flow"
TFA, PHONE = "tfa@example.com", "13800000000"

type Step = dict[str, Any]
type Way = Callable[[Frontend], Awaitable[Step]]


class Frontend:
    """The dialog, with nothing but what came over HTTP."""

    def __init__(self, client: TestClient[Any, Any], path: str = FLOWS) -> None:
        """Speak with the server of a Home Assistant."""
        self._client = client
        self._path = path
        self._flow = ""
        self.clouds: dict[str, SimulatedCloud] = {}

    async def open(self, **how: Any) -> Step:
        """Open a dialog."""
        return await self._post(self._path, how)

    async def choose(self, choice: str) -> Step:
        """Click on a choice of a menu."""
        return await self.enter(next_step_id=choice)

    async def enter(self, **values: Any) -> Step:
        """Submit a form."""
        return await self._post(f"{self._path}/{self._flow}", values)

    async def resume(self, flow_id: str) -> Step:
        """Open a dialog that was started elsewhere."""
        self._flow = flow_id
        async with self._client.get(f"{self._path}/{flow_id}") as response:
            assert response.status == 200
            step: Step = await response.json()
            return step

    def code(self, login: str, region: str = "global") -> str:
        """Return the newest code that was sent."""
        return self.clouds[region].mailbox(login)[-1]

    async def _post(self, path: str, body: Step) -> Step:
        """Post an object and return the step that comes back."""
        async with self._client.post(path, json=body) as response:
            assert response.status == 200, await response.text()
            step: Step = await response.json()
        self._flow = step["flow_id"]
        return step


@pytest.fixture
async def frontend(
    hass: HomeAssistant,
    china: SimulatedCloud,
    cloud: SimulatedCloud,
    person: Person,  # unloads what is added
    hass_client: ClientSessionGenerator,
) -> Frontend:
    """Return the frontend of a Home Assistant that has no account."""
    assert await async_setup_component(hass, "config", {})
    frontend = Frontend(await hass_client())
    frontend.clouds = {"global": cloud, "china": china}
    return frontend


async def password(frontend: Frontend) -> Step:
    """Enter a password that is enough."""
    await frontend.choose("password")
    return await frontend.enter(
        region="global", email="plain@example.com", password=PASSWORD
    )


async def password_and_mailed_code(frontend: Frontend) -> Step:
    """Enter a password, then the code that comes by e-mail, not at once right."""
    await frontend.choose("password")
    step = await frontend.enter(region="global", email=OWNER, password="wrong")
    assert step["errors"] == {"base": "invalid_auth"}
    step = await frontend.enter(region="global", email=OWNER, password=PASSWORD)
    assert step["step_id"] == "code"
    step = await frontend.enter(code="000000")
    assert step["errors"] == {"base": "invalid_code"}
    step = await frontend.enter(send_again=True)
    assert step["errors"] == {"base": "too_soon"}
    assert 0 < int(step["description_placeholders"]["seconds"]) <= 60
    return await frontend.enter(code=frontend.code(OWNER))


async def password_and_authenticator(frontend: Frontend) -> Step:
    """Enter a password, then what the authenticator shows."""
    await frontend.choose("password")
    step = await frontend.enter(region="global", email=TFA, password=PASSWORD)
    assert (step["type"], step["menu_options"]) == ("menu", ["totp", "code_instead"])
    await frontend.choose("totp")
    return await frontend.enter(code=frontend.clouds["global"].authenticator(TFA))


async def authenticator_that_does_not_help(frontend: Frontend) -> Step:
    """Have a code sent with one click, after the web site turned the app's away."""
    cloud = frontend.clouds["global"]
    cloud.faults.targets["/api/csrf"] = HttpFault.CLOUDFLARE
    await frontend.choose("password")
    await frontend.enter(region="global", email=TFA, password=PASSWORD)
    await frontend.choose("totp")
    step = await frontend.enter(code=cloud.authenticator(TFA))
    assert (step["type"], step["step_id"]) == ("menu", "totp_blocked")
    await frontend.choose("code_instead")
    return await frontend.enter(code=frontend.code(TFA))


async def authenticator_on_the_second_try(frontend: Frontend) -> Step:
    """Try the app once more, after the web site was in trouble."""
    cloud = frontend.clouds["global"]
    cloud.faults.targets["/api/csrf"] = HttpFault.SERVER_ERROR
    await frontend.choose("password")
    await frontend.enter(region="global", email=TFA, password=PASSWORD)
    await frontend.choose("totp")
    step = await frontend.enter(code=cloud.authenticator(TFA))
    assert (step["type"], step["step_id"]) == ("menu", "totp_unreachable")
    cloud.faults.clear()
    await frontend.choose("totp")
    return await frontend.enter(code=cloud.authenticator(TFA))


async def mailed_code_alone(frontend: Frontend) -> Step:
    """Enter an e-mailed code in place of a password."""
    await frontend.choose("mail")
    await frontend.enter(region="global", email=OWNER)
    return await frontend.enter(code=frontend.code(OWNER))


async def sms_code(frontend: Frontend) -> Step:
    """Enter a code that came to a phone in China."""
    await frontend.choose("phone")
    await frontend.enter(phone=PHONE)
    return await frontend.enter(code=frontend.code(PHONE, "china"))


async def china_password(frontend: Frontend) -> Step:
    """Enter phone number and password of an account of the China region."""
    await frontend.choose("password")
    return await frontend.enter(region="china", email="13900000000", password=PASSWORD)


async def token(frontend: Frontend) -> Step:
    """Paste a token."""
    await frontend.choose("token")
    access_token = frontend.clouds["global"].issue_token(OWNER)
    return await frontend.enter(region="global", access_token=access_token)


WAYS: list[Way] = [
    password,
    password_and_mailed_code,
    password_and_authenticator,
    authenticator_that_does_not_help,
    authenticator_on_the_second_try,
    mailed_code_alone,
    sms_code,
    china_password,
    token,
]


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
async def test_each_way_in(hass: HomeAssistant, frontend: Frontend, way: Way) -> None:
    """Each leads to an account that is loaded, and its token is not shown."""
    step = await frontend.open(handler=DOMAIN)
    assert (step["type"], step["step_id"]) == ("menu", "user")
    assert step["menu_options"] == ["password", "mail", "phone", "token"]
    result = await way(frontend)
    assert result["type"] == "create_entry"
    assert result["result"]["state"] == "loaded"
    (entry,) = hass.config_entries.async_entries(DOMAIN)
    assert entry.data[CONF_ACCESS_TOKEN] not in str(result)


@pytest.fixture
async def dialog(home: Home, hass_client: ClientSessionGenerator) -> Frontend:
    """Return the frontend of a Home Assistant that has the owner's account."""
    assert await async_setup_component(home.hass, "config", {})
    frontend = Frontend(await hass_client())
    frontend.clouds = {"global": home.cloud}
    return frontend


async def finish(frontend: Frontend) -> Step:
    """Log in to another account, which is refused by name, then to the right one."""
    await frontend.choose("token")
    other = frontend.clouds["global"].issue_token("plain@example.com")
    step = await frontend.enter(access_token=other)
    assert step["step_id"] == "wrong_account"
    assert step["description_placeholders"] == {"account": "Plain", "entry": OWNER}
    await frontend.choose("mail")
    await frontend.enter(email=OWNER)
    return await frontend.enter(code=frontend.code(OWNER))


async def test_log_in_again_after_the_token_died(home: Home, dialog: Frontend) -> None:
    """The dialog that Home Assistant opened leads back to live printers."""
    home.cloud.revoke_tokens(OWNER)
    flows = home.hass.config_entries.flow
    await home.until(flows.async_progress)
    (flow,) = flows.async_progress()
    assert flow["context"]["source"] == SOURCE_REAUTH
    step = await dialog.resume(flow["flow_id"])
    assert step["step_id"] == "reauth_confirm"
    assert step["description_placeholders"]["account"] == OWNER
    result = await finish(dialog)
    assert (result["type"], result["reason"]) == ("abort", "reauth_successful")
    await home.hass.async_block_till_done()
    await home.cloud.advance(10)
    await home.until_reported()
    assert not flows.async_progress()


async def test_log_in_again_by_choice(home: Home, dialog: Frontend) -> None:
    """The button of the account does the same."""
    step = await dialog.open(
        handler=DOMAIN, entry_id=home.entry.entry_id, show_advanced_options=False
    )
    assert step["step_id"] == SOURCE_RECONFIGURE
    result = await finish(dialog)
    assert (result["type"], result["reason"]) == ("abort", "reconfigure_successful")
    await home.hass.async_block_till_done()


async def test_options(home: Home, dialog: Frontend, hass_client: Any) -> None:
    """The gear of the account leaves a printer out."""
    gear = Frontend(await hass_client(), OPTIONS)
    step = await gear.open(handler=home.entry.entry_id)
    assert (step["type"], step["step_id"]) == ("menu", "init")
    step = await gear.choose("general")
    chosen = {
        field["name"]: field["description"]["suggested_value"]
        for field in step["data_schema"]
    }
    others = [serial for serial in chosen["printers"] if serial != P1S]
    result = await gear.enter(**{**chosen, "printers": others})
    assert result["type"] == "create_entry"
    await home.hass.async_block_till_done()
    assert home.device(P1S) is None
