"""A person who logs in, form by form."""

from typing import TYPE_CHECKING, Any

from homeassistant.config_entries import SOURCE_RECONFIGURE, SOURCE_USER
from homeassistant.const import CONF_ACCESS_TOKEN, CONF_CODE, CONF_EMAIL, CONF_PASSWORD
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType

from custom_components.bambu_cloud.const import CONF_REGION, DOMAIN
from custom_components.bambu_cloud.flows.login_schemas import (
    CONF_PHONE,
    CONF_SEND_AGAIN,
)
from tests.simulator import OWNER, SimulatedCloud

if TYPE_CHECKING:
    from .home import Home

PASSWORD = "correct horse"

type Step = dict[str, Any]


def suggested(step: Step) -> dict[str, Any]:
    """Return what a form is filled with."""
    return {
        str(field): (field.description or {}).get("suggested_value")
        for field in step["data_schema"].schema
    }


def shown(step: Step) -> tuple[str, dict[str, str] | None]:
    """Return which form is shown, and what it calls wrong."""
    return step["step_id"], step["errors"]


class Person:
    """A person who fills in the forms."""

    def __init__(self, hass: HomeAssistant, cloud: SimulatedCloud) -> None:
        """Use a Home Assistant."""
        self.hass = hass
        self.cloud = cloud
        self.step: Step = {}

    async def start(self) -> Step:
        """Begin with a new account."""
        flow = self.hass.config_entries.flow
        return self.see(await flow.async_init(DOMAIN, context={"source": SOURCE_USER}))

    async def choose(self, choice: str) -> Step:
        """Click on a choice of a menu."""
        assert self.step["type"] is FlowResultType.MENU
        assert choice in self.step["menu_options"]
        return await self.enter({"next_step_id": choice})

    async def log_in(self, email: str = OWNER, password: str = PASSWORD) -> Step:
        """Enter account and password."""
        if self.step["type"] is FlowResultType.MENU:
            await self.choose("password")
        values = {CONF_EMAIL: email, CONF_PASSWORD: password}
        return await self.enter(self._with_region(values))

    async def have_code_mailed(self, email: str = OWNER) -> Step:
        """Ask for a code in place of a password."""
        if self.step["type"] is FlowResultType.MENU:
            await self.choose("mail")
        return await self.enter(self._with_region({CONF_EMAIL: email}))

    async def have_code_sent(self, phone: str) -> Step:
        """Ask for an SMS."""
        if self.step["type"] is FlowResultType.MENU:
            await self.choose("phone")
        return await self.enter({CONF_PHONE: phone})

    async def paste(self, token: str, region: str = "global") -> Step:
        """Enter a token."""
        if self.step["type"] is FlowResultType.MENU:
            await self.choose("token")
        return await self.enter(self._with_region({CONF_ACCESS_TOKEN: token}, region))

    async def enter_code(self, code: str | None = None, email: str = OWNER) -> Step:
        """Enter a code: the newest from the mailbox, or the one given."""
        return await self.enter({CONF_CODE: code or self.cloud.mailbox(email)[-1]})

    async def send_again(self) -> Step:
        """Ask for another code."""
        return await self.enter({CONF_SEND_AGAIN: True})

    async def enter(self, values: Step) -> Step:
        """Submit a form."""
        flow = self.hass.config_entries.flow
        return self.see(await flow.async_configure(self.step["flow_id"], values))

    def see(self, step: Any) -> Step:
        """Go on to a step."""
        self.step = dict(step)
        return self.step

    def _with_region(self, values: Step, region: str = "global") -> Step:
        """Choose the region where the form asks for it."""
        asked = {str(field) for field in self.step["data_schema"].schema}
        return {**values, CONF_REGION: region} if CONF_REGION in asked else values


async def reauthenticate(home: Home) -> Person:
    """Open the dialog that asks to log in again."""
    person = Person(home.hass, home.cloud)
    step = person.see(await home.entry.start_reauth_flow(home.hass))
    assert step["step_id"] == "reauth_confirm"
    return person


async def reconfigure(home: Home) -> Person:
    """Open the dialog behind the button."""
    person = Person(home.hass, home.cloud)
    step = person.see(await home.entry.start_reconfigure_flow(home.hass))
    assert step["step_id"] == SOURCE_RECONFIGURE
    return person
