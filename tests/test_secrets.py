"""Nobody's secrets are told, in no line of the log and in no diagnostics."""

from collections.abc import Iterator
from datetime import timedelta
import json
import logging
import re
from typing import Any

from homeassistant.config_entries import SOURCE_REAUTH, SOURCE_RECONFIGURE
from homeassistant.const import ATTR_DEVICE_ID, CONF_ACCESS_TOKEN
from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component
from homeassistant.util import dt as dt_util
import pytest
from pytest_homeassistant_custom_component.common import get_system_health_info
from pytest_homeassistant_custom_component.components.diagnostics import (
    get_diagnostics_for_config_entry,
)
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from custom_components.bambu_cloud.const import CONF_OBTAINED_AT, DOMAIN
from tests.simulator import HttpFault, SimulatedCloud, another

from .conftest import OWNER, P1S, X1C, Home, Wall
from .person import PASSWORD, Person
from .pushing import reauths

FRIEND, TFA, PHONE = "plain@example.com", "tfa@example.com", "13800000000"
MISTYPED = "not my password"
OURS = ("custom_components", "aiomqtt", "paho")


class Vault:
    """Everything that must stay where it is."""

    def __init__(self, *clouds: SimulatedCloud) -> None:
        """Watch the accounts of some clouds."""
        self._clouds = clouds
        self.proofs = {PASSWORD, MISTYPED}
        self.identities: set[str] = set()

    def collect(self) -> None:
        """Note every secret that there is by now."""
        for cloud in self._clouds:
            self.proofs |= set(cloud.tokens)
            for account in cloud.accounts.values():
                self.proofs |= set(account.mailbox)
                self.identities |= {account.login, str(account.uid)}
            self.proofs.add(cloud.authenticator(TFA) if TFA in cloud.accounts else "-")
            for serial, printer in cloud.printers.items():
                self.proofs.add(printer.identity.access_code)
                self.identities.add(serial)
                units = cloud.simulated(serial).ams.units.values()
                self.identities |= {unit.serial for unit in units}
        self.proofs.discard("-")


def leaks(text: str, secrets: set[str]) -> Iterator[str]:
    """Yield each secret that a text tells."""
    for secret in secrets:
        if secret in text and re.search(rf"(?<!\w){re.escape(secret)}(?!\w)", text):
            yield secret


@pytest.fixture
def vault(cloud: SimulatedCloud, china: SimulatedCloud) -> Vault:
    """Return the secrets of both regions."""
    cloud.add_printer(another("P2S", cloud.printers, "Friend"), FRIEND)
    return Vault(cloud, china)


async def add_everybody(
    hass: HomeAssistant, cloud: SimulatedCloud, china: SimulatedCloud, wall: Wall
) -> Home:
    """Add an account in every way that there is, with every mistake on the way."""
    person = Person(hass, cloud)
    for fault in (HttpFault.NOT_JSON, HttpFault.CLOUDFLARE, HttpFault.CUT):
        await person.start()
        cloud.faults.next_request(fault)
        await person.log_in()
    await person.log_in(password=MISTYPED)
    await person.log_in()
    await person.enter_code("000000")
    await person.send_again()
    wall.ahead += timedelta(seconds=61)
    await person.send_again()
    step = await person.enter_code()
    entry = step["result"]

    await person.start()
    await person.paste("nonsense-that-looks-like-a-token")
    assert (await person.paste(cloud.issue_token(FRIEND)))["type"] == "create_entry"
    await person.start()
    await person.log_in(TFA)
    cloud.faults.targets["/api/csrf"] = HttpFault.CLOUDFLARE
    await person.choose("totp")
    await person.enter({"code": cloud.authenticator(TFA)})
    cloud.faults.clear()
    await person.choose("totp")
    await person.enter({"code": "000000"})
    step = await person.enter({"code": cloud.authenticator(TFA)})
    assert step["type"] == "create_entry"
    await person.start()
    await person.have_code_sent(PHONE)
    step = await person.enter_code(china.mailbox(PHONE)[-1])
    assert step["type"] == "create_entry"
    await hass.async_block_till_done()
    return Home(hass, cloud, entry)


async def live_through_everything(home: Home, wall: Wall) -> None:
    """Print, lose the link, suffer, be asked for the past, and be left out."""
    await home.cloud.scenario(P1S, "print_ok", 600)
    await home.cloud.scenario(X1C, "print_fails", 600)
    await home.cloud.advance(200)
    home.cloud.broker.refuse_subscriptions = True
    await home.cloud.broker.stop()
    await home.until_shown(P1S, "nozzle_temperature", "unavailable")
    await home.cloud.broker.start()
    await home.until(lambda: home.entry.runtime_data.account.link.pushed)
    home.cloud.broker.refuse_subscriptions = False
    await home.cloud.advance(600)
    for fault in HttpFault:
        if fault not in {HttpFault.DEAD_TOKEN, HttpFault.HANG}:
            home.cloud.faults.every_request = fault
            await home.poll(3600)
    home.cloud.faults.clear()
    wall.ahead += timedelta(days=1)
    for _ in range(3):
        await home.poll(3600)
    await home.until_happened(lambda: home.shows(P1S, "print_status") == "finished")
    device = home.device(P1S)
    assert device
    await home.hass.services.async_call(
        DOMAIN,
        "get_print_history",
        {ATTR_DEVICE_ID: device.id},
        blocking=True,
        return_response=True,
    )
    home.hass.config_entries.async_update_entry(
        home.entry, options={"unfollowed": [X1C]}
    )
    await home.hass.config_entries.async_reload(home.entry.entry_id)
    await home.hass.async_block_till_done()


async def log_in_again(home: Home) -> None:
    """Lose the login, come back with a new one, and renew it before it ends."""
    home.cloud.revoke_tokens(OWNER)
    await home.until(lambda: reauths(home))
    (flow,) = home.entry.async_get_active_flows(home.hass, {SOURCE_REAUTH})
    person = Person(home.hass, home.cloud)
    step = await home.hass.config_entries.flow.async_configure(flow["flow_id"])
    person.see(step)
    await person.paste(home.cloud.issue_token(FRIEND))
    await person.log_in()
    assert (await person.enter_code())["reason"] == "reauth_successful"
    await home.hass.async_block_till_done()
    soon = (dt_util.utcnow() - timedelta(days=89)).isoformat()
    data = {**home.entry.data, CONF_OBTAINED_AT: soon}
    home.hass.config_entries.async_update_entry(home.entry, data=data)
    await home.hass.config_entries.async_reload(home.entry.entry_id)
    flows = home.hass.config_entries.flow
    dialog = await flows.async_init(
        DOMAIN,
        context={"source": SOURCE_RECONFIGURE, "entry_id": home.entry.entry_id},
    )
    person.see(dialog)
    await person.paste(home.cloud.issue_token(OWNER))
    await home.hass.async_block_till_done()


async def test_no_secret_is_told_by_anything(
    hass: HomeAssistant,
    vault: Vault,
    cloud: SimulatedCloud,
    china: SimulatedCloud,
    wall: Wall,
    hass_client: ClientSessionGenerator,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Run everything with the log at its most talkative, and search all of it."""
    caplog.set_level(logging.DEBUG)
    for component in ("diagnostics", "repairs", "system_health"):
        assert await async_setup_component(hass, component, {})
    home = await add_everybody(hass, cloud, china, wall)
    await home.until_happened(lambda: home.shows(P1S, "nozzle_temperature"))
    vault.collect()
    await live_through_everything(home, wall)
    await log_in_again(home)
    vault.collect()
    told = {"health": json.dumps(await health(hass))}
    for entry in hass.config_entries.async_entries(DOMAIN):
        assert entry.data[CONF_ACCESS_TOKEN] in vault.proofs
        found = await get_diagnostics_for_config_entry(hass, hass_client, entry)
        told[f"diagnostics of {entry.source}"] = json.dumps(found)
        assert await hass.config_entries.async_unload(entry.entry_id)
    vault.collect()
    assert len(vault.proofs) > 10
    assert len(vault.identities) > 20

    everything = vault.proofs | vault.identities
    for where, text in told.items():
        assert not list(leaks(text, everything)), where
    ours = [record for record in caplog.records if record.name.startswith(OURS)]
    assert {record.levelno for record in ours} >= {logging.DEBUG, logging.INFO}
    found_in = {
        (record.name, record.levelname, secret)
        for records, secrets in ((ours, everything), (caplog.records, vault.proofs))
        for record in records
        for secret in leaks(record.getMessage(), secrets)
    }
    assert not found_in


async def test_no_secret_is_shown_by_what_is_known(home: Home) -> None:
    """A state that ends up in somebody's log, or in a traceback, names no device."""
    vault = Vault(home.cloud)
    vault.collect()
    account, history = home.entry.runtime_data.account, home.entry.runtime_data.history
    await history.async_refresh(P1S)
    known = [
        *(printer.data for printer in account.printers.values()),
        *(ams.data for ams in account.ams.units.values()),
        *history.tasks(P1S),
    ]
    assert len(known) > 8
    shown = "\n".join(map(repr, known))
    assert not list(leaks(shown, vault.proofs | vault.identities))
    assert "Expires=" not in shown


async def health(hass: HomeAssistant) -> dict[str, Any]:
    """Open the page about the system's health."""
    info: dict[str, Any] = await get_system_health_info(hass, DOMAIN)
    return {
        key: await value if hasattr(value, "__await__") else value
        for key, value in info.items()
    }
