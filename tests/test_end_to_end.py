"""The whole way, from a login to a print that ends, with nothing left out."""

import logging
import re

from homeassistant.config_entries import SOURCE_REAUTH, SOURCE_USER
from homeassistant.const import CONF_CODE, CONF_EMAIL, CONF_PASSWORD
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
import pytest

from custom_components.bambu_cloud.const import CONF_REGION, DOMAIN
from tests.simulator import SimulatedCloud

from .helpers.home import H2D, OWNER, P1S, X1C, Home

PASSWORD = "correct horse"


async def log_in(hass: HomeAssistant, cloud: SimulatedCloud) -> Home:
    """Add the account as a person does."""
    flow = hass.config_entries.flow
    step = await flow.async_init(DOMAIN, context={"source": SOURCE_USER})
    await flow.async_configure(step["flow_id"], {"next_step_id": "password"})
    account = {CONF_REGION: "global", CONF_EMAIL: OWNER, CONF_PASSWORD: PASSWORD}
    await flow.async_configure(step["flow_id"], account)
    code = {CONF_CODE: cloud.mailbox(OWNER)[-1]}
    result = await flow.async_configure(step["flow_id"], code)
    assert result["type"] is FlowResultType.CREATE_ENTRY
    await hass.async_block_till_done()
    home = Home(hass, cloud, result["result"])  # type: ignore[arg-type]  # a real entry
    await home.until_reported()
    return home


async def test_from_login_to_finished_print(
    hass: HomeAssistant, cloud: SimulatedCloud, caplog: pytest.LogCaptureFixture
) -> None:
    """Log in, see four printers, print, lose the link, be revoked, log in again.

    Even the debug log of all this tells nobody's secrets.
    """
    caplog.set_level(logging.DEBUG)
    home = await log_in(hass, cloud)
    tokens = {home.entry.data["access_token"]}
    assert {home.shows(serial, "print_status") for serial in cloud.printers} == {"idle"}

    await cloud.scenario(P1S, "print_ok", 600)
    await cloud.scenario(X1C, "print_fails", 600)
    await cloud.scenario(H2D, "print_canceled", 600)
    await cloud.advance(200)
    await home.until_shown(P1S, "print_status", "printing")

    await home.lose_link()
    assert home.shows(P1S, "nozzle_temperature") == "unavailable"
    await cloud.broker.start()
    await home.until(lambda: cloud.broker.sessions == 1)
    await cloud.advance(600)
    await home.until_shown(P1S, "print_status", "finished")
    await home.until_shown(X1C, "print_status", "failed")
    await home.until_shown(H2D, "print_status", "canceled")

    cloud.revoke_tokens(OWNER)
    flows = hass.config_entries.flow
    await home.until(flows.async_progress)
    (flow,) = flows.async_progress()
    assert flow["context"]["source"] == SOURCE_REAUTH
    await flows.async_configure(flow["flow_id"], {"next_step_id": "password"})
    account = {CONF_EMAIL: OWNER, CONF_PASSWORD: PASSWORD}
    await flows.async_configure(flow["flow_id"], account)
    code = {CONF_CODE: cloud.mailbox(OWNER)[-1]}
    step = await flows.async_configure(flow["flow_id"], code)
    assert step.get("reason") == "reauth_successful"
    await hass.async_block_till_done()
    tokens.add(home.entry.data["access_token"])
    await home.until(lambda: cloud.broker.sessions == 1)
    await cloud.advance(10)
    await home.until_reported()
    assert home.shows(P1S, "print_status") == "finished"

    assert await hass.config_entries.async_unload(home.entry.entry_id)
    await home.until(lambda: cloud.broker.sessions == 0)
    assert_discreet(caplog, cloud, tokens)


def assert_discreet(
    caplog: pytest.LogCaptureFixture, cloud: SimulatedCloud, tokens: set[str]
) -> None:
    """Find no secret in any line, and no serial in lines that people read."""
    account = cloud.accounts[OWNER]
    codes = {printer.identity.access_code for printer in cloud.printers.values()}
    secrets = {*tokens, account.password, *account.mailbox, *codes, str(account.uid)}
    ours = [
        record
        for record in caplog.records
        if record.name.startswith(("custom_components", "aiomqtt", "mqtt", "paho"))
    ]
    assert ours
    for record in caplog.records:
        for secret in secrets:
            assert not re.search(rf"\b{secret}\b", record.getMessage()), record.name
    for record in ours:
        assert OWNER not in record.getMessage()
        if record.levelno > logging.DEBUG:
            assert not any(serial in record.getMessage() for serial in cloud.printers)
