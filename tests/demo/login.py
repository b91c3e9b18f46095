"""Add the account to Home Assistant as a person does."""

from tests.simulator import OWNER, SimulatedCloud

from .client import Client
from .home_assistant import DemoError
from .printers import DOMAIN

FLOWS = "/api/config/config_entries/flow"


async def add_account(client: Client, cloud: SimulatedCloud) -> None:
    """Go through the config flow: region, e-mail and password, then the code."""
    flow = await client.post(FLOWS, {"handler": DOMAIN})
    choice = {"next_step_id": "password"}
    await client.post(f"{FLOWS}/{flow['flow_id']}", choice)
    password = cloud.accounts[OWNER].password
    account = {"region": "global", "email": OWNER, "password": password}
    step = await client.post(f"{FLOWS}/{flow['flow_id']}", account)
    if step["type"] == "form":
        code = cloud.mailbox(OWNER)[-1]
        step = await client.post(f"{FLOWS}/{flow['flow_id']}", {"code": code})
    if step["type"] != "create_entry":
        message = f"the account was not added: {step}"
        raise DemoError(message)
